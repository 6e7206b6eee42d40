"""Moments as calendars write them, on the clocks they name.

A clock is named by an IANA name, by one of Windows ("W. Europe Standard Time"), by a name of the
program with the IANA name in it, or by one of the file's own with a table of its offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mandorla.gatherings.calendar.lines import Component, Property

_MOMENT = re.compile(r"(\d{8})(?:T(\d{6}|\d{4})(Z?))?")
_DURATION = re.compile(
    r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_IANA = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+\-]+)+")
_EARLIEST, _LATEST = 1970, 2200
# Of clocks that run alike, these are what people mean more often than others.
_WELL_KNOWN = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)


class NotUnderstood(Exception):
    """Why a moment or a rule is not understood, for a person."""


@dataclass(frozen=True)
class Moment:
    """A moment on its clock; a day alone has no time of day."""

    at: datetime
    is_day: bool


@dataclass
class Clocks:
    """The clocks a calendar names.

    Attributes:
        floating: the clock of a time that names none.
        own: the tables of the file, by name.
        guessed: what was taken for what, to be told.
    """

    floating: ZoneInfo
    own: dict[str, Component] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    used_floating: bool = False

    def named(self, name: str) -> ZoneInfo:
        """The clock of that name.

        Raises:
            NotUnderstood: nobody knows it.
        """
        table = self.own.get(name)
        said = table.text("X-LIC-LOCATION") if table else ""
        for candidate in (name, said):
            clock = _known(candidate)
            if clock:
                return clock
        found = _alike(name, table) if table else None
        if found is None:
            raise NotUnderstood(_("the time zone “%(name)s” is not known") % {"name": name})
        self.guessed[name] = str(found)
        return found

    def read(self, prop: Property) -> list[Moment]:
        """The moments of a line, which may hold several; of a period its beginning.

        Raises:
            NotUnderstood: one is not written as a moment, or on a clock that is not known.
        """
        zone = prop.parameters.get("TZID", "")
        return [self._moment(part, zone) for part in prop.value.split(",") if part.strip()]

    def one(self, prop: Property) -> Moment:
        """The moment of a line that holds one.

        Raises:
            NotUnderstood: it is not one.
        """
        found = self.read(prop)
        if not found:
            raise NotUnderstood(_("%(name)s is empty") % {"name": prop.name})
        return found[0]

    def _moment(self, text: str, zone: str) -> Moment:
        written = text.strip().partition("/")[0]
        match = _MOMENT.fullmatch(written.upper())
        if match is None:
            raise NotUnderstood(_("“%(text)s” is no date") % {"text": written[:40]})
        day, clock_time, is_utc = match[1], match[2], match[3]
        try:
            on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            digits = (clock_time or "").ljust(6, "0")
            of_day = time(int(digits[:2]), int(digits[2:4]), min(int(digits[4:]), 59))
        except ValueError as error:
            raise NotUnderstood(_("“%(text)s” is no date") % {"text": written[:40]}) from error
        if not _EARLIEST <= on.year <= _LATEST:
            raise NotUnderstood(_("the year %(year)s is too far away") % {"year": on.year})
        if clock_time is None:
            return Moment(datetime.combine(on, time(), tzinfo=self.floating), is_day=True)
        clock = self._clock(zone, is_utc)
        # There and back: an hour that the clock skips is the one after it (RFC 5545, 3.3.5).
        moment = datetime.combine(on, of_day, tzinfo=clock).astimezone(UTC).astimezone(clock)
        return Moment(moment, is_day=False)

    def _clock(self, zone: str, is_utc: str) -> ZoneInfo:
        if is_utc:
            return ZoneInfo("UTC")
        if zone:
            return self.named(zone)
        self.used_floating = True
        return self.floating


def minutes_of(duration: str) -> int:
    """A duration in whole minutes.

    Raises:
        NotUnderstood: it is not one.
    """
    match = _DURATION.fullmatch(duration.strip())
    if match is None or not any(match.groups()[1:]) or match[1] == "-":
        raise NotUnderstood(_("“%(text)s” is no duration") % {"text": duration[:40]})
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return ((weeks * 7 + days) * 24 + hours) * 60 + minutes + round(seconds / 60)


@lru_cache(maxsize=512)
def _known(name: str) -> ZoneInfo | None:
    """By its IANA name, alone or at the end of a longer one, or by its name in Windows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow import

    plain = name.strip().strip('"/')
    parts = plain.split("/")
    candidates = [plain, WINDOWS_TO_OLSON.get(plain, "")]
    candidates += ["/".join(parts[start:]) for start in range(1, len(parts) - 1)]
    for candidate in candidates:
        if candidate in {"UTC", "GMT", "Etc/UTC", "Z"}:
            return ZoneInfo("UTC")
        if _IANA.fullmatch(candidate):
            try:
                return ZoneInfo(candidate)
            except (OSError, ValueError, KeyError):
                continue
    return None


def _alike(name: str, table: Component) -> ZoneInfo | None:
    """A well-known clock that runs as the table says; of a city in the name when it can be."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow import

    wanted = _offsets(table)
    candidates = dict.fromkeys([*_WELL_KNOWN, *WINDOWS_TO_OLSON.values()])
    alike = [zone for zone in candidates if wanted and _pattern(zone) == wanted]
    of_city = [zone for zone in alike if zone.rpartition("/")[2].replace("_", " ") in name]
    return ZoneInfo((of_city or alike)[0]) if alike else None


_Pattern = tuple[int, int, int, int]  # offsets of winter and summer, months of the turns


def _offsets(table: Component) -> _Pattern | None:
    """Offset outside and inside summer time, in seconds, and the months in which they begin."""
    latest = {
        part.name: part
        for part in sorted(table.parts, key=lambda part: part.text("DTSTART"))
        if part.name in {"STANDARD", "DAYLIGHT"}
    }
    if "STANDARD" not in latest:
        return None
    winter = _seconds(latest["STANDARD"].text("TZOFFSETTO"))
    if winter is None:
        return None
    if "DAYLIGHT" not in latest or _has_ended(latest["DAYLIGHT"]):
        return winter, winter, 0, 0
    summer = _seconds(latest["DAYLIGHT"].text("TZOFFSETTO"))
    if summer == winter:
        return winter, winter, 0, 0
    months = _month(latest["DAYLIGHT"]), _month(latest["STANDARD"])
    return None if summer is None or 0 in months else (winter, summer, *months)


def _has_ended(part: Component) -> bool:
    """It was true of some years only."""
    rule = part.text("RRULE").upper()
    return "UNTIL=" in rule or not (rule or part.all("RDATE"))


def _seconds(offset: str) -> int | None:
    match = _OFFSET.fullmatch(offset.strip())
    if match is None:
        return None
    seconds = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4] or 0)
    return -seconds if match[1] == "-" else seconds


def _month(part: Component) -> int:
    ruled = re.search(r"BYMONTH=(\d{1,2})(?:;|$)", part.text("RRULE").upper())
    dated = re.match(r"\d{4}(\d{2})", part.text("DTSTART"))
    found = ruled or dated
    return int(found[1]) if found else 0


@lru_cache(maxsize=256)
def _pattern(name: str) -> _Pattern:
    """The same of a clock, from a recent year, looked at on the first day of each month."""
    clock, year = ZoneInfo(name), 2025
    starts = [datetime(year, month, 1, tzinfo=UTC).astimezone(clock) for month in range(1, 13)]
    starts.append(datetime(year + 1, 1, 1, tzinfo=UTC).astimezone(clock))
    offsets = [int((at.utcoffset() or timedelta()).total_seconds()) for at in starts]
    low, high = min(offsets), max(offsets)
    if low == high:
        return low, low, 0, 0
    turns = [month for month in range(1, 13) if offsets[month] != offsets[month - 1]]
    up = next((m for m in turns if offsets[m] == high), 0)
    down = next((m for m in turns if offsets[m] == low), 0)
    return low, high, up, down
