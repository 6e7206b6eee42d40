from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.gatherings.models.series import Series
from mandorla.people.models import Person


class Turn(Record):
    """A place in the order in which people facilitate the gatherings of a series."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["series_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["series", "person"], name="gatherings_turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}"
