"""Who was at a gathering is forgotten after thirty days; how many were there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.gatherings.models import Attendance, AttendanceCount, Gathering

if TYPE_CHECKING:
    from datetime import datetime


def forget_attendance(*, at: datetime) -> int:
    """Of every gathering of more than thirty days ago only counts by unit remain.

    Each gathering is one transaction: when this is stopped in the middle, the next run goes on.

    Args:
        at: The moment.

    Returns:
        How many gatherings it was done for.
    """
    due = Attendance.objects.due_to_be_forgotten(at=at).values("gathering")
    rows = Gathering.objects.filter(pk__in=due).select_related("series", "community")
    gatherings = list(rows.order_by("pk"))
    for gathering in gatherings:
        AttendanceCount.forget_people(gathering=gathering, at=at)
    return len(gatherings)
