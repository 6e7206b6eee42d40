"""Whole numbers in place of decimals, with the same sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def in_whole(values: Sequence[float], *, total: int, order: Sequence[int] = ()) -> tuple[int, ...]:
    """Round numbers so that they still make a whole sum.

    Args:
        values: Numbers, 0 or more, that make about the sum.
        total: What they have to make; within half of what they do.
        order: The places of the numbers as those that lack the same take their turn; from the
            first to the last when it is empty.

    Returns:
        For each number the whole number below it, or the one above for those that lack least;
        of two that lack the same the one whose turn is first. A whole number stays.

    Raises:
        ValueError: The numbers make another sum.

    Source:
        The method of the largest remainder (Hamilton), which also gives out seats.

    Example:
        >>> in_whole([33.33, 33.33, 33.34], total=100)
        (33, 33, 34)
    """
    if abs(sum(values) - total) > 0.5 + 1e-9:
        raise ValueError(f"the numbers do not make {total}")
    below = [int(value) for value in values]
    turns = sorted(order or range(len(values)), key=lambda place: below[place] - values[place])
    for place in turns[: max(0, total - sum(below))]:
        below[place] += 1
    return tuple(below)
