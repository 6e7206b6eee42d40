"""Circles in a band keep their place along it and do not cover each other."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.swarm import swarm

CIRCLES = st.lists(st.tuples(st.floats(0, 800), st.floats(5, 22)), max_size=25)


def test_circles_that_are_apart_lie_in_the_middle():
    assert swarm([(0, 5), (50, 5), (100, 5)], reach=40) == [0.0, 0.0, 0.0]


def test_largest_lies_in_the_middle_and_the_others_around_it():
    found = swarm([(10, 5), (10, 20), (10, 5)], reach=40)

    assert found == [26.0, 0.0, -26.0]


def test_circle_stays_within_its_band_when_there_is_no_room():
    found = swarm([(10, 20)] * 5, reach=30)

    assert all(abs(away) <= 10 for away in found)


@given(CIRCLES)
def test_circles_never_touch_while_the_band_has_room(circles):
    found = swarm(circles, reach=10_000)

    for (one, up), (other, down) in combinations(zip(circles, found, strict=True), 2):
        assert hypot(one[0] - other[0], up - down) >= one[1] + other[1] + 0.9


@given(CIRCLES)
def test_places_do_not_depend_on_what_is_not_there(circles):
    assert swarm(circles, reach=40) == swarm(circles, reach=40)
    assert len(swarm(circles, reach=40)) == len(circles)
