"""On how few people a group rests: how many would have to be away for half of it to be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

CONTRIBUTORS: Final = 5  # from so many on it says nothing of anybody


def absence_factor(contributions: Collection[int]) -> int | None:
    """The fewest people who made half of the contributions.

    Args:
        contributions: How many each contributor made, 1 or more, in any order.

    Returns:
        How many people; None when there are fewer than five contributors.

    Source:
        Contributor Absence Factor of the CHAOSS project. The bound of five is our default.

    Example:
        >>> absence_factor([40, 10, 5, 5, 5])
        1
        >>> absence_factor([2, 2, 2, 2, 2])
        3
        >>> absence_factor([9, 9]) is None
        True
    """
    if len(contributions) < CONTRIBUTORS:
        return None
    half, made = sum(contributions) / 2, 0
    for people, count in enumerate(sorted(contributions, reverse=True), 1):
        made += count
        if made >= half:
            return people
    return len(contributions)
