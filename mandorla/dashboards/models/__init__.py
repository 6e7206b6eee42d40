from __future__ import annotations

from mandorla.dashboards.models.look import Look
from mandorla.dashboards.models.saved_view import SavedView

__all__ = ["Look", "SavedView"]
