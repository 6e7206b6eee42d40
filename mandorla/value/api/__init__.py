"""The resources of shared value: expectations, what people say themselves, and rounds."""

from __future__ import annotations

from mandorla.value.api.ballots import router as ballots
from mandorla.value.api.conversations import router as conversations
from mandorla.value.api.expectations import router as expectations
from mandorla.value.api.results import router as results
from mandorla.value.api.rounds import router as rounds
from mandorla.value.api.statements import router as statements
from mandorla.value.api.suggestions import router as suggestions
from mandorla.value.api.surveys import router as surveys

routers = (expectations, suggestions, rounds, ballots, results, conversations, statements, surveys)
