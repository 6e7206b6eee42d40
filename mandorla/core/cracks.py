"""Pairs of units that talk less than expected, how sure that is, and who bridges them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.core.chance import DRAWS, deals, draws_of, ends_with_units
from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.ties import Ties

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FALSE_SHARE: Final = 0.05  # of the cracks that are told, how many may be none


@dataclass(frozen=True, slots=True)
class Crack:
    """Two units, and how much they talk beside what is expected.

    Attributes:
        first: The place of one unit.
        second: The place of the other, which is higher.
        ties: How many ties there are between them.
        expected: How many there would be if the ties across units were spread over all pairs of
            people of different units alike.
        p_value: How often units dealt out by lot leave so small a part of the ties across to
            this pair; small means that chance does not explain it.
        is_sure: Whether it is told as a crack.
    """

    first: int
    second: int
    ties: int
    expected: float
    p_value: float
    is_sure: bool


def find_cracks(
    ties: Ties, unit: ArrayLike, *, units: int, seed: int, draws: int = DRAWS
) -> tuple[Crack, ...]:
    """Look at each pair of units: do they talk less than units of their sizes would?

    Args:
        ties: The ties; both directions count together.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.
        seed: 0 or more; the same seed gives the same answer.
        draws: How often to deal units out, at the most.

    Returns:
        Every pair of units that have people, the surest crack first.

    Source:
        Our own definition: the part a pair has of all ties across units, beside n_g n_h over the
        sum of all such products, and against units dealt out by lot. Of the cracks that are told
        as sure, at most 5% may be chance (Benjamini and Hochberg, 1995).

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 2, 3], [4, 5, 6, 7], people=8)
        >>> [(one.first, one.second, one.ties, round(one.expected, 2))
        ...  for one in find_cracks(ties, [0, 0, 1, 1, 0, 1, 2, 2], units=3, seed=1)]
        [(0, 2, 0, 0.86), (0, 1, 1, 1.29), (1, 2, 2, 0.86)]
    """
    import numpy as np  # slow import

    labels = np.asarray(unit, dtype=np.int64)
    sizes = np.bincount(labels[labels >= 0], minlength=units)
    begin, end = ends_with_units(ties, labels)
    rows, columns = np.triu_indices(units, 1)
    there = (sizes[rows] > 0) & (sizes[columns] > 0)
    rows, columns = rows[there], columns[there]
    (seen,) = _across(begin[1][:, None], end[1][:, None], units)[:, rows, columns]
    chances = (sizes[rows] * sizes[columns]).astype(np.float64)
    whole = float(seen.sum())
    if not whole:
        return ()
    expected = whole * chances / chances.sum()
    times, fewer = draws_of(len(begin[0]), draws), np.zeros(len(rows))
    known, beside = labels[labels >= 0], len(begin[0]) + units**2
    for lots in deals(len(known), times=times, seed=seed, beside=beside):
        dealt = known[lots]
        drawn = _across(dealt[begin[0]], dealt[end[0]], units)[:, rows, columns]
        fewer += (drawn * whole <= seen * drawn.sum(axis=1, keepdims=True) + 1e-9).sum(axis=0)
    p_values = (fewer + 1) / (times + 1)
    sure = _sure(p_values) & (seen < expected)
    found = zip(rows, columns, seen, expected, p_values, sure, strict=True)
    cracks = [
        Crack(int(g), int(h), int(n), float(e), float(p), bool(s)) for g, h, n, e, p, s in found
    ]
    cracks.sort(key=lambda one: (one.p_value, one.ties - one.expected, one.first, one.second))
    return tuple(cracks)


def _across(begin: Ints, end: Ints, units: int) -> Floats:
    """By deal, how many ties lead from each unit to each other one, both directions together.

    Args:
        begin: A row for each tie, a column for each deal: the unit where it begins.
        end: Likewise where it ends.
        units: How many units there are.
    """
    import numpy as np  # slow import

    deals = begin.shape[1]
    codes = (np.arange(deals) * units + begin) * units + end
    tables = np.bincount(codes.ravel(), minlength=deals * units**2).reshape(deals, units, units)
    return (tables + tables.transpose(0, 2, 1)).astype(np.float64)


def _sure(p_values: Floats) -> NDArray[np.bool_]:
    """Which hypotheses stand, so that few of them are there by chance."""
    import numpy as np  # slow import

    order = np.argsort(p_values, kind="stable")
    bounds = FALSE_SHARE * np.arange(1, len(p_values) + 1) / len(p_values)
    within = np.flatnonzero(p_values[order] <= bounds)
    sure = np.zeros(len(p_values), dtype=bool)
    sure[order[: within[-1] + 1 if within.size else 0]] = True
    return sure


@dataclass(frozen=True, slots=True)
class Bridge:
    """What one community carries of what two units say to each other.

    Attributes:
        community: Which.
        share: Its part of the replies between the two units, from 0 to 1.
        people: How many people are behind it, five or more.
    """

    community: int
    share: float
    people: int


def bridges(
    replies: Mapping[int, int], people: Mapping[int, int], *, most: int = 3
) -> tuple[Bridge, ...]:
    """Which communities two units talk in.

    Args:
        replies: By community, how many replies went between the two units.
        people: By community, how many people of the two units wrote or got them.
        most: The most communities to give.

    Returns:
        Those with the largest part, the largest first. Communities with fewer than five people
        behind it are not told, and where the others would give away such a one by what is
        missing to the whole, the smallest of them is not told either.

    Source:
        Our own rule, with the floor of `mandorla.core.disclosure`.

    Example:
        >>> bridges({1: 6, 2: 3, 3: 1}, {1: 9, 2: 5, 3: 2})
        (Bridge(community=1, share=0.6, people=9),)
        >>> [one.community for one in bridges({1: 6, 2: 4}, {1: 9, 2: 5})]
        [1, 2]
    """
    whole = sum(replies.values())
    told = [pk for pk, count in replies.items() if count and people.get(pk, 0) >= FEWEST]
    told.sort(key=lambda pk: (-replies[pk], pk))
    hidden = [pk for pk, count in replies.items() if count and pk not in told]
    while told and hidden and sum(people.get(pk, 0) for pk in hidden) < FEWEST:
        hidden.append(told.pop())
    return tuple(Bridge(pk, replies[pk] / whole, people[pk]) for pk in told[:most])
