from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.absence import absence_factor
from mandorla.core.diversity import blau, blau_normalized
from mandorla.core.participation import burstiness, gini, leader_share

counts = st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(any)


def test_gini_has_its_known_values():
    assert gini([1, 1, 2, 4, 12], corrected=False) == pytest.approx(0.5)
    assert gini([12, 1, 4, 1, 2]) == pytest.approx(0.625)
    assert gini([0, 0, 0, 7]) == pytest.approx(1)
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([3]) is None
    assert gini([0, 0]) is None


@given(counts)
def test_gini_is_half_the_relative_mean_difference(values):
    size = len(values)
    differences = sum(abs(a - b) for a in values for b in values)
    expected = differences / (2 * size**2 * fmean(values))

    assert gini(values, corrected=False) == pytest.approx(expected, abs=1e-12)
    assert gini(values) == pytest.approx(expected * size / (size - 1), abs=1e-12)
    assert -1e-12 <= (gini(values) or 0) <= 1 + 1e-12


def test_absence_factor_has_its_known_value():
    assert absence_factor([1000, 202, 90, 33, 332, 343, 42, 433]) == 2


def test_burstiness_has_its_known_values():
    assert burstiness([7, 7, 7, 14, 7, 28]) == pytest.approx(-0.2024, abs=5e-5)
    assert burstiness([7]) is None


@given(st.lists(st.integers(1, 400), min_size=2, max_size=40))
def test_burstiness_compares_spread_and_mean(gaps):
    spread, mean = pstdev(gaps), fmean(gaps)

    assert burstiness(gaps) == pytest.approx((spread - mean) / (spread + mean), abs=1e-9)


def test_blau_has_its_known_values():
    assert blau([4, 3, 3]) == pytest.approx(0.66)
    assert blau_normalized([4, 3, 3]) == pytest.approx(0.99)
    assert blau_normalized([4, 0]) is None


def test_leader_share_is_not_known_when_nobody_contributes():
    assert leader_share(0, 0) is None
    assert leader_share(2, 4) == 0.5
