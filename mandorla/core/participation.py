"""How evenly a group takes part, how much its leaders carry, and how regular its rhythm is."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def gini(contributions: Collection[float], *, corrected: bool = True) -> float | None:
    """How unevenly contributions are spread over the people who made them.

    Args:
        contributions: How many each made, 0 or more, at least one above 0.
        corrected: Whether it is corrected for small groups, so that 1 can be reached.

    Returns:
        From 0, everybody the same, to 1, one person everything; None of fewer than two people or
        of nothing at all.

    Source:
        Gini, 1912: the mean difference over twice the mean; times n / (n - 1) for small samples
        (Deltas, 2003).

    Example:
        >>> round(gini([1, 1, 2, 4, 12], corrected=False), 9), round(gini([1, 1, 2, 4, 12]), 9)
        (0.5, 0.625)
    """
    people, whole = len(contributions), sum(contributions)
    if people < 2 or whole <= 0:
        return None
    ranked = sum(rank * value for rank, value in enumerate(sorted(contributions), 1))
    plain = 2 * ranked / (people * whole) - (people + 1) / people
    return plain * people / (people - 1) if corrected else plain


def leader_share(of_leaders: float, of_all: float) -> float | None:
    """Which share of the contributions leaders made.

    Args:
        of_leaders: How many leaders made, 0 or more.
        of_all: How many everybody made, leaders too.

    Returns:
        From 0 to 1; None when nobody made any.

    Source:
        A share. That much of it is a risk is our own default, after Probst and Borzillo, 2008.

    Example:
        >>> leader_share(3, 12)
        0.25
    """
    return of_leaders / of_all if of_all else None


def burstiness(gaps: Sequence[float]) -> float | None:
    """Whether things happen regularly, by chance, or in bursts.

    Args:
        gaps: The times between one and the next, above 0, in any unit.

    Returns:
        From -1, always the same gap, over about 0, as by chance, to 1, in bursts; None of fewer
        than two gaps.

    Source:
        Goh and Barabási, Burstiness and memory in complex systems, 2008: (s - m) / (s + m) with
        the mean m and the spread s of the gaps, the spread of the population.

    Example:
        >>> round(burstiness([7, 7, 7, 14, 7, 28]), 4)
        -0.2024
        >>> burstiness([7, 7, 7])
        -1.0
    """
    count, whole = len(gaps), sum(gaps)
    if count < 2 or whole <= 0:
        return None
    squares = sum(gap * gap for gap in gaps)
    spread = sqrt(max(count * squares - whole * whole, 0))  # both times the count
    return (spread - whole) / (spread + whole)
