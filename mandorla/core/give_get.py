"""What a side expected, what it gets of that, and where the gap is."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Final

from mandorla.core.quadrants import DELIVERY_CROSSHAIR, DELIVERY_HIGHEST

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: Final = ("short", "unshown", "kept", "beyond", "small")
_SUM: Final = 1e-6  # weights of a side that miss 1 by less are whole


@dataclass(frozen=True, slots=True)
class Expected:
    """One item as one side sees it.

    Attributes:
        weight: What the side gave to it, a share of its whole weight, 0 to 1.
        delivery: How much of it the side says it gets so far, 0 to 10; None when it did not say.
        is_shown: Whether something beside that saying shows that it is there.
    """

    weight: float
    delivery: float | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one item for one side.

    Attributes:
        kind: "short" (expected much, delivered little), "unshown" (expected much, and nothing
            shows that it is there), "kept" (expected, delivered and shown), "beyond" (expected
            little, delivered all the same) or "small" (expected little, delivered little).
        got: How much of the side's whole weight it gets by this, 0 to 1; None when not rated.
        missing: How much of the whole weight is missing; None when not rated.
        gap: By how much of the whole weight there is something to do, for an order.
    """

    kind: str
    got: float | None
    missing: float | None
    gap: float


@dataclass(frozen=True, slots=True)
class SideGot:
    """What a side gets of what it expected; `got`, `missing` and `unrated` make 1.

    Attributes:
        items: What became of each item, in the order in which they came.
        got: How much of the weight the side says it gets.
        missing: How much of it is missing by what the side says.
        unrated: The weight of the items of which it did not say.
        shown: The weight of the items of which something shows that they are there.
    """

    items: tuple[Delivered, ...]
    got: float
    missing: float
    unrated: float
    shown: float


def side_got(expected: Sequence[Expected]) -> SideGot:
    """Hold what a side gets against what it expected, item by item and in all.

    Args:
        expected: Every item of a round as the side sees it; their weights make 1.

    Returns:
        For each item its kind and its part of the weight, and their sums. An item is expected
        much when it has an even share of the weight or more; it is delivered when the side rates
        it 5 of 10 or more or, where the side did not rate it, when something shows it.

    Raises:
        ValueError: There is no item, a number is off its scale, or the weights do not make 1.

    Source:
        Importance against performance, Martilla and James, 1977, with the crosshairs of
        `quadrants.quadrant`; that a rating alone shows nothing, and the five kinds, are our own.

    Example:
        >>> found = side_got([Expected(0.5, 3), Expected(0.4, 8, is_shown=True), Expected(0.1)])
        >>> [one.kind for one in found.items]
        ['short', 'kept', 'small']
        >>> round(found.got, 6), round(found.missing, 6), found.unrated, found.shown
        (0.47, 0.43, 0.1, 0.4)
    """
    for one in expected:
        _refuse(one)
    if not isclose(sum(one.weight for one in expected), 1, abs_tol=_SUM):
        raise ValueError("the weights of a side make 1")
    items = tuple(_delivered(one, count=len(expected)) for one in expected)
    return SideGot(
        items=items,
        got=sum(one.got for one in items if one.got is not None),
        missing=sum(one.missing for one in items if one.missing is not None),
        unrated=sum(one.weight for one in expected if one.delivery is None),
        shown=sum(one.weight for one in expected if one.is_shown),
    )


def _refuse(one: Expected) -> None:
    if not 0 <= one.weight <= 1:
        raise ValueError("a weight is from 0 to 1")
    if one.delivery is not None and not 0 <= one.delivery <= DELIVERY_HIGHEST:
        raise ValueError("a delivery is from 0 to 10")


def _delivered(one: Expected, *, count: int) -> Delivered:
    kind = _kind(one, is_much=round(one.weight - 1 / count, 12) >= 0)
    if one.delivery is None:
        return Delivered(kind, None, None, one.weight if kind == "unshown" else 0.0)
    got = one.weight * one.delivery / DELIVERY_HIGHEST
    # Not what is left of the weight: that may be a rounding below 0.
    missing = one.weight * (DELIVERY_HIGHEST - one.delivery) / DELIVERY_HIGHEST
    return Delivered(kind, got, missing, missing)


def _kind(one: Expected, *, is_much: bool) -> str:
    is_low = one.delivery is not None and one.delivery < DELIVERY_CROSSHAIR
    if not is_much:
        is_there = one.is_shown if one.delivery is None else not is_low
        return "beyond" if is_there else "small"
    if is_low:
        return "short"
    return "kept" if one.is_shown else "unshown"
