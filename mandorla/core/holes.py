"""How much of somebody's network leads to the same people: constraint and effective size.

Only a person themselves may see these figures of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

AT_ONCE: Final = 1 << 20  # steps of two that are looked at together
PLACES: Final = 1 << 22  # of the table that says which ties there are
TOGETHER: Final = 1 << 21  # triangles that are added up together


@dataclass(frozen=True, slots=True, eq=False)
class Holes:
    """Of each person; not a number for somebody without ties.

    Attributes:
        constraint: How much all that their contacts are for them comes down to a few.
        effective_size: How many contacts they have that do not overlap.
    """

    constraint: Floats
    effective_size: Floats


def structural_holes(ties: Ties) -> Holes:
    """Measure constraint and effective size of everybody.

    Args:
        ties: With or without direction, with weights.

    Returns:
        Both figures of each person. Constraint takes the weights of both directions together;
        effective size counts ties alone, without direction.

    Source:
        Burt, Structural Holes, 1992: c = Σ_j (p_ij + Σ_q p_iq p_qj)² over the contacts j of i,
        with the share p_ij of i's ties that j has; Borgatti, 1997: n - 2t / n, for n contacts
        with t ties among them. Each triangle is found once, from its least connected corner.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> path = structural_holes(distinct_ties([0, 1], [1, 2], people=3))
        >>> path.constraint.tolist(), path.effective_size.tolist()
        ([1.0, 0.5, 1.0], [1.0, 2.0, 1.0])
        >>> triangle = distinct_ties([0, 1, 0], [1, 2, 2], people=3)
        >>> structural_holes(triangle).constraint.tolist()
        [1.125, 1.125, 1.125]
    """
    import numpy as np  # slow import

    low, high, weight, whole, names, degree = _ranked(ties)
    forth, back = weight / whole[low], weight / whole[high]  # the share either end gives the other
    forth2, back2 = forth.copy(), back.copy()  # and what leads there by a third
    among = np.zeros(ties.people, dtype=np.int64)  # ties among the contacts of each
    for ab, ac, bc in _gathered(_triangles(low, high, ties.people)):
        for through, first, second, edge in (
            (forth2, forth[ac], back[bc], ab),  # from a over c to b
            (back2, forth[bc], back[ac], ab),  # from b over c to a
            (forth2, forth[ab], forth[bc], ac),
            (back2, back[bc], back[ab], ac),
            (forth2, back[ab], forth[ac], bc),
            (back2, back[ac], forth[ab], bc),
        ):
            np.add(through, np.bincount(edge, first * second, len(through)), out=through)
        for corner in (low[ab], high[ab], high[ac]):
            np.add(among, np.bincount(corner, minlength=len(among)), out=among)
    sums = np.bincount(low, weights=forth2**2, minlength=ties.people)
    sums += np.bincount(high, weights=back2**2, minlength=ties.people)
    constraint, effective = np.full(ties.people, np.nan), np.full(ties.people, np.nan)
    tied = degree > 0
    constraint[names[tied]] = sums[tied]
    effective[names[tied]] = degree[tied] - 2 * among[tied] / degree[tied]
    return Holes(constraint, effective)


def _ranked(ties: Ties) -> tuple[Ints, Ints, Floats, Floats, Ints, Ints]:
    """Ties without direction, from the less to the more connected end.

    After their weights come, by rank, all that each person has, who it is, and the degree.
    """
    import numpy as np  # slow import

    from mandorla.core.ties import degrees, distinct_ties  # slow import

    if ties.directed:
        ties = distinct_ties(ties.source, ties.target, people=ties.people, weight=ties.weight)
    degree = degrees(ties)
    names = np.argsort(degree, kind="stable").astype(np.int64)
    rank = np.empty_like(names)
    rank[names] = np.arange(len(names))
    one, other = rank[ties.source], rank[ties.target]
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.argsort(low * ties.people + high)
    low, high, weight = low[order], high[order], ties.weight[order]
    whole = np.zeros(ties.people) + np.bincount(low, weight, ties.people)
    whole += np.bincount(high, weights=weight, minlength=ties.people)
    return low, high, weight, whole, names, degree[names]


def _gathered(portions: Iterator[tuple[Ints, Ints, Ints]]) -> Iterator[tuple[Ints, Ints, Ints]]:
    """The same in portions that are worth adding up."""
    import numpy as np  # slow import

    waiting: list[tuple[Ints, Ints, Ints]] = []
    held = 0
    for portion in portions:
        waiting.append(portion)
        if (held := held + len(portion[0])) >= TOGETHER:
            yield tuple(np.concatenate(side) for side in zip(*waiting, strict=True))  # type: ignore[misc]
            waiting, held = [], 0
    if waiting:
        yield tuple(np.concatenate(side) for side in zip(*waiting, strict=True))  # type: ignore[misc]


def _triangles(low: Ints, high: Ints, people: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """The places of the three ties a-b, a-c and b-c of triangles with a < b < c, some at a time."""
    import numpy as np  # slow import

    begins = np.searchsorted(low, np.arange(people + 1))
    steps = np.diff(begins)[high]  # ways on from the end of each tie
    rows = max(1, PLACES // max(people, 1))  # people whose ties fit into one table
    table = np.full(rows * people, -1, dtype=np.int32)
    ways = np.concatenate([[0], np.cumsum(steps)])
    first = 0
    while first < len(low):
        begin = int(low[first])
        wide = int(np.searchsorted(ways, ways[first] + AT_ONCE, side="right")) - 1
        upto = max(begin + 1, int(low[wide]) if wide < len(low) else people)
        last = int(begins[min(upto, begin + rows, people)])
        ties = np.arange(first, last)
        own = (low[ties] - begin) * people
        table[own + high[ties]] = ties
        ab = np.repeat(ties, steps[ties])
        within = np.arange(len(ab)) - np.repeat(ways[ties] - ways[first], steps[ties])
        bc = begins[high[ab]] + within
        ac = table[(low[ab] - begin) * people + high[bc]]
        closed = np.flatnonzero(ac >= 0)
        yield ab[closed], ac[closed].astype(np.int64), bc[closed]
        table[own + high[ties]] = -1
        first = last
