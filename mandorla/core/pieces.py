"""The shares of a range that fall into several periods: they turn out alike, as one whole does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.core.claims import Claim, Given


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a claim, or of something given, falls into one period.

    Attributes:
        key: That of the whole, so that it turns out as the whole does.
        period: The period.
        low: The lower end of the whole.
        high: The upper end of the whole.
        factor: With what the amount of the whole is multiplied.
    """

    key: str
    period: str
    low: float
    high: float
    factor: float


def pieces(row: Claim | Given) -> list[Piece]:
    """A claim, or something given, taken apart into its periods.

    Every piece is drawn by the key of the whole. In each draw all of them are the same share of
    what the whole is then, and add up to it: what was estimated once is not estimated anew for
    each period, or the sum of the years would seem surer than the whole.

    Args:
        row: What is taken apart.

    Returns:
        One piece for each of its parts; none when all of it belongs to one period.

    Source:
        Shares of one random number are perfectly dependent; by days is how budgets are accrued.

    Example:
        >>> from mandorla.core.claims import Given
        >>> years = (("2025", 1 / 3), ("2026", 2 / 3))
        >>> rent = Given("g", "members", "funding", "", money=(9, 9), parts=years)
        >>> [(one.period, round(one.high * one.factor, 9)) for one in pieces(rent)]
        [('2025', 3.0), ('2026', 6.0)]
    """
    return [
        Piece(row.key, period, row.low, row.high, row.factor * share) for period, share in row.parts
    ]
