from __future__ import annotations

from django.db import models
from django.db.models import Q

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.core.lifecycle import AGENDA_ITEM
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models.insight import Insight
from mandorla.work.models.issue import Issue
from mandorla.work.models.problem import Problem
from mandorla.work.models.rollout import RolloutLine
from mandorla.work.models.solution import Solution

SOURCES = ("issue", "insight", "problem", "solution", "rollout", "commitment")


class AgendaItem(Record):
    """One item of the agenda of a gathering: what it is about, its minutes, and why it is there."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=200, blank=True)  # of the archetype's skeleton
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=0)
    why = models.JSONField(default=dict, blank=True)  # {"code": …} and its values; empty: by hand
    state = models.CharField(max_length=7, default="planned")
    carried_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="carried_to"
    )
    taken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    issue = models.ForeignKey(Issue, null=True, on_delete=models.CASCADE, related_name="+")
    insight = models.ForeignKey(Insight, null=True, on_delete=models.CASCADE, related_name="+")
    problem = models.ForeignKey(Problem, null=True, on_delete=models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, null=True, on_delete=models.CASCADE, related_name="+")
    rollout = models.ForeignKey(RolloutLine, null=True, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["gathering", "position", "pk"]
        constraints = [
            choices_constraint("work_agenda_item_state", "state", AGENDA_ITEM.states),
            models.UniqueConstraint(
                fields=["gathering"],
                condition=Q(state="now"),
                name="work_agenda_item_one_now",
            ),
        ]

    def __str__(self) -> str:
        return self.title
