from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import GATHERING
from mandorla.core.occurrences import occurrence_on
from mandorla.gatherings.models.series import Series
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.core.occurrences import Occurrence
    from mandorla.gatherings.models.series import Stretch


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Ways to look for gatherings that somebody touched."""

    def visible_to(self, person: Person) -> Self:
        """When a community meets is open to everybody who sees the community."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def between(self, after: datetime, before: datetime) -> Self:
        """Those that take place in a span of time."""
        return self.filter(starts_at__gte=after, starts_at__lt=before)


class Gathering(Record):
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
    state = models.CharField(max_length=10, default="planned")
    cancelled_because = models.CharField(max_length=200, blank=True)
    facilitator = models.ForeignKey(  # instead of the one whose turn it is
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    code = models.CharField(max_length=8, blank=True)  # typed by those who are here
    guests = models.PositiveSmallIntegerField(default=0)  # who came and has no account
    notes = models.TextField(blank=True)  # Markdown
    notes_edits = models.PositiveIntegerField(default=0)  # counts writings, to see a clash
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
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
    def is_kept(self) -> bool:
        """Whether somebody touched it; otherwise it is only computed."""
        return self.pk is not None

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
        kept = cls.objects.filter(series=series, planned_on=planned_on)
        known = kept.select_related("series", "community", "facilitator").first()
        if known:
            return known
        for stretch in series.stretches:
            occurrence = occurrence_on([stretch.pattern], planned_on)
            if occurrence:
                return cls.computed(series, stretch, occurrence)
        sentence = _("{series} does not meet on {day}.")
        raise Refused(sentence.format(series=series.name, day=f"{planned_on:%Y-%m-%d}"))

    @classmethod
    def touch(cls, *, series: Series, planned_on: date, at: datetime) -> Gathering:
        """The gathering that is planned for a day is kept from now on, if it was not.

        Raises:
            Refused: The series does not meet on that day.
        """
        found = cls.on(series=series, planned_on=planned_on)
        if found.is_kept:
            return found
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
