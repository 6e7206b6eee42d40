from __future__ import annotations

from mandorla.gatherings.models.attendance import Attendance, AttendanceCount
from mandorla.gatherings.models.commitment import Commitment
from mandorla.gatherings.models.feed import CalendarFeed
from mandorla.gatherings.models.former import FormerRhythm
from mandorla.gatherings.models.gathering import Gathering
from mandorla.gatherings.models.invitee import Invitee
from mandorla.gatherings.models.series import Series
from mandorla.gatherings.models.series_entry import reenter_series
from mandorla.gatherings.models.subscription import Subscription
from mandorla.gatherings.models.turn import Turn

__all__ = [
    "Attendance",
    "AttendanceCount",
    "CalendarFeed",
    "Commitment",
    "FormerRhythm",
    "Gathering",
    "Invitee",
    "Series",
    "Subscription",
    "Turn",
    "reenter_series",
]
