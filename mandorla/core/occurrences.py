"""The dates of a rhythm: a rule, the day it began and a time of day in a zone, within a window.

Only what a window needs is computed, however long ago the rhythm began. The time of day holds in
the rhythm's own zone: 09:00 in Lisbon stays 09:00 there when the clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from mandorla.core.rhythm_days import horizon, moved
from mandorla.core.rhythm_pattern import (
    Pattern,
    aligned,
    first_of,
    planned_days,
    starts_at,
    why_undated,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Occurrence",
    "Pattern",
    "aligned",
    "closed",
    "first_of",
    "index_of",
    "occurrence_on",
    "occurrences",
    "planned_days",
    "starts_at",
    "why_undated",
]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a rhythm.

    Attributes:
        planned_on: its day in the rhythm's zone; no other date of the series has the same one.
        starts_at: the moment it starts, in the rhythm's zone; the start of the day when the time
            of day is not known.
    """

    planned_on: date
    starts_at: datetime


def occurrences(
    patterns: Sequence[Pattern],
    *,
    after: datetime,
    before: datetime | None = None,
    limit: int | None = None,
) -> list[Occurrence]:
    """The dates of a rhythm within a window, the first ones first.

    Args:
        patterns: What held one after the other, by first day; each holds until the day before
            the next one starts.
        after: The window's start; what starts at that very moment is in it.
        before: The window's end, not in it; without it a limit is needed.
        limit: The most dates to give.

    Returns:
        The dates, in the order of their planned days.

    Raises:
        Unusable: When a rule or a zone cannot be read.

    Source:
        RFC 5545, sections 3.3.5 (local times) and 3.3.10 (rules).

    >>> from datetime import time
    >>> monday = Pattern("FREQ=WEEKLY;BYDAY=MO", date(2026, 3, 23), time(9), "Europe/Lisbon")
    >>> for found in occurrences([monday], after=datetime(2026, 3, 20, tzinfo=UTC), limit=2):
    ...     print(found.planned_on, found.starts_at.astimezone(UTC))
    2026-03-23 2026-03-23 09:00:00+00:00
    2026-03-30 2026-03-30 08:00:00+00:00
    """
    if before is None and limit is None:
        raise ValueError("A window without an end needs a limit.")
    return list(islice(_within(patterns, after, before), limit))


def _within(
    patterns: Sequence[Pattern], after: datetime, before: datetime | None
) -> Iterator[Occurrence]:
    since = after.astimezone(UTC).date()
    until = before.astimezone(UTC).date() if before else horizon(since)
    # A zone is less than a day from UTC, and a time that is skipped moves by less than a day.
    since, until = moved(since, -2), moved(until, 2)
    for pattern in closed(patterns):
        for day in planned_days(pattern, since=since, until=until):
            found = Occurrence(day, starts_at(pattern, day))
            if found.starts_at >= after and (before is None or found.starts_at < before):
                yield found


def occurrence_on(patterns: Sequence[Pattern], day: date) -> Occurrence | None:
    """The date of a rhythm on one planned day.

    Args:
        patterns: What held one after the other.
        day: A day in the rhythm's own zone.

    Returns:
        The date, or None when the rhythm has none on that day.

    Raises:
        Unusable: When a rule or a zone cannot be read.

    Source:
        RFC 5545, section 3.3.10.

    >>> from datetime import time
    >>> coffee = Pattern("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", date(2026, 1, 1), time(10), "UTC")
    >>> occurrence_on([coffee], date(2026, 1, 8)) is None
    True
    """
    for pattern in closed(patterns):
        if day in planned_days(pattern, since=day, until=day):
            return Occurrence(day, starts_at(pattern, day))
    return None


def index_of(patterns: Sequence[Pattern], day: date) -> int:
    """How many dates of a rhythm lie before a day, from its very beginning.

    Args:
        patterns: What held one after the other.
        day: A day in the rhythm's own zone.

    Returns:
        The count; for a planned day it is its place in the rhythm, from 0.

    Raises:
        Unusable: When a rule cannot be read.

    Source:
        Counting; whole years are counted once and remembered.

    >>> weekly = Pattern("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), None, "UTC")
    >>> index_of([weekly], date(2026, 1, 19))
    2
    """
    return sum(_count_before(pattern, day) for pattern in closed(patterns))


def closed(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Patterns with their last days: each ends on the day before the next one starts.

    Args:
        patterns: In the order of their first days.

    Returns:
        The same patterns; a last day that is given and comes earlier stays.

    Source:
        What "this and following" means in calendars.

    >>> old = Pattern("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), None, "UTC")
    >>> new = Pattern("FREQ=WEEKLY;BYDAY=TU", date(2026, 3, 1), None, "UTC")
    >>> closed([old, new])[0].until_on
    datetime.date(2026, 2, 28)
    """
    found = []
    for pattern, following in zip_longest(patterns, patterns[1:]):
        last = moved(following.starts_on, -1) if following else None
        ends = [day for day in (pattern.until_on, last) if day is not None]
        found.append(replace(pattern, until_on=min(ends) if ends else None))
    return found


def _count_before(pattern: Pattern, day: date) -> int:
    new_year = day.replace(month=1, day=1)
    before = _count_before_year(pattern, day.year)
    return before + sum(1 for _ in planned_days(pattern, since=new_year, until=moved(day, -1)))


@lru_cache(maxsize=4096)
def _count_before_year(pattern: Pattern, year: int) -> int:
    until = moved(date(year, 1, 1), -1)
    return sum(1 for _ in planned_days(pattern, since=pattern.starts_on, until=until))
