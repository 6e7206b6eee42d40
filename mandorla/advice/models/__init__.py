"""What advice keeps: warnings that fired, and rules that an installation set otherwise."""

from __future__ import annotations

from mandorla.advice.models.tuning import Tuning
from mandorla.advice.models.warning import Warning

__all__ = ["Tuning", "Warning"]
