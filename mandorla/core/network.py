"""How a network of people crosses the units they are of: one result with all that may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.brokerage import brokerage
from mandorla.core.chance import DRAWS, permutation_test
from mandorla.core.cracks import find_cracks
from mandorla.core.diversity import blau, blau_normalized
from mandorla.core.folding import fold_units, hide_cells
from mandorla.core.mixing import ei_index, mixing_matrix
from mandorla.core.ties import reciprocity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.folding import Hidden
    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class UnitTies:
    """How one unit talks.

    Attributes:
        unit: The place of the unit; the place after the last one is "other units".
        people: How many people it has, five or more.
        internal: How many ties are within it; None where that would tell of few people.
        external: How many lead out of it, or into it; None likewise.
        ei_index: Of these two.
        brokers: How often its people broker, by role; None where few people do.
    """

    unit: int
    people: int
    internal: int | None
    external: int | None
    ei_index: float | None
    brokers: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class PairTies:
    """How two units talk.

    Attributes:
        first: The place of one unit.
        second: The place of the other.
        ties: How many ties there are between them; None where that would tell of few people.
        expected: How many there would be if ties across units were spread alike.
        p_value: How often chance gives so few; None where ties are not told.
        is_crack: Whether they surely talk less than expected.
    """

    first: int
    second: int
    ties: int | None
    expected: float
    p_value: float | None
    is_crack: bool


@dataclass(frozen=True, slots=True)
class Network:
    """What may be told of a network.

    Attributes:
        people: How many people there are.
        without_unit: How many of them have no unit; their ties count for nothing that follows.
        ties: How many distinct ties there are.
        reason: Why there are no figures about units: "no_units", "one_unit", "no_ties" or
            "too_few"; empty when there are.
        ei_index: How far ties lead out of units, -1 to 1.
        ei_expected: What chance would give.
        p_value: How often chance is as far from that.
        draws: How often units were dealt out for it.
        blau: How mixed the people are, and `blau_normalized` beside the most there could be.
        blau_normalized: From 0 to 1.
        reciprocity: Which share of directed ties is returned.
        units: The units, small ones together.
        pairs: The pairs of them, the surest crack first.
    """

    people: int
    without_unit: int
    ties: int
    reason: str
    ei_index: float | None = None
    ei_expected: float | None = None
    p_value: float | None = None
    draws: int = 0
    blau: float | None = None
    blau_normalized: float | None = None
    reciprocity: float | None = None
    units: tuple[UnitTies, ...] = ()
    pairs: tuple[PairTies, ...] = ()


def measure_network(
    ties: Ties, unit: ArrayLike, *, units: int, seed: int = 0, draws: int = DRAWS
) -> Network:
    """Say how a network crosses units, and tell nothing about fewer than five people.

    The index and its expected value count every unit; what is told of units and of pairs counts
    those of fewer than five people together.

    Args:
        ties: The ties.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.
        seed: 0 or more; the same seed gives the same result.
        draws: How often units are dealt out by lot, at the most.

    Returns:
        The figures, or the reason why there are none.

    Source:
        `mandorla.core.mixing`, `.cracks`, `.brokerage` and `.folding`.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 2, 5, 6, 7], [1, 2, 3, 6, 7, 0], people=10)
        >>> found = measure_network(ties, [0] * 5 + [1] * 5, units=2)
        >>> round(found.ei_index, 3), round(found.ei_expected, 3), found.blau
        (-0.667, 0.111, 0.5)
        >>> measure_network(ties, [-1] * 10, units=0).reason
        'no_units'
    """
    import numpy as np  # slow import

    labels = np.asarray(unit, dtype=np.int64)
    sizes = np.bincount(labels[labels >= 0], minlength=units)
    without = int((labels < 0).sum())
    folded = fold_units(sizes.tolist())
    told = np.array([*folded, -1], dtype=np.int64)[labels]
    tested = permutation_test(ties, labels, units=units, seed=seed, draws=draws)
    reason = why_not(sizes.tolist(), folded)
    if tested is None or reason:
        return Network(ties.people, without, len(ties), reason or "no_ties")
    table, behind = _pairs(ties, told, units + 1)
    hidden = hide_cells(behind, table)
    places = np.flatnonzero(np.bincount(told[told >= 0], minlength=units + 1))
    return Network(
        people=ties.people,
        without_unit=without,
        ties=len(ties),
        reason="",
        ei_index=tested.index,
        ei_expected=tested.expected,
        p_value=tested.p_value,
        draws=tested.draws,
        blau=blau(sizes.tolist()),
        blau_normalized=blau_normalized(sizes.tolist()),
        reciprocity=reciprocity(ties) if ties.directed else None,
        units=_units(ties, told, table, hidden, places=places),
        pairs=_told_pairs(ties, told, hidden, places=places, seed=seed, draws=draws),
    )


def why_not(sizes: Sequence[int], folded: Sequence[int]) -> str:
    """Why units of these sizes say nothing of how they talk.

    Args:
        sizes: How many people each unit has, 0 or more.
        folded: What each is told under, from `mandorla.core.folding.fold_units`.

    Returns:
        "no_units", "one_unit", or "too_few" when less than two are left with the small ones
        counted together; empty when they do.

    Source:
        The floor of `mandorla.core.disclosure`.

    Example:
        >>> [why_not(sizes, fold_units(sizes)) for sizes in ([9, 5], [9, 4], [9], [])]
        ['', 'too_few', 'one_unit', 'no_units']
    """
    there = [place for size, place in zip(sizes, folded, strict=True) if size]
    if not there:
        return "no_units"
    if len(there) < 2:
        return "one_unit"
    return "too_few" if len({*there} - {-1}) < 2 else ""


def _pairs(ties: Ties, told: Ints, units: int) -> tuple[Ints, Ints]:
    """Of each pair of units how many ties, and how many people are behind them; symmetric."""
    import numpy as np  # slow import

    once = mixing_matrix(ties, told, units=units)
    table = once + once.T - np.diag(np.diag(once))
    begin, end = told[ties.source], told[ties.target]
    known = (begin >= 0) & (end >= 0)
    low = np.minimum(begin, end)[known]
    cell = low * units + np.maximum(begin, end)[known]
    ends = np.concatenate([ties.source[known], ties.target[known]])
    persons = np.unique(np.concatenate([cell, cell]) * ties.people + ends)
    behind = np.bincount(persons // ties.people, minlength=units * units).reshape(units, units)
    return table, behind + np.triu(behind, 1).T


def _units(
    ties: Ties, told: Ints, table: Ints, hidden: Hidden, *, places: Ints
) -> tuple[UnitTies, ...]:
    import numpy as np  # slow import

    roles = {one.unit: one.counts for one in brokerage(ties, told, units=len(table))}
    people = np.bincount(told[told >= 0], minlength=len(table))
    within, sums = np.diag(table), table.sum(axis=1) - np.diag(table)
    found = []
    for place in places.tolist():
        internal = None if hidden.cells[place, place] else int(within[place])
        external = None if hidden.sums else int(sums[place])
        both = internal is not None and external is not None
        index = ei_index(within[place], sums[place]) if both else None
        index = None if index is None else float(index)
        size = int(people[place])
        found.append(UnitTies(place, size, internal, external, index, roles[place]))
    return tuple(found)


def _told_pairs(
    ties: Ties, told: Ints, hidden: Hidden, *, places: Ints, seed: int, draws: int
) -> tuple[PairTies, ...]:
    """The pairs, in an order that does not tell how many ties the hidden ones have."""
    order: Sequence[int] = places.tolist()
    found = [
        PairTies(one.first, one.second, one.ties, one.expected, one.p_value, one.is_sure)
        if not hidden.cells[one.first, one.second]
        else PairTies(one.first, one.second, None, one.expected, None, one.is_sure)
        for one in find_cracks(ties, told, units=len(hidden.cells), seed=seed, draws=draws)
    ]
    found.sort(
        key=lambda one: (
            not one.is_crack,
            one.p_value is None,
            one.p_value or 0.0,
            -one.expected,
            order.index(one.first),
            order.index(one.second),
        )
    )
    return tuple(found)
