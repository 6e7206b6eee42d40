"""The days of a rule within a window, without starting at its beginning each time.

A rule repeats by days, weeks, months or years; so the search starts a whole number of its
intervals after the first day, shortly before the window. What a rule takes from its first day
(the weekday, the day of the month) is named before, or it would move with the start.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from mandorla.core.rhythm_parts import CODES
from mandorla.core.rhythm_period import allows, days_of_month, days_within, most_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.core.rhythm_rule import Rule

HORIZON_YEARS = 30  # a rule that has no date for so long is taken to have none


def days_of(rule: Rule, *, starts_on: date, since: date, until: date) -> Iterator[date]:
    """The days of a rule from one day to another, both in it.

    Args:
        rule: The rule; its COUNT and UNTIL are the caller's to keep.
        starts_on: The day from which the rule holds.
        since: The first day to give.
        until: The last one.

    Returns:
        An iterator over the days, in order. Nothing beyond the last day is looked at, so a rule
        that never comes true costs no more than one that does.

    Source:
        RFC 5545, section 3.3.10.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> window = {"since": date(2026, 1, 1), "until": date(2026, 1, 20)}
    >>> tuesdays = rule_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    >>> [day.day for day in days_of(tuesdays, starts_on=date(2015, 12, 29), **window)]
    [13]
    """
    since = max(since, starts_on)
    rule = _named(rule, starts_on)
    picks = rule.lists.get("BYSETPOS")
    if since > until or (picks and min(map(abs, picks)) > most_days(rule)):
        return
    if rule.freq == "DAILY":
        found = _by_days(rule, starts_on, since, until)
    else:
        found = chain.from_iterable(
            days_within(rule, first, last)
            for first, last in _periods(rule, starts_on, since, until)
        )
    for day in found:
        if day > until:
            return
        if day >= since:
            yield day


def _named(rule: Rule, starts_on: date) -> Rule:
    """The rule with what it leaves to its first day."""
    picks = rule.lists.keys() & {"BYMONTHDAY", "BYYEARDAY"} or rule.days
    if rule.freq == "DAILY" or picks:
        return rule
    if rule.freq == "WEEKLY" or "BYWEEKNO" in rule.lists:
        return replace(rule, days=((0, CODES[starts_on.weekday()]),))
    named = {"BYMONTHDAY": (starts_on.day,)}
    if rule.freq == "YEARLY":
        named["BYMONTH"] = (starts_on.month,)
    return replace(rule, lists=named | rule.lists)


def _by_days(rule: Rule, starts_on: date, since: date, until: date) -> Iterator[date]:
    """Every so many days, those that the rule allows; a set of one day has nothing to pick from."""
    every = rule.interval
    if "BYMONTHDAY" in rule.lists:
        months = range(_month_of(since), _month_of(until) + 1)
        named = chain.from_iterable(days_of_month(rule, m // 12, m % 12 + 1) for m in months)
        steps = (day for day in named if (day - starts_on).days % every == 0)
    else:
        first = starts_on.toordinal() + -(-(since - starts_on).days // every) * every
        ordinals = range(first, until.toordinal() + 1, every)
        steps = (date.fromordinal(ordinal) for ordinal in ordinals)
    return (day for day in steps if allows(rule, day))


def _periods(rule: Rule, starts_on: date, since: date, until: date) -> Iterator[tuple[date, date]]:
    """The weeks, months or years of a rule that can hold days of a window."""
    every = rule.interval
    if rule.freq == "WEEKLY":
        begins = (starts_on.weekday() - CODES.index(rule.week_start)) % 7
        skipped = ((since - starts_on).days + begins) // (7 * every) * every
        week = starts_on.toordinal() - begins + 7 * skipped
        for monday in range(week, until.toordinal() + 1, 7 * every):
            first = max(monday, starts_on.toordinal())  # its first week begins with its first day
            yield date.fromordinal(first), moved(date.fromordinal(first), monday + 6 - first)
    elif rule.freq == "MONTHLY":
        skipped = (_month_of(since) - _month_of(starts_on)) // every * every
        for month in range(_month_of(starts_on) + skipped, _month_of(until) + 1, every):
            first_day = date(month // 12, month % 12 + 1, 1)
            yield first_day, first_day
    else:
        skipped = (since.year - starts_on.year) // every * every
        for year in range(starts_on.year + skipped, until.year + 1, every):
            yield date(year, 1, 1), date(year, 12, 31)


def _month_of(day: date) -> int:
    """The months since the beginning of the calendar, to count with."""
    return day.year * 12 + day.month - 1


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
