from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.communities.models import Community
from mandorla.core.occurrences import Pattern, closed, why_undated
from mandorla.core.rhythm_rule import needs_first_date, rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.gatherings.models.former import FormerRhythm
    from mandorla.people.models import Person

USUAL_MINUTES = 60  # of a series that does not say how long it takes
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

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["community", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, *, community: Community, name: str, **facts: Any) -> Series:
        """The community meets in this rhythm from now on."""
        return cls.objects.create(community=community, name=name, **facts)

    @classmethod
    def reenter(cls, *, community: Community, series: Sequence[Mapping[str, Any]]) -> None:
        """The community meets in these rhythms and no others, as a register says.

        A rhythm that keeps its name stays the same one, so that what hangs on it stays too.
        """
        known: dict[str, list[Series]] = {}
        for one in cls.objects.filter(community=community):
            known.setdefault(one.name, []).append(one)
        with transaction.atomic():
            for facts in series:
                same = known.get(facts["name"])
                if same:
                    one = same.pop(0)
                    for field, value in facts.items():
                        setattr(one, field, value)
                    one.keep(*facts)
                else:
                    cls.begin(community=community, **facts)
            gone = [one.pk for same in known.values() for one in same]
            cls.objects.filter(pk__in=gone).delete()

    @property
    def is_understood(self) -> bool:
        """Whether the rhythm is known as a rule, so that dates can be computed from it."""
        return bool(self.rule)

    @property
    def zone(self) -> str:
        """The IANA name of the zone its days and times are meant in."""
        return self.timezone or settings.TIME_ZONE

    @property
    def stretches(self) -> list[Stretch]:
        """What it was and is, one after the other; without what no date can be computed from."""
        rows: list[Series | FormerRhythm] = [*self.former.all(), self]
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
        pattern = Pattern(
            rule=row.rule,
            starts_on=row.starts_on or self.community.founded_on or LONG_AGO,
            starts_time=row.starts_time,
            timezone=row.timezone or self.zone,
            until_on=row.ends_on if isinstance(row, Series) else row.until_on,
        )
        if not row.rule or why_undated(pattern):
            return None
        if row.starts_on is None and needs_first_date(rule_of(row.rule)):
            return None
        return Stretch(pattern, row.minutes or self.minutes or USUAL_MINUTES, row.place)
