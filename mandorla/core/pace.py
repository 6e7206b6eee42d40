"""How fast a measure went, and how fast it would have to go to be at its target in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK: Final = 7
MONTH: Final = 365.25 / 12
DIRECTIONS: Final = ("up", "down")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure said on a day.

    Attributes:
        on: The day.
        value: What it said; a share from 0 to 1.
    """

    on: date
    value: float

    def is_beyond(self, target: float, *, direction: str) -> bool:
        """Whether it is at a target or beyond."""
        return self.value >= target if direction == "up" else self.value <= target


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it would have to go, and how fast it went; below 0 it falls.

    Attributes:
        needed_per_week: What each week has to add from the last reading on; 0 once at the target,
            None when the day is not after it.
        needed_per_month: The same for a month, a twelfth of a year.
        so_far_per_week: What a week added, by the straight line through all readings; None with
            a single one.
        so_far_per_month: The same for a month.
    """

    needed_per_week: float | None
    needed_per_month: float | None
    so_far_per_week: float | None
    so_far_per_month: float | None


def pace(readings: Sequence[Reading], *, target: float, by: date, direction: str) -> Pace:
    """Say how fast a measure would have to go to be at its target in time, and how fast it went.

    Args:
        readings: At least one, by day, one for each day.
        target: The value to reach.
        by: The day it is due.
        direction: "up" when beyond the target is above it, "down" when it is below.

    Returns:
        Both by week and by month.

    Source:
        Arithmetic; least squares for the pace so far, because the first and the last reading
        alone would carry their noise into it.

    Example:
        >>> readings = [Reading(date(2026, 1, 5), 40.0), Reading(date(2026, 1, 19), 44.0)]
        >>> found = pace(readings, target=50.0, by=date(2026, 2, 9), direction="up")
        >>> found.needed_per_week, found.so_far_per_week
        (2.0, 2.0)
    """
    last = readings[-1]
    left, needed = (by - last.on).days, None
    if left > 0:
        is_there = last.is_beyond(target, direction=direction)
        needed = 0.0 if is_there else (target - last.value) / left
    went = _slope(readings)
    return Pace(
        *(None if a is None else a * days for a in (needed, went) for days in (WEEK, MONTH))
    )


def _slope(readings: Sequence[Reading]) -> float | None:
    """What a day adds."""
    days = [(one.on - readings[0].on).days for one in readings]
    middle = sum(days) / len(days)
    square = sum((day - middle) ** 2 for day in days)
    if not square:
        return None
    return sum((day - middle) * one.value for day, one in zip(days, readings, strict=True)) / square


def likely_direction(readings: Sequence[Reading], *, target: float) -> str:
    """Which way a measure is meant to go, when nobody says.

    Args:
        readings: At least one.
        target: The value to reach.

    Returns:
        "down" when the target lies below every reading, "up" otherwise.

    Source:
        Our own: what never was so low is not yet reached, so it is to fall.

    Example:
        >>> likely_direction([Reading(date(2026, 1, 5), 21.0)], target=14.0)
        'down'
    """
    return "down" if all(one.value > target for one in readings) else "up"
