from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from mandorla.base.models import Record
from mandorla.gatherings.models.series import Series


class FormerRhythm(Record):
    """How a series took place until it changed: its dates before that are computed from this."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="former")
    rule = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60)
    starts_on = models.DateField(null=True)
    starts_time = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=200, blank=True)
    until_on = models.DateField()  # the last day this rhythm may have taken place

    class Meta:
        ordering = ["series_id", "until_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "until_on"], name="gatherings_former_until_once"
            ),
            models.CheckConstraint(
                name="gatherings_former_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(until_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return _("{series} until {day}").format(series=self.series, day=self.until_on)
