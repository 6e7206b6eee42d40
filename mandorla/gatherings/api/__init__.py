"""The resources of when communities meet."""

from __future__ import annotations

from mandorla.gatherings.api import (
    attendance,
    attendance_file,
    calendar,
    commitments,
    gatherings,
    series,
)

routers = (
    series.router,
    gatherings.router,
    attendance.router,
    attendance_file.router,
    calendar.router,
    commitments.router,
)
