"""Maturity models, and how far communities were found to be by them."""

from __future__ import annotations

from mandorla.maturity.models.assessment import Assessment, Computed
from mandorla.maturity.models.model_version import ModelVersion

__all__ = ["Assessment", "Computed", "ModelVersion"]
