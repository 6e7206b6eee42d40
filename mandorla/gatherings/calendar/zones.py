"""How a clock runs, as a VTIMEZONE: by rules where they hold for years, by dates where not.

Readers that know a zone by its name use their own table. The others get here what is true from
the year of the first meeting on, and for all time where the zone has kept one rule for years.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

YEARS = 12  # looked at; a rule that holds so long is taken to hold on
_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Turn:
    """A moment at which the clock is set to another offset."""

    onset: datetime  # what the clock showed, without zone
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=256)
def lines_of(zone: str, *, year: int) -> tuple[str, ...]:
    """The lines of a VTIMEZONE.

    Args:
        zone: an IANA name other than UTC.
        year: of the first meeting.

    Returns:
        The lines without folding. Working them out takes milliseconds, so they are kept.
    """
    clock = ZoneInfo(zone)
    start = datetime(year, 1, 1, tzinfo=clock)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    offset = start.utcoffset() or timedelta()
    first = _Turn(
        start.replace(tzinfo=None), offset, offset, start.tzname() or zone, bool(start.dst())
    )
    lines += _observance(first, [])
    kinds = defaultdict(list)
    for turn in _turns(clock, year):
        kinds[turn.before, turn.after, turn.name, turn.is_summer].append(turn)
    for turns in kinds.values():
        lines += _observance(turns[0], _repeated(turns, until=year + YEARS))
    return (*lines, "END:VTIMEZONE")


def _turns(clock: ZoneInfo, year: int) -> list[_Turn]:
    """Every change of the clock in the years looked at."""
    first = datetime(year, 1, 1, tzinfo=clock).astimezone(UTC)
    days = [first + timedelta(days=day) for day in range(YEARS * 366)]
    return [
        _turn(clock, low, high)
        for low, high in pairwise(days)
        if low.astimezone(clock).utcoffset() != high.astimezone(clock).utcoffset()
    ]


def _turn(clock: ZoneInfo, low: datetime, high: datetime) -> _Turn:
    """The change of the clock between two moments, found to the second by halving."""
    before = low.astimezone(clock).utcoffset() or timedelta()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) // 2).replace(microsecond=0)
        if middle.astimezone(clock).utcoffset() == before:
            low = middle
        else:
            high = middle
    then = high.astimezone(clock)
    return _Turn(
        onset=(high + before).replace(tzinfo=None),
        before=before,
        after=then.utcoffset() or timedelta(),
        name=then.tzname() or "",
        is_summer=bool(then.dst()),
    )


def _repeated(turns: list[_Turn], *, until: int) -> list[str]:
    """A yearly rule when all turns follow one up to the last year looked at, else their dates."""
    if len(turns) > 2 and turns[-1].onset.year >= until - 1:
        for rule in (_by_week(turns, last=True), _by_week(turns, last=False)):
            if rule:
                return [f"RRULE:FREQ=YEARLY;{rule}"]
    dates = ",".join(f"{turn.onset:%Y%m%dT%H%M%S}" for turn in turns[1:])
    return [f"RDATE:{dates}"] if dates else []


def _by_week(turns: list[_Turn], *, last: bool) -> str:
    """Such as "the last Sunday of March" when it is true of every turn."""
    said = set()
    for turn in turns:
        week = -1 if last else (turn.onset.day - 1) // 7 + 1
        is_last = (turn.onset + timedelta(days=7)).month != turn.onset.month
        if last and not is_last:
            return ""
        day = _DAY_CODES[turn.onset.weekday()]
        said.add((f"BYMONTH={turn.onset.month};BYDAY={week}{day}", turn.onset.time()))
    years = [turn.onset.year for turn in turns]
    if len(said) != 1 or years != list(range(years[0], years[0] + len(years))):
        return ""
    return said.pop()[0]


def _observance(turn: _Turn, repeated: list[str]) -> list[str]:
    kind = "DAYLIGHT" if turn.is_summer else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{turn.onset:%Y%m%dT%H%M%S}",
        *repeated,
        f"TZNAME:{turn.name}",
        f"TZOFFSETFROM:{_offset(turn.before)}",
        f"TZOFFSETTO:{_offset(turn.after)}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign = "-" if seconds < 0 else "+"
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")
