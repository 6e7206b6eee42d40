"""What can happen in the work of a community, each as a sentence."""

from __future__ import annotations

from mandorla.work.events import (
    agenda,
    asks,
    digest,
    inheriting,
    insights,
    issues,
    lessons,
    questions,
    solutions,
)

VERBS = [
    *issues.VERBS,
    *solutions.VERBS,
    *agenda.VERBS,
    *insights.VERBS,
    *questions.VERBS,
    *asks.VERBS,
    *lessons.VERBS,
    *digest.VERBS,
    *inheriting.VERBS,
]
