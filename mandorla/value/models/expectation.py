from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.strategy.models import Objective

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.value.models.suggestion import Suggestion

FEWEST: Final = 6
MOST: Final = 16
LONGEST: Final = 120
LEVELS = {
    "organization": gettext_lazy("for the organization"),
    "group": gettext_lazy("for the group"),
    "person": gettext_lazy("for each person"),
}
HORIZONS = {
    "short": gettext_lazy("soon"),
    "long": gettext_lazy("in the long run"),
}


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    """Ways to look for expectations."""

    def visible_to(self, person: Person) -> Self:
        """What a community is expected to bring is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def current(self) -> Self:
        """Those both sides would weigh in the next round, in their order."""
        return self.filter(dropped_at=None).order_by("position", "pk")


class Expectation(Record):
    """One item of value, worded so that both sides of a community can weigh it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="expectations")
    key = models.CharField(max_length=60, blank=True)  # of the shipped catalogue, if it is from it
    text = models.CharField(max_length=LONGEST)
    level = models.CharField(max_length=12, choices=list(LEVELS.items()))
    horizon = models.CharField(max_length=5, choices=list(HORIZONS.items()))
    measure = models.CharField(max_length=200, blank=True)  # what would show that it is there
    begun_as = models.TextField(blank=True)  # the entry of the charter it began as, if with one
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    objectives = models.ManyToManyField(Objective, related_name="expectations")

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("value_expectation_level", "level", LEVELS),
            choices_constraint("value_expectation_horizon", "horizon", HORIZONS),
            models.UniqueConstraint(
                fields=["community", "text"],
                condition=models.Q(dropped_at=None),
                name="value_expectation_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> dict[str, str]:
        """How it is worded, for whom, by when, and what would show it."""
        return {name: getattr(self, name) for name in ("text", "level", "horizon", "measure")}

    @property
    def mark(self) -> str:
        """Another one whenever it is worded otherwise."""
        return sha256(repr(self.words).encode()).hexdigest()[:16]

    # --- verbs ---

    @classmethod
    def choose(
        cls,
        *,
        community: Community,
        text: str,
        level: str,
        horizon: str,
        by: Person | None,
        at: datetime,
        key: str = "",
        measure: str = "",
        begun_as: str = "",
        suggestions: Sequence[Suggestion] = (),
    ) -> Self:
        """Both sides weigh this from the next round on.

        Args:
            community: Whose expectation it is.
            text: The neutral wording, at most 120 characters.
            level: One of `LEVELS`.
            horizon: One of `HORIZONS`.
            by: Who chose it.
            at: The moment.
            key: Its key in the shipped catalogue, when it comes from there.
            measure: What would show that it is there.
            begun_as: The entry of the charter that it began as, when it did.
            suggestions: What people said in their own words that this wording stands for.

        Raises:
            Refused: The community has closed or has sixteen already, or it is among them.
        """
        text = _one_line(text)
        with transaction.atomic():
            current = list(_locked(community))
            if len(current) >= MOST:
                raise Refused(
                    _("Sixteen expectations are the most anybody can weigh. Drop one first.")
                )
            _refuse_twin(text, key=key, others=current)
            expectation = cls(
                community=community,
                key=key,
                text=text,
                level=level,
                horizon=horizon,
                measure=measure.strip(),
                begun_as=begun_as,
                position=current[-1].position + 1 if current else 0,
                added_at=at,
            )
            expectation.save(force_insert=True)
            for suggestion in suggestions:
                suggestion.take_up(expectation)
            expectation._tell("expectation.chosen", by=by, at=at)
        return expectation

    def reword(
        self,
        *,
        text: str,
        level: str,
        horizon: str,
        measure: str,
        by: Person | None,
        at: datetime,
        seen: str = "",
    ) -> None:
        """From the next round on it is weighed in these words; earlier rounds keep theirs.

        Raises:
            Stale: It was dropped, or reads otherwise by now than with the mark that was seen.
            Refused: Another one reads so, or the community has closed.
        """
        words = {"text": _one_line(text), "level": level, "horizon": horizon}
        words["measure"] = measure.strip()
        with transaction.atomic():
            kept = self._kept()
            if seen and seen != kept.mark:
                raise Stale(
                    _(
                        "Somebody else worded this anew in the meantime: “{text}”. What you wrote "
                        "is still here; save again to put it in place of that."
                    ).format(text=kept.text)
                )
            others = Expectation.objects.filter(community=self.community).current()
            _refuse_twin(words["text"], others=others.exclude(pk=self.pk))
            for name, value in words.items():
                setattr(self, name, value)
            if self.mark != kept.mark:
                self.keep(*words)
                self._tell("expectation.reworded", by=by, at=at)

    def shift(self, *, place: int, by: Person | None, at: datetime) -> None:
        """It stands at this place of the current ones, from 1; the others make room."""
        with transaction.atomic():
            self._kept()
            current = list(Expectation.objects.filter(community=self.community).current())
            before = current.index(self)
            current.insert(min(max(place, 1), len(current)) - 1, current.pop(before))
            for position, expectation in enumerate(current):
                if expectation.position != position:
                    expectation.position = position
                    expectation.keep("position")
            if current.index(self) != before:
                self._tell("expectation.moved", by=by, at=at)

    def take_up(
        self, suggestions: Sequence[Suggestion], *, by: Person | None, at: datetime
    ) -> None:
        """What people said in their own words is the same as this expectation."""
        with transaction.atomic():
            self._kept()
            for suggestion in suggestions:
                suggestion.take_up(self)
            self._tell("expectation.merged", by=by, at=at, number=len(suggestions))

    def serve(self, objectives: Sequence[Objective], *, by: Person | None, at: datetime) -> None:
        """It serves these objectives of the organization, and no others."""
        with transaction.atomic():
            self._kept()
            if set(objectives) == set(self.objectives.all()):
                return
            self.objectives.set(objectives)
            names = ", ".join(sorted(objective.name for objective in objectives)) or _("none")
            self._tell("expectation.serves", by=by, at=at, objectives=names)

    def drop(self, *, by: Person | None, at: datetime) -> None:
        """From the next round on it is not weighed; earlier rounds keep it."""
        with transaction.atomic():
            self._kept()
            self.dropped_at = at
            self.keep("dropped_at")
            self._tell("expectation.dropped", by=by, at=at)

    @classmethod
    def enter(cls, *, community: Community, rows: Sequence[dict[str, Any]], at: datetime) -> None:
        """A community that has none has these from now on. The caller says why, in an event."""
        Expectation.objects.bulk_create(
            Expectation(community=community, position=position, added_at=at, **row)
            for position, row in enumerate(rows)
        )

    def _kept(self) -> Expectation:
        """It as it is now; whoever changes the expectations of the community, too, waits."""
        for expectation in _locked(self.community):
            if expectation.pk == self.pk:
                return expectation
        raise Stale(_("Somebody else has dropped this expectation."))

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)


def _locked(community: Community) -> models.QuerySet[Expectation]:
    """The current ones; whoever wants to change them, too, waits until this is done."""
    kept = Community.objects.select_for_update().get(pk=community.pk)
    if kept.status == "closed":
        raise Refused(_("{name} has closed.").format(name=kept.name))
    return Expectation.objects.filter(community=community).current()


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Refused(_("Say in a few words what is expected."))
    if len(text) > LONGEST:
        raise Refused(_("An expectation has at most 120 characters, so that it is read."))
    return text


def _refuse_twin(text: str, *, others: Iterable[Expectation], key: str = "") -> None:
    for other in others:
        if other.text.casefold() == text.casefold():
            raise Refused(_("“{text}” is among the expectations.").format(text=other.text))
        if key and other.key == key:
            raise Refused(
                _("This one is among the expectations, as “{text}”.").format(text=other.text)
            )
