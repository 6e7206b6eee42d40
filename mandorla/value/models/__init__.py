from __future__ import annotations

from mandorla.value.models.answer import Allocation, SponsorAnswer
from mandorla.value.models.catalogue import Catalogue, CatalogueItem
from mandorla.value.models.elicitation import Elicitation
from mandorla.value.models.expectation import Expectation
from mandorla.value.models.result import Result
from mandorla.value.models.settlement import Settlement
from mandorla.value.models.statement import StatementSignature, ValueStatement
from mandorla.value.models.suggestion import Suggestion
from mandorla.value.models.urn import Token, Urn

__all__ = [
    "Allocation",
    "Catalogue",
    "CatalogueItem",
    "Elicitation",
    "Expectation",
    "Result",
    "Settlement",
    "SponsorAnswer",
    "StatementSignature",
    "Suggestion",
    "Token",
    "Urn",
    "ValueStatement",
]
