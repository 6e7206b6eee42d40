"""Units and pairs of units of whom too few people would be told: folded up, or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]


def fold_units(sizes: Sequence[int], *, fewest: int = FEWEST) -> tuple[int, ...]:
    """Put units of fewer than five people together.

    Args:
        sizes: How many people each unit has, 0 or more.
        fewest: How many people a unit that is told of has at the least.

    Returns:
        Of each unit the place of the one it is told under. The place after the last stands for
        "other units"; when those together are still too few, the smallest other unit goes there,
        too. All are -1 when everybody together is fewer than five.

    Source:
        The floor of `mandorla.core.disclosure`.

    Example:
        >>> fold_units([8, 2, 9, 4])
        (0, 4, 2, 4)
        >>> fold_units([8, 2, 9, 0])
        (4, 4, 2, 4)
        >>> fold_units([2, 1])
        (-1, -1)
    """
    other = len(sizes)
    if sum(sizes) < fewest:
        return (-1,) * other
    folded = {place for place, size in enumerate(sizes) if size < fewest}
    held = sum(sizes[place] for place in folded)
    left = sorted((size, place) for place, size in enumerate(sizes) if place not in folded)
    while 0 < held < fewest and left:
        size, place = left.pop(0)
        folded.add(place)
        held += size
    return tuple(other if place in folded else place for place in range(other))


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """What is not told of a table of units by units.

    Attributes:
        cells: Which pairs of units, as a symmetric table; a unit's own count on the diagonal.
        sums: Whether how much leads out of each unit is not told either.
    """

    cells: Marks
    sums: bool


def hide_cells(people: ArrayLike, counts: ArrayLike, *, fewest: int = FEWEST) -> Hidden:
    """Which pairs of units are not told, so that nobody works out a count of one to four people.

    Besides the pairs, it is told of each unit how much leads out of it, and of all units how much
    is within one and between two. What is missing to such a sum would give a pair away. So with a
    pair of few people the smallest ring of four units that it is part of is hidden: along a ring
    one can add to one pair and take from the next, and no sum changes.

    Args:
        people: Of each pair of units, how many people are behind its count, symmetric; behind a
            unit's own count on the diagonal.
        counts: The counts, symmetric.
        fewest: From how many people on a count may be told.

    Returns:
        What is hidden. A pair without any count is told, unless it is needed to hide another.

    Source:
        Complementary suppression, as in `mandorla.core.disclosure`, for tables whose sums are
        told: a pair is safe when the equations leave it open.

    Example:
        >>> behind = [[9, 3, 8, 9], [3, 9, 7, 8], [8, 7, 9, 6], [9, 8, 6, 9]]
        >>> hide_cells(behind, behind).cells.astype(int).tolist()
        [[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]]
    """
    import numpy as np  # slow import

    much = np.asarray(counts, dtype=np.float64)
    few = (np.asarray(people) < fewest) & (much > 0)
    hidden, units = few.copy(), len(much)
    cost = np.where(much > 0, much, much.sum() + 1)  # that nobody talks is worth telling
    for row, column in np.argwhere(np.triu(few, 1)):
        for one, other in _ring(cost * ~hidden, int(row), int(column)):
            hidden[one, other] = hidden[other, one] = True
    own = np.flatnonzero(np.diag(hidden))
    if len(own) == 1 and units > 1:
        others = np.delete(np.arange(units), own)
        place = others[np.argmin(np.diag(cost)[others])]
        hidden[place, place] = True
    across = np.argwhere(np.triu(hidden, 1))
    if units == 3 and len(across) == 1:
        open_to = [pair for pair in ((0, 1), (0, 2), (1, 2)) if not hidden[pair]]
        pair = min(open_to, key=lambda pair: float(cost[pair]))
        hidden[pair] = hidden[pair[::-1]] = True
    return Hidden(hidden, sums=units < 4 and len(across) > 0)


def _ring(cost: Floats, row: int, column: int) -> list[tuple[int, int]]:
    """The other three pairs of the cheapest ring of four units with this pair; none of fewer."""
    import numpy as np  # slow import

    if len(cost) < 4:
        return []
    whole = cost + cost[column][:, None] + cost[row][None, :]  # column - third - fourth - row
    np.fill_diagonal(whole, np.inf)
    whole[[row, column], :] = np.inf
    whole[:, [row, column]] = np.inf
    third, fourth = np.unravel_index(int(np.argmin(whole)), whole.shape)
    return [(column, int(third)), (int(third), int(fourth)), (int(fourth), row)]
