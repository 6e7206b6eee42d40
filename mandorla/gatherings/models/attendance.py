from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.gatherings.models.gathering import Gathering
from mandorla.people.models import Person, Unit

WAYS = ("tap", "code", "told", "file")


class Attendance(Record):
    """Somebody was there. Kept by person for thirty days; then only counts by unit remain."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    way = models.CharField(max_length=4)  # how it is known
    seconds = models.PositiveIntegerField(null=True)  # how long, when a file says it

    class Meta:
        constraints = [
            choices_constraint("gatherings_attendance_way", "way", WAYS),
            models.UniqueConstraint(
                fields=["gathering", "person"], name="gatherings_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.gathering)


class AttendanceCount(Record):
    """How many of a unit were there, when it is no longer kept who."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="counts")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    people = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "unit"], name="gatherings_attendance_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering}: {self.people}"
