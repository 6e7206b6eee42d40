"""What members say of a profile: packed without a name, and summed up as a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

CANNOT_SAY: Final = 255


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the middle of a group is.

    Attributes:
        level: The level in the middle, the lower one of two.
        low: Where the middle half of the answers begins.
        high: Where it ends.
    """

    level: int
    low: int
    high: int


def packed(levels: Sequence[int | None], statements: Sequence[bool | None]) -> bytes:
    """What one member says, as bytes: one for each dimension, then one for each statement.

    Args:
        levels: The level of each dimension from 0 on, or None for "cannot say".
        statements: Yes or no to each statement, or None for "does not apply".

    Returns:
        Always as many bytes for one model; they go into an urn by `core.ballot.dropped_in`.

    Raises:
        ValueError: A level is negative or too high.

    Source:
        Our own format. It holds no moment and no name.

    Example:
        >>> packed([2, None, 0], [True, False, None]).hex(" ")
        '02 ff 00 01 00 ff'
    """
    if any(level is not None and not 0 <= level < CANNOT_SAY for level in levels):
        raise ValueError("a level lies outside of what a ballot can hold")
    given = [*levels, *statements]
    return bytes(CANNOT_SAY if answer is None else int(answer) for answer in given)


def opened(urn: bytes, *, answers: int) -> list[list[int]]:
    """What an urn holds: for each question the answers of those who could say.

    Args:
        urn: Ballots of `packed`, one after the other.
        answers: How many bytes each has.

    Returns:
        For each byte of a ballot the answers in order of size, so that no two questions can be
        laid side by side to find one person's ballot again.

    Raises:
        ValueError: The urn does not hold whole ballots.

    Source:
        The format of `packed`.

    Example:
        >>> opened(bytes.fromhex("02ff 0100".replace(" ", "")), answers=2)
        [[1, 2], [0]]
    """
    if len(urn) % answers:
        raise ValueError("the urn holds something else than whole ballots")
    columns = [urn[place::answers] for place in range(answers)]
    return [sorted(value for value in column if value != CANNOT_SAY) for column in columns]


def middle(levels: Sequence[int]) -> Middle | None:
    """The level in the middle of a group, and where its middle half lies.

    Args:
        levels: What each who could say it said.

    Returns:
        The middle; None when fewer than five said something.

    Source:
        The median and quartiles as answers that were given; the lower one of two.

    Example:
        >>> middle([1, 2, 2, 3, 5])
        Middle(level=2, low=2, high=3)
        >>> middle([3, 3, 3, 3]) is None
        True
    """
    if len(levels) < FEWEST:
        return None
    given, quarter = sorted(levels), len(levels) // 4
    return Middle(given[(len(given) - 1) // 2], given[quarter], given[-1 - quarter])


def share_of_yes(answers: Sequence[int]) -> float | None:
    """The share of yes in a group, which never says that all answered alike.

    Args:
        answers: 1 for each yes and 0 for each no; who finds that it does not apply is left out.

    Returns:
        The share; None when fewer than five answered. When all said the same, one answer less is
        told: else whoever knows who took part would know what each of them said.

    Source:
        Our own rule, as statistical offices cut off the ends of a scale.

    Example:
        >>> share_of_yes([1, 1, 1, 0, 0]), share_of_yes([1] * 5), share_of_yes([0] * 10)
        (0.6, 0.8, 0.1)
    """
    if len(answers) < FEWEST:
        return None
    count = len(answers)
    return min(max(sum(answers), 1), count - 1) / count
