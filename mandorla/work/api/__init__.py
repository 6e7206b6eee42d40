from __future__ import annotations

from mandorla.work.api.agendas import router as agendas
from mandorla.work.api.asks import router as asks
from mandorla.work.api.common import router as common
from mandorla.work.api.digests import router as digests
from mandorla.work.api.insights import router as insights
from mandorla.work.api.issues import router as issues
from mandorla.work.api.lessons import router as lessons
from mandorla.work.api.problems import router as problems
from mandorla.work.api.questions import router as questions
from mandorla.work.api.rollout import router as rollout
from mandorla.work.api.running import router as running
from mandorla.work.api.solutions import router as solutions
from mandorla.work.api.take_backs import router as take_backs

routers = (
    agendas,
    running,
    digests,
    issues,
    problems,
    common,
    asks,
    insights,
    lessons,
    questions,
    take_backs,
    solutions,
    rollout,
)
