"""Who is tied to whom: ties of people by their places, cleaned, and what their shape says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Distinct ties between people, who are places from 0 on.

    Attributes:
        people: How many people there are, with or without a tie.
        source: Where each tie begins; without direction, the lower of the two places.
        target: Where it ends.
        weight: How much there is of it, above 0.
        directed: Whether a tie from one to the other is something else than one back.
    """

    people: int
    source: Ints
    target: Ints
    weight: Floats
    directed: bool

    def __len__(self) -> int:
        return len(self.source)


def distinct_ties(
    source: ArrayLike,
    target: ArrayLike,
    *,
    people: int,
    directed: bool = False,
    weight: ArrayLike | None = None,
) -> Ties:
    """Make distinct ties of what was counted: nobody is tied to themselves, weights add up.

    Args:
        source: Where each begins, from 0 to people - 1.
        target: Where each ends.
        people: How many people there are.
        directed: Whether a tie back is another one.
        weight: How much there is of each, 0 or more; 1 when it is left out. Of a pair with a
            sum of 0 there is no tie.

    Returns:
        The ties, by source and target.

    Raises:
        ValueError: A place is outside, or a weight is below 0 or no number.

    Source:
        The usual simple graph.

    Example:
        >>> ties = distinct_ties([0, 1, 1, 2], [1, 0, 1, 1], people=4)
        >>> ties.source.tolist(), ties.target.tolist(), ties.weight.tolist()
        ([0, 1], [1, 2], [2.0, 1.0])
    """
    import numpy as np  # slow import

    begin, end = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    much = np.ones(len(begin)) if weight is None else np.asarray(weight, dtype=np.float64)
    both = np.concatenate([begin, end])
    if both.size and (both.min() < 0 or both.max() >= people):
        raise ValueError("A tie leads to a place outside.")
    if not np.all(much >= 0) or not np.all(np.isfinite(much)):
        raise ValueError("A weight is 0 or more.")
    kept = (begin != end) & (much > 0)
    begin, end, much = begin[kept], end[kept], much[kept]
    if not directed:
        begin, end = np.minimum(begin, end), np.maximum(begin, end)
    keys, place = np.unique(begin * max(people, 1) + end, return_inverse=True)
    weights = np.bincount(place, weights=much, minlength=len(keys))
    first, second = np.divmod(keys, max(people, 1))
    return Ties(people, first, second, weights.astype(np.float64), directed)


def reciprocity(ties: Ties) -> float | None:
    """Which share of directed ties is returned.

    Args:
        ties: With a direction.

    Returns:
        From 0 to 1; None without ties.

    Raises:
        ValueError: The ties have no direction.

    Source:
        Wasserman and Faust, Social Network Analysis, 1994; as in igraph and networkx: ties whose
        tie back is there, of all.

    Example:
        >>> reciprocity(distinct_ties([0, 1, 1], [1, 0, 2], people=3, directed=True))
        0.6666666666666666
    """
    import numpy as np  # slow import

    if not ties.directed:
        raise ValueError("Ties without a direction are always returned.")
    if not len(ties):
        return None
    there = ties.source * ties.people + ties.target
    back = ties.target * ties.people + ties.source
    return float(np.isin(back, there, assume_unique=True).mean())


def degrees(ties: Ties) -> Ints:
    """With how many others each person has a tie, whatever its direction.

    Args:
        ties: The ties.

    Returns:
        A count for each person.

    Source:
        The degree of the simple graph without directions.

    Example:
        >>> degrees(distinct_ties([0, 1, 1], [1, 0, 2], people=4, directed=True)).tolist()
        [1, 2, 1, 0]
    """
    import numpy as np  # slow import

    low = np.minimum(ties.source, ties.target)
    high = np.maximum(ties.source, ties.target)
    keys = np.unique(low * max(ties.people, 1) + high)
    ends = np.concatenate(np.divmod(keys, max(ties.people, 1)))
    return np.bincount(ends, minlength=ties.people).astype(np.int64)


def core_size(degree: ArrayLike) -> int:
    """How many people form the core: those who nearly all talk with each other.

    The core is the group for which it is least wrong to say that everybody in it is tied to
    everybody else in it, and that nobody outside is tied to anybody else outside; what lies
    between the two is not counted. The most connected people are in it, and there are as many as
    have at least as many ties as the core has people.

    Args:
        degree: With how many others each person has a tie.

    Returns:
        How many people; 0 when nobody has a tie.

    Source:
        The discrete core of Borgatti and Everett, 2000, found exactly as in Lip, A fast algorithm
        for the discrete core/periphery bipartitioning problem, 2011; of equally good cores the
        smallest.

    Example:
        >>> core_size([3, 3, 3, 3])
        3
        >>> core_size([4, 1, 1, 1, 1])
        1
    """
    import numpy as np  # slow import

    ordered = np.sort(np.asarray(degree, dtype=np.int64))[::-1]
    return int(np.count_nonzero(ordered >= np.arange(1, len(ordered) + 1)))
