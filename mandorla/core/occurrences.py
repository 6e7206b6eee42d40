"""The dates of a rhythm: a rule, the day it began and a time of day in a zone, within a window.

Only what a window needs is computed, however long ago the rhythm began. The time of day holds in
the rhythm's own zone: 09:00 in Lisbon stays 09:00 there when the clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mandorla.core.rhythm_days import days_of, horizon, moved
from mandorla.core.rhythm_rule import Rule, Unusable, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rhythm that holds from one day on.

    Attributes:
        rule: RFC 5545 rule text.
        starts_on: the day from which it holds; it fixes which weeks or months are meant.
        starts_time: the time of day, None when it is not known.
        timezone: IANA name of the zone in which day and time are meant.
        until_on: the last day on which it holds, None while it goes on.
    """

    rule: str
    starts_on: date
    starts_time: time | None
    timezone: str
    until_on: date | None = None


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


def starts_at(pattern: Pattern, day: date) -> datetime:
    """The moment at which a rhythm starts on a day.

    Args:
        pattern: The rhythm; without a time of day it starts with the day.
        day: A day in its zone.

    Returns:
        The moment, in the rhythm's zone. A time that the clocks skip comes later by what they
        skip; of a time that comes twice the first one is meant.

    Raises:
        Unusable: When there is no such zone.

    Source:
        RFC 5545, section 3.3.5.

    >>> night = Pattern("FREQ=DAILY", date(2026, 3, 1), time(2, 30), "Europe/Berlin")
    >>> starts_at(night, date(2026, 3, 29)).isoformat()
    '2026-03-29T03:30:00+02:00'
    """
    zone = _zone(pattern.timezone)
    local = datetime.combine(day, pattern.starts_time or time(0), tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone)


def planned_days(pattern: Pattern, *, since: date, until: date) -> Iterator[date]:
    """The days of a rhythm from one day to another, both in it.

    Args:
        pattern: The rhythm.
        since: The first day to look at, in the rhythm's zone.
        until: The last one.

    Yields:
        Days, in order.

    Returns:
        An iterator over them; nothing is computed before it is asked.

    Raises:
        Unusable: When the rule cannot be read.

    Source:
        RFC 5545, section 3.3.10, by python-dateutil.

    >>> third = Pattern("FREQ=MONTHLY;BYDAY=3WE", date(2016, 1, 1), None, "UTC")
    >>> [str(day) for day in planned_days(third, since=date(2026, 1, 1), until=date(2026, 2, 28))]
    ['2026-01-21', '2026-02-18']
    """
    rule = rule_of(pattern.rule)
    last = min([until, *_ends(pattern, rule)])
    since = max(since, pattern.starts_on)
    yield from days_of(rule, starts_on=pattern.starts_on, since=since, until=last)


def aligned(rule: str, on: date) -> date:
    """The day a rhythm begins when somebody says "from this day on".

    Args:
        rule: RFC 5545 rule text.
        on: The day that was named.

    Returns:
        The first day on or after it that the rule allows when none is skipped: "every second
        Tuesday" from a Wednesday on begins with the next Tuesday. Without one, the day itself.

    Raises:
        Unusable: When the rule cannot be read.

    Source:
        Our reading; RFC 5545 asks that a rhythm begins with one of its dates.

    >>> aligned("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 3, 4))
    datetime.date(2026, 3, 10)
    """
    each = replace(rule_of(rule), interval=1)
    return next(days_of(each, starts_on=on, since=on, until=horizon(on)), on)


def why_undated(pattern: Pattern) -> str:
    """Why no dates can be computed for a rhythm.

    Args:
        pattern: The rhythm.

    Returns:
        A sentence; "" when its rule and its zone can be read.

    Source:
        RFC 5545, section 3.3.10; IANA time zone database.

    >>> why_undated(Pattern("FREQ=DAILY", date(2026, 1, 1), None, "Mars/Olympus"))
    'There is no time zone “Mars/Olympus”.'
    """
    try:
        rule_of(pattern.rule)
        _zone(pattern.timezone)
    except Unusable as reason:
        return str(reason)
    return ""


def first_of(pattern: Pattern) -> date:
    """The first day of a rhythm.

    Args:
        pattern: The rhythm.

    Returns:
        The first day on or after the one from which it holds.

    Raises:
        Unusable: When it has none within thirty years, or cannot be read.

    Source:
        Our bound; the rarest rule people use, 29 February, waits eight years at most.

    >>> first_of(Pattern("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 2, 1), None, "UTC"))
    datetime.date(2026, 3, 31)
    """
    until = horizon(pattern.starts_on)
    found = next(planned_days(pattern, since=pattern.starts_on, until=until), None)
    if found is None:
        raise Unusable("The rhythm has no date at all: look at its rule and at its last day.")
    return found


def _ends(pattern: Pattern, rule: Rule) -> Iterator[date]:
    if pattern.until_on is not None:
        yield pattern.until_on
    if rule.count is not None:
        yield _last_counted(pattern.rule, pattern.starts_on)
    if isinstance(rule.until, datetime):
        zone = _zone(pattern.timezone)
        moment = rule.until.astimezone(zone) if rule.until.tzinfo else rule.until
        last = starts_at(pattern, moment.date())
        too_late = last > moment if moment.tzinfo else last.replace(tzinfo=None) > moment
        yield moved(moment.date(), -1) if too_late else moment.date()
    elif rule.until is not None:
        yield rule.until


@lru_cache(maxsize=4096)
def _last_counted(rule: str, starts_on: date) -> date:
    """The last day of a rule that says how many times; the day before it begins if it has none."""
    read = rule_of(rule)
    last = moved(starts_on, -1)
    days = days_of(read, starts_on=starts_on, since=starts_on, until=horizon(starts_on))
    for day in islice(days, read.count):
        last = day
    return last


def _count_before(pattern: Pattern, day: date) -> int:
    new_year = day.replace(month=1, day=1)
    before = _count_before_year(pattern, day.year)
    return before + sum(1 for _ in planned_days(pattern, since=new_year, until=moved(day, -1)))


@lru_cache(maxsize=4096)
def _count_before_year(pattern: Pattern, year: int) -> int:
    until = moved(date(year, 1, 1), -1)
    return sum(1 for _ in planned_days(pattern, since=pattern.starts_on, until=until))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise Unusable(f"There is no time zone “{name}”.") from None
