"""What somebody weighed, checked and packed into bytes that say nothing but that.

A ballot is a fixed number of bytes, one for each figure, and an urn is ballots in the order of
their bytes. So an urn is the same whoever cast first: there is no order left to look for.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

POINTS: Final = 100
MOST_ON_ONE: Final = 60
HIGHEST_DELIVERY: Final = 10
UNRATED: Final = 255


class Invalid(ValueError):
    """An answer that cannot be counted; `code` says why, `item` where, as a place from 0."""

    def __init__(self, code: str, *, item: int | None = None, value: int | None = None) -> None:
        super().__init__(code)
        self.code, self.item, self.value = code, item, value


@dataclass(frozen=True)
class Answer:
    """What one person, or one side that agreed, weighed.

    Attributes:
        points: Points of each item; empty for picks.
        best: How often each item was the best of a screen; empty for points.
        worst: How often it was the worst.
        shown: How often it was shown.
        delivery: How well each item is delivered so far, 0 to 10, or None for "cannot say".
    """

    points: tuple[int, ...] = ()
    best: tuple[int, ...] = ()
    worst: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    delivery: tuple[int | None, ...] = ()

    @property
    def items(self) -> int:
        """How many items it weighs."""
        return len(self.points or self.shown)


def check(answer: Answer, *, items: int) -> None:
    """See that an answer can be counted.

    Args:
        answer: Points or picks, with a delivery for each item.
        items: How many items the round weighs.

    Returns:
        Nothing; an answer that comes through can be counted.

    Raises:
        Invalid: With the code "missing" (figures for another number of items), "negative",
            "too_many" (over 60 points on one item, unless that cannot be avoided), "sum" (not
            100 in all), "delivery" (outside 0..10), or "picks" (more picks of an item than it
            was shown, or not one best and one worst a screen).

    Source:
        The limit of 60 keeps one wish from silencing all others; our own default.

    Example:
        >>> check(Answer(points=(60, 40), delivery=(None, 7)), items=2)
    """
    if answer.items != items or len(answer.delivery) != items:
        raise Invalid("missing")
    if answer.points:
        _check_points(answer.points)
    else:
        _check_picks(answer, items)
    for item, rating in enumerate(answer.delivery):
        if rating is not None and not 0 <= rating <= HIGHEST_DELIVERY:
            raise Invalid("delivery", item=item, value=rating)


def _check_points(points: Sequence[int]) -> None:
    for item, value in enumerate(points):
        if value < 0:
            raise Invalid("negative", item=item, value=value)
        if value > MOST_ON_ONE:
            raise Invalid("too_many", item=item, value=value)
    if sum(points) != POINTS:
        raise Invalid("sum", value=sum(points))


def _check_picks(answer: Answer, items: int) -> None:
    if not len(answer.best) == len(answer.worst) == items or not any(answer.shown):
        raise Invalid("missing")
    for item, (best, worst, shown) in enumerate(
        zip(answer.best, answer.worst, answer.shown, strict=True)
    ):
        if min(best, worst, shown) < 0 or best + worst > shown or shown > UNRATED:
            raise Invalid("picks", item=item)
    if sum(answer.best) != sum(answer.worst):
        raise Invalid("picks")


def packed(answer: Answer) -> bytes:
    """The answer as bytes: one for each figure, first the weights, then the deliveries.

    Args:
        answer: One that was checked.

    Returns:
        Two bytes an item for points, four an item for picks; always as many for one method.

    Source:
        Our own format. It holds no moment, no name and no number of a screen.

    Example:
        >>> packed(Answer(points=(60, 40), delivery=(None, 7))).hex(" ")
        '3c 28 ff 07'
    """
    delivery = bytes(UNRATED if rating is None else rating for rating in answer.delivery)
    if answer.points:
        return bytes(answer.points) + delivery
    return bytes(answer.best) + bytes(answer.worst) + bytes(answer.shown) + delivery


def dropped_in(urn: bytes, ballot: bytes) -> bytes:
    """The urn with one ballot more, in the order of the ballots' bytes.

    Args:
        urn: Ballots of this length, in order; empty before the first.
        ballot: One packed answer.

    Returns:
        The same bytes for the same ballots, in whatever order they were cast.

    Raises:
        ValueError: The ballot is empty, or the urn holds ballots of another length.

    Source:
        A sorted list is the same for every order of insertion.

    Example:
        >>> dropped_in(dropped_in(b"", b"b7"), b"a9") == dropped_in(dropped_in(b"", b"a9"), b"b7")
        True
    """
    size = len(ballot)
    if not size or len(urn) % size:
        raise ValueError("an urn holds ballots of one length")
    place = bisect_left(
        range(len(urn) // size), ballot, key=lambda n: urn[n * size : n * size + size]
    )
    return urn[: place * size] + ballot + urn[place * size :]


def opened(urn: bytes, *, items: int, is_points: bool) -> tuple[NDArray[np.int64], ...]:
    """What an urn holds, as figures.

    Args:
        urn: Packed answers of one method.
        items: How many items each weighs.
        is_points: Whether they are points; picks otherwise.

    Returns:
        For points: points and deliveries; for picks: best, worst, shown and deliveries; each with
        a row for a ballot and a column for an item. A delivery that was not rated is `UNRATED`.

    Raises:
        ValueError: The urn does not hold whole ballots of that kind.

    Source:
        The format of `packed`.

    Example:
        >>> points, delivery = opened(bytes.fromhex("3c28ff07"), items=2, is_points=True)
        >>> points.tolist(), delivery.tolist()
        ([[60, 40]], [[255, 7]])
    """
    import numpy as np  # slow import

    kinds = 2 if is_points else 4
    if len(urn) % (kinds * items):
        raise ValueError("the urn holds something else than whole ballots")
    figures = np.frombuffer(urn, dtype=np.uint8).reshape(-1, kinds, items).astype(np.int64)
    return tuple(figures[:, kind, :] for kind in range(kinds))
