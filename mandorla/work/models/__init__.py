from __future__ import annotations

from mandorla.work.models.agenda_item import AgendaItem
from mandorla.work.models.answer import Answer
from mandorla.work.models.apart import Apart
from mandorla.work.models.ask import Ask
from mandorla.work.models.contribution import Contribution
from mandorla.work.models.digest import Digest
from mandorla.work.models.expertise import Expertise
from mandorla.work.models.insight import Insight, Response
from mandorla.work.models.issue import Issue
from mandorla.work.models.lesson import Lesson
from mandorla.work.models.nudge import Nudge
from mandorla.work.models.outcome import Outcome
from mandorla.work.models.problem import Problem
from mandorla.work.models.question import Question
from mandorla.work.models.review import Review
from mandorla.work.models.rollout import RolloutLine
from mandorla.work.models.solution import Solution
from mandorla.work.models.suggested import Suggested
from mandorla.work.models.take_back import TakeBack, TalkedAbout
from mandorla.work.models.vote import Vote

__all__ = [
    "AgendaItem",
    "Answer",
    "Apart",
    "Ask",
    "Contribution",
    "Digest",
    "Expertise",
    "Insight",
    "Issue",
    "Lesson",
    "Nudge",
    "Outcome",
    "Problem",
    "Question",
    "Response",
    "Review",
    "RolloutLine",
    "Solution",
    "Suggested",
    "TakeBack",
    "TalkedAbout",
    "Vote",
]
