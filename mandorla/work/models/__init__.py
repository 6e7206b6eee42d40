from __future__ import annotations

from mandorla.work.models.agenda_item import AgendaItem
from mandorla.work.models.apart import Apart
from mandorla.work.models.issue import Issue, Vote
from mandorla.work.models.outcome import Outcome
from mandorla.work.models.problem import Problem
from mandorla.work.models.rollout import RolloutLine
from mandorla.work.models.solution import Contribution, Solution

__all__ = [
    "AgendaItem",
    "Apart",
    "Contribution",
    "Issue",
    "Outcome",
    "Problem",
    "RolloutLine",
    "Solution",
    "Vote",
]
