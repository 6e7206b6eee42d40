"""Dates and times as meeting programs write them in many countries."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from mandorla.base.tables import key_of

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.found import Order

ORDERS: tuple[Order, ...] = ("day", "month")
NO_DAY = date(2000, 1, 1)  # the day of a time that stands alone
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})(?!\d)\.?")
_DAY_NAME = re.compile(r"(?<!\d)(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})")
_NAME_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s?[:.h]\s?(\d{2})(?!\d|\s?m)(?:\s?[:.]\s?(\d{2})(?:[.,]\d+)?)?"
    r"(?:\s?([ap])\.?\s?m\b\.?)?"
)
_OFFSET = re.compile(r"(?<=\d)\s?([+-]\d{2}):?(\d{2})$|(?<=\d)\s?z$")
# By the beginning of its name, a month in the languages of `headings`.
_MONTHS = (
    "jan janv ene gen sty",
    "feb fév fev febr lut",
    "mar mär mrz mars maa mrt",
    "apr avr abr kwi",
    "may mai mag mei maj",
    "jun juin giu cze",
    "jul juil lug lip",
    "aug aoû aou ago sie",
    "sep set wrz",
    "oct okt out ott paź paz",
    "nov lis",
    "dec dez déc dic grud gru",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


class Clock:
    """Reads the moments of one file, with the day or the month first where both could be.

    Attributes:
        order: What stands first.
        matters: A date that is another one in the other order, as it is written; empty when
            there is none.
        is_possible: Whether every date so far exists in this order.
    """

    def __init__(self, order: Order) -> None:
        self.order = order
        self.matters = ""
        self.is_possible = True

    def read(self, text: str, *, day: date | None = None) -> datetime | None:
        """The moment a cell names, or None when it names none.

        Args:
            text: The cell.
            day: The day of a time that stands alone.
        """
        said = key_of(text)
        found, rest = self._date(said)
        at = _time(rest)
        if found is None:
            return datetime.combine(day or NO_DAY, at) if at else None
        moment = datetime.combine(found, at or time())
        offset = _OFFSET.search(said) if at else None
        if offset and offset[1]:
            hours, minutes = int(offset[1]), int(offset[2])
            away = timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)
            if abs(away) < timedelta(hours=24):
                moment = moment.replace(tzinfo=timezone(away)).astimezone(UTC)
                moment = moment.replace(tzinfo=None)
        return moment

    def _date(self, said: str) -> tuple[date | None, str]:
        """The date in a cell, and what is left without it: nothing of one that does not exist."""
        for pattern in (_NUMBERS, _DAY_NAME, _NAME_DAY):
            written = pattern.search(said)
            if written is None:
                continue
            rest = f"{said[: written.start()]} {said[written.end() :]}".replace(" t", " ")
            if pattern is _NUMBERS:
                first, mark, second, third = written.groups()
                found = self._by_numbers(first, mark, second, third)
                return found, rest if found else ""
            day, name, year = written.groups()
            if pattern is _NAME_DAY:
                day, name = name, day
            month = _month(name)
            if month:
                found = _existing(int(year), month, int(day))
                return found, rest if found else ""
        return None, said

    def _by_numbers(self, first: str, mark: str, second: str, third: str) -> date | None:
        if len(first) == 4:
            return _existing(int(first), int(second), int(third))
        if len(first) == 3:
            return None
        year = int(third) + (2000 if len(third) <= 2 else 0)
        one, two = int(first), int(second)
        if mark == ".":  # who writes dots writes the day first
            return _existing(year, two, one)
        day, month = (one, two) if self.order == "day" else (two, one)
        if one != two and one <= 12 and two <= 12:
            self.matters = self.matters or f"{first}{mark}{second}{mark}{third}"
        found = _existing(year, month, day)
        if found is None:
            self.is_possible = False
        return found


def is_date(text: str) -> bool:
    """Whether a cell holds a date and no time.

    >>> is_date("7/22/26"), is_date("7/22/26, 7:00 PM")
    (True, False)
    """
    return bool(_NUMBERS.fullmatch(key_of(text)))


def is_time(text: str) -> bool:
    """Whether a cell holds a time and no date.

    >>> is_time(" 7:00:11 PM"), is_time("1h 2m"), is_time("7")
    (True, False, False)
    """
    return bool(_TIME.fullmatch(key_of(text)))


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int | None:
    """The month that begins like this: by four letters, then by three."""
    return _MONTH_OF.get(name[:4]) or _MONTH_OF.get(name[:3])


def _time(said: str) -> time | None:
    written = _TIME.search(said)
    if written is None:
        return None
    hour, minute, second = (int(part or 0) for part in written.groups()[:3])
    half = written[4]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
