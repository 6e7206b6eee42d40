from __future__ import annotations

from django.db import models
from django.db.models import Q

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.core.lifecycle import ROLLOUT
from mandorla.people.models import Person, Unit
from mandorla.work.models.solution import Solution


class RolloutLine(Record):
    """How far one unit is with a solution, who sees to it there, and until when."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="rollout")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="rollout")
    coordinator = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="rollout"
    )
    state = models.CharField(max_length=10, default="to_do")
    because = models.CharField(max_length=300, blank=True)  # why it is not for this unit
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("work_rollout_state", "state", ROLLOUT.states),
            models.UniqueConstraint(fields=["solution", "unit"], name="work_rollout_once"),
            models.CheckConstraint(
                name="work_rollout_not_for_us_says_why",
                condition=~Q(state="not_for_us") | ~Q(because=""),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="work_rollout_unit"),
            models.Index(fields=["coordinator", "state", "due_on"], name="work_rollout_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.state}"
