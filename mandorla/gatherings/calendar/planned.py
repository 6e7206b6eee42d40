"""A series that would be made of a meeting in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.core.rhythm_words import words

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.gatherings.calendar.meeting import Changed, Meeting

ONCE = "FREQ=DAILY;COUNT=1"  # how a series says that it takes place one time
LONGEST = {"name": 150, "rule": 200, "uid": 200, "place": 200, "link": 500}


@dataclass(frozen=True)
class Planned:
    """A series that would be made.

    Attributes:
        meeting: What the calendar says, from now on.
        rhythm: The same in words.
        next: Its next dates.
        moved: The ones that are not as the rule has them.
        cancelled: The moments of the rule at which it does not take place.
        is_known: Whether the community has it already, read from a calendar before.
    """

    meeting: Meeting
    rhythm: str
    next: tuple[datetime, ...]
    moved: tuple[Changed, ...]
    cancelled: tuple[datetime, ...]
    is_known: bool

    @property
    def uid(self) -> str:
        """By what it is found again; calendars with longer names get a short one."""
        found = self.meeting.uid
        return found if len(found) <= LONGEST["uid"] else sha256(found.encode()).hexdigest()

    @property
    def days(self) -> list[date]:
        """The days of its next dates, by its own clock."""
        return [moment.date() for moment in self.next]

    @property
    def days_off(self) -> list[date]:
        """The days on which it does not take place."""
        return [moment.date() for moment in self.cancelled]

    @property
    def moves(self) -> list[tuple[date, str, str]]:
        """Of each moved one the day it was meant for, and when and where it is."""
        return [
            (one.recurs_at.date(), f"{one.starts_at:%Y-%m-%d %H:%M}", one.place or "")
            for one in self.moved
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """The series as it is begun."""
        meeting = self.meeting
        link = meeting.link if len(meeting.link) <= LONGEST["link"] else ""
        return {
            "name": " ".join(meeting.summary.split())[: LONGEST["name"]],
            "rule": meeting.rule or ONCE,
            "timezone": meeting.zone,
            "starts_on": meeting.starts_at.date(),
            "starts_time": None if meeting.is_all_day else meeting.starts_at.time(),
            "minutes": None if meeting.is_all_day else meeting.minutes,
            "place": " ".join(meeting.place.split())[: LONGEST["place"]],
            "links": [{"label": _("Join"), "address": link}] if link else [],
            "ends_on": _last_day(meeting),
            "uid": self.uid,
        }


def said(meeting: Meeting) -> str:
    """When it is, for people."""
    start = None if meeting.is_all_day else meeting.starts_at.time()
    if meeting.rule:
        last = _last_day(meeting)
        rule = f"{meeting.rule};UNTIL={last:%Y%m%d}" if last else meeting.rule
        return words(rule, starts_at=start, timezone=meeting.zone)
    said = [_("once"), f"{meeting.starts_at:%Y-%m-%d}"]
    return ", ".join([*said, *([f"{start:%H:%M}"] if start else []), meeting.zone])


def _last_day(meeting: Meeting) -> date | None:
    """The last day on which it may take place, when its rule ends with a date."""
    if meeting.until is None or not meeting.rule:
        return None
    until = meeting.until.astimezone(meeting.starts_at.tzinfo)
    is_too_early = until.time() < meeting.starts_at.time()
    return until.date() - timedelta(days=1) if is_too_early else until.date()
