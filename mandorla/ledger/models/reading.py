from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.ledger.models import taking
from mandorla.ledger.models.measure import Measure
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.core import pace


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Ways to look for readings."""

    def visible_to(self, person: Person) -> Self:
        """Whoever sees a measure sees what it was."""
        return self.filter(measure__in=Measure.objects.visible_to(person))

    def counting(self) -> Self:
        """Those that hold for their day."""
        return self.filter(corrected_at=None)


class Reading(Record):
    """What a measure was on a day. A correction is another reading; the earlier one is kept."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(gettext_lazy("on"))
    value = models.FloatField(gettext_lazy("value"))
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)
    read_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)  # since then another one holds, or none

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                condition=Q(corrected_at=None),
                name="ledger_reading_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.on})"

    # --- verbs ---

    @classmethod
    def read(
        cls,
        *,
        measure: Measure,
        on: date,
        value: float,
        note: str = "",
        by: Person | None,
        at: datetime,
    ) -> Reading:
        """The measure was this on that day.

        Raises:
            Refused: The day has not come, has a reading already, the value is none of its kind,
                or the measure is followed no more.
        """
        return taking.read(cls, measure, on=on, value=value, note=note, by=by, at=at)

    @classmethod
    def read_all(
        cls,
        *,
        measure: Measure,
        readings: Sequence[pace.Reading],
        by: Person | None,
        at: datetime,
    ) -> taking.Brought:
        """The measure was these on their days, all or none; another value corrects the earlier.

        Raises:
            Refused: One of them cannot be, or the measure is followed no more.
        """
        return taking.read_all(cls, measure, readings, by=by, at=at)

    def correct(self, *, value: float, note: str = "", by: Person | None, at: datetime) -> Reading:
        """It was this instead; the earlier reading is kept.

        Raises:
            Refused: The value is none of its kind.
            Stale: Somebody corrected it in the meantime.
        """
        return taking.correct(self, value=value, note=note, by=by, at=at)

    def take_back(self, *, by: Person | None, at: datetime) -> None:
        """Nothing was read on that day; what was entered is kept among the corrections.

        Raises:
            Stale: Somebody corrected it in the meantime.
        """
        taking.take_back(self, by=by, at=at)
