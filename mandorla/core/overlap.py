"""How much of the weight two sides share, on what, and where they pull apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

HALF: Final = 0.5
DIGITS: Final = 12  # numbers that agree so far are the same number, computed in another order


def overlap(organization: ArrayLike, members: ArrayLike) -> float:
    """The share of the weight that both sides gave to the same items.

    Args:
        organization: Weights or points of one side, one per item, 0 or more; any scale.
        members: Those of the other side, for the same items in the same order.

    Returns:
        A ratio from 0 (nothing is shared) to 1 (both weigh alike).

    Raises:
        ValueError: The sides differ in their number of items, or a weight is negative, or a
            side has no weight at all.

    Source:
        Histogram intersection, Σ min(p, q): Swain and Ballard, 1991. It is 1 minus the total
        variation distance.

    Example:
        >>> round(overlap([40, 25, 15, 10, 10, 0], [10, 20, 30, 5, 15, 20]), 12)
        0.6
    """
    return min(1.0, float(shares(organization, members).sum()))


def shares(organization: ArrayLike, members: ArrayLike) -> Floats:
    """What each item adds to the overlap.

    Args:
        organization: Weights or points of one side, one per item, 0 or more; any scale.
        members: Those of the other side, for the same items in the same order.

    Returns:
        The smaller of the two weights of each item; their sum is the overlap.

    Raises:
        ValueError: As `overlap`.

    Source:
        The terms of the histogram intersection.

    Example:
        >>> shares([1, 1, 2], [1, 3, 0]).tolist()
        [0.25, 0.25, 0.0]
    """
    import numpy as np  # slow import

    return np.minimum(*_both(organization, members))


def tensions(organization: ArrayLike, members: ArrayLike) -> Floats:
    """How much more one side wants each item than the other does.

    Args:
        organization: Weights or points of one side, one per item, 0 or more; any scale.
        members: Those of the other side, for the same items in the same order.

    Returns:
        The organization's weight minus the members', from −1 to 1: above 0 the organization
        leads, below 0 the members do. They sum to 0.

    Raises:
        ValueError: As `overlap`.

    Source:
        The signed terms of the total variation distance; half the sum of their sizes is what
        the overlap lacks to 1.

    Example:
        >>> tensions([1, 1, 2], [1, 3, 0]).tolist()
        [0.0, -0.5, 0.5]
    """
    p, q = _both(organization, members)
    return p - q


def shared_items(organization: ArrayLike, members: ArrayLike) -> NDArray[np.bool_]:
    """Which items both sides want enough to call them shared.

    Args:
        organization: Weights or points of one side, one per item, 0 or more; any scale.
        members: Those of the other side, for the same items in the same order.

    Returns:
        True for each of the K items that has from both sides at least half an even share,
        1 / (2K).

    Raises:
        ValueError: As `overlap`.

    Source:
        Our own default. Half an even share is little enough that an item need not be a
        favorite, and enough that whenever the overlap is above one half some item is shared: K
        items that each stay below 1 / (2K) on one side cannot share more than one half.

    Example:
        >>> shared_items([40, 25, 15, 10, 10, 0], [10, 20, 30, 5, 15, 20]).tolist()
        [True, True, True, False, True, False]
    """
    import numpy as np  # slow import

    found = shares(organization, members)
    return np.round(found - HALF / len(found), DIGITS) >= 0


def _both(organization: ArrayLike, members: ArrayLike) -> tuple[Floats, Floats]:
    p, q = _scaled(organization), _scaled(members)
    if p.shape != q.shape:
        raise ValueError(f"{len(p)} items of one side, {len(q)} of the other")
    return p, q


def _scaled(weights: ArrayLike) -> Floats:
    """Weights that sum to 1."""
    import numpy as np  # slow import

    found = np.asarray(weights, dtype=np.float64)
    if found.ndim != 1 or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("weights are one number from 0 up per item")
    if found.sum() <= 0:
        raise ValueError("a side without any weight cannot be compared")
    scaled: Floats = found / found.sum()
    return scaled
