"""Whether people agree: members among themselves, and the two sides in what comes first.

The overlap alone can mislead. Two sides may share much of the weight and rank it differently,
and the mean of members who want opposite things is a wish that nobody has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

TOP: Final = 3
DIGITS: Final = 12  # numbers that agree so far are tied, computed in another order


def kendall_w(weights: ArrayLike) -> float | None:
    """How far the respondents of one side rank the items alike.

    Args:
        weights: One row a respondent, one column an item: weights, or ranks. Only which of two
            items has more counts, and equal ones are tied.

    Returns:
        Kendall's coefficient of concordance with its correction for ties, from 0 (the ranks
        cancel out) to 1 (all rank alike); None for one respondent, and when nobody prefers any
        item to another.

    Source:
        Kendall and Babington Smith, 1939: W = 12 S / (m²(K³ − K) − m Σ(t³ − t)), where S is the
        sum of squares of the rank sums around their mean, and t the size of each group of ties.

    Example:
        >>> round(kendall_w([[1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 3, 4]]), 6)
        0.777778
    """
    import numpy as np  # slow import

    values = np.round(np.asarray(weights, dtype=np.float64), DIGITS)
    judges, items = values.shape
    if judges < 2:
        return None
    below = (values[:, :, None] > values[:, None, :]).sum(axis=2)
    tied = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    rank_sums = (below + (tied + 1) / 2).sum(axis=0)
    spread = float(((rank_sums - judges * (items + 1) / 2) ** 2).sum())
    ties = int((tied**2 - 1).sum())  # each of the t items of a group gives t² − 1: together t³ − t
    most = judges**2 * (items**3 - items) - judges * ties
    return 12 * spread / most if most else None


def tau_b(organization: ArrayLike, members: ArrayLike) -> float | None:
    """How far the two sides put the items in the same order.

    Args:
        organization: Weights of one side, one per item; any scale.
        members: Those of the other side, for the same items in the same order.

    Returns:
        Kendall's tau-b, from −1 (the order is reversed) through 0 to 1 (the same order); None
        when one side weighs all items alike, because it then has no order.

    Source:
        Kendall, 1945: (C − D) / √((C + D + T₁)(C + D + T₂)) over all pairs of items.

    Example:
        >>> round(tau_b([40, 25, 15, 10, 10, 0], [10, 20, 30, 5, 15, 20]), 7)
        -0.0714286
    """
    one, other = _order(organization), _order(members)
    pairs = float((one**2).sum()) * float((other**2).sum())
    return float((one * other).sum()) / pairs**0.5 if pairs else None


def coverage(weights: ArrayLike, shared: ArrayLike) -> float:
    """The share of respondents for whom something they want most is among the shared items.

    Args:
        weights: One row a respondent, one column an item.
        shared: For each item, whether it is shared.

    Returns:
        A ratio from 0 to 1: who has at least one of their top three among the shared items. All
        items tied at the third place are in the top three, an item of weight 0 never is.

    Source:
        Our own default, after Seth Kahan's point that payoffs are different for each
        participant.

    Example:
        >>> coverage([[70, 20, 10, 0], [0, 0, 0, 100]], [True, False, False, False])
        0.5
    """
    import numpy as np  # slow import

    values = np.round(np.asarray(weights, dtype=np.float64), DIGITS)
    above = (values[:, None, :] > values[:, :, None]).sum(axis=2)
    wanted = (above < TOP) & (values > 0)
    return float((wanted & np.asarray(shared, dtype=bool)).any(axis=1).mean())


def _order(weights: ArrayLike) -> Floats:
    """For each pair of items 1 when the first has more, −1 when less, 0 when they are tied."""
    import numpy as np  # slow import

    values = np.round(np.asarray(weights, dtype=np.float64), DIGITS)
    signs: Floats = np.sign(values[:, None] - values[None, :])
    return signs
