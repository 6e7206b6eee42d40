"""The resources of the strategy: objectives and operations, and taking them in from a file."""

from __future__ import annotations

from mandorla.strategy.api import imports, objectives

routers = (objectives.router, imports.router)
