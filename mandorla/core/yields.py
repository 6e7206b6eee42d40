"""What the work of a community yields: shares with what they were counted from, and days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

FEWEST = 5  # from so many on, a share or a median says something
GATHERINGS = 2  # what was raised at t should have an owner and an outcome by t + 2
PERIODS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # in months back from today


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many.

    Attributes:
        part: how many.
        of: of how many.
    """

    part: int
    of: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None when there are too few to speak of a share."""
        return self.part / self.of if self.of >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of a number of durations, and between which the middle half of them lies.

    Attributes:
        of: how many durations.
        median: in days; None, like both others, when there are too few.
        low: the first quartile, in days.
        high: the third quartile, in days.
    """

    of: int
    median: float | None
    low: float | None
    high: float | None


def share(part: int, of: int) -> Share:
    """So many of so many, refused when that cannot be.

    Args:
        part: How many, 0 or more.
        of: Of how many, at least as many.

    Returns:
        Both; the share itself from five on.

    Raises:
        ValueError: When the part is negative or more than the whole.

    Source:
        Counting; the bound of five is our default.

    Example:
        >>> share(9, 12).value
        0.75
        >>> share(3, 3).value is None
        True
    """
    if not 0 <= part <= of:
        raise ValueError(f"{part} of {of} cannot be.")
    return Share(part, of)


def begins_on(period: str, *, on: date) -> date | None:
    """The first day of a period that ends today.

    Args:
        period: "month", "quarter", "half_year" or "year"; anything else is the whole life.
        on: Today.

    Returns:
        The same day of the month so many months ago, or the last one of a shorter month; None
        when the period has no beginning.

    Source:
        Our default: months that roll, so that the first days of a month are not empty.

    Example:
        >>> begins_on("quarter", on=date(2026, 5, 31))
        datetime.date(2026, 2, 28)
        >>> begins_on("all", on=date(2026, 5, 31)) is None
        True
    """
    if period not in PERIODS:
        return None
    months = on.year * 12 + on.month - 1 - PERIODS[period]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def carried(
    *,
    owned_at: datetime | None,
    came_at: datetime | None,
    later: Sequence[datetime],
    within: int = GATHERINGS,
) -> bool | None:
    """Whether an issue that was raised at a gathering had an owner and an outcome in time.

    Args:
        owned_at: Since when somebody looks after it; None when nobody does.
        came_at: When something first came of it; None when nothing has.
        later: When the gatherings of its series ended that were held after that one, in order.
        within: By which of them.

    Returns:
        Whether both were there by then; None when fewer gatherings were held since.

    Source:
        Carry-through, our default: issues raised at t with an owner and an outcome by t + 2.

    Example:
        >>> from datetime import datetime as d
        >>> weekly = [d(2026, 3, 9), d(2026, 3, 16)]
        >>> carried(owned_at=d(2026, 3, 2), came_at=d(2026, 3, 16), later=weekly)
        True
        >>> carried(owned_at=d(2026, 3, 2), came_at=None, later=weekly)
        False
        >>> carried(owned_at=d(2026, 3, 2), came_at=None, later=weekly[:1]) is None
        True
    """
    if len(later) < within:
        return None
    by = later[within - 1]
    return all(moment is not None and moment <= by for moment in (owned_at, came_at))


def crosses(units: Collection[int | None]) -> bool:
    """Whether people of at least two units took part.

    Args:
        units: The unit of each person; None for somebody without one.

    Returns:
        Whether two of them differ; people without a unit count for none.

    Source:
        Cross-unit resolution, our default: solved with contributors from two units or more.

    Example:
        >>> crosses([3, 3, 7])
        True
        >>> crosses([3, 3, None])
        False
    """
    return len({unit for unit in units if unit is not None}) > 1


def spread(days: Sequence[float]) -> Spread:
    """The median of durations and their quartiles.

    Args:
        days: The durations, in days, in any order.

    Returns:
        How many, and from five on the median and the quartiles.

    Source:
        Hyndman and Fan, Sample quantiles in statistical packages, 1996: the seventh definition,
        which spreadsheets call inclusive.

    Example:
        >>> spread([1, 3, 5, 9, 30])
        Spread(of=5, median=5.0, low=3.0, high=9.0)
        >>> spread([1, 3]).median is None
        True
    """
    if len(days) < FEWEST:
        return Spread(len(days), None, None, None)
    low, median, high = (float(value) for value in quantiles(days, n=4, method="inclusive"))
    return Spread(len(days), median, low, high)


def adoption(states: Sequence[str]) -> Share:
    """How much of what a unit got it has adopted; what is not for it does not count.

    Args:
        states: The state of each solution in the unit: to_do, adapting, adopted or not_for_us.

    Returns:
        How many it adopted, of those that are for it.

    Source:
        Our default; the states are those of the lifecycle of a rollout line.

    Example:
        >>> adoption(["adopted", "adopted", "to_do", "not_for_us"])
        Share(part=2, of=3)
    """
    mine = [state for state in states if state != "not_for_us"]
    return share(mine.count("adopted"), len(mine))


def answered_within(
    *,
    asked_at: datetime,
    answered_at: datetime | None,
    closed_at: datetime | None,
    within: timedelta,
    at: datetime,
) -> bool | None:
    """Whether what was asked had a first answer in time.

    Args:
        asked_at: When it was asked.
        answered_at: When somebody first answered; None when nobody has.
        closed_at: When no answer was waited for any longer; None while one is.
        within: In which time.
        at: The moment of looking.

    Returns:
        Whether it had; None when it is too early to say, or when it was closed before that time
        was over, so that nobody had it.

    Source:
        First response, as communities of open source measure it: the share without an answer
        after 24 hours and after 7 days. What is left out is our default.

    Example:
        >>> from datetime import datetime as d, timedelta
        >>> day, asked = timedelta(days=1), d(2026, 3, 2, 9)
        >>> noon, later = d(2026, 3, 2, 12), d(2026, 3, 9)
        >>> answered_within(asked_at=asked, answered_at=noon, closed_at=None, within=day, at=later)
        True
        >>> answered_within(asked_at=asked, answered_at=None, closed_at=None, within=day, at=later)
        False
        >>> answered_within(asked_at=asked, answered_at=None, closed_at=noon, within=day, at=later)
    """
    by = asked_at + within
    if answered_at is not None:
        return answered_at <= by
    return False if (closed_at or at) > by else None
