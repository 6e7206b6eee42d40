"""Months as numbers, which is how figures know them, and as days, which is how people do."""

from __future__ import annotations

from datetime import UTC, date, datetime


def month_index(day: date) -> int:
    """The month of a day as a number: year × 12 + month - 1."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month that is a number."""
    return date(month // 12, month % 12 + 1, 1)


def full_until(second: int) -> int:
    """The first month that is not over at a second since 1970, as a number."""
    return month_index(datetime.fromtimestamp(second, UTC))
