"""Whether ties stay within units or lead across."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]
    Counts = NDArray[np.int64]


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
