"""When a rhythm takes place: its rule with the day it began, a time of day and a zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mandorla.core.rhythm_days import days_of, horizon, moved
from mandorla.core.rhythm_rule import Rule, Unusable, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        RFC 5545, section 3.3.10.

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


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise Unusable(f"There is no time zone “{name}”.") from None
