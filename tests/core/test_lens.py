from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.lens import Lens, lens_of_areas, lens_of_share, overlap_area

SHARES = st.floats(0, 1, allow_nan=False)
AREAS = st.floats(0.01, 1000, allow_nan=False)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def measured_overlap(left: float, right: float, distance: float) -> float:
    """The common area by integrating the height of the overlap: no formula of segments in it."""
    start, end = max(-left, distance - right), min(left, distance + right)
    if start >= end:
        return 0.0
    crossing = (distance**2 + left**2 - right**2) / (2 * distance) if distance else end
    middle = min(max(crossing, start), end)
    total = 0.0
    for begin, stop in ((start, middle), (middle, end)):
        angles = NODES * math.pi / 2  # x = center + half sin(t) takes the roots out of the ends
        center, half = (begin + stop) / 2, (stop - begin) / 2
        x = center + half * np.sin(angles)
        heights = 2 * np.sqrt(
            np.maximum(0, np.minimum(left**2 - x**2, right**2 - (x - distance) ** 2))
        )
        total += float(np.sum(WEIGHTS * heights * half * np.cos(angles))) * math.pi / 2
    return total


# Found by bisection over that integral, outside the product.
@pytest.mark.parametrize(
    ("share", "distance"),
    [
        (0.1, 1.6107673),
        (0.25, 1.2694092),
        (0.31, 1.1509867),
        (0.5, 0.8079455),
        (0.58, 0.6726393),
        (0.72, 0.4434846),
        (0.9, 0.1572418),
    ],
)
def test_equal_circles_are_as_far_apart_as_their_share_asks(share: float, distance: float) -> None:
    assert lens_of_share(share).distance == pytest.approx(distance, abs=1e-7)


@pytest.mark.parametrize(
    ("left", "right", "shared", "distance"),
    [(2, 1, 0.5, 0.7271114), (4, 1, 0.9, 0.7117566), (1, 3, 0.25, 1.1616366)],
)
def test_unequal_circles_are_as_far_apart_as_their_areas_ask(
    left: float, right: float, shared: float, distance: float
) -> None:
    lens = lens_of_areas(left=left, right=right, shared=shared)
    assert lens.distance == pytest.approx(distance, abs=1e-7)


def test_lens_is_empty_and_circles_touch_when_nothing_is_shared() -> None:
    lens = lens_of_share(0, radius=10)
    assert lens == Lens(10, 10, 20, 0, 0, 10)
    assert (lens.is_empty, lens.is_inside, lens.path) == (True, False, "")


def test_lens_is_the_circle_when_everything_is_shared() -> None:
    lens = lens_of_share(1, radius=10)
    assert (lens.distance, lens.is_inside) == (0, True)
    assert lens.path == "M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0Z"


@pytest.mark.parametrize(("left", "right"), [(4 * math.pi, math.pi), (math.pi, 4 * math.pi)])
def test_lens_is_the_smaller_circle_when_all_of_it_is_shared(left: float, right: float) -> None:
    lens = lens_of_areas(left=left, right=right, shared=math.pi)
    assert lens.is_inside
    assert lens.distance == pytest.approx(1)
    assert lens.end - lens.start == pytest.approx(2)
    assert lens.half_height == pytest.approx(1)


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [(0, 1, 0), (1, -1, 0), (1, 1, -0.1), (1, 1, 1.1), (4, 1, 2)],
)
def test_lens_is_refused_when_areas_make_no_sense(left: float, right: float, shared: float) -> None:
    with pytest.raises(ValueError, match=r"area|shared"):
        lens_of_areas(left=left, right=right, shared=shared)


@pytest.mark.parametrize(("share", "radius"), [(-0.01, 1), (1.01, 1), (math.nan, 1), (0.5, 0)])
def test_lens_is_refused_when_a_share_makes_no_sense(share: float, radius: float) -> None:
    with pytest.raises(ValueError, match=r"share|radius"):
        lens_of_share(share, radius=radius)


def test_overlap_area_is_refused_when_a_circle_has_no_size() -> None:
    with pytest.raises(ValueError, match="radii"):
        overlap_area(left=0, right=1, distance=1)


@given(SHARES)
def test_lens_covers_its_share_of_either_circle(share: float) -> None:
    lens = lens_of_share(share, radius=2)
    measured = measured_overlap(lens.left_radius, lens.right_radius, lens.distance)
    assert measured / (math.pi * 4) == pytest.approx(share, abs=1e-6)


@given(AREAS, AREAS, SHARES)
def test_lens_keeps_the_areas_it_was_given(left: float, right: float, part: float) -> None:
    shared = part * min(left, right)
    lens = lens_of_areas(left=left, right=right, shared=shared)
    assert math.pi * lens.left_radius**2 == pytest.approx(left)
    assert math.pi * lens.right_radius**2 == pytest.approx(right)
    found = overlap_area(left=lens.left_radius, right=lens.right_radius, distance=lens.distance)
    assert found == pytest.approx(shared, rel=1e-6, abs=1e-9 * (left + right))


@given(AREAS, AREAS, SHARES)
def test_lens_is_its_mirror_image_when_the_sides_change_places(
    left: float, right: float, part: float
) -> None:
    shared = part * min(left, right)
    one = lens_of_areas(left=left, right=right, shared=shared)
    other = lens_of_areas(left=right, right=left, shared=shared)
    assert one.distance == pytest.approx(other.distance)
    assert one.end - one.start == pytest.approx(other.end - other.start, abs=1e-9)
    assert one.half_height == pytest.approx(other.half_height, abs=1e-6)


@given(SHARES, SHARES)
def test_circles_come_closer_when_more_is_shared(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert lens_of_share(less).distance >= lens_of_share(more).distance - 1e-9


@given(st.floats(0.02, 0.98))
def test_path_bounds_the_lens_it_draws(share: float) -> None:
    lens = lens_of_share(share, radius=100)
    corners = re.findall(r"(?:M|1 )(-?[\d.]+) (-?[\d.]+)", lens.path)
    assert len(corners) == 3
    for x, y in corners:
        assert math.hypot(float(x), float(y)) == pytest.approx(100, abs=0.01)
        assert math.hypot(float(x) - lens.distance, float(y)) == pytest.approx(100, abs=0.01)
