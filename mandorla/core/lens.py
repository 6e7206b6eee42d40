"""Two circles with given areas and a given overlap, as geometry that a page can draw.

The figure of Mandorla: one circle is what the organization expects, the other what the members
expect, and the lens between them is what both expect. It must not flatter: the areas are the
numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Lens:
    """Two circles on one horizontal line, and what they share.

    The left circle has its center at (0, 0), the right one at (`distance`, 0). Lengths are in the
    unit in which `left_radius` is given, areas in its square; y grows downward as in SVG.

    Attributes:
        left_radius: Radius of the left circle.
        right_radius: Radius of the right circle.
        distance: Between the two centers; 0 when one circle is the other.
        shared: Area of the overlap.
        half_height: Half the height of the overlap; 0 when there is none.
        chord: Where the circles cross, on the horizontal line; for one circle inside the other
            the center of the inner one, and without an overlap where they touch.
    """

    left_radius: float
    right_radius: float
    distance: float
    shared: float
    half_height: float
    chord: float

    @property
    def is_empty(self) -> bool:
        """True when the circles share nothing."""
        return self.shared == 0

    @property
    def is_inside(self) -> bool:
        """True when one circle lies within the other, or is the other."""
        return not self.is_empty and self.distance <= abs(self.left_radius - self.right_radius)

    @property
    def start(self) -> float:
        """The leftmost point of the overlap on the horizontal line."""
        return max(-self.left_radius, self.distance - self.right_radius)

    @property
    def end(self) -> float:
        """The rightmost point of the overlap on the horizontal line."""
        return min(self.left_radius, self.distance + self.right_radius)

    @property
    def path(self) -> str:
        """The outline of the overlap as an SVG path, empty when there is none."""
        if self.is_empty:
            return ""
        if self.is_inside:
            inner = min(self.left_radius, self.right_radius)
            west, east, r = _short(self.chord - inner), _short(self.chord + inner), _short(inner)
            return f"M{west} 0A{r} {r} 0 1 1 {east} 0A{r} {r} 0 1 1 {west} 0Z"
        x, y = _short(self.chord), _short(self.half_height)
        left, right = _short(self.left_radius), _short(self.right_radius)
        left_is_large = int(self.chord < 0)
        right_is_large = int(self.distance < self.chord)
        return (
            f"M{x} -{y}A{left} {left} 0 {left_is_large} 1 {x} {y}"
            f"A{right} {right} 0 {right_is_large} 1 {x} -{y}Z"
        )


def overlap_area(*, left: float, right: float, distance: float) -> float:
    """The area two circles have in common.

    Args:
        left: Radius of one circle, above 0, in any unit of length.
        right: Radius of the other, in the same unit.
        distance: Between their centers, 0 or more, in the same unit.

    Returns:
        The common area in the square of that unit: 0 when they touch or are apart, the smaller
        circle's area when it lies within the other.

    Raises:
        ValueError: A radius is not above 0, or the distance is negative.

    Source:
        Two circular segments over the common chord; plane geometry, e.g. Weisstein,
        "Circle-Circle Intersection", MathWorld.

    Example:
        >>> round(overlap_area(left=1.0, right=1.0, distance=1.0), 5)
        1.22837
    """
    if left <= 0 or right <= 0 or distance < 0:
        raise ValueError("radii are above 0 and the distance is not negative")
    if distance >= left + right:
        return 0.0
    if distance <= abs(left - right):
        return math.pi * min(left, right) ** 2
    chord = (distance**2 + left**2 - right**2) / (2 * distance)
    return _segment(left, chord) + _segment(right, distance - chord)


@lru_cache(maxsize=512)
def lens_of_areas(*, left: float, right: float, shared: float) -> Lens:
    """Two circles of these areas, placed so that they share this area.

    Args:
        left: Area of the left circle, above 0, in any unit of area.
        right: Area of the right circle, in the same unit.
        shared: Area they share, from 0 to the smaller of the two, in the same unit.

    Returns:
        Radii, distance and outline, in the square root of that unit. With nothing shared the
        circles touch; with everything of the smaller shared it lies within the larger and
        touches it from inside.

    Raises:
        ValueError: An area is not above 0, or the shared area is negative or larger than the
            smaller circle.

    Source:
        The distance has no closed form; it is found by halving between the circles touching from
        inside and from outside, where the common area falls strictly. About 55 halvings exhaust
        the digits in a tenth of a millisecond, which is less than it takes to load a solver.

    Example:
        >>> lens = lens_of_areas(left=2.0, right=1.0, shared=0.5)
        >>> round(lens.left_radius, 4), round(lens.right_radius, 4), round(lens.distance, 4)
        (0.7979, 0.5642, 0.7271)
    """
    if left <= 0 or right <= 0:
        raise ValueError("both areas are above 0")
    if not 0 <= shared <= min(left, right):
        raise ValueError(f"shared is {shared}, outside 0..{min(left, right)}")
    left_radius, right_radius = math.sqrt(left / math.pi), math.sqrt(right / math.pi)
    distance = _distance(left_radius, right_radius, shared)
    if distance in (0.0, left_radius - right_radius, right_radius - left_radius):
        chord, half_height = _inside(left_radius, right_radius, distance)
    else:
        chord = (distance**2 + left_radius**2 - right_radius**2) / (2 * distance)
        half_height = math.sqrt(max(0.0, left_radius**2 - chord**2)) if shared else 0.0
    return Lens(left_radius, right_radius, distance, shared, half_height, chord)


def lens_of_share(share: float, *, radius: float = 1.0) -> Lens:
    """Two equal circles that have this share of each in common.

    Each side gives out the same total weight, so both circles are equal, and the share of the
    weight that both sides gave to the same things is the share of either circle that is lens.

    Args:
        share: From 0 (nothing is shared) to 1 (everything is), a ratio.
        radius: Of both circles, above 0, in the unit of the drawing.

    Returns:
        The two circles and their lens, in the unit of the radius.

    Raises:
        ValueError: The share is outside 0..1, or the radius is not above 0.

    Source:
        `lens_of_areas` with both areas equal; a share of one half puts the centers
        0.8079455 radii apart, which is the known value for two circles whose overlap is half of
        each.

    Example:
        >>> round(lens_of_share(0.5).distance, 7)
        0.8079455
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share is from 0 to 1, not {share}")
    if radius <= 0:
        raise ValueError("the radius is above 0")
    area = math.pi * radius**2
    return lens_of_areas(left=area, right=area, shared=share * area)


def _segment(radius: float, to_chord: float) -> float:
    """Area of the part of a circle beyond a chord at this signed distance from its center."""
    ratio = min(1.0, max(-1.0, to_chord / radius))
    half = math.acos(ratio)
    return radius**2 * (half - math.sin(half) * math.cos(half))


def _distance(left: float, right: float, shared: float) -> float:
    nearest, farthest = abs(left - right), left + right
    smaller = math.pi * min(left, right) ** 2
    # Areas made from radii lose a last digit; a share that close to an end is that end.
    if shared <= smaller * 1e-12:
        return farthest
    if shared >= smaller * (1 - 1e-12):
        return nearest
    middle = (nearest + farthest) / 2
    while nearest < middle < farthest:  # until no number lies between the two
        if overlap_area(left=left, right=right, distance=middle) > shared:
            nearest = middle
        else:
            farthest = middle
        middle = (nearest + farthest) / 2
    return middle


def _inside(left: float, right: float, distance: float) -> tuple[float, float]:
    return (0.0, left) if left <= right else (distance, right)


def _short(value: float) -> str:
    """A coordinate with as many digits as a drawing needs."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.0005 else "0"
