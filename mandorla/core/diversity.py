"""How mixed a group is: the chance that two of its members come from different places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def blau(sizes: Iterable[int]) -> float:
    """How mixed a group of people is.

    Args:
        sizes: How many come from each unit, 0 or more.

    Returns:
        From 0, when all come from one unit or nobody is there, to less than 1.

    Source:
        Blau, Inequality and heterogeneity, 1977: 1 minus the sum of squared shares.

    Example:
        >>> blau([5, 5])
        0.5
        >>> blau([8])
        0.0
    """
    counted = [size for size in sizes if size]
    whole = sum(counted)
    return 1 - sum((size / whole) ** 2 for size in counted) if whole else 0.0


def blau_normalized(sizes: Iterable[int]) -> float | None:
    """How mixed a group of people is, beside the most that so many units allow.

    Args:
        sizes: How many come from each unit, 0 or more.

    Returns:
        From 0 to 1, as many from each; None of fewer than two units.

    Source:
        `blau`, divided by 1 - 1 / U for U units that somebody comes from.

    Example:
        >>> round(blau_normalized([4, 3, 3]), 9)
        0.99
        >>> blau_normalized([8]) is None
        True
    """
    counted = [size for size in sizes if size]
    return blau(counted) / (1 - 1 / len(counted)) if len(counted) > 1 else None


def fall(before: float, now: float) -> float | None:
    """By which share something fell.

    Args:
        before: What it was, 0 or more.
        now: What it is, 0 or more.

    Returns:
        From 0 to 1; 0 when it did not fall, None when there was nothing that could fall.

    Source:
        Arithmetic.

    Example:
        >>> fall(0.8, 0.6)
        0.25
        >>> fall(0.0, 0.5) is None
        True
    """
    return max(0.0, round((before - now) / before, 6)) if before else None
