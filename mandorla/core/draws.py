"""Sums of many ranges: ten thousand ways in which all of them may have turned out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Protocol

from mandorla.core.claims import fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.claims import Fit, Floats

DRAWS: Final = 10_000
TABLES: Final = 64  # in how many orders the same scores are kept: 5 MB
ORDERS: Final = 20_261_122  # which orders; the seed of a figure chooses among them
TENTH: Final = NormalDist().inv_cdf(0.9)


class Ranged(Protocol):
    """What can be drawn: a claim, or something given."""

    @property
    def key(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def factor(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a sum may lie, and of what it is the sum.

    Attributes:
        low: One time of ten it is less (P10).
        middle: It is as often less as more (P50).
        high: One time of ten it is more (P90).
        mean: What it is on average, in closed form; above the middle when ranges are wide.
        alike: The P10 and the P90 if all estimates erred the same way, and not each by itself.
        keys: What was summed, sorted.
    """

    low: float
    middle: float
    high: float
    mean: float
    alike: tuple[float, float]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Ranges that can be drawn and summed, sorted by key.

    Attributes:
        rows: What they are ranges of.
        fit: The distribution of each, after its factor.
        means: What each is on average.
        ends: The P10 and the P90 of each.
        places: In which table of scores each is read, and from where on.
    """

    rows: tuple[Ranged, ...]
    fit: Fit
    means: Floats
    ends: tuple[Floats, Floats]
    places: tuple[tuple[int, int], ...]

    def sum(self, which: Sequence[int]) -> Sum:
        """The sum of some of them."""
        sizes = abs(self.means[which])
        most = int(sizes.argmax())
        rest = [*which[:most], *which[most + 1 :]]
        return Sum(
            draws=self._drawn(rest) + self._drawn([which[most]]),
            mean=float(self.means[which].sum()),
            alike=(float(self.ends[0][which].sum()), float(self.ends[1][which].sum())),
            keys=[self.rows[number].key for number in which],
            size=float(sizes.sum()),
            largest=(float(sizes[most]), self.rows[which[most]]),
        )

    def _drawn(self, which: Sequence[int]) -> Floats:
        """The sum of some of them in each of 10,000 draws.

        32 bits are enough for a sum, but not to take an outlier out of it again: so the largest
        is drawn by itself.
        """
        import numpy as np  # slow import

        tables, total, one = _tables(), np.zeros(DRAWS, np.float32), np.empty(DRAWS, np.float32)
        middles, spreads = self.fit.middle[which].tolist(), self.fit.spread[which].tolist()
        logarithmic, fixed = self.fit.logarithmic[which].tolist(), 0.0
        for middle, spread, raised, number in zip(
            middles, spreads, logarithmic, which, strict=True
        ):
            if spread:
                table, start = self.places[number]
                scores = tables[table, start : start + DRAWS]
                np.multiply(scores, np.float32(spread), out=one)
                if raised:
                    np.exp(one, out=one)
                    np.multiply(one, np.float32(middle), out=one)
                np.add(total, one, out=total)
            fixed += 0.0 if raised else middle
        return total.astype(np.float64) + fixed


@cache
def _nothing() -> Floats:
    """A sum of nothing, which nobody may change."""
    import numpy as np  # slow import

    nothing = np.zeros(DRAWS)
    nothing.flags.writeable = False
    return nothing


@dataclass(slots=True, eq=False)
class Sum:
    """A sum that grows.

    Attributes:
        draws: What it is in each of 10,000 draws; 0 while nothing was added.
        mean: What it is on average.
        alike: The sums of the P10 and of the P90 of what was added.
        keys: What was added.
        size: The sum of the means without their signs.
        largest: The largest of these, and what it is the mean of.
    """

    draws: Floats = field(default_factory=_nothing)
    mean: float = 0.0
    alike: tuple[float, float] = (0.0, 0.0)
    keys: list[str] = field(default_factory=list)
    size: float = 0.0
    largest: tuple[float, Ranged] | None = None

    def add(self, other: Sum) -> None:
        """Add another sum, of other keys."""
        self.draws = self.draws + other.draws if self.keys else other.draws
        self.mean += other.mean
        self.alike = (self.alike[0] + other.alike[0], self.alike[1] + other.alike[1])
        self.keys += other.keys
        self.size += other.size
        if other.largest and (self.largest is None or other.largest[0] > self.largest[0]):
            self.largest = other.largest

    def less(self, other: Sum) -> Sum:
        """What is left without a part of it."""
        return Sum(
            draws=self.draws - other.draws,
            mean=self.mean - other.mean,
            alike=(self.alike[0] - other.alike[0], self.alike[1] - other.alike[1]),
            keys=sorted(set(self.keys) - set(other.keys)),
            size=self.size - other.size,
        )

    def spread(self) -> Spread:
        """Where it lies."""
        low, middle, high = tenths(self.draws) if self.keys else (0.0, 0.0, 0.0)
        return Spread(low, middle, high, self.mean, self.alike, tuple(sorted(self.keys)))


def amounts(ranged: Iterable[Ranged], *, seed: int, of: str = "value") -> Amounts:
    """Ranges made ready to be drawn.

    How one of them turns out in a draw hangs on its key and the seed alone: not on the order in
    which they come nor on what else is there. So what is added can be compared with what was
    before, and a community has the same figures by itself and in a portfolio.

    Args:
        ranged: Claims, or what was given.
        seed: From 0 to 2⁶⁴ − 1; the same seed and ranges give the same draws.
        of: What they are, up to 16 letters; the same key of something else is another lot.

    Returns:
        The ranges, sorted by key.

    Raises:
        ValueError: When two have the same key: what is claimed once is counted once.

    Source:
        Common random numbers; the draws themselves are told in docs/measures/value_range.md.

    Example:
        >>> from mandorla.core.claims import Claim
        >>> known = Claim("s1", "members", "cashable", "2026", 500, 500, share=0.5)
        >>> amounts([known], seed=1).sum([0]).spread().high
        250.0
    """
    rows = tuple(sorted(ranged, key=lambda one: one.key))
    keys = [one.key for one in rows]
    if len(set(keys)) < len(keys):
        twice = min(key for key, times in Counter(keys).items() if times > 1)
        raise ValueError(f"{twice} is there twice")
    fitted = fit(
        [one.low for one in rows], [one.high for one in rows], [one.factor for one in rows]
    )
    ends = (fitted.at(-TENTH), fitted.at(TENTH))
    return Amounts(rows, fitted, fitted.means(), ends, tuple(_places(keys, seed, of)))


def tenths(draws: Floats) -> tuple[float, float, float]:
    """P10, P50 and P90 of 10,000 draws.

    Args:
        draws: 10,000 values, in any order.

    Returns:
        The three, in the unit of the draws.

    Source:
        Hyndman and Fan, Sample quantiles in statistical packages, 1996: the fifth definition,
        Hazen's, which is exact for scores at the middles of 10,000 equal shares.

    Example:
        >>> import numpy as np
        >>> tenths(np.arange(10_000.0))
        (999.5, 4999.5, 8999.5)
    """
    import numpy as np  # slow import

    places = [part * DRAWS // 10 - back for part in (1, 5, 9) for back in (1, 0)]
    found = np.sort(draws)[places].tolist()  # faster than to partition draws not seen before
    return (found[0] + found[1]) / 2, (found[2] + found[3]) / 2, (found[4] + found[5]) / 2


def _places(keys: Iterable[str], seed: int, of: str) -> Iterable[tuple[int, int]]:
    """For each key a table and a start in it; as good as chosen by lot."""
    salt, person = seed.to_bytes(8, "little"), of.encode()
    for key in keys:
        found = blake2b(key.encode(), digest_size=8, salt=salt, person=person)
        lot = int.from_bytes(found.digest(), "little")
        yield lot % TABLES, lot // TABLES % DRAWS


@cache
def _tables() -> NDArray[np.float32]:
    """The middles of 10,000 equal shares of a standard normal, in 64 orders, each twice over."""
    import numpy as np  # slow import

    normal = NormalDist()
    above = [normal.inv_cdf(0.5 + (number + 0.5) / DRAWS) for number in range(DRAWS // 2)]
    scores = np.array([-one for one in above[::-1]] + above, dtype=np.float32)
    rng = np.random.default_rng(ORDERS)
    orders = np.stack([rng.permutation(scores) for _table in range(TABLES)])
    return np.concatenate([orders, orders], axis=1)
