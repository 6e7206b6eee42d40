from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mandorla.core import grouping
from mandorla.core.embedding import Floors
from mandorla.core.grouping import group, kept_apart

FLOORS = Floors(near=0.4, together=0.7)
SHAPES = st.tuples(st.integers(0, 14), st.integers(1, 3))
tables = arrays.arrays(np.float32, SHAPES, elements=st.sampled_from([-1.0, 0.0, 0.5, 1.0, 3.0]))


def grouped(vectors) -> tuple[int | None, ...]:
    return group(vectors, floors=FLOORS)


def sets(numbers, places=None) -> set[frozenset[int]]:
    """Which places are together."""
    places = places or range(len(numbers))
    found: dict[object, set[int]] = {}
    for place, number in zip(places, numbers, strict=True):
        found.setdefault(("alone", place) if number is None else number, set()).add(place)
    return {frozenset(members) for members in found.values()}


def around(
    rng: np.random.Generator, *, topics: int, each: int, apart: float, wide: int = 40
) -> np.ndarray:
    """Vectors around some directions, in the order of their topics."""
    centers = rng.standard_normal((topics, wide))
    return np.repeat(centers, each, axis=0) + apart * rng.standard_normal((topics * each, wide))


@given(tables, st.randoms())
@settings(max_examples=200)
def test_groups_do_not_depend_on_the_order_of_texts(table, shuffler: random.Random):
    order = list(range(len(table)))
    shuffler.shuffle(order)
    assert sets(grouped(table[order]), order) == sets(grouped(table))


@given(tables)
@settings(max_examples=200)
def test_groups_hold_two_texts_at_least_and_are_numbered_by_size(table):
    numbers = grouped(table)
    sizes = [numbers.count(number) for number in sorted({n for n in numbers if n is not None})]
    assert {n for n in numbers if n is not None} == set(range(len(sizes)))
    assert sizes == sorted(sizes, reverse=True)
    assert all(size > 1 for size in sizes)


@given(tables)
@settings(max_examples=200)
def test_groups_keep_the_same_vectors_together(table):
    numbers = grouped(np.concatenate([table, table]))
    first, second = numbers[: len(table)], numbers[len(table) :]
    assert first == second
    assert [number is not None for number in first] == table.any(axis=1).tolist()


@given(tables, st.sampled_from([0.01, 2.0, 1000.0]))
def test_groups_do_not_depend_on_the_length_of_vectors(table, times):
    assert grouped(table * np.float32(times)) == grouped(table)


def test_groups_are_the_topics_when_these_are_clear():
    vectors = around(np.random.default_rng(1), topics=9, each=7, apart=0.3)
    assert grouped(vectors) == tuple(place // 7 for place in range(63))


@pytest.mark.parametrize("at_once", [1, 500, 100_000])
def test_groups_are_the_same_when_texts_are_compared_in_several_parts(monkeypatch, at_once):
    vectors = around(np.random.default_rng(2), topics=60, each=3, apart=0.2, wide=300)
    monkeypatch.setattr(grouping, "AT_ONCE", at_once)
    assert sets(grouped(vectors)) == {
        frozenset(range(place, place + 3)) for place in range(0, 180, 3)
    }


def test_groups_leave_alone_what_is_like_nothing():
    vectors = np.concatenate(
        [around(np.random.default_rng(3), topics=1, each=4, apart=0.2), np.eye(40)]
    )
    assert grouped(vectors) == (0, 0, 0, 0, *[None] * 40)


def test_groups_leave_alone_what_says_nothing():
    assert grouped(np.zeros((3, 5))) == (None, None, None)


@pytest.mark.parametrize("table", [[], np.zeros((0, 5))])
def test_groups_are_none_when_there_is_no_text(table):
    assert grouped(table) == ()


def test_group_is_none_when_there_is_one_text():
    assert grouped([[1, 2]]) == (None,)


def test_groups_are_one_when_all_texts_are_the_same():
    assert grouped(np.ones((1000, 8))) == (0,) * 1000


def test_groups_do_not_grow_by_a_chain_of_likenesses():
    angles = np.radians(np.arange(0, 180, 12))
    assert len(sets(grouped(np.stack([np.cos(angles), np.sin(angles)], axis=1)))) > 1


def test_groups_are_ready_when_many_texts_have_one_nearest():
    hub = np.concatenate([np.zeros((1, 60)), 0.5 * np.eye(60)]) + 0.3
    assert len(sets(grouped(hub))) < 61


def test_groups_are_refused_when_vectors_are_no_numbers():
    with pytest.raises(ValueError, match="finite"):
        grouped([[float("nan"), 1]])
    with pytest.raises(ValueError, match="a row for each text"):
        grouped([1.0, 2.0])


def test_groups_are_those_of_plain_average_linkage():
    """The same as the plain way, which compares all pairs after every single step."""
    from scipy.cluster.hierarchy import fcluster, linkage

    from mandorla.core.grouping import _drawn

    rng = np.random.default_rng(4)
    vectors = around(rng, topics=12, each=6, apart=0.9).astype(np.float32)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    drawn = _drawn(units, near=FLOORS.near)
    plain = fcluster(linkage(drawn, "average", "cosine"), 1 - FLOORS.together, "distance")
    assert sets(grouped(units)) == sets(plain.tolist())
    assert 12 <= len(sets(grouped(units))) < 72


PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1]))


@given(st.permutations(range(9)), PAIRS)
def test_parts_of_a_group_hold_everybody_once_and_nobody_with_whom_they_are_apart(places, pairs):
    parts = kept_apart(places, pairs)
    assert sorted(place for part in parts for place in part) == sorted(places)
    together = {(one, other) for part in parts for one in part for other in part}
    assert together.isdisjoint(pairs)


def test_parts_of_a_group_are_one_when_nobody_is_apart():
    assert kept_apart([3, 1, 2], [(1, 8)]) == ((3, 1, 2),)
    assert kept_apart([], []) == ()
