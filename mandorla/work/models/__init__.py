from __future__ import annotations

from mandorla.work.models.agenda_item import AgendaItem
from mandorla.work.models.apart import Apart
from mandorla.work.models.insight import Insight, Response
from mandorla.work.models.issue import Issue, Vote
from mandorla.work.models.outcome import Outcome
from mandorla.work.models.problem import Problem
from mandorla.work.models.rollout import RolloutLine
from mandorla.work.models.solution import Contribution, Solution
from mandorla.work.models.take_back import TakeBack, TalkedAbout

__all__ = [
    "AgendaItem",
    "Apart",
    "Contribution",
    "Insight",
    "Issue",
    "Outcome",
    "Problem",
    "Response",
    "RolloutLine",
    "Solution",
    "TakeBack",
    "TalkedAbout",
    "Vote",
]
