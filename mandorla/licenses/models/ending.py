from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import refuse_heir
from mandorla.core.lifecycle import ENDING, after
from mandorla.licenses.models.ending_telling import (
    day_words,
    tell_deciders,
    tell_heir,
    tell_members,
    tell_thanked,
)
from mandorla.people.models import Person
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

KINDS = {
    "end": gettext_lazy("it ends"),
    "merge": gettext_lazy("it merges into another community"),
    "split": gettext_lazy("it splits into several"),
}
STATES = {
    "open": gettext_lazy("under way"),
    "closed": gettext_lazy("closed"),
    "given_up": gettext_lazy("given up"),
}
LONGEST_REASON = 500
LONGEST = 4_000
MOST_HEIRS = 20


class EndingQuerySet(models.QuerySet["Ending"]):
    """Ways to look for how communities end."""

    def visible_to(self, person: Person) -> Self:
        """That a community ends, why and when is for everybody who is signed in."""
        return self.filter(community__in=Community.objects.visible_to(person))


class Ending(Record):
    """How a community comes to its end, in steps that one can leave and come back to."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="endings")
    kind = models.CharField(max_length=5, choices=list(KINDS.items()), default="end")
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="open")
    reason = models.CharField(gettext_lazy("why"), max_length=LONGEST_REASON)
    last_on = models.DateField(gettext_lazy("the last day"))
    heirs = models.ManyToManyField(Community, blank=True, related_name="+")
    thanks = models.TextField(gettext_lazy("in your own words"), blank=True)
    thanked_at = models.DateTimeField(null=True)
    changed = models.TextField(gettext_lazy("what changed"), blank=True)
    edits = models.PositiveIntegerField(default=0)  # so that two at once notice each other
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(null=True)  # with a role on its last day

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("licenses_ending_kind", "kind", KINDS),
            choices_constraint("licenses_ending_state", "state", ENDING.states),
            models.UniqueConstraint(
                fields=["community"], condition=Q(state="open"), name="licenses_ending_one_open"
            ),
        ]

    def __str__(self) -> str:
        return _("end of {community}").format(community=self.community)

    def get_absolute_url(self) -> str:
        return reverse("licenses:ending", args=[self.community.slug])

    # --- questions ---

    @classmethod
    def under_way(cls, community: Community) -> Ending | None:
        """How a community ends now; None when it does not."""
        found = cls.objects.filter(community=community, state="open").first()
        if found is not None:
            found.community = community
        return found

    # --- verbs ---

    @classmethod
    def begin(
        cls,
        *,
        community: Community,
        kind: str,
        reason: str,
        last_on: date,
        by: Person,
        at: datetime,
        on: date,
    ) -> Ending:
        """It is announced: the community is closing, and everybody in it reads why and when.

        Args:
            community: Which goes on until now, or is closing.
            kind: One of `KINDS`.
            reason: Why, as everybody reads it.
            last_on: The last day.
            by: Who says so.
            at: The moment.
            on: The day, in the time zone of the organization.

        Raises:
            Refused: It has closed, no reason is given, or the day is past or years away.
            Stale: Somebody else has just begun it.
        """
        refuse_closed(community)
        reason = one_line(reason, longest=LONGEST_REASON, asked=_("Say why: everybody reads it."))
        _refuse_day(last_on, on=on)
        if kind not in KINDS:
            raise Refused(_("A community ends, merges or splits."))
        made = cls(community=community, kind=kind, reason=reason, last_on=last_on)
        made.begun_by, made.begun_at = by, at
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                if community.status == "active":
                    community.wind_down(reason=reason, by=by, at=at)
                made.tell("announced", by=by, at=at, day=day_words(last_on), reason=reason)
                tell_members(made, by=by, at=at)
        except IntegrityError as error:
            raise Stale(_("Somebody else has just begun to end it. Look again.")) from error
        return made

    def postpone(self, *, last_on: date, edits: int, by: Person, at: datetime, on: date) -> None:
        """It has another last day.

        Raises:
            Refused: It is not under way, or the day is past or years away.
            Stale: Somebody else changed something in the meantime.
        """
        _refuse_day(last_on, on=on)
        with transaction.atomic():
            self._write(edits, last_on=last_on)
            self.tell("postponed", by=by, at=at, day=day_words(last_on))

    def name_heir(self, heir: Community, *, by: Person, at: datetime) -> None:
        """This community is to take over some of it.

        Raises:
            Refused: It is the same one, does not go on, or there are too many.
        """
        with transaction.atomic():
            self.lock()
            refuse_heir(heir, origin=self.community)
            if self.kind == "merge" and self.heirs.exclude(pk=heir.pk).exists():
                raise Refused(_("It merges into one community. Take the other one out first."))
            if self.heirs.count() >= MOST_HEIRS:
                raise Refused(_("At most twenty communities can take over."))
            if not self.heirs.filter(pk=heir.pk).exists():
                self.heirs.add(heir)
                self.tell("heir_named", by=by, at=at, heir=heir.name)
                tell_heir(self, heir, by=by, at=at)

    def drop_heir(self, heir: Community, *, by: Person, at: datetime) -> None:
        """This community is not to take over after all.

        Raises:
            Refused: Something went over to it already.
        """
        with transaction.atomic():
            self.lock()
            if self.handovers.filter(to=heir).exists():
                raise Refused(_("{name} has taken something over already.").format(name=heir.name))
            if self.heirs.filter(pk=heir.pk).exists():
                self.heirs.remove(heir)
                self.tell("heir_dropped", by=by, at=at, heir=heir.name)

    def thank(
        self,
        *,
        people: Iterable[tuple[Person, str]],
        words: str,
        edits: int,
        by: Person,
        at: datetime,
    ) -> None:
        """These people are thanked by name; each is told, and can take their name out.

        Args:
            people: Whom, each with what they were.
            words: In free words.
            edits: The `edits` that the person saw.
            by: Who thanks.
            at: The moment.

        Raises:
            Refused: It is not under way, or the words are too long.
            Stale: Somebody else changed something in the meantime.
        """
        words = _long(words)
        chosen = {person.pk: (person, role) for person, role in people}
        with transaction.atomic():
            self._write(edits, thanks=words, thanked_at=at)
            self.thanked.filter(is_declined=False).exclude(person__in=chosen).delete()
            known = set(self.thanked.values_list("person", flat=True))
            for pk, (person, role) in chosen.items():
                if pk not in known:
                    self.thanked.create(person=person, as_role=role[:120])
            tell_thanked(self, [person for person, _role in chosen.values()], by=by, at=at)

    def write_changes(self, *, text: str, edits: int) -> None:
        """This is what changed because there was this community.

        Raises:
            Refused: It is not under way, or the text is too long.
            Stale: Somebody else changed something in the meantime.
        """
        with transaction.atomic():
            self._write(edits, changed=_long(text))

    def ask_to_close(self, *, of: Iterable[Person], by: Person, at: datetime) -> None:
        """Those who decide on the license are told that it can be closed.

        Raises:
            Refused: It is over.
        """
        with transaction.atomic():
            self.lock()
            tell_deciders(self, of, by=by, at=at)

    def give_up(self, *, by: Person, at: datetime) -> None:
        """The community goes on after all; what was handed over stays where it is.

        Raises:
            Refused: It is over.
            Stale: Somebody else was first.
        """
        with transaction.atomic():
            self.step("give_up", ended_by=by, ended_at=at)
            if self.community.status == "closing":
                self.community.resume(by=by, at=at)
            self.tell("given_up", by=by, at=at)

    # --- within the aggregate ---

    def step(self, verb: str, **also: Any) -> None:
        """Move on in its life, when nobody was first."""
        to = after(ENDING, state=self.state, verb=verb)
        if to is None:
            raise Refused(_("This is {state} by now.").format(state=STATES[self.state]))
        sentence = _("Somebody else was first. Look again.")
        self.move("state", before=self.state, after=to, sentence=sentence, **also)

    def lock(self) -> None:
        """Nobody else changes it until this is done; refused when it is over."""
        now = Ending.objects.select_for_update().get(pk=self.pk)
        if now.state != "open":
            raise Refused(_("This is {state} by now.").format(state=STATES[now.state]))

    def tell(self, verb: str, *, by: Person, at: datetime, **details: str) -> None:
        """Write down what happened to it, in the history of its community."""
        about = self.community
        Event.record(f"ending.{verb}", by=by, at=at, about=about, within=about, **details)

    def _write(self, edits: int, **values: Any) -> None:
        rows = Ending.objects.filter(pk=self.pk, state="open", edits=edits)
        if not rows.update(edits=F("edits") + 1, **values):
            self.lock()  # says so when it is over
            raise Stale(_("Somebody else wrote in the meantime. Look again, then keep yours."))
        for name, value in {**values, "edits": edits + 1}.items():
            setattr(self, name, value)


def _long(text: str) -> str:
    if len(text.strip()) > LONGEST:
        raise Refused(_("Say it in at most 4,000 characters."))
    return text.strip()


def _refuse_day(day: date, *, on: date) -> None:
    if day < on or (day - on).days > 366:
        raise Refused(_("Choose a last day from today on, and within a year."))
