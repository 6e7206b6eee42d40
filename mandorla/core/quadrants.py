"""What to do about an item, from how important it is and how much of it is delivered so far."""

from __future__ import annotations

from typing import Final

DELIVERY_HIGHEST: Final = 10.0
DELIVERY_CROSSHAIR: Final = 5.0  # the middle of the scale from 0 to 10


def quadrant(*, weight: float, delivery: float, items: int) -> str:
    """Say in which of four quadrants an item lies for one side.

    Args:
        weight: What the side gave to the item, a share of its whole weight, from 0 to 1.
        delivery: How much of it the side gets so far, from 0 to 10.
        items: How many items were weighed; an even share of the weight is 1 / items.

    Returns:
        "keep_going" (important and delivered), "do_better" (important, delivered little),
        "perhaps_too_much" (delivered, not important) or "let_rest" (neither). Important is an
        even share or more, delivered is 5 or more.

    Raises:
        ValueError: A number lies outside its range.

    Source:
        Importance–performance analysis, Martilla and James, 1977; the names, and crosshairs
        that do not move with the data, are our own.

    Example:
        >>> quadrant(weight=0.3, delivery=4, items=8)
        'do_better'
    """
    if items < 1 or not 0 <= weight <= 1 or not 0 <= delivery <= DELIVERY_HIGHEST:
        raise ValueError("a weight is from 0 to 1, a delivery from 0 to 10, and some item is")
    important = round(weight - 1 / items, 12) >= 0
    if delivery >= DELIVERY_CROSSHAIR:
        return "keep_going" if important else "perhaps_too_much"
    return "do_better" if important else "let_rest"
