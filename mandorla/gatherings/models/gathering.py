from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.base.models.record import choices_constraint
from mandorla.base.prepared import prepared
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inside import inside
from mandorla.core.lifecycle import GATHERING, after
from mandorla.core.occurrences import occurrence_on
from mandorla.gatherings.models.held import STATES, Held
from mandorla.gatherings.models.series import Series
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.core.occurrences import Occurrence
    from mandorla.gatherings.models.series import Stretch

LAST_YEAR = 9000  # what is planned has days before and after it, in every time zone


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Ways to look for gatherings that somebody touched."""

    def visible_to(self, person: Person) -> Self:
        """When a community meets is open to everybody who sees the community."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def open_to(self, person: Person) -> Self:
        """What is said in a gathering is for those in its community, and program managers."""
        return inside(self, person)

    def between(self, after: datetime, before: datetime) -> Self:
        """Those that take place in a span of time."""
        return self.filter(starts_at__gte=after, starts_at__lt=before)


class Gathering(Held):
    """One meeting of a series, kept from the moment somebody touches it.

    Until then it is only computed. It is known in its series by the day it was planned for, also
    when it was moved to another one.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="gatherings")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="gatherings")
    planned_on = models.DateField()  # in the zone of the series
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    facilitator = models.ForeignKey(  # instead of the one whose turn it is
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    code = models.CharField(max_length=8, blank=True)  # typed by those who are here
    guests = models.PositiveSmallIntegerField(default=0)  # who came and has no account
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: counts changes of this one
    changed_at = models.DateTimeField()

    objects = GatheringQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("gatherings_gathering_state", "state", GATHERING.states),
            models.UniqueConstraint(
                fields=["series", "planned_on"], name="gatherings_gathering_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="gatherings_gathering_code_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "starts_at"], name="gatherings_gathering_when"),
            models.Index(fields=["state", "starts_at"], name="gatherings_gathering_state"),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.planned_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse(
            "work:gathering", args=[self.community.slug, self.series_id, self.planned_on]
        )

    @property
    def local_start(self) -> datetime:
        """When it starts by the clock of its series, without a zone, as people say it."""
        return self.starts_at.astimezone(ZoneInfo(self.series.zone)).replace(tzinfo=None)

    @property
    def ends_at(self) -> datetime:
        """When it is over by plan."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def local_end(self) -> datetime:
        """When it is over by the clock of its series."""
        return self.ends_at.astimezone(ZoneInfo(self.series.zone)).replace(tzinfo=None)

    @property
    def mark(self) -> str:
        """Another one whenever its time, length or place changes."""
        facts = (self.sequence, self.starts_at.timestamp(), self.minutes, self.place)
        return sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def is_kept(self) -> bool:
        """Whether somebody touched it; otherwise it is only computed."""
        return self.pk is not None

    @property
    def is_attended(self) -> bool:
        """Whether somebody was there, by person or as a number."""
        return self.is_kept and (self.attendances.exists() or self.counts.exists())

    @classmethod
    def computed(cls, series: Series, stretch: Stretch, occurrence: Occurrence) -> Self:
        """A gathering as the rhythm plans it, not kept."""
        return cls(
            series=series,
            community=series.community,
            planned_on=occurrence.planned_on,
            starts_at=occurrence.starts_at,
            minutes=stretch.minutes,
            place=stretch.place,
            changed_at=occurrence.starts_at,
        )

    @classmethod
    def on(cls, *, series: Series, planned_on: date) -> Gathering:
        """The gathering that is planned for a day: as it is kept, or as the rhythm plans it.

        Nothing is written; `touch` keeps it.

        Raises:
            Refused: The series does not meet on that day.
        """
        for known in _kept_on(series.pk, planned_on):
            known.series, known.community = series, series.community
            return known
        for stretch in series.stretches if planned_on.year <= LAST_YEAR else ():
            occurrence = occurrence_on([stretch.pattern], planned_on)
            if occurrence:
                return cls.computed(series, stretch, occurrence)
        sentence = _("{series} does not meet on {day}.")
        raise Refused(sentence.format(series=series.name, day=f"{planned_on:%Y-%m-%d}"))

    @classmethod
    def touch(cls, *, series: Series, planned_on: date, at: datetime) -> Gathering:
        """The gathering that is planned for a day is kept from now on, if it was not.

        Raises:
            Refused: The series does not meet on that day, or the community has closed.
        """
        found = cls.on(series=series, planned_on=planned_on)
        if found.is_kept:
            return found
        refuse_closed(series.community)
        kept, _is_new = cls.objects.get_or_create(
            series=series,
            planned_on=planned_on,
            defaults={
                "community": series.community,
                "starts_at": found.starts_at,
                "minutes": found.minutes,
                "place": found.place,
                "changed_at": at,
            },
        )
        return kept

    def reschedule(
        self,
        *,
        starts_at: datetime,
        by: Person | None,
        at: datetime,
        minutes: int | None = None,
        place: str | None = None,
        seen: str = "",
    ) -> None:
        """Only this gathering takes place at another time, or elsewhere; the rhythm stays.

        With `seen`, the mark it had when somebody looked, it stays as it is if that is another now.

        Raises:
            Refused: It is not planned any more, or would begin later though somebody was there.
            Stale: Somebody else changed it first.
        """
        if self.state != "planned":
            raise Refused(self._not_now())
        if seen and seen != self.mark:
            raise Stale(self._as_it_is_now())
        if starts_at > self.starts_at and self.is_attended:
            # Who was there would be known for longer than thirty days.
            sentence = _("Somebody is noted as there already, so it cannot begin later.")
            raise Refused(sentence)
        changed: dict[str, Any] = {"starts_at": starts_at}
        changed |= {"minutes": minutes} if minutes is not None else {}
        changed |= {"place": place} if place is not None else {}
        with transaction.atomic():
            self._change("planned", at=at, **changed)
            day = f"{self.local_start:%Y-%m-%d %H:%M}"
            self._tell("gathering.moved", by=by, at=at, day=day)

    def cancel(self, *, because: str, by: Person | None, at: datetime) -> None:
        """Only this gathering does not take place; the rhythm stays.

        Raises:
            Refused: It has begun, or was cancelled already.
            Stale: Somebody else changed it first.
        """
        with transaction.atomic():
            self._change(self._next("cancel"), at=at, cancelled_because=because)
            self._tell("gathering.cancelled", by=by, at=at, reason=because or "…")

    def restore(self, *, by: Person | None, at: datetime) -> None:
        """A gathering that was cancelled takes place after all.

        Raises:
            Refused: It was not cancelled.
            Stale: Somebody else changed it first.
        """
        with transaction.atomic():
            self._change(self._next("restore"), at=at, cancelled_because="")
            self._tell("gathering.restored", by=by, at=at)

    def hand_over(self, *, to: Person | None, by: Person | None, at: datetime) -> None:
        """Somebody facilitates this one; nobody named means the one whose turn it is."""
        refuse_closed(self.community)
        with transaction.atomic():
            self.facilitator, self.changed_at = to, at
            self.keep("facilitator", "changed_at")
            self._tell("gathering.handed_over", by=by, at=at)

    def unstart(self, *, by: Person | None, at: datetime) -> None:
        """It has not begun after all; long before it was to begin nobody is there either."""
        with transaction.atomic():
            super().unstart(by=by, at=at)
            if self.is_early(at=at):
                self.attendances.all().delete()
                self.guests = 0
                self.keep("guests")

    def _next(self, verb: str) -> str:
        """The state a verb leads to from here."""
        to = after(GATHERING, state=self.state, verb=verb)
        if to is None:
            raise Refused(self._not_now())
        return to

    def _not_now(self) -> str:
        sentence = _("“{gathering}” is {state}, so this is not possible now.")
        return sentence.format(gathering=self, state=STATES[self.state])

    def _as_it_is_now(self) -> str:
        sentence = _(
            "Somebody else changed this gathering meanwhile: it is on {when} now. What you wrote "
            "is not kept yet; send it once more if you mean it."
        )
        when = date_format(self.local_start, "j F Y, H:i")
        return sentence.format(when=", ".join(filter(None, [when, self.place])))

    def _change(self, state: str, *, at: datetime, **facts: Any) -> None:
        """Change what calendars show; counted, so that they take the newer one."""
        refuse_closed(self.community)
        facts |= {"state": state, "sequence": self.sequence + 1, "changed_at": at}
        as_seen = type(self).objects.filter(pk=self.pk, state=self.state, sequence=self.sequence)
        if not as_seen.update(**facts):
            sentence = _("Somebody else changed “{gathering}” first. Look again.")
            raise Stale(sentence.format(gathering=self))
        for name, value in facts.items():
            setattr(self, name, value)

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)


@prepared
def _kept_on(series: int, planned_on: date) -> models.QuerySet[Gathering]:
    rows = Gathering.objects.filter(series=series, planned_on=planned_on)
    return rows.select_related("facilitator")
