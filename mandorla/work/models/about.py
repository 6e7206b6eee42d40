from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from mandorla.gatherings.models import Commitment
from mandorla.work.models.ask import Ask
from mandorla.work.models.insight import Insight
from mandorla.work.models.issue import Issue
from mandorla.work.models.lesson import Lesson
from mandorla.work.models.problem import Problem
from mandorla.work.models.question import Question
from mandorla.work.models.rollout import RolloutLine
from mandorla.work.models.solution import Solution
from mandorla.work.models.talked import Talked

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person

SOURCES = (
    "issue",
    "insight",
    "problem",
    "solution",
    "rollout",
    "commitment",
    "question",
    "ask",
    "lesson",
)
NUMBERS: Final = tuple((name, f"{name}_id") for name in SOURCES)


class About(Talked):
    """What is talked about, and of what waits in the community it is the turn."""

    issue = models.ForeignKey(Issue, null=True, on_delete=models.CASCADE, related_name="+")
    insight = models.ForeignKey(Insight, null=True, on_delete=models.CASCADE, related_name="+")
    problem = models.ForeignKey(Problem, null=True, on_delete=models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, null=True, on_delete=models.CASCADE, related_name="+")
    rollout = models.ForeignKey(RolloutLine, null=True, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.CASCADE, related_name="+"
    )
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    ask = models.ForeignKey(Ask, null=True, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        """What it is about, of `SOURCES`; empty when about nothing that has a page of its own."""
        for name, number in NUMBERS:
            if getattr(self, number):
                return name
        return ""

    def finish(self, *, by: Person | None, at: datetime) -> None:
        """It has been talked about; what somebody brought from a unit is heard by that."""
        with transaction.atomic():
            super().finish(by=by, at=at)
            waiting = Insight.objects.select_for_update().filter(state="waiting")
            if self.insight_id and (insight := waiting.filter(pk=self.insight_id).first()):
                insight.hear(gathering=self.gathering, by=by, at=at)
