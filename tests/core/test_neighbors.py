from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mandorla.core.neighbors import FIRST_ROOM, Neighbors

tables = arrays.arrays(
    np.float32, st.tuples(st.integers(0, 20), st.just(3)), elements=st.integers(-3, 3).map(float)
)


def plainly(table, asked, most: int) -> list[float]:
    """The nearest by comparing one after the other."""

    def cosine(one, other) -> float:
        length = float(np.linalg.norm(one) * np.linalg.norm(other))
        return round(float(one @ other) / length, 5) if length else 0.0

    found = sorted(range(len(table)), key=lambda place: (-cosine(table[place], asked), place))
    return [cosine(table[place], asked) for place in found[:most]]


@given(tables, st.integers(1, 25))
def test_neighbors_are_those_of_a_plain_comparison(table, most):
    near, asked = Neighbors(dimensions=3), np.array([1.0, 2.0, -1.0])
    near.add(range(len(table)), table)
    found = [round(neighbor.likeness, 5) for neighbor in near.nearest(asked, most=most)]
    assert found == pytest.approx(plainly(table, asked, most), abs=2e-5)


@given(tables, st.integers(0, 20))
def test_neighbors_are_the_same_when_added_bit_by_bit(table, cut):
    at_once, by_parts = Neighbors(dimensions=3), Neighbors(dimensions=3)
    at_once.add(range(len(table)), table)
    by_parts.add(range(len(table))[:cut], table[:cut])
    by_parts.add(range(len(table))[cut:], table[cut:])
    keys = [[found.key for found in near.nearest([1, 0, 1])] for near in (at_once, by_parts)]
    assert keys[0] == keys[1]


def test_neighbors_have_room_when_many_are_added():
    near = Neighbors(dimensions=2)
    for key in range(2 * FIRST_ROOM + 1):
        near.add([key], [[1, key]])
    assert len(near) == 2 * FIRST_ROOM + 1
    assert [found.key for found in near.nearest([1, 100], most=1)] == [100]


def test_neighbors_have_the_smaller_key_first_when_equally_near():
    near = Neighbors(dimensions=2)
    near.add([5, 3, 9], [[1, 0]] * 3)
    assert [found.key for found in near.nearest([2, 0], most=2)] == [3, 5]


def test_neighbors_are_none_when_nothing_is_asked_or_known():
    near = Neighbors(dimensions=2)
    assert near.nearest([1, 0]) == ()
    near.add([1], [[1, 0]])
    assert near.nearest([0, 0]) == ()
    assert near.nearest([1, 0], most=0) == ()


def test_neighbors_refuse_vectors_of_another_kind():
    with pytest.raises(ValueError, match="2 numbers"):
        Neighbors(dimensions=2).add([1], [[1, 2, 3]])
