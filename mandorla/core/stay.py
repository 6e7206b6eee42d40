"""How long somebody was there, from when they came and went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """One time somebody was there.

    Attributes:
        start: When it began; None when that is not known.
        end: When it ended, not before `start`; None when that is not known.
        seconds: How long it was said to be; counts only when a moment is missing.
    """

    start: datetime | None = None
    end: datetime | None = None
    seconds: int | None = None


def seconds_there(stays: Iterable[Stay]) -> int | None:
    """Add up how long somebody was there, counting no moment twice.

    Args:
        stays: The times somebody was there, in any order; they may overlap, as those of a
            person with a computer and a phone do.

    Returns:
        Whole seconds: the time that stays with both moments cover together, and on top of it the
        length of the others as it was said. None when nothing says how long any of them was.

    Source:
        The measure of a union of intervals.

    Example:
        >>> from datetime import datetime
        >>> nine, ten = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 10)
        >>> half = datetime(2026, 3, 2, 9, 30)
        >>> seconds_there([Stay(nine, ten), Stay(half, ten), Stay(seconds=60)])
        3660
    """
    timed: list[tuple[datetime, datetime]] = []
    said: list[int] = []
    for stay in stays:
        if stay.start is not None and stay.end is not None:
            timed.append((stay.start, stay.end))
        elif stay.seconds is not None:
            said.append(stay.seconds)
    if not timed and not said:
        return None
    covered = timedelta()
    until: datetime | None = None
    for start, end in sorted(timed):
        begin = start if until is None else max(start, until)
        if end > begin:
            covered += end - begin
        until = end if until is None else max(until, end)
    return int(covered.total_seconds()) + sum(said)
