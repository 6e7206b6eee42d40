from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.strategy.models import Objective

if TYPE_CHECKING:
    from collections.abc import Sequence
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
            suggestions: What people said in their own words that this wording stands for.

        Raises:
            Refused: The community has closed or has sixteen already, or the text is there.
        """
        text = " ".join(text.split())
        cls._refuse(community, text)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            current = cls.objects.filter(community=community, dropped_at=None)
            if current.count() >= MOST:
                raise Refused(
                    _("Sixteen expectations are the most anybody can weigh. Drop one first.")
                )
            last = current.aggregate(last=models.Max("position"))["last"]
            expectation = cls(
                community=community,
                key=key,
                text=text,
                level=level,
                horizon=horizon,
                measure=measure.strip(),
                position=0 if last is None else last + 1,
                added_at=at,
            )
            expectation._insert()
            for suggestion in suggestions:
                suggestion.take_up(expectation)
            expectation._tell("expectation.chosen", by=by, at=at)
        return expectation

    @staticmethod
    def _refuse(community: Community, text: str) -> None:
        if community.status == "closed":
            raise Refused(_("{name} has closed.").format(name=community.name))
        if not text:
            raise Refused(_("Say in a few words what is expected."))
        if len(text) > LONGEST:
            raise Refused(_("An expectation has at most 120 characters, so that it is read."))

    def _insert(self) -> None:
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(
                _("“{text}” is among the expectations.").format(text=self.text)
            ) from error

    def reword(
        self, *, text: str, level: str, horizon: str, measure: str, by: Person | None, at: datetime
    ) -> None:
        """From the next round on it is weighed in these words; earlier rounds keep theirs."""
        text = " ".join(text.split())
        self._refuse(self.community, text)
        self._must_be_current()
        self.text, self.level, self.horizon, self.measure = text, level, horizon, measure.strip()
        try:
            with transaction.atomic():
                self.keep("text", "level", "horizon", "measure")
                self._tell("expectation.reworded", by=by, at=at)
        except IntegrityError as error:
            raise Refused(self._is_there()) from error

    def take_up(
        self, suggestions: Sequence[Suggestion], *, by: Person | None, at: datetime
    ) -> None:
        """What people said in their own words is the same as this expectation."""
        self._must_be_current()
        with transaction.atomic():
            for suggestion in suggestions:
                suggestion.take_up(self)
            self._tell("expectation.merged", by=by, at=at, number=len(suggestions))

    def serve(self, objectives: Sequence[Objective], *, by: Person | None, at: datetime) -> None:
        """It serves these objectives of the organization, and no others."""
        self._must_be_current()
        with transaction.atomic():
            self.objectives.set(objectives)
            names = ", ".join(sorted(objective.name for objective in objectives)) or _("none")
            self._tell("expectation.serves", by=by, at=at, objectives=names)

    def drop(self, *, by: Person | None, at: datetime) -> None:
        """From the next round on it is not weighed; earlier rounds keep it."""
        self._must_be_current()
        with transaction.atomic():
            self.dropped_at = at
            self.keep("dropped_at")
            self._tell("expectation.dropped", by=by, at=at)

    @classmethod
    def enter(cls, *, community: Community, rows: Sequence[dict[str, Any]], at: datetime) -> None:
        """A community that has none has these from now on. The caller says why, in an event."""
        cls.objects.bulk_create(
            cls(community=community, position=position, added_at=at, **row)
            for position, row in enumerate(rows)
        )

    def _is_there(self) -> str:
        return _("“{text}” is among the expectations.").format(text=self.text)

    def _must_be_current(self) -> None:
        if self.dropped_at is not None:
            raise Stale(_("Somebody else has dropped this expectation."))

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)
