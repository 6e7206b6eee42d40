"""Levels that build on each other: how far one is, between what and what, and what that sums to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Reached(NamedTuple):
    """How far something is on its levels: between two of them, or exactly where both are equal.

    Attributes:
        low: The highest level that is known to hold with all below it; 0 when not even the first.
        high: The highest that could hold once everything is known.
    """

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether everything that decides is known."""
        return self.low == self.high

    def is_known(self, *, top: int) -> bool:
        """Whether anything is known: that a level holds, or that one does not."""
        return self.low > 0 or self.high < top


@dataclass(frozen=True, slots=True)
class Headline:
    """What a profile comes to in one line.

    Attributes:
        stage: The level in the middle of the dimensions; None while too little is known.
        is_least: Whether it may be higher, once more is known.
        lowest: The lowest level among the dimensions of which something is known.
        highest: The highest one.
        held_back_by: The dimensions that are certainly below the stage, the lowest of them.
        known: Of how many dimensions something is known.
        of: Of how many in all.
    """

    stage: int | None
    is_least: bool
    lowest: int | None
    highest: int | None
    held_back_by: tuple[str, ...]
    known: int
    of: int


def together(answers: Iterable[bool | None]) -> bool | None:
    """Whether pieces of evidence that are needed together all hold.

    Args:
        answers: Whether each holds; None when that is not known.

    Returns:
        False when one does not hold, else None when one is not known or there is none, else True.

    Source:
        Kleene's strong three-valued logic; no evidence at all is our own "not known".

    Example:
        >>> together([True, True]), together([True, None]), together([None, False]), together([])
        (True, None, False, None)
    """
    given = list(answers)
    if False in given:
        return False
    return None if None in given or not given else True


def climb(levels: Sequence[bool | None]) -> Reached:
    """How far one is on levels each of which needs all below it.

    Args:
        levels: Whether each level holds by itself, the lowest first; None when it is not known.

    Returns:
        The levels between which it is: equal when they decide, apart when one is not known.

    Source:
        The rule of the staircase, our own: an unknown level stops what is known, and never says no.

    Example:
        >>> climb([True, True, False, True, None])
        Reached(low=2, high=2)
        >>> climb([True, None, True, False, None])
        Reached(low=1, high=3)
        >>> climb([None, None])
        Reached(low=0, high=2)
    """
    low = next((n for n, holds in enumerate(levels) if holds is not True), len(levels))
    high = next((n for n, holds in enumerate(levels) if holds is False), len(levels))
    return Reached(low, high)


def headline(profile: Mapping[str, Reached], *, top: int) -> Headline:
    """What a profile comes to: the middle of its dimensions, their spread, what holds them back.

    A dimension of which nothing is known is left out; the stage is told while something is known
    of at least half. Of two in the middle the lower counts, and a group that exists has begun: its
    stage is never under 1.

    Args:
        profile: How far each dimension is, by its id, in their order.
        top: The number of levels.

    Returns:
        The stage with its spread, and the dimensions that are certainly below it.

    Source:
        The median of the dimensions with the lowest beside it, our default.

    Example:
        >>> told = headline({"value": Reached(1, 1), "rhythm": Reached(3, 3), "core": Reached(3, 5),
        ...                  "reach": Reached(0, 5)}, top=5)
        >>> told.stage, told.is_least, told.lowest, told.highest, told.held_back_by
        (3, False, 1, 3, ('value',))
    """
    known = {name: at for name, at in profile.items() if at.is_known(top=top)}
    if not known or 2 * len(known) < len(profile):
        return Headline(
            None,
            is_least=False,
            lowest=None,
            highest=None,
            held_back_by=(),
            known=len(known),
            of=len(profile),
        )
    stage = max(1, median_low(at.low for at in known.values()))
    could_be = max(1, median_low(at.high for at in known.values()))
    below = {name: at.low for name, at in known.items() if at.is_exact and at.low < stage}
    least = min(below.values(), default=0)
    return Headline(
        stage=stage,
        is_least=could_be > stage,
        lowest=min(at.low for at in known.values()),
        highest=max(at.low for at in known.values()),
        held_back_by=tuple(name for name, low in below.items() if low == least),
        known=len(known),
        of=len(profile),
    )


def lead(
    profile: Mapping[str, Reached], *, ahead: Sequence[str], behind: Sequence[str]
) -> int | None:
    """By how many levels some dimensions are certainly ahead of others.

    Args:
        profile: How far each dimension is.
        ahead: Those that may have run ahead; the highest counts, at the level known to hold.
        behind: Those they should rest on; the lowest counts of which all is known.

    Returns:
        Levels, 0 or more; None when nothing is known of one of the two.

    Source:
        Our default: what is not known could only make the distance larger or leave it open.

    Example:
        >>> lead({"rhythm": Reached(3, 5), "license": Reached(1, 1)},
        ...      ahead=["rhythm"], behind=["license"])
        2
        >>> lead({"rhythm": Reached(3, 3), "license": Reached(1, 5)},
        ...      ahead=["rhythm"], behind=["license"]) is None
        True
    """
    above = [at.low for name in ahead if (at := profile.get(name)) and (at.low or at.is_exact)]
    under = [at.low for name in behind if (at := profile.get(name)) and at.is_exact]
    return max(0, max(above) - min(under)) if above and under else None


def gap(reached: Reached, *, target: int) -> Reached:
    """How many levels are missing to a target, at the least and at the most.

    Args:
        reached: How far it is.
        target: The level that was agreed.

    Returns:
        The missing levels as a range; (0, 0) when the target is met.

    Source:
        Subtraction at both ends.

    Example:
        >>> gap(Reached(2, 2), target=4), gap(Reached(1, 3), target=2), gap(Reached(3, 5), target=3)
        (Reached(low=2, high=2), Reached(low=0, high=1), Reached(low=0, high=0))
    """
    return Reached(max(0, target - reached.high), max(0, target - reached.low))


def change(before: Reached, now: Reached) -> int | None:
    """By how many levels something has certainly moved.

    Args:
        before: How far it was.
        now: How far it is.

    Returns:
        Levels up, or down as a negative number; 0 when both are known and equal; None when what
        is not known leaves it open whether it has moved.

    Source:
        The distance between both ranges.

    Example:
        >>> change(Reached(2, 2), Reached(3, 3)), change(Reached(4, 4), Reached(2, 3))
        (1, -1)
        >>> change(Reached(1, 5), Reached(2, 2)) is None
        True
    """
    if before.is_exact and now.is_exact:
        return now.low - before.low
    if now.low > before.high:
        return now.low - before.high
    return now.high - before.low if now.high < before.low else None
