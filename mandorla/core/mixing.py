"""Whether ties stay within units or lead across, against what chance would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]
    Counts = NDArray[np.int64]

DRAWS: Final = 5_000
FEWEST_DRAWS: Final = 200
MOST_WORK: Final = 200_000_000  # ties looked at in all draws together


def ei_index(internal: float, external: float) -> float | None:
    """How far ties lead out of units: the E-I index.

    Args:
        internal: How many are within a unit, 0 or more.
        external: How many lead from one unit to another, 0 or more.

    Returns:
        From -1, all within, to 1, all across; None without ties.

    Source:
        Krackhardt and Stern, Informal networks and organizational crises, 1988.

    Example:
        >>> round(ei_index(6, 9), 9)
        0.2
    """
    both = internal + external
    return (external - internal) / both if both else None


def expected_ei(sizes: Collection[int]) -> float | None:
    """What the E-I index would be if ties did not care for units.

    Args:
        sizes: How many people each unit has, 0 or more.

    Returns:
        From -1 to 1; None of fewer than two people.

    Source:
        All pairs of people alike, which is the mean over all ways to deal the units out anew.

    Example:
        >>> round(expected_ei([4, 3, 3]), 6)
        0.466667
    """
    people = sum(sizes)
    within = sum(size * (size - 1) for size in sizes)
    pairs = people * (people - 1)
    return (pairs - 2 * within) / pairs if pairs else None


def split(matrix: ArrayLike) -> tuple[float, float]:
    """How much of a table of units by units is within units, and how much between them.

    Args:
        matrix: From the unit of the row to that of the column, each tie in one place.

    Returns:
        The sum of the diagonal, and of all else.

    Source:
        Arithmetic.

    Example:
        >>> split([[3, 1], [2, 4]])
        (7.0, 3.0)
    """
    import numpy as np  # slow import

    table = np.asarray(matrix, dtype=np.float64)
    within = float(np.trace(table))
    return within, float(table.sum()) - within


def cross_unit_share(matrix: ArrayLike) -> float | None:
    """Which share of the replies goes to somebody of another unit.

    Args:
        matrix: Replies from the unit of the row to that of the column.

    Returns:
        From 0 to 1; None without replies.

    Source:
        A share; our own default for communities whose reason is the cracks between units.

    Example:
        >>> cross_unit_share([[3, 1], [2, 4]])
        0.3
    """
    within, between = split(matrix)
    return between / (within + between) if within + between else None


def mixing_matrix(ties: Ties, unit: ArrayLike, *, units: int) -> Counts:
    """Count ties by the units at their ends.

    Args:
        ties: The ties.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.

    Returns:
        A table of units by units. Without direction each tie stands once, above the diagonal or
        on it. Ties of people without a unit are left out.

    Source:
        Newman, Mixing patterns in networks, 2003.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 0, 2], [1, 2, 3], people=4)
        >>> mixing_matrix(ties, [0, 0, 1, -1], units=2).tolist()
        [[1, 1], [0, 0]]
    """
    import numpy as np  # slow import

    labels = np.asarray(unit, dtype=np.int64)
    begin, end = labels[ties.source], labels[ties.target]
    known = (begin >= 0) & (end >= 0)
    return _counted(begin[known], end[known], units=units, directed=ties.directed)


def _counted(begin: Ints, end: Ints, *, units: int, directed: bool) -> Counts:
    import numpy as np  # slow import

    table = np.bincount(begin * units + end, minlength=units * units).reshape(units, units)
    if directed:
        return table
    return np.triu(table) + np.tril(table, -1).T


@dataclass(frozen=True, slots=True)
class AgainstChance:
    """An E-I index beside what chance would give.

    Attributes:
        index: The index.
        expected: What chance would give, with units of these sizes.
        p_value: How often units dealt out by lot are at least as far from that.
        draws: How often they were dealt out.
    """

    index: float
    expected: float
    p_value: float
    draws: int


def permutation_test(
    ties: Ties, unit: ArrayLike, *, units: int, seed: int, draws: int = DRAWS
) -> AgainstChance | None:
    """Hold an E-I index against units dealt out among the same people by lot.

    Args:
        ties: The ties.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.
        seed: 0 or more; the same seed gives the same answer.
        draws: How often to deal, at the most; of large networks it is less often.

    Returns:
        The index against chance; None where fewer than two units or no ties are known.

    Source:
        Krackhardt and Stern, 1988. Two-sided, with the network as it is; the deal that was seen
        counts as one of them (Phipson and Smyth, 2010), so that p is never 0.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 3, 4], [1, 2, 4, 5], people=6)
        >>> found = permutation_test(ties, [0, 0, 0, 1, 1, 1], units=2, seed=1)
        >>> found.index, round(found.expected, 3), found.p_value < 0.2
        (-1.0, 0.2, True)
    """
    import numpy as np  # slow import

    labels = np.asarray(unit, dtype=np.int64)
    sizes = np.bincount(labels[labels >= 0], minlength=units)
    begin, end = ends_with_units(ties, labels)
    index = ei_index(int((begin[1] == end[1]).sum()), int((begin[1] != end[1]).sum()))
    expected = expected_ei(sizes.tolist())
    if index is None or expected is None or np.count_nonzero(sizes) < 2:
        return None
    far, times = abs(index - expected) - 1e-12, draws_of(len(begin[0]), draws)
    beyond = 0
    for dealt in deals(labels[labels >= 0], times=times, seed=seed):
        within = int((dealt[begin[0]] == dealt[end[0]]).sum())
        drawn = (len(begin[0]) - 2 * within) / len(begin[0])
        beyond += abs(drawn - expected) >= far
    return AgainstChance(index, expected, (beyond + 1) / (times + 1), times)


def ends_with_units(ties: Ties, labels: Ints) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The ends of ties between people who have a unit, for a permutation test.

    Args:
        ties: The ties.
        labels: Of each person the place of their unit, or -1 without one.

    Returns:
        Of either end the places among the people who have a unit, and their units.

    Source:
        Selection.

    Example:
        >>> import numpy as np
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 1], [1, 2, 3], people=4)
        >>> begin, end = ends_with_units(ties, np.array([-1, 0, 1, 1]))
        >>> begin[0].tolist(), end[0].tolist(), end[1].tolist()
        ([0, 0], [1, 2], [1, 1])
    """
    import numpy as np  # slow import

    has_unit = labels >= 0
    place = np.cumsum(has_unit) - 1
    known = has_unit[ties.source] & has_unit[ties.target]
    source, target = ties.source[known], ties.target[known]
    return (place[source], labels[source]), (place[target], labels[target])


def draws_of(ties: int, most: int = DRAWS) -> int:
    """How often units are dealt out of a network with so many ties.

    Args:
        ties: How many, 0 or more.
        most: The most draws.

    Returns:
        From 200 to the most; so that all draws together take seconds.

    Source:
        Our own default: 5,000, fewer from 40,000 ties on.

    Example:
        >>> draws_of(16_064), draws_of(1_000_000), draws_of(10**9)
        (5000, 200, 200)
    """
    return min(most, max(FEWEST_DRAWS, MOST_WORK // max(ties, 1)))


def deals(labels: Ints, *, times: int, seed: int) -> Iterator[Ints]:
    """Deal units out among the same people by lot, time after time.

    Args:
        labels: The unit of each person.
        times: How often.
        seed: 0 or more.

    Returns:
        The labels in another order each time.

    Source:
        A random permutation.

    Example:
        >>> import numpy as np
        >>> [sorted(dealt.tolist()) for dealt in deals(np.array([0, 1, 1]), times=2, seed=1)]
        [[0, 1, 1], [0, 1, 1]]
    """
    import numpy as np  # slow import

    rng = np.random.default_rng(seed)
    small = labels.astype(np.int16) if labels.size and labels.max() < 2**15 else labels
    for _draw in range(times):
        yield rng.permutation(small)
