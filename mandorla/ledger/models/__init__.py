from __future__ import annotations

from mandorla.ledger.models.asked_once import AskedOnce
from mandorla.ledger.models.claim import Claim
from mandorla.ledger.models.foresight import Foresight
from mandorla.ledger.models.investment import Investment
from mandorla.ledger.models.measure import Measure
from mandorla.ledger.models.proof import Proof, ProofFile
from mandorla.ledger.models.rates import Currency, HourRate
from mandorla.ledger.models.reading import Reading
from mandorla.ledger.models.standing import LedgerStanding
from mandorla.ledger.models.story import Story

__all__ = [
    "AskedOnce",
    "Claim",
    "Currency",
    "Foresight",
    "HourRate",
    "Investment",
    "LedgerStanding",
    "Measure",
    "Proof",
    "ProofFile",
    "Reading",
    "Story",
]
