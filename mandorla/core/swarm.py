"""Circles of different sizes in a band: where each lies, so that none hides another."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def swarm(
    circles: Sequence[tuple[float, float]], *, reach: float, apart: float = 1.0
) -> list[float]:
    """How far each circle lies above or below the middle of its band.

    Each keeps its place along the band. The largest are placed first; each takes the place
    nearest to the middle that touches none of those before it. Where the band has no room left,
    it lies as near to its edge as it must and may cover another.

    Args:
        circles: The place along the band and the radius of each.
        reach: Half the height of the band.
        apart: How much room stays between two.

    Returns:
        The distance from the middle of the band of each, below it when positive.

    Source:
        The plot that is known as a bee swarm; the order by size is our own.

    Example:
        >>> swarm([(0, 4), (3, 4), (20, 4)], reach=20)
        [0.0, 8.49, 0.0]
    """
    placed: list[tuple[float, float, float]] = []
    found = [0.0] * len(circles)
    order = sorted(range(len(circles)), key=lambda number: (-circles[number][1], number))
    for number in order:
        along, radius = circles[number]
        near = [
            (other, away, size)
            for other, away, size in placed
            if abs(other - along) < size + radius + apart
        ]
        found[number] = _free(along, radius, near, room=max(reach - radius, 0.0), apart=apart)
        placed.append((along, found[number], radius))
    return found


def _free(
    along: float,
    radius: float,
    near: Sequence[tuple[float, float, float]],
    *,
    room: float,
    apart: float,
) -> float:
    """The free place nearest to the middle, among those that touch one of the circles near by."""
    places = [0.0]
    for other, away, size in near:
        touching = sqrt((size + radius + apart) ** 2 - (other - along) ** 2)
        places += [away - touching, away + touching]
    for place in sorted(places, key=lambda one: (abs(one), -one)):
        rounded = round(place, 2)
        if abs(rounded) <= room and all(
            (other - along) ** 2 + (away - place) ** 2 >= (size + radius + apart) ** 2 - 1e-6
            for other, away, size in near
        ):
            return rounded
    return room if len(near) % 2 else -room
