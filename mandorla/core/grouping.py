"""Which of many texts are about the same: groups of their vectors, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.embedding import Floors

    Floats = NDArray[np.float32]
    Places = NDArray[np.intp]

NEAREST: Final = 5
SHARPNESS: Final = 3
DIGITS: Final = 6  # vectors that agree so far are the same vector, computed in another order
AT_ONCE: Final = 5_000_000  # pairs compared at once: 20 MB, however many texts there are
LEAST_NORM: Final = 1e-6


def group(vectors: ArrayLike, *, floors: Floors) -> tuple[int | None, ...]:
    """Put texts together that are about the same; nobody says how many groups there are.

    First each vector moves toward those of its nearest neighbors, which brings texts together
    that have the same neighbors. Then groups join, the most alike first, as long as their texts
    are alike on average; joined groups never part.

    Args:
        vectors: A row for each text, of any length; zeros for a text that says nothing.
        floors: How alike neighbors and groups have to be; each embedder has its own.

    Returns:
        For each text the number of its group, or None when it stands alone. Groups are numbered
        from 0, the largest first, equally large ones by their first text. Which texts are
        together does not depend on their order, and the same vectors always are.

    Raises:
        ValueError: The vectors are no table of finite numbers.

    Source:
        Average linkage (Sokal and Michener, 1958), exact, by joining mutual nearest neighbors
        (de Rham, 1980); one step of mean shift over nearest neighbors (Fukunaga and Hostetler,
        1975). Floors, neighbors and sharpness are our defaults, chosen as the card says.

    Example:
        >>> from mandorla.core.embedding import Floors
        >>> east, north = [1, 0.1], [0, 1]
        >>> group([east, [1, 0], north, [0, 0], [1, 0.05]], floors=Floors(near=0.4, together=0.7))
        (0, 0, None, None, 0)
    """
    import numpy as np  # slow import

    table = np.asarray(vectors, dtype=np.float32)
    if not table.size:
        return (None,) * len(table)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError("vectors are a table of finite numbers, a row for each text")
    lengths = np.linalg.norm(table, axis=1)
    telling = np.flatnonzero(lengths > LEAST_NORM)
    units = np.round(table[telling] / lengths[telling, None], DIGITS) + np.float32(0)
    # Each distinct vector once, in an order of their own: whoever comes first decides nothing.
    distinct, of_text = np.unique(units, axis=0, return_inverse=True)
    joined = _joined(_drawn(distinct, near=floors.near), floor=floors.together)
    members = np.full(len(table), -1, dtype=np.intp)
    members[telling] = joined[of_text.reshape(-1)]
    return _numbered(members.tolist())


def kept_apart(
    places: Sequence[int], pairs: Collection[tuple[int, int]]
) -> tuple[tuple[int, ...], ...]:
    """Divide one group so that no two who were said to be apart stay together.

    Args:
        places: The members of the group; who comes first decides where the others go.
        pairs: Who is apart, each pair in any order; pairs of others do not matter.

    Returns:
        The parts, each in the order of `places`. Each member goes into the first part that holds
        nobody they are apart from.

    Source:
        Greedy coloring (Welsh and Powell, 1967), in the order given.

    Example:
        >>> kept_apart([4, 7, 9], [(7, 4)])
        ((4, 9), (7,))
    """
    apart: dict[int, set[int]] = {}
    for one, other in pairs:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    parts: list[list[int]] = []
    for place in places:
        against = apart.get(place, set())
        fitting = next((part for part in parts if against.isdisjoint(part)), None)
        if fitting is None:
            parts.append([place])
        else:
            fitting.append(place)
    return tuple(tuple(part) for part in parts)


def _drawn(units: Floats, *, near: float) -> Floats:
    """Each vector moved toward its nearest neighbors, the nearer the more."""
    import numpy as np  # slow import

    found = np.empty_like(units)
    most = min(NEAREST, len(units) - 1)
    for rows in _parts(len(units)):
        likeness = units[rows] @ units.T
        own = np.arange(len(likeness))
        likeness[own, own + rows.start] = -1
        nearest = np.argpartition(-likeness, most - 1, axis=1)[:, :most] if most else own[:, None]
        nearest.sort(axis=1)  # sums of the same numbers in the same order
        weights = np.take_along_axis(likeness, nearest, axis=1)
        weights = np.where(weights >= near, weights**SHARPNESS, 0)
        moved = units[rows] + np.einsum("rn,rnd->rd", weights, units[nearest])
        found[rows] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return found


def _joined(units: Floats, *, floor: float) -> Places:
    """The number of its group for each vector; numbers have gaps, alone ones have their own."""
    import numpy as np  # slow import

    group_of = np.arange(len(units))
    name, size = group_of.copy(), np.ones(len(units), dtype=np.float32)
    means = units.copy()  # the average likeness of two groups is the product of their means
    while len(means) > 1:
        best, score = _best(means)
        # What is like nothing now is like no larger group either: an average is no more than
        # the highest of its parts. So it is ready, and the others need not be compared with it.
        open_ = score >= floor
        if not open_.any():
            break
        pairs = np.flatnonzero((best[best] == np.arange(len(best))) & open_)
        one = pairs[pairs < best[pairs]]
        if not len(one):  # rounding has made a circle; its closest pair comes first
            one = np.array([score.argmax()])
        other = best[one]
        into = np.arange(len(units))
        into[name[other]] = name[one]
        group_of = into[group_of]
        total = size[one] + size[other]
        share = (size[other] / total)[:, None]
        means[one] += (means[other] - means[one]) * share
        size[one] = total
        open_[other] = False
        means, size, name = means[open_], size[open_], name[open_]
    return group_of


def _best(means: Floats) -> tuple[Places, Floats]:
    """For each group the other one that is most like it, and how much."""
    import numpy as np  # slow import

    best = np.empty(len(means), dtype=np.intp)
    score = np.empty(len(means), dtype=np.float32)
    for rows in _parts(len(means)):
        likeness = means[rows] @ means.T
        own = np.arange(len(likeness))
        likeness[own, own + rows.start] = -2
        best[rows] = likeness.argmax(axis=1)
        score[rows] = likeness[own, best[rows]]
    return best, score


def _parts(count: int) -> Iterator[slice]:
    """All rows, as many at once as can be compared with all others."""
    step = max(1, AT_ONCE // max(1, count))
    return (slice(start, start + step) for start in range(0, count, step))


def _numbered(members: Sequence[int]) -> tuple[int | None, ...]:
    """The largest group first, equally large ones by their first text; alone ones have none."""
    places: dict[int, list[int]] = {}
    for place, member in enumerate(members):
        if member >= 0:
            places.setdefault(member, []).append(place)
    groups = [found for found in places.values() if len(found) > 1]
    groups.sort(key=lambda found: -len(found))
    numbers: list[int | None] = [None] * len(members)
    for number, found in enumerate(groups):
        for place in found:
            numbers[place] = number
    return tuple(numbers)
