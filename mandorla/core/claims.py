"""What somebody says a thing was worth, or cost: a range, and what it stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

SIDES: Final = ("organization", "members")
KINDS: Final = ("cashable", "capacity", "risk", "other")
MONEY: Final = ("cashable", "capacity", "risk")
RETURN: Final = ("cashable", "capacity")  # what may be held against costs
END: Final = NormalDist().inv_cdf(0.95)  # how many standard deviations an end is from the middle
MOST: Final = 1e15  # of any money; beyond it somebody has slipped on the keys
WIDEST: Final = 1e12  # how many times the low end the high end may be

Parts = tuple[tuple[str, float], ...]  # periods, each with its share of a whole


@dataclass(frozen=True, slots=True)
class Claim:
    """What one side says it got, as a range that holds the truth nine times of ten.

    Attributes:
        key: What it is known by; no two claims have the same.
        side: Who got it, one of `SIDES`.
        kind: One of `KINDS`; of "other" no amount is looked at, because it is not money.
        period: When it was got, in words that sort, such as "2026-03".
        low: What it was worth at least, in one currency: one time of twenty it was less.
        high: What it was worth at most: one time of twenty it was more. Below 0 is a loss.
        share: Which share of it is due to the community, 0 to 1.
        confidence: How sure whoever estimated it is of the estimate, 0 to 1.
        confirmed: Whether somebody who benefited has confirmed it.
        parts: When it was got in several periods, each with its share of the whole; the shares
            add up to 1. Empty when all of it was got in `period`.

    Raises:
        ValueError: When the side or kind is unknown, a number is not in its bounds, or the ends
            are the wrong way round or too far apart to say anything.
    """

    key: str
    side: str
    kind: str
    period: str
    low: float
    high: float
    share: float = 1.0
    confidence: float = 1.0
    confirmed: bool = False
    parts: Parts = ()

    def __post_init__(self) -> None:
        if self.side not in SIDES or self.kind not in KINDS:
            raise ValueError(f"{self.key}: no such side or kind: {self.side}, {self.kind}")
        _check_parts(self.key, self.parts)
        if not (0 <= self.share <= 1 and 0 <= self.confidence <= 1):
            raise ValueError(f"{self.key}: a share and a confidence are from 0 to 1")
        check_range(self.low, self.high)

    @property
    def factor(self) -> float:
        """What is left of the gross amount: the share times the confidence."""
        return self.share * self.confidence

    @property
    def periods(self) -> tuple[str, ...]:
        """Those that it belongs to."""
        return tuple(period for period, _share in self.parts) or (self.period,)


@dataclass(frozen=True, slots=True)
class Given:
    """What one side put in: hours at a rate, and money, each as a range.

    Attributes:
        key: What it is known by; no two have the same.
        side: Who gave it, one of `SIDES`.
        kind: "funding", "resources", "people", "participation", "time" or another word.
        period: When, in the same words as the period of a claim.
        hours: At least and at most how many; twice the same when it is known.
        rate: What an hour costs, in the one currency.
        money: At least and at most how much.
        parts: As for a claim.

    Raises:
        ValueError: When the side is unknown, something is negative, or the ends are the wrong
            way round or too far apart to say anything.
    """

    key: str
    side: str
    kind: str
    period: str
    hours: tuple[float, float] = (0.0, 0.0)
    rate: float = 0.0
    money: tuple[float, float] = (0.0, 0.0)
    parts: Parts = ()

    def __post_init__(self) -> None:
        if self.side not in SIDES:
            raise ValueError(f"{self.key}: no such side: {self.side}")
        _check_parts(self.key, self.parts)
        if min(self.rate, *self.hours, *self.money) < 0:
            raise ValueError(f"{self.key}: what is given is 0 or more")
        check_range(*self.hours)
        check_range(*self.money)
        check_range(self.low, self.high)

    @property
    def low(self) -> float:
        """The fewest hours at the rate, and the least money."""
        return self.hours[0] * self.rate + self.money[0]

    @property
    def high(self) -> float:
        """The most hours at the rate, and the most money."""
        return self.hours[1] * self.rate + self.money[1]

    @property
    def factor(self) -> float:
        """Costs count in full."""
        return 1.0

    @property
    def periods(self) -> tuple[str, ...]:
        """Those that it belongs to."""
        return tuple(period for period, _share in self.parts) or (self.period,)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Distributions of which the 5th and the 95th percentile are the ends of ranges.

    Attributes:
        middle: The median of each.
        spread: The standard deviation, of the logarithm where that is what is normal.
        logarithmic: Where the logarithm is normal, and not the amount itself.
    """

    middle: Floats
    spread: Floats
    logarithmic: NDArray[np.bool_]

    def at(self, score: float) -> Floats:
        """The amounts at so many standard deviations from the middle."""
        import numpy as np  # slow import

        moved = self.spread * score
        raised = self.middle * np.exp(np.where(self.logarithmic, moved, 0.0))
        return np.where(self.logarithmic, raised, self.middle + moved)

    def means(self) -> Floats:
        """The expected amounts, exactly: of a log-normal one m·exp(s²/2)."""
        import numpy as np  # slow import

        return self.middle * np.exp(np.where(self.logarithmic, self.spread**2 / 2, 0.0))


def fit(low: ArrayLike, high: ArrayLike, factor: ArrayLike = 1.0) -> Fit:
    """The distributions that ranges stand for.

    A range above 0 is log-normal: its middle is the geometric mean of its ends, and it reaches
    further up than down, as estimates of money do. One below 0 is the same, mirrored. A range
    that holds or touches 0 is normal around the arithmetic mean. Two equal ends are a point.

    Args:
        low: The 5th percentiles.
        high: The 95th percentiles, none below its low one.
        factor: With what each amount is multiplied, 0 or more.

    Returns:
        One distribution per range.

    Source:
        Two percentiles determine two parameters. Ranges of 90% and log-normal amounts are the
        practice of Hubbard, How to Measure Anything, 2010.

    Example:
        >>> fit([100, -10, 7], [400, 30, 7]).middle.round(9).tolist()
        [200.0, 10.0, 7.0]
    """
    import numpy as np  # slow import

    ends = np.array([low, high], dtype=np.float64)
    factors = np.broadcast_to(np.asarray(factor, dtype=np.float64), ends[0].shape)
    logarithmic = (ends[0] * ends[1] > 0) & (ends[0] < ends[1])
    safe = np.where(logarithmic, ends, 1.0)
    middle = np.where(
        logarithmic,
        np.sign(safe[0]) * np.sqrt(np.abs(safe[0])) * np.sqrt(np.abs(safe[1])),
        ends[0] + (ends[1] - ends[0]) / 2,
    )
    wide = np.log(safe[1] / safe[0])  # below 0 for losses, so that a higher score is more money
    spread = np.where(logarithmic, wide, (ends[1] - ends[0]) * factors) / (2 * END)
    return Fit(middle * factors, spread, logarithmic)


def expected(low: float, high: float) -> float:
    """The mean of the distribution that a range stands for.

    Args:
        low: The 5th percentile.
        high: The 95th percentile.

    Returns:
        The mean, in closed form; of a wide range of money it lies well above the median.

    Raises:
        ValueError: As `check_range`.

    Source:
        The mean of a log-normal variable is exp(μ + σ²/2); of a normal one it is its middle.

    Example:
        >>> round(expected(1_000, 4_000), 1)
        2185.7
        >>> expected(-500, 1_500)
        500.0
    """
    check_range(low, high)
    return float(fit([low], [high]).means()[0])


def percentile(low: float, high: float, *, probability: float) -> float:
    """Below which amount the truth lies with a probability, if the range is right.

    Args:
        low: The 5th percentile.
        high: The 95th percentile.
        probability: Above 0 and below 1.

    Returns:
        That amount, in closed form.

    Raises:
        ValueError: As `check_range`.

    Source:
        The quantile function of the fitted distribution.

    Example:
        >>> round(percentile(1_000, 4_000, probability=0.95), 6)
        4000.0
        >>> round(percentile(1_000, 4_000, probability=0.5), 6)
        2000.0
    """
    check_range(low, high)
    return float(fit([low], [high]).at(NormalDist().inv_cdf(probability))[0])


def check_range(low: float, high: float) -> None:
    """Refuse what is no range.

    Args:
        low: The 5th percentile.
        high: The 95th percentile; the same is a point.

    Returns:
        Nothing.

    Raises:
        ValueError: When an end is no number or beyond 10¹⁵, the low one is above the high one,
            or both have a sign and one is more than 10¹² times the other.

    Source:
        Our own bounds; within them 32 bits hold every draw.

    Example:
        >>> check_range(2, 1)
        Traceback (most recent call last):
        ValueError: a range goes from low to high, not from 2 to 1
    """
    if not (math.isfinite(low) and math.isfinite(high) and max(abs(low), abs(high)) <= MOST):
        raise ValueError(f"an end of a range is a number of at most {MOST:,.0f}")
    if low > high:
        raise ValueError(f"a range goes from low to high, not from {low} to {high}")
    if low * high > 0 and not 1 / WIDEST <= abs(high / low) <= WIDEST:
        raise ValueError(f"a range from {low} to {high} is too wide to say anything")


def _check_parts(key: str, parts: Parts) -> None:
    """Refuse shares of a whole that are not all of it, or name a period twice."""
    if not parts:
        return
    shares = [share for _period, share in parts]
    is_whole = min(shares) >= 0 and math.isclose(sum(shares), 1)
    if not is_whole or len({period for period, _share in parts}) < len(parts):
        raise ValueError(f"{key}: its parts are shares of different periods that add up to 1")
