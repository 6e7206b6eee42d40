"""Whether the overlap of two waves differs, or only looks as if it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.uncertainty import DIGITS, interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Change:
    """What can be said about the overlap of a wave against an earlier one.

    Attributes:
        kind: "rose" or "fell"; "cannot_tell" when both waves could be the same;
            "other_catalogue" or "other_method" when the waves weighed different items or
            weighed them differently; "no_interval" when a wave has none.
        difference: The middle of the differences of the draws, −1 to 1, above 0 when the later
            one is higher; None when the waves cannot be compared.
        low: The lower end of the 95% interval of the difference, or None.
        high: Its upper end, or None.
    """

    kind: str
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def change(
    before_draws: ArrayLike,
    after_draws: ArrayLike,
    *,
    same_catalogue: bool,
    same_methods: bool,
) -> Change:
    """Say whether the overlap changed between two waves.

    Args:
        before_draws: What `overlap_draws` gave for the earlier wave; empty when it has no
            interval.
        after_draws: The same for the later wave.
        same_catalogue: Whether both waves weighed the same items in the same words.
        same_methods: Whether each side answered by the same method in both.

    Returns:
        A change only when the 95% interval of the difference leaves out 0, the catalogue is
        the same and the methods are; otherwise why it cannot be told.

    Raises:
        ValueError: Both waves have draws, and one has fewer.

    Source:
        The basic bootstrap of the difference of two independent samples, Davison and Hinkley,
        1997.

    Example:
        >>> change([0.4, 0.5], [0.7, 0.8], same_catalogue=True, same_methods=True).kind
        'rose'
    """
    import numpy as np  # slow import

    before, after = np.asarray(before_draws, dtype=float), np.asarray(after_draws, dtype=float)
    if not same_catalogue:
        return Change("other_catalogue")
    if not same_methods:
        return Change("other_method")
    if not before.size or not after.size:
        return Change("no_interval")
    # Waves of one size drawn from one seed drew the same places: the neighbor draw did not.
    differences = np.roll(after, 1) - before
    low, high = interval(differences, level=0.95)
    kind = "rose" if low > 0 else "fell" if high < 0 else "cannot_tell"
    return Change(kind, round(float(np.median(differences)), DIGITS), low, high)
