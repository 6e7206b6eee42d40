from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.occurrences import Pattern, aligned, closed, first_of, why_undated
from mandorla.core.rhythm_rule import Unusable, needs_first_date, rule_of
from mandorla.core.rhythm_words import words
from mandorla.gatherings.models.series_change import (
    aligned_or_refused,
    cancel_after,
    carry_over,
    split_off,
    steps_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mandorla.gatherings.models.former import FormerRhythm
    from mandorla.people.models import Person

USUAL_MINUTES = 60  # of a series that does not say how long it takes
DATING = {"rule", "timezone", "starts_on", "ends_on"}  # what its dates are computed from
LONG_AGO = date(2000, 1, 1)  # a rhythm without a first day held before anybody looks


@dataclass(frozen=True)
class Stretch:
    """How a series takes place from one day to another; dates between are computed from it."""

    pattern: Pattern
    minutes: int
    place: str


class SeriesQuerySet(models.QuerySet["Series"]):
    """Ways to look for rhythms."""

    def visible_to(self, person: Person) -> Self:
        """When a community meets is open to everybody who sees the community."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def with_dates(self) -> Self:
        """With what its dates are computed from, in two queries."""
        return self.select_related("community").prefetch_related("former")


class Series(Record):
    """A recurring rhythm of a community, as a rule when it was understood and always as written."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="series")
    name = models.CharField(gettext_lazy("name"), max_length=150)
    rule = models.CharField(max_length=200, blank=True)  # RFC 5545; empty when not understood
    timezone = models.CharField(max_length=60, blank=True)  # IANA name
    starts_on = models.DateField(null=True, blank=True)
    starts_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    links = models.JSONField(default=list, blank=True)  # [{"label": …, "address": …}]
    found_text = models.TextField(blank=True)  # the cadence as it was written
    ends_on = models.DateField(null=True, blank=True)  # the last day it may take place
    template = models.JSONField(default=list, blank=True)  # [{"title": …, "minutes": …}]
    uid = models.CharField(max_length=200, blank=True)  # in the calendar it was read from
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: counts changes of the whole
    changed_at = models.DateTimeField(null=True)
    known_former: Sequence[FormerRhythm] | None = None  # as read for many series at once

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["community_id", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(
        cls, *, community: Community, name: str, by: Person | None, at: datetime, **facts: Any
    ) -> Series:
        """The community meets in this rhythm from now on.

        Without a template its agenda begins with the steps of its archetype. A rhythm that no
        rule can say is kept in words, as `found_text`; it has no dates.

        Raises:
            Refused: The community has closed, or the rule has no dates.
        """
        refuse_closed(community)
        made = cls(community=community, name=name, changed_at=at, **facts)
        made.refuse_without_dates()
        if made.rule:
            made.starts_on = aligned(made.rule, made.starts_on or at.date())
        if not made.template:
            made.template = steps_of(community.archetype)
        with transaction.atomic():
            made.save(force_insert=True)
            made.tell("series.begun", by=by, at=at, rhythm=made.words)
        return made

    @classmethod
    def enter(
        cls,
        *,
        community: Community,
        name: str,
        former: Iterable[Mapping[str, Any]] = (),
        **facts: Any,
    ) -> Series:
        """The community meets in this rhythm, and met in former ones; the caller tells it."""
        with transaction.atomic():
            made = cls.objects.create(community=community, name=name, **facts)
            made.enter_former(former)
        return made

    def enter_former(self, former: Iterable[Mapping[str, Any]]) -> None:
        """The series met in these rhythms before, and in no others."""
        self.former.all().delete()
        for row in former:
            self.former.create(**row)

    def change(self, *, from_on: date, by: Person | None, at: datetime, **facts: Any) -> None:
        """From a day on the series takes place in another way; until then it stays what it was.

        What was noted for a later gathering goes with it to the nearest date of the new rhythm.

        Args:
            from_on: The first day of the new way.
            by: Who changes it.
            at: When.
            facts: `rule`, `timezone`, `starts_time`, `minutes`, `place`, as far as they change.

        Raises:
            Refused: The community has closed, or the new rhythm has no dates.
            Stale: Somebody else changed it first.
        """
        refuse_closed(self.community)
        with transaction.atomic():
            before = self.stretches_now()
            split_off(self, until_on=from_on - timedelta(days=1))
            changed = {"ends_on": None, "found_text": "", **facts}
            changed["starts_on"] = aligned_or_refused(facts.get("rule", self.rule), from_on)
            self.rewrite(at=at, **changed)
            carry_over(self, before=before, from_on=from_on, at=at)
            day = f"{changed['starts_on']:%Y-%m-%d}"
            self.tell("series.changed", by=by, at=at, rhythm=self.words, day=day)

    def correct(self, *, by: Person | None, at: datetime, **facts: Any) -> None:
        """The series is and was meant as these facts say, since its present rhythm began.

        Raises:
            Refused: The community has closed, or the rhythm has no dates.
            Stale: Somebody else changed it first.
        """
        refuse_closed(self.community)
        with transaction.atomic():
            before = self.stretches_now()
            if {"rule", "starts_on"} & facts.keys():
                rule, first = facts.get("rule", self.rule), facts.get("starts_on", self.starts_on)
                facts["starts_on"] = aligned_or_refused(rule, first) if first else None
            self.rewrite(at=at, **facts)
            carry_over(self, before=before, from_on=LONG_AGO, at=at)
            self.tell("series.corrected", by=by, at=at, rhythm=self.words)

    def end(self, *, on: date, by: Person | None, at: datetime) -> None:
        """The series has a last day; what is planned after it does not take place.

        Raises:
            Refused: The community has closed.
            Stale: Somebody else changed it first.
        """
        refuse_closed(self.community)
        with transaction.atomic():
            self.rewrite(at=at, ends_on=on)
            cancel_after(self, on=on, because=_("The series has ended."), at=at)
            self.tell("series.ended", by=by, at=at, day=f"{on:%Y-%m-%d}")

    def close(self, *, on: date, by: Person | None, at: datetime) -> None:
        """The community has closed: nothing takes place after its last day, moved or not."""
        if self.ends_on is None or self.ends_on > on:
            self.rewrite(at=at, ends_on=on)
            self.tell("series.ended", by=by, at=at, day=f"{on:%Y-%m-%d}")
        cancel_after(self, on=on, because=_("The community has closed."), at=at, also_moved=True)

    def take_turns(self, *, people: Sequence[Person], by: Person | None, at: datetime) -> None:
        """These people facilitate in this order, one gathering each, from its first one on."""
        refuse_closed(self.community)
        with transaction.atomic():
            self.turns.all().delete()
            self.turns.model.objects.bulk_create(
                self.turns.model(series=self, person=person, position=position)
                for position, person in enumerate(dict.fromkeys(people), 1)
            )
            self.tell("series.ordered", by=by, at=at)

    def rewrite(self, *, at: datetime, **facts: Any) -> None:
        """Write facts about the series and count the change; the caller tells it.

        Raises:
            Refused: Its rhythm has no dates.
            Stale: Somebody else changed it since it was read.
        """
        for name, value in facts.items():
            setattr(self, name, value)
        if facts.keys() & DATING and not self.community.has_closed:
            self.refuse_without_dates()
        facts |= {"sequence": self.sequence + 1, "changed_at": at}
        kept = type(self).objects.filter(pk=self.pk, sequence=self.sequence)
        if not kept.update(**facts):
            raise Stale(_("Somebody else changed {name} first. Look again.").format(name=self.name))
        self.sequence, self.changed_at = self.sequence + 1, at

    def refuse_without_dates(self) -> None:
        """Refuse a rule of which no date can be computed, and a rhythm that says nothing."""
        if not self.rule and self.found_text:
            return
        if unreadable := why_undated(self.pattern):
            raise Refused(unreadable)
        try:
            first_of(self.pattern)
        except Unusable as reason:
            raise Refused(str(reason)) from None

    def tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        """Write down what happened to it in the history of its community."""
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)

    @property
    def words(self) -> str:
        """The rhythm in words, or as it was written when it is not understood."""
        said = words(self.rule, starts_at=self.starts_time, timezone=self.timezone)
        return said or self.found_text

    @property
    def is_understood(self) -> bool:
        """Whether the rhythm is known as a rule, so that dates can be computed from it."""
        return bool(self.rule)

    @property
    def zone(self) -> str:
        """The IANA name of the zone its days and times are meant in."""
        return self.timezone or settings.TIME_ZONE

    @property
    def pattern(self) -> Pattern:
        """Its present rhythm; one without a first day has held for long."""
        return self._pattern(self)

    @property
    def stretches(self) -> list[Stretch]:
        """What it was and is, one after the other; without what no date can be computed from."""
        return self._chained(self.former.all() if (known := self.known_former) is None else known)

    def stretches_now(self) -> list[Stretch]:
        """The same, with the former ones as they are kept at this moment."""
        return self._chained(self.former.order_by("until_on"))

    def _chained(self, former: Iterable[FormerRhythm]) -> list[Stretch]:
        rows: list[Series | FormerRhythm] = [*former, self]
        found = [stretch for row in rows if (stretch := self._stretch(row))]
        patterns = closed([stretch.pattern for stretch in found])
        return [
            replace(stretch, pattern=pattern)
            for stretch, pattern in zip(found, patterns, strict=True)
        ]

    @property
    def patterns(self) -> list[Pattern]:
        """The rules of its stretches, each with its first and last day."""
        return [stretch.pattern for stretch in self.stretches]

    def _stretch(self, row: Series | FormerRhythm) -> Stretch | None:
        """What a row says about dates; nothing when it says too little."""
        pattern = self._pattern(row)
        if not row.rule or why_undated(pattern):
            return None
        if row.starts_on is None and needs_first_date(rule_of(row.rule)):
            return None
        return Stretch(pattern, row.minutes or self.minutes or USUAL_MINUTES, row.place)

    def _pattern(self, row: Series | FormerRhythm) -> Pattern:
        return Pattern(
            rule=row.rule,
            starts_on=row.starts_on or self.community.founded_on or LONG_AGO,
            starts_time=row.starts_time,
            timezone=row.timezone or self.zone,
            until_on=row.ends_on if isinstance(row, Series) else row.until_on,
        )
