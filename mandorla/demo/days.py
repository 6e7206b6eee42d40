"""The story's calendar: everything happened so many days before the day it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

_MONTH = re.compile(r"\{month([+-]\d+)\}")
_OPENING = time(8, 40)
_SATURDAY = 5


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def with_months(text: str, *, on: date) -> str:
    """The text with `{month+3}` and the like replaced by the month and year they stand for."""

    def name(match: re.Match[str]) -> str:
        months = on.year * 12 + on.month - 1 + int(match[1])
        return f"{date(months // 12, months % 12 + 1, 1):%B %Y}"

    return _MONTH.sub(name, text)


@dataclass
class Calendar:
    """Tells when something of one strand of the story happened, in the order it is told.

    Attributes:
        on: The day the story is told.
    """

    on: date
    _steps: dict[date, int] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """The working day that many days ago; a negative number lies ahead."""
        return workday(self.on - timedelta(days=ago))

    def first(self, ago: int) -> datetime:
        """The first moment of that day at which something of the story happens."""
        day = self.day(ago)
        minutes = timedelta(minutes=day.toordinal() * 97 % 331)
        return datetime.combine(day, _OPENING, UTC) + minutes

    def moment(self, ago: int) -> datetime:
        """A moment of that day, later than the one that was given for it before."""
        day = self.day(ago)
        step = self._steps[day] = self._steps.get(day, 0) + 1
        return self.first(ago) + timedelta(minutes=step * 7)
