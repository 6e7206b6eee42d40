from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mandorla.core.claims import Claim, Given, expected, fit, percentile

END = stats.norm.ppf(0.95)


def test_range_of_money_is_log_normal_with_its_ends_as_percentiles():
    known = stats.lognorm(s=math.log(20_000 / 1_000) / (2 * END), scale=math.sqrt(1_000 * 20_000))

    assert percentile(1_000, 20_000, probability=0.05) == pytest.approx(1_000)
    assert percentile(1_000, 20_000, probability=0.95) == pytest.approx(20_000)
    for probability in (0.01, 0.1, 0.5, 0.9, 0.999):
        found = percentile(1_000, 20_000, probability=probability)
        assert found == pytest.approx(known.ppf(probability))
    assert expected(1_000, 20_000) == pytest.approx(known.mean())


def test_range_of_losses_is_the_same_mirrored():
    for probability in (0.05, 0.3, 0.95):
        loss = percentile(-20_000, -1_000, probability=probability)
        assert loss == pytest.approx(-percentile(1_000, 20_000, probability=1 - probability))
    assert expected(-20_000, -1_000) == pytest.approx(-expected(1_000, 20_000))


@pytest.mark.parametrize(("low", "high"), [(-500, 1_500), (0, 800), (-800, 0)])
def test_range_is_normal_when_zero_is_inside_or_touched(low, high):
    known = stats.norm((low + high) / 2, (high - low) / (2 * END))

    assert expected(low, high) == (low + high) / 2
    for probability in (0.05, 0.1, 0.5, 0.95):
        found = percentile(low, high, probability=probability)
        assert found == pytest.approx(known.ppf(probability), abs=1e-9)


@pytest.mark.parametrize("amount", [-40.0, 0.0, 16_000.0])
def test_point_stays_a_point(amount):
    assert expected(amount, amount) == amount
    assert percentile(amount, amount, probability=0.9) == amount


def test_factor_makes_every_amount_smaller_and_no_range_wider():
    whole, less = fit([100, -20, 5], [900, 60, 5]), fit([100, -20, 5], [900, 60, 5], 0.4)

    for score in (-2.0, 0.0, 1.3):
        assert less.at(score) == pytest.approx(whole.at(score) * 0.4)
    assert less.means() == pytest.approx(whole.means() * 0.4)
    assert np.array_equal(less.logarithmic, [True, False, False])


@pytest.mark.parametrize(
    ("low", "high"),
    [(2, 1), (math.nan, 1), (0, math.inf), (0, 2e15), (1e-3, 1e12), (-1e12, -1e-3)],
)
def test_claim_is_refused_when_its_range_is_none(low, high):
    with pytest.raises(ValueError, match="range"):
        Claim("s1", "members", "cashable", "2026", low, high)


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.1}, {"share": -0.1}, {"confidence": math.nan}, {"side": "us"}, {"kind": "cash"}],
)
def test_claim_is_refused_when_a_value_is_out_of_bounds(wrong):
    right = {"key": "s1", "side": "members", "kind": "risk", "period": "", "low": 1, "high": 2}

    with pytest.raises(ValueError, match="s1"):
        Claim(**{**right, **wrong})


def test_given_is_hours_at_their_rate_and_money():
    one = Given("g", "organization", "time", "2026", hours=(10, 14), rate=60, money=(100, 400))

    assert (one.low, one.high) == (700, 1_240)


@pytest.mark.parametrize(
    "wrong",
    [{"hours": (-1, 2)}, {"rate": -5}, {"money": (5, 4)}, {"side": "us"}, {"hours": (3, 2)}],
)
def test_given_is_refused_when_it_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"g:|range"):
        Given(**{"key": "g", "side": "members", "kind": "time", "period": "2026", **wrong})
