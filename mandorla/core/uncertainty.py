"""How sure an overlap is: other respondents of the same kind would have given another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.weights import Individual

    Floats = NDArray[np.float64]

DRAWS: Final = 2_000
SPLITS: Final = 200
FEWEST_TO_SPLIT: Final = 10
DIGITS: Final = 6  # of an end; draws are kept in 32 bits, and what follows is noise
BLOCK: Final = 500_000  # respondents drawn at once: 4 MB of numbers, which a cache can hold


def overlap_draws(
    *,
    organization: Individual | Floats,
    members: Individual | Floats,
    seed: int,
) -> NDArray[np.float32]:
    """Draw where the overlap of all who might have answered may lie.

    Respondents are drawn with replacement, as many as there are and of each side by itself,
    which gives another overlap. As far as that lies below the measured overlap, the measured
    one may lie below the true one: each draw is the measured overlap minus that difference.
    Without this turn the draws would lie too low twice, because chance only ever pulls two
    sides that are alike apart.

    Args:
        organization: Answers, of which respondents are drawn, or weights, taken as stated.
        members: The same for the other side.
        seed: 0 or more; the same seed and answers give the same draws.

    Returns:
        2,000 draws around the overlap; some may lie above 1.

    Source:
        Efron's bootstrap, 1979, of respondents and not of items; the turn makes it the basic
        bootstrap of Davison and Hinkley, 1997.

    Example:
        >>> import numpy as np
        >>> stated = np.array([0.5, 0.5])
        >>> overlap_draws(organization=stated, members=stated, seed=1).max()
        np.float32(1.0)
    """
    import numpy as np  # slow import

    one, other = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])
    (p, drawn_p), (q, drawn_q) = _drawn(organization, one), _drawn(members, other)
    measured = np.minimum(p, q).sum()
    drawn = np.minimum(drawn_p, drawn_q).sum(axis=-1)
    return np.broadcast_to(2 * measured - drawn, (DRAWS,)).astype(np.float32)


def overlap_interval(draws: ArrayLike, *, overlap: float, level: float) -> tuple[float, float]:
    """Between which values an overlap lies, allowing for who happened to answer.

    Args:
        draws: What `overlap_draws` gave.
        overlap: The measured overlap, from 0 to 1.
        level: As for `interval`.

    Returns:
        The lower and the upper end, from 0 to 1; the measured overlap is always between them.

    Source:
        `interval`, cut to what an overlap can be.

    Example:
        >>> overlap_interval([0.7, 0.8, 0.9, 1.0, 1.1], overlap=0.65, level=0.95)
        (0.65, 1.0)
    """
    low, high = interval(draws, level=level)
    return max(0.0, min(low, overlap)), min(1.0, max(high, overlap))


def interval(draws: ArrayLike, *, level: float) -> tuple[float, float]:
    """Between which values the middle of the draws lies.

    Args:
        draws: Some values of one measure.
        level: Which share of the draws lies between, above 0 and below 1; 0.95 for 95%.

    Returns:
        The lower and the upper end, in the unit of the draws, to six digits.

    Source:
        Quantiles, with as many draws below the lower end as above the upper one.

    Example:
        >>> interval([0.1, 0.2, 0.3, 0.4, 0.5], level=0.5)
        (0.2, 0.4)
    """
    import numpy as np  # slow import

    ends = np.quantile(np.asarray(draws, dtype=np.float64), [(1 - level) / 2, (1 + level) / 2])
    return round(float(ends[0]), DIGITS), round(float(ends[1]), DIGITS)


def split_half_ceiling(members: Individual, *, seed: int) -> float | None:
    """The overlap of the members with themselves: what "as alike as can be" would look like.

    Args:
        members: The answers of one side.
        seed: 0 or more; the same seed and answers give the same value.

    Returns:
        The mean overlap, from 0 to 1, of 200 random halves of the members with the other half;
        None under 10 members, where a half is under 5.

    Source:
        Split-half reliability, after Spearman and Brown, 1910, applied to the overlap.

    Example:
        >>> import numpy as np
        >>> from mandorla.core.weights import Allocations
        >>> split_half_ceiling(Allocations(np.full((12, 4), 25)), seed=1)
        1.0
    """
    import numpy as np  # slow import

    count = len(members)
    if count < FEWEST_TO_SPLIT:
        return None
    rng, parts = np.random.default_rng([seed, 3]), members.parts()
    halves = []
    for size in _blocks(SPLITS, count):
        marks = np.zeros((size, count), dtype=np.float32)
        marks[:, : count // 2] = 1
        halves.append(rng.permuted(marks, axis=1) @ parts)
    half = np.concatenate(halves)
    p, q = members.group_of(half), members.group_of(parts.sum(axis=0) - half)
    return min(1.0, float(np.minimum(p, q).sum(axis=1).mean()))


def _drawn(side: Individual | Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """The weights of a side, and those in each draw; a stated side has the same in all."""
    import numpy as np  # slow import

    if isinstance(side, np.ndarray):
        return side, side
    parts, count = side.parts(), len(side)
    sums = []
    for size in _blocks(DRAWS, count):
        chosen = rng.integers(0, count, size=(size, count))
        chosen += np.arange(size)[:, None] * count
        times = np.bincount(chosen.ravel(), minlength=size * count).reshape(size, count)
        sums.append(times @ parts)
    return side.group(), side.group_of(np.concatenate(sums))


def _blocks(total: int, count: int) -> Iterator[int]:
    """Sizes of blocks that sum to a total and hold no more respondents at once than fit."""
    size = max(1, BLOCK // count)
    while total > 0:
        yield min(size, total)
        total -= size
