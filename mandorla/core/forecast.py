"""How likely a measure is to be at its target on a day, and to reach it by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from mandorla.core.drift import paths
from mandorla.core.pace import DIRECTIONS, Pace, Reading, pace
from mandorla.core.scales import KINDS, LARGEST, as_read, stretched, threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST: Final = 8
SHARES: Final = (0.5, 0.8, 0.95)  # of what may come, that each band holds
DRAWS: Final = 4_000
MOST_USED: Final = 400  # the last readings; what a still older one says is forgotten
MOST_STEPS: Final = 120  # readings to come that are looked at
MOST_DAYS: Final = 24  # of a fan
DIGITS: Final = 6
# How far a measure may move that never moved, on the scale without ends: a share and a count as
# far as chance alone would move them, a level by a hundredth of its size.
STILL: Final = {"share": 0.1, "count": 0.25}
STILL_LEVEL: Final = 0.01


@dataclass(frozen=True, slots=True)
class Band:
    """Between which values a share of what may come lies.

    Attributes:
        share: Which share, 0.5, 0.8 or 0.95.
        low: The lower end, in the unit of the readings.
        high: The upper end.
    """

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FanDay:
    """What may be read on one day to come.

    Attributes:
        on: The day.
        middle: As likely to be passed as not.
        bands: One for each of 50%, 80% and 95%, the narrowest first.
    """

    on: date
    middle: float
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What can be said about a target, and why not more.

    Attributes:
        kind: "level", "share" or "count".
        direction: "up" or "down".
        target: The value to reach.
        by: The day it is due.
        readings: How many there are.
        reason: Why there are no probabilities: "few_readings" or "due_over"; empty when there are.
        missing: How many more readings it needs; 0 when there are enough.
        reached_on: The first day on which a reading was at the target or beyond, if any.
        is_there: Whether the last reading is.
        every_days: The usual number of days between two readings; None with a single one.
        pace: How fast it would have to go, and went.
        probability_on_date: To be read at the target or beyond on that day; from 0 to 1.
        probability_by_date: That this is read on that day or any day before, when readings go
            on as usual; from 0 to 1, never below the other, and 1 when the last reading is there.
        fan: What may be read on days up to and with that day.
    """

    kind: str
    direction: str
    target: float
    by: date
    readings: int
    reason: str
    missing: int
    reached_on: date | None
    is_there: bool
    every_days: float | None
    pace: Pace
    probability_on_date: float | None = None
    probability_by_date: float | None = None
    fan: tuple[FanDay, ...] = ()


def forecast(
    readings: Sequence[Reading],
    *,
    target: float,
    by: date,
    kind: str = "level",
    direction: str = "up",
    seed: int = 0,
) -> Forecast:
    """Say how likely a measure is to be at its target on a day, and to reach it by then.

    Args:
        readings: One for each day that was read, in any order.
        target: The value to reach, in their unit; a share is one from 0 to 1.
        by: The day it is due.
        kind: "level" for any number, "share" for one from 0 to 1, "count" for whole ones from 0.
        direction: "up" when beyond the target is above it, "down" when it is below.
        seed: 0 or more; the same seed and readings give the same forecast.

    Returns:
        Both probabilities with a fan; with fewer than 8 readings, or when the last one is not
        before the day, none of them, but why not. The pace needed and had is always there.

    Raises:
        ValueError: There is no reading, a day has two, a value or the target is none of its
            kind or beyond 10¹⁵, or the kind or the direction is not known.

    Source:
        `mandorla.core.drift.paths`; that 8 readings are the fewest is our own default.

    Example:
        >>> weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(12)]
        >>> rising = [Reading(on, 40 + n + n % 3) for n, on in enumerate(weeks)]
        >>> found = forecast(rising, target=60, by=date(2026, 6, 1))
        >>> 0.5 < found.probability_on_date < found.probability_by_date < 1
        True
        >>> forecast(rising[:5], target=60, by=date(2026, 6, 1)).missing
        3
    """
    given = _checked(readings, target=target, kind=kind, direction=direction)
    beyond = [one.on for one in given if one.is_beyond(target, direction=direction)]
    gaps = [(b.on - a.on).days for a, b in pairwise(given)]
    known = Forecast(
        kind=kind,
        direction=direction,
        target=float(target),
        by=by,
        readings=len(given),
        reason=_reason(given, by),
        missing=max(0, FEWEST - len(given)),
        reached_on=beyond[0] if beyond else None,
        is_there=given[-1].on in beyond,
        every_days=float(median(gaps)) if gaps else None,
        pace=pace(given, target=float(target), by=by, direction=direction),
    )
    return known if known.reason else _with_odds(known, given, seed=seed)


def _reason(given: Sequence[Reading], by: date) -> str:
    if by <= given[-1].on:
        return "due_over"
    return "few_readings" if len(given) < FEWEST else ""


def _checked(
    readings: Sequence[Reading], *, target: float, kind: str, direction: str
) -> list[Reading]:
    """The readings by day.

    Raises:
        ValueError: As `forecast`.
    """
    if kind not in KINDS or direction not in DIRECTIONS:
        raise ValueError(f"a measure is one of {KINDS} and goes one of {DIRECTIONS}")
    given = [Reading(one.on, float(one.value)) for one in sorted(readings, key=lambda one: one.on)]
    if not given:
        raise ValueError("without a reading nothing can be said")
    if len({one.on for one in given}) < len(given):
        raise ValueError("a day has one reading")
    values = [*(one.value for one in given), target]
    if not all(abs(value) <= LARGEST for value in values):  # nor is what is no number at all
        raise ValueError(f"a reading and a target are numbers of at most {LARGEST:,.0f}")
    if kind == "share" and not all(0 <= value <= 1 for value in values):
        raise ValueError("a share is a number from 0 to 1")
    if kind == "count" and not all(value >= 0 and value == int(value) for value in values[:-1]):
        raise ValueError("a count is a whole number from 0")
    return given


def _with_odds(known: Forecast, given: Sequence[Reading], *, seed: int) -> Forecast:
    import numpy as np  # slow import

    given = given[-MOST_USED:]
    every, last = known.every_days or 1.0, given[-1].on
    values = stretched([one.value for one in given], kind=known.kind)
    days = _days_ahead((known.by - last).days, every)
    drawn = paths(
        [(one.on - given[0].on).days / every for one in given],
        values,
        [((last - given[0].on).days + day) / every for day in days],
        still=_still(values, known.kind),
        draws=DRAWS,
        seed=seed,
    )
    line = threshold(known.target, kind=known.kind, direction=known.direction)
    beyond = drawn >= line if known.direction == "up" else drawn <= line
    on_date, by_date = _share(beyond[:, -1:]), _share(beyond)
    shown = np.unique(np.linspace(0, len(days) - 1, min(len(days), MOST_DAYS)).round().astype(int))
    return replace(
        known,
        probability_on_date=on_date,
        probability_by_date=1.0 if known.is_there else by_date,
        fan=_fan([last + timedelta(int(days[k])) for k in shown], drawn[:, shown], known.kind),
    )


def _days_ahead(left: int, every: float) -> list[float]:
    """The days of readings to come, the due one last, when they go on as usual."""
    import numpy as np  # slow import

    count = max(1, round(left / every))
    if count > MOST_STEPS:
        return [float(day) for day in np.linspace(0, left, MOST_STEPS + 1)[1:]]
    return [*(every * k for k in range(1, count)), float(left)]


def _still(values: Floats, kind: str) -> float:
    return STILL.get(kind) or max(STILL_LEVEL * float(abs(values).max()), 1e-9)


def _share(hits: NDArray[np.bool_]) -> float:
    """Which share of the draws are there at all; what none of them did is not impossible."""
    return round((int(hits.any(axis=1).sum()) + 0.5) / (len(hits) + 1), DIGITS)


def _fan(days: Sequence[date], drawn: Floats, kind: str) -> tuple[FanDay, ...]:
    import numpy as np  # slow import

    ends = [(1 - share) / 2 for share in SHARES]
    middle = as_read(np.quantile(drawn, 0.5, axis=0), kind=kind)
    if kind == "count":
        low, high = _ends_of_counts(as_read(drawn, kind=kind), ends)
        low, high = np.minimum(low, middle), np.maximum(high, middle)
    else:
        quantiles = np.quantile(drawn, [*ends, *(1 - end for end in ends)], axis=0)
        low, high = np.split(as_read(quantiles, kind=kind), 2)
    middles, lows, highs = ((part.round(DIGITS) + 0.0).tolist() for part in (middle, low, high))
    return tuple(
        FanDay(
            day,
            middles[k],
            tuple(Band(share, lows[n][k], highs[n][k]) for n, share in enumerate(SHARES)),
        )
        for k, day in enumerate(days)
    )


def _ends_of_counts(drawn: Floats, ends: Sequence[float]) -> tuple[Floats, Floats]:
    """The lower and the upper ends of bands, a row for each band.

    A count on the end of a band is inside by half: bands that took in both ends whole would hold
    far more than they say where counts are small.
    """
    import numpy as np  # slow import

    low, high = np.empty((2, len(ends), drawn.shape[1]))
    for k, some in enumerate(drawn.T):
        values, times = np.unique(some, return_counts=True)
        halves = (np.cumsum(times) - times / 2) / len(some)
        low[:, k] = values[np.searchsorted(halves, ends)]
        high[:, k] = values[np.searchsorted(halves, 1 - np.array(ends), side="right") - 1]
    return low, high
