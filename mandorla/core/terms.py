"""What dates make of a license, and when its reports are due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNNING: Final = ("active", "conditional")  # states in which a community may operate
STANDINGS: Final = ("in_force", "review_due", "grace", "lapsed", "paused", "none")


def standing(
    *,
    state: str,
    review_on: date | None,
    until_on: date | None,
    on: date,
    grace_days: int,
    ahead_days: int,
) -> str:
    """What a license is worth on a day.

    Args:
        state: Its state, as in `core.lifecycle.LICENSE`.
        review_on: The day of its next review.
        until_on: The last day of its term; None when it has no end.
        on: The day that is asked about.
        grace_days: How long it goes on, in days, after a day that was missed.
        ahead_days: How many days before its review it is said to be due.

    Returns:
        "none" where nothing was granted or it has ended, "paused", "lapsed" after the days of
        grace, "grace" within them, "review_due" shortly before and on the day, else "in_force".

    Source:
        Our default: 30 days of grace, due 45 days ahead.

    Example:
        >>> from functools import partial
        >>> ask = partial(standing, state="active", review_on=date(2026, 6, 30), until_on=None,
        ...               grace_days=30, ahead_days=45)
        >>> [ask(on=date(2026, 5, day)) for day in (1, 16)]
        ['in_force', 'review_due']
        >>> [ask(on=day) for day in (date(2026, 6, 30), date(2026, 7, 30), date(2026, 7, 31))]
        ['review_due', 'grace', 'lapsed']
    """
    if state == "paused":
        return "paused"
    if state not in RUNNING:
        return "none"
    days = [day for day in (review_on, until_on) if day is not None]
    if not days:
        return "in_force"
    left = (min(days) - on).days
    if left < -grace_days:
        return "lapsed"
    if left < 0:
        return "grace"
    return "review_due" if left <= ahead_days else "in_force"


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month when it has none such.

    Args:
        day: From when.
        months: How many, 0 or more.

    Returns:
        The day.

    Source:
        The calendar.

    Example:
        >>> months_after(date(2026, 8, 31), 6)
        datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def schedule(
    *, starts_on: date, until_on: date, monthly: int, every_months: int
) -> Iterator[tuple[date, str]]:
    """The days on which reports of a license are due, which a late report does not shift.

    Args:
        starts_on: The first day of the license.
        until_on: The last day of its term.
        monthly: For how many months a light report is due each month.
        every_months: Every how many months one is due after that; 0 for never.

    Returns:
        Each day with what is due on it: "light", "quarterly", or "renewal" on the last one.

    Source:
        The practice of the Apache Software Foundation: new projects report monthly for three
        months and then quarterly, and a late report does not move the next one.

    Example:
        >>> days = schedule(starts_on=date(2026, 1, 15), until_on=date(2027, 1, 14), monthly=3,
        ...                 every_months=3)
        >>> [(f"{day:%d %b}", kind) for day, kind in days]
        [('15 Feb', 'light'), ('15 Mar', 'light'), ('15 Apr', 'light'), ('15 Jul', 'quarterly'), \
('15 Oct', 'quarterly'), ('14 Jan', 'renewal')]
    """
    month = 0
    while True:
        light = month < monthly
        if not light and not every_months:
            break
        month += 1 if light else every_months
        day = months_after(starts_on, month)
        if day >= until_on - timedelta(days=27):  # the renewal says it all
            break
        yield day, "light" if light else "quarterly"
    yield until_on, "renewal"


def months_in(begins_on: date, ends_on: date) -> Decimal:
    """How many months a term has.

    Args:
        begins_on: Its first day.
        ends_on: Its last day.

    Returns:
        The whole months, and of the last one the part of its days.

    Source:
        Ours: what is given by the month is given for a part of one, too.

    Examples:
        >>> months_in(date(2026, 3, 2), date(2027, 3, 1))
        Decimal('12')
        >>> months_in(date(2026, 4, 1), date(2026, 4, 15))
        Decimal('0.5')
    """
    after = ends_on + timedelta(days=1)
    whole = (after.year - begins_on.year) * 12 + after.month - begins_on.month
    if months_after(begins_on, whole) > after:
        whole -= 1
    begun, over = months_after(begins_on, whole), months_after(begins_on, whole + 1)
    return Decimal(whole) + Decimal((after - begun).days) / (over - begun).days
