from __future__ import annotations

from mandorla.gatherings.models.series import Series

__all__ = ["Series"]
