"""Maturity models, and how far communities were found to be by them."""

from __future__ import annotations

from mandorla.maturity.models.assessment import WAYS, Assessment, Computed
from mandorla.maturity.models.model_version import ModelVersion
from mandorla.maturity.models.round import ProfileRound
from mandorla.maturity.models.target import Target
from mandorla.maturity.models.urn import ProfileToken, ProfileUrn

__all__ = [
    "WAYS",
    "Assessment",
    "Computed",
    "ModelVersion",
    "ProfileRound",
    "ProfileToken",
    "ProfileUrn",
    "Target",
]
