"""Scales without ends, on which what is bounded can wander and never leave its bounds."""

from __future__ import annotations

from math import ceil, floor, inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

KINDS: Final = ("level", "share", "count")
LARGEST: Final = 1e15  # of any value, up or down; beyond it somebody has slipped on the keys
EDGE: Final = 0.02  # a share of 0 or 1 lies as far inside the scale as one of 2% or 98% would
ANSCOMBE: Final = 3 / 8


def stretched(values: ArrayLike, *, kind: str) -> Floats:
    """Values on a scale without ends.

    Args:
        values: As they were read: any number, a share from 0 to 1, or a count from 0.
        kind: "level", "share" or "count".

    Returns:
        A level as it is; the log-odds of a share, drawn in a little so that 0 and 1 have some;
        the square root of a count, on which counts small and large vary about alike.

    Source:
        The logit; Anscombe's square root for counts, 1948.

    Example:
        >>> stretched([0.0, 0.5, 1.0], kind="share").round(2).tolist()
        [-3.89, 0.0, 3.89]
    """
    import numpy as np  # slow import

    found = np.asarray(values, dtype=np.float64)
    if kind == "share":
        inside = EDGE + (1 - 2 * EDGE) * found
        return np.asarray(np.log(inside / (1 - inside)))
    return np.sqrt(found + ANSCOMBE) if kind == "count" else found


def as_read(values: ArrayLike, *, kind: str) -> Floats:
    """What would be read for values on the scale without ends.

    Args:
        values: On the scale of `stretched`.
        kind: "level", "share" or "count".

    Returns:
        A level as it is, a share from 0 to 1, a whole count from 0.

    Source:
        The inverse of `stretched`.

    Example:
        >>> as_read([-9.0, 0.0, 9.0], kind="share").tolist()
        [0.0, 0.5, 1.0]
        >>> as_read([-1.0, 2.0], kind="count").tolist()
        [0.0, 4.0]
    """
    import numpy as np  # slow import

    found = np.asarray(values, dtype=np.float64)
    if kind == "share":
        inside = 1 / (1 + np.exp(-np.clip(found, -50, 50)))
        return np.asarray(np.clip((inside - EDGE) / (1 - 2 * EDGE), 0.0, 1.0))
    if kind == "count":
        return np.asarray(np.rint(np.maximum(np.square(np.maximum(found, 0)) - ANSCOMBE, 0.0)))
    return found


def threshold(target: float, *, kind: str, direction: str) -> float:
    """From where on, on the scale without ends, a value is read as at or beyond a target.

    Args:
        target: As it would be read.
        kind: "level", "share" or "count".
        direction: "up" when beyond is above, "down" when it is below.

    Returns:
        A point of the scale; −∞ when it lies below all counts.

    Source:
        Our own: counts are whole, so half a count belongs to the next one.

    Example:
        >>> threshold(4, kind="count", direction="up") < stretched([4], kind="count")[0]
        np.True_
    """
    if kind == "count":
        half = ceil(target) - 0.5 if direction == "up" else floor(target) + 0.5
        return -inf if half < 0 else float(stretched(half, kind=kind))
    return float(stretched(target, kind=kind))
