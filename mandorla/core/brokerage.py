"""Who connects people who have no tie themselves: brokers, counted by the unit they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.ties import Ties

    Counts = NDArray[np.int64]

ROLES: Final = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


@dataclass(frozen=True, slots=True)
class UnitRoles:
    """How often people of one unit broker, by role.

    Attributes:
        unit: The place of the unit.
        counts: By role how often; None where fewer than five people, but some, are behind it.
    """

    unit: int
    counts: dict[str, int | None]


def brokerage(ties: Ties, unit: ArrayLike, *, units: int) -> tuple[UnitRoles, ...]:
    """Count brokerage roles by the unit of the broker.

    Somebody brokers when one has a tie to them and they have one to another, but the first has
    none to the other. A coordinator connects two of their own unit, a consultant two of one other
    unit, a liaison people of two other units; a gatekeeper lets somebody from outside reach their
    own unit, a representative carries from their own unit to the outside.

    Args:
        ties: The ties; without direction each counts in both.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.

    Returns:
        Each unit that has people, in order.

    Source:
        Gould and Fernandez, Structures of mediation, 1989. Roles of persons are not given.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties(range(0, 15, 3), range(1, 15, 3), people=15, directed=True)
        >>> more = distinct_ties([*range(0, 15, 3), *range(1, 15, 3)],
        ...     [*range(1, 15, 3), *range(2, 15, 3)], people=15, directed=True)
        >>> found = brokerage(more, [0, 0, 1] * 5, units=2)
        >>> found[0].counts["representative"], found[1].counts["representative"]
        (5, 0)
    """
    import numpy as np  # slow import

    labels = np.asarray(unit, dtype=np.int64)
    of_each = _by_person(ties, labels, units)
    found = []
    for place in range(units):
        own = labels == place
        if own.any():
            counts: dict[str, int | None] = {}
            for role in ROLES:
                some = of_each[role][own]
                brokers = int(np.count_nonzero(some))
                counts[role] = int(some.sum()) if not 0 < brokers < FEWEST else None
            found.append(UnitRoles(place, counts))
    return tuple(found)


def _by_person(ties: Ties, labels: Counts, units: int) -> dict[str, Counts]:
    """Of each person how often they have each role: ways over them less those with a shortcut."""
    import numpy as np  # slow import
    from scipy import sparse  # slow import

    known = (labels[ties.source] >= 0) & (labels[ties.target] >= 0)
    begin, end = ties.source[known], ties.target[known]
    if not ties.directed:
        begin, end = np.concatenate([begin, end]), np.concatenate([end, begin])
    shape = (ties.people, ties.people)

    def table(chosen: NDArray[np.bool_]) -> Any:
        ones = np.ones(int(chosen.sum()), dtype=np.int64)
        return sparse.csr_matrix((ones, (begin[chosen], end[chosen])), shape=shape)

    same = labels[begin] == labels[end]
    own, other = table(same), table(~same)
    in_own, out_own = _sum(own, 0), _sum(own, 1)
    in_other, out_other = _sum(other, 0), _sum(other, 1)
    dealt = np.flatnonzero(labels >= 0)
    ones = np.ones(len(dealt), dtype=np.int64)
    members = sparse.csr_matrix((ones, (dealt, labels[dealt])), shape=(ties.people, units))
    both_units = _sum((other.T @ members).multiply(other @ members), 1)  # in from u and out to u
    returned = _sum(other.multiply(other.T), 1)

    def closed(first: Any, second: Any, shortcut: Any) -> Counts:
        """Ways a, v, b that a could do without, by v."""
        return _sum((second @ shortcut.T).multiply(first.T), 1)

    return {
        "coordinator": in_own * out_own - _sum(own.multiply(own.T), 1) - closed(own, own, own),
        "consultant": both_units - returned - closed(other, other, own),
        "gatekeeper": in_other * out_own - closed(other, own, other),
        "representative": in_own * out_other - closed(own, other, other),
        "liaison": in_other * out_other - both_units - closed(other, other, other),
    }


def _sum(table: Any, axis: int) -> Counts:
    import numpy as np  # slow import

    return np.asarray(table.sum(axis=axis), dtype=np.int64).ravel()
