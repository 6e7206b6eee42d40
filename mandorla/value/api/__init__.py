"""The resources of shared value: expectations and what people say in their own words."""

from __future__ import annotations

from mandorla.value.api import expectations, suggestions

routers = (expectations.router, suggestions.router)
