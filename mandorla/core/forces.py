"""The three forces of a community and how they fit: which fit is weakest, and what is missing.

Three forces hold a community together: business benefits to the organization, community
concerns the group bands together on, and payoffs to each participant. They hold only together,
so what matters is less the lists than the three fits between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORCES = ("benefit", "concern", "payoff")
PAIRS = ("benefit_concern", "concern_payoff", "benefit_payoff")
HIGHEST_FIT = 3


@dataclass(frozen=True)
class Balance:
    """How the forces of a charter stand to each other.

    Attributes:
        empty: The forces of which nothing is written, in the order of `FORCES`.
        unjudged: The pairs nobody has judged, in the order of `PAIRS`.
        order: All pairs, the weakest first; a pair that nobody judged comes before those that
            somebody did, because it is not known to hold.
        weakest: The judged pair with the lowest fit, or None when none is judged.
        holds: True when no force is empty and each pair was judged 2 or 3.
    """

    empty: tuple[str, ...]
    unjudged: tuple[str, ...]
    order: tuple[str, ...]
    weakest: str | None
    holds: bool


def balance(*, counts: Mapping[str, int], fits: Mapping[str, int]) -> Balance:
    """Say how three forces stand to each other.

    Args:
        counts: For each of `FORCES`, how many entries the charter has; a missing one counts as 0.
        fits: For each judged pair of `PAIRS`, its fit from 0 (one works against the other) to
            3 (one brings the other by itself).

    Returns:
        The empty forces, the unjudged pairs, the pairs with the weakest first, and whether the
        whole holds.

    Raises:
        ValueError: A pair is not one of `PAIRS`, or a fit is outside 0..3.

    Source:
        Seth Kahan's three forces, which work in the best relation to each other; the judgment of
        three pairs on a scale of four, and 2 as the least that holds, are our own defaults.

    Example:
        >>> found = balance(
        ...     counts={"benefit": 2, "concern": 1, "payoff": 1},
        ...     fits={"benefit_concern": 3, "concern_payoff": 2, "benefit_payoff": 0},
        ... )
        >>> found.weakest, found.holds
        ('benefit_payoff', False)
    """
    for pair, fit in fits.items():
        if pair not in PAIRS:
            raise ValueError(f"{pair!r} is not a pair of forces")
        if not 0 <= fit <= HIGHEST_FIT:
            raise ValueError(f"the fit of {pair} is {fit}, outside 0..{HIGHEST_FIT}")
    empty = tuple(force for force in FORCES if not counts.get(force, 0))
    unjudged = tuple(pair for pair in PAIRS if pair not in fits)
    order = tuple(sorted(PAIRS, key=lambda pair: fits.get(pair, -1)))
    judged = [pair for pair in order if pair in fits]
    return Balance(
        empty=empty,
        unjudged=unjudged,
        order=order,
        weakest=judged[0] if judged else None,
        holds=not empty and not unjudged and all(fit >= 2 for fit in fits.values()),
    )
