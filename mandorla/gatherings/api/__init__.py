"""The resources of when communities meet."""

from __future__ import annotations

from mandorla.gatherings.api import calendar, gatherings, series

routers = (series.router, gatherings.router, calendar.router)
