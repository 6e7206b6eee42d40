from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from mandorla.base.models import Record
from mandorla.ledger.models import foreseeing
from mandorla.ledger.models.measure import Measure
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class ForesightQuerySet(models.QuerySet["Foresight"]):
    """Ways to look for what people foresaw."""

    def visible_to(self, person: Person) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=person) if person.is_active else self.none()


class Foresight(Record):
    """How likely somebody said it is that a measure is at its target on its day; later scored."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="foresights")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="foresights")
    probability = models.FloatField()  # 0..1
    target = models.FloatField()  # as it was then
    due_on = models.DateField()
    said_at = models.DateTimeField()
    came_true = models.BooleanField(null=True)
    scored_at = models.DateTimeField(null=True)

    objects = ForesightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ledger_foresight_probability",
                condition=Q(probability__gte=0, probability__lte=1),
            ),
            models.UniqueConstraint(
                fields=["measure", "person", "due_on"], name="ledger_foresight_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probability:.0%}"

    @property
    def score(self) -> float | None:
        """Brier's: the square of how far it was off, 0 at best and 1 at worst; None until then."""
        if self.came_true is None:
            return None
        return round((self.probability - self.came_true) ** 2, 4)

    # --- verbs ---

    @classmethod
    def commit(cls, *, measure: Measure, probability: float, by: Person, at: datetime) -> Foresight:
        """This person says how likely the measure is at its target on its day, once for each day.

        Raises:
            Refused: The day is here or over, it is no probability, or they have said it.
        """
        return foreseeing.commit(cls, measure, probability=probability, by=by, at=at)
