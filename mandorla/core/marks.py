"""Numbers beside points in a chart, so that none meets another, a point or the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.core.lettering import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def place_marks(
    points: Sequence[tuple[float, float]], *, size: tuple[float, float], frame: Box, dot: float
) -> list[Box | None]:
    """Find room for a mark near each point.

    Args:
        points: Where the points lie, x and y in units of the drawing; several may coincide.
        size: Width and height of every mark.
        frame: Within what the marks have to stay.
        dot: The radius of a point, which no mark covers.

    Returns:
        The box of each mark, in the order of the points; None when there is no room left.

    Source:
        Each takes the free place nearest to its point: right of it, left, above, below, then ever
        farther around it.

    Example:
        >>> boxes = place_marks([(10, 10), (10, 10)], size=(8, 6), frame=Box(0, 0, 40, 40), dot=2)
        >>> [(box.left, box.top) for box in boxes if box]
        [(13.0, 7.0), (6.0, 1.0)]
    """
    dots = [Box(x - dot, y - dot, x + dot, y + dot) for x, y in points]
    placed: list[Box | None] = []
    for point in points:
        taken = [*dots, *(box for box in placed if box)]
        free = (
            box
            for box in _around(point, size=size, dot=dot, reach=max(frame.right, frame.bottom))
            if frame.holds(box) and not any(box.meets(other) for other in taken)
        )
        placed.append(next(free, None))
    return placed


def _around(
    point: tuple[float, float], *, size: tuple[float, float], dot: float, reach: float
) -> Iterator[Box]:
    """Boxes around a point, the nearest first."""
    x, y = point
    width, height = size
    away = dot + 1
    while away <= reach:
        aside, below = away + width / 2, away + height / 2
        centers = [(aside, 0.0), (-aside, 0.0), (0.0, -below), (0.0, below)]
        centers += [(sx * aside, sy * below) for sy in (-1, 1) for sx in (1, -1)]
        for right, down in centers:
            left, top = x + right - width / 2, y + down - height / 2
            yield Box(left, top, left + width, top + height)
        away += 2
