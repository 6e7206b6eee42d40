from __future__ import annotations

from mandorla.strategy.models.objective import Objective

__all__ = ["Objective"]
