from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import GATHERING
from mandorla.gatherings.models.series import Series
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


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
