from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mandorla.core.overlap import overlap, shared_items, shares, tensions

P, Q = [0.40, 0.25, 0.15, 0.10, 0.10, 0], [0.10, 0.20, 0.30, 0.05, 0.15, 0.20]
points = arrays(np.float64, 6, elements=st.integers(0, 60).map(float)).filter(
    lambda row: row.sum() > 0
)
orders = st.permutations(range(6))


def test_overlap_is_the_known_one():
    found = overlap(P, Q)

    assert found == pytest.approx(0.6)
    assert found / (2 - found) == pytest.approx(0.428571, abs=1e-6)  # intersection over union


@given(points, points)
def test_overlap_is_1_less_the_total_variation(p, q):
    found = overlap(p, q)

    assert 0 <= found <= 1
    assert found == pytest.approx(1 - np.abs(p / p.sum() - q / q.sum()).sum() / 2, abs=1e-12)
    assert found == pytest.approx(overlap(q, p))


@given(points, points, orders, st.floats(0.01, 100))
def test_overlap_does_not_depend_on_order_or_scale(p, q, order, scale):
    assert overlap(p[order] * scale, q[order]) == pytest.approx(overlap(p, q))


@given(points, points)
def test_overlap_is_never_lower_when_two_items_are_merged(p, q):
    merged = overlap(*(np.append(side[2:], side[:2].sum()) for side in (p, q)))

    assert merged >= overlap(p, q) - 1e-12


@given(points)
def test_overlap_is_whole_when_both_sides_weigh_alike(p):
    assert overlap(p, p) == pytest.approx(1)
    assert overlap(np.append(p, np.zeros(6)), np.append(np.zeros(6), p)) == 0


@given(points, points)
def test_shares_and_tensions_add_up(p, q):
    assert shares(p, q).sum() == pytest.approx(overlap(p, q))
    assert tensions(p, q).sum() == pytest.approx(0)
    assert np.abs(tensions(p, q)).sum() / 2 == pytest.approx(1 - overlap(p, q), abs=1e-12)
    assert tensions(q, p) == pytest.approx(-tensions(p, q))


@given(points, points)
def test_some_item_is_shared_when_more_than_half_of_the_weight_is(p, q):
    assert shared_items(p, q).any() or overlap(p, q) <= 0.5


def test_items_are_shared_when_both_sides_give_exactly_half_an_even_share():
    assert shared_items([1, 3, 4], [5, 1, 0]).tolist() == [False, True, False]
    assert shared_items([1 / 10] * 5 + [1 / 2], [1 / 12] * 6).tolist() == [True] * 6


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([1, 2], [1, 2, 3]),
        ([0, 0], [1, 1]),
        ([1, -1], [1, 1]),
        ([1, float("nan")], [1, 1]),
        ([[1, 1]], [[1, 1]]),
    ],
)
def test_overlap_is_refused_when_sides_cannot_be_compared(p, q):
    with pytest.raises(ValueError, match=r"items of one side|weights are|without any weight"):
        overlap(p, q)
