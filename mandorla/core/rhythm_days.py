"""The days of a rule within a window, without starting at its beginning each time.

A rule repeats by days, weeks, months or years; so the search starts a whole number of its
intervals after the first day, one interval before the window. What a rule takes from its first
day (the weekday, the day of the month) is named before, or it would move with the start.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mandorla.core.rhythm_parts import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.core.rhythm_rule import Rule

HORIZON_YEARS = 30  # a rule that has no date for so long is taken to have none
_KEYWORDS = {
    "BYMONTH": "bymonth",
    "BYMONTHDAY": "bymonthday",
    "BYYEARDAY": "byyearday",
    "BYWEEKNO": "byweekno",
    "BYSETPOS": "bysetpos",
}


def days_of(rule: Rule, *, starts_on: date, since: date, until: date) -> Iterator[date]:
    """The days of a rule from one day to another, both in it.

    Args:
        rule: The rule; its COUNT and UNTIL are the caller's to keep.
        starts_on: The day from which the rule holds.
        since: The first day to give.
        until: The last one.

    Returns:
        An iterator over the days, in order.

    Source:
        RFC 5545, section 3.3.10, by python-dateutil.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> window = {"since": date(2026, 1, 1), "until": date(2026, 1, 20)}
    >>> tuesdays = rule_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    >>> [day.day for day in days_of(tuesdays, starts_on=date(2015, 12, 29), **window)]
    [13]
    """
    from dateutil import rrule as ical  # slow import

    since = max(since, starts_on)
    if since > until:
        return
    given = {_KEYWORDS[name]: numbers for name, numbers in rule.lists.items()}
    weekdays = [ical.weekday(CODES.index(code), number or None) for number, code in rule.days]
    start = _shortly_before(rule, starts_on, since)
    found = ical.rrule(
        getattr(ical, rule.freq),
        dtstart=datetime.combine(start, time(0)),
        until=datetime.combine(until, time(0)),
        interval=rule.interval,
        wkst=CODES.index(rule.week_start),
        **_named(rule, starts_on, given | ({"byweekday": weekdays} if weekdays else {})),
    )
    for moment in found:
        if moment.date() >= since:
            yield moment.date()


def _named(rule: Rule, starts_on: date, given: dict[str, Any]) -> dict[str, Any]:
    """What the rule leaves to its first day, said."""
    picks = given.keys() & {"byweekday", "bymonthday", "byyearday", "byweekno"}
    if rule.freq == "DAILY" or picks - {"byweekno"}:
        return given
    if rule.freq == "WEEKLY" or picks:
        return given | {"byweekday": starts_on.weekday()}
    if rule.freq == "YEARLY":
        return {"bymonth": starts_on.month, "bymonthday": starts_on.day} | given
    return given | {"bymonthday": starts_on.day}


def _shortly_before(rule: Rule, starts_on: date, since: date) -> date:
    """A day from which the rule gives the same days as from its first one, near the window."""
    every = rule.interval
    if rule.freq in {"DAILY", "WEEKLY"}:
        length = every * (7 if rule.freq == "WEEKLY" else 1)
        skipped = (since - starts_on).days // length - 1
        return moved(starts_on, skipped * length) if skipped > 0 else starts_on
    if rule.freq == "MONTHLY":
        months = (since.year - starts_on.year) * 12 + since.month - starts_on.month
        skipped = months // every - 1
        year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + skipped * every, 12)
        return date(year, month + 1, 1) if skipped > 0 else starts_on
    skipped = (since.year - starts_on.year) // every - 1
    return date(starts_on.year + skipped * every, 1, 1) if skipped > 0 else starts_on


def moved(day: date, days: int) -> date:
    """A day so many days later; the first or last day there is when it would lie beyond.

    Args:
        day: A day.
        days: How many days later; before it when negative.

    Returns:
        The other day.

    Source:
        The calendar.

    >>> moved(date(2026, 3, 1), -1), moved(date.max, 1)
    (datetime.date(2026, 2, 28), datetime.date(9999, 12, 31))
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def horizon(day: date) -> date:
    """How far a search for the next date of a rule looks.

    Args:
        day: Where it begins.

    Returns:
        The last day of the year thirty years later.

    Source:
        Our bound; the rarest rule people use, 29 February, waits eight years at most.

    >>> horizon(date(2026, 5, 1))
    datetime.date(2056, 12, 31)
    """
    return date(min(day.year + HORIZON_YEARS, date.max.year), 12, 31)
