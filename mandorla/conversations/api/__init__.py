"""The resources of imported conversations."""

from __future__ import annotations

from mandorla.conversations.api import health, imports

routers = (health.router, imports.router)
