from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare, kendalltau

from mandorla.core.agreement import coverage, kendall_w, tau_b

rows = arrays(np.float64, 7, elements=st.integers(0, 5).map(float))
tables = st.integers(2, 9).flatmap(
    lambda count: arrays(np.float64, (count, 5), elements=st.integers(0, 4).map(float))
)


def tied(row) -> bool:
    return len(set(row)) == 1


def test_w_is_the_known_one():
    assert kendall_w([[1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 3, 4]]) == pytest.approx(
        0.777778, abs=1e-6
    )


@given(tables.filter(lambda table: not all(tied(row) for row in table)))
def test_w_agrees_with_the_test_of_friedman(table):
    chi_square = friedmanchisquare(*table.T).statistic

    assert kendall_w(table) == pytest.approx(chi_square / (len(table) * 4), abs=1e-9)


@given(tables, st.permutations(range(5)))
def test_w_does_not_depend_on_the_order_of_items_or_people(table, order):
    assert kendall_w(table[::-1, order]) == pytest.approx(kendall_w(table))


@given(st.permutations(range(7)).map(np.array))
def test_w_is_1_when_all_rank_alike_and_0_when_two_are_opposed(row):
    assert kendall_w([row, row * 2, row + 1]) == pytest.approx(1)
    assert kendall_w([row, -row]) == pytest.approx(0)


def test_w_is_not_said_when_nobody_can_differ():
    assert kendall_w([[3, 2, 1]]) is None
    assert kendall_w([[1, 1, 1], [2, 2, 2]]) is None


def test_tau_is_the_known_one():
    p, q = [0.40, 0.25, 0.15, 0.10, 0.10, 0], [0.10, 0.20, 0.30, 0.05, 0.15, 0.20]

    assert tau_b(p, q) == pytest.approx(-0.0714286, abs=1e-7)


@given(rows.filter(lambda row: not tied(row)), rows.filter(lambda row: not tied(row)))
def test_tau_agrees_with_scipy(p, q):
    assert tau_b(p, q) == pytest.approx(kendalltau(p, q).statistic, abs=1e-12)
    assert tau_b(p, q) == tau_b(q, p)


def test_tau_is_not_said_when_a_side_has_no_order():
    assert tau_b([1, 1, 1], [1, 2, 3]) is None


def test_weights_are_tied_when_only_the_last_digits_differ():
    assert tau_b([0.1 + 0.2, 0.3], [1, 2]) is None


@pytest.mark.parametrize(
    ("weights", "shared", "expected"),
    [
        ([[40, 30, 20, 10]], [3], 0),
        ([[40, 20, 20, 20]], [3], 1),  # tied at the third place
        ([[60, 40, 0, 0]], [2, 3], 0),  # what has no weight is not wanted
        ([[40, 30, 20, 10], [10, 20, 30, 40]], [0], 0.5),
        ([[40, 30, 20, 10]], [], 0),
    ],
)
def test_coverage_counts_who_finds_one_of_their_top_three(weights, shared, expected):
    assert coverage(weights, [item in shared for item in range(4)]) == expected


@given(tables, st.lists(st.booleans(), min_size=5, max_size=5))
def test_coverage_is_never_lower_when_more_is_shared(table, shared):
    assert coverage(table, shared) <= coverage(table, [True, *shared[1:]])


def test_agreement_of_ten_thousand_is_quick():
    weights = np.random.default_rng(1).dirichlet(np.ones(16), 10_000)
    began = time.process_time()
    kendall_w(weights)
    coverage(weights, np.ones(16, dtype=bool))

    assert time.process_time() - began < 0.5
