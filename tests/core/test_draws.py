from __future__ import annotations

import math
import time
import tracemalloc

import numpy as np
import pytest
from scipy import stats

from mandorla.core.claims import Claim, fit, percentile
from mandorla.core.draws import amounts


def claim(key: str, low: float, high: float, factor: float = 1.0) -> Claim:
    return Claim(key, "members", "cashable", "2026", low, high, share=factor)


def many(count: int, *, seed: int, widest: float) -> list[Claim]:
    """Claims of very different size and width."""
    rng = np.random.default_rng(seed)
    low = rng.lognormal(8, 1.2, count)
    high = low * rng.uniform(1.2, widest, count)
    return [claim(f"s{number}", *ends) for number, ends in enumerate(zip(low, high, strict=True))]


def drawn(claims: list[Claim], *, seed: int) -> np.ndarray:
    return amounts(claims, seed=seed).sum(list(range(len(claims)))).draws


def brute_force(claims: list[Claim], *, count: int) -> np.ndarray:
    """What numbers by chance give that are drawn for each claim anew, in 64 bits."""
    rng, total = np.random.default_rng(99), np.zeros(count)
    fitted = fit([one.low for one in claims], [one.high for one in claims])
    for middle, spread in zip(fitted.middle, fitted.spread, strict=True):
        total += middle * np.exp(spread * rng.standard_normal(count))
    return total


@pytest.mark.parametrize(("low", "high"), [(1_000, 1_500), (1, 20_000), (-300, 700), (-90, -30)])
def test_one_range_has_the_quantiles_of_its_closed_form(low, high):
    spread = amounts([claim("s", low, high)], seed=5).sum([0]).spread()

    for found, probability in ((spread.low, 0.1), (spread.middle, 0.5), (spread.high, 0.9)):
        known = percentile(low, high, probability=probability)
        assert found == pytest.approx(known, rel=1e-4, abs=(high - low) * 1e-4)
    assert spread.alike == pytest.approx((spread.low, spread.high), rel=1e-3)


@pytest.mark.parametrize("count", [2, 30, 2_000])
def test_sum_of_normal_ranges_is_normal_with_the_sum_of_variances(count):
    rng = np.random.default_rng(count)
    low, high = -rng.lognormal(5, 1, count), rng.lognormal(5, 1, count)
    claims = [claim(f"s{number}", low[number], high[number]) for number in range(count)]
    deviations = (high - low) / (2 * stats.norm.ppf(0.95))
    known = stats.norm(((low + high) / 2).sum(), math.sqrt((deviations**2).sum()))
    spread = amounts(claims, seed=2).sum(range(count)).spread()

    assert spread.mean == pytest.approx(known.mean())
    for found, probability in ((spread.low, 0.1), (spread.middle, 0.5), (spread.high, 0.9)):
        assert known.cdf(found) == pytest.approx(probability, abs=0.012)


@pytest.mark.parametrize(
    ("count", "widest"), [(2, 50), (5, 20), (25, 5), (25, 50), (300, 20), (2_000, 20)]
)
def test_sum_of_log_normal_ranges_is_what_brute_force_finds(count, widest):
    claims = many(count, seed=count, widest=widest)
    truth = np.sort(brute_force(claims, count=20_000))
    found = amounts(claims, seed=3).sum(range(count)).spread()

    for value, probability in ((found.low, 0.1), (found.middle, 0.5), (found.high, 0.9)):
        below = np.searchsorted(truth, value) / len(truth)
        assert below == pytest.approx(probability, abs=0.018)
    assert found.mean == pytest.approx(truth.mean(), rel=0.02)


def test_sums_over_many_seeds_are_right_on_average():
    """A single seed may be off by chance; all of them together may not."""
    claims = many(40, seed=7, widest=20)
    truth = np.sort(brute_force(claims, count=400_000))
    spreads = [amounts(claims, seed=seed).sum(range(40)).spread() for seed in range(60)]

    for place, probability in (("low", 0.1), ("middle", 0.5), ("high", 0.9)):
        below = np.searchsorted(truth, [getattr(one, place) for one in spreads]) / len(truth)
        assert below.mean() == pytest.approx(probability, abs=0.003)
        assert below.std() < 0.007


def test_draws_of_two_ranges_are_as_good_as_independent():
    claims = many(40, seed=1, widest=3)
    ready = amounts(claims, seed=4)
    ranks = np.argsort(np.argsort([ready.sum([number]).draws for number in range(40)], axis=1))
    correlations = np.asarray(np.corrcoef(ranks))[np.triu_indices(40, k=1)]

    assert np.abs(correlations).max() < 0.05
    assert np.sqrt((correlations**2).mean()) == pytest.approx(0.01, abs=0.002)


def test_variance_of_a_sum_is_right_when_there_are_more_ranges_than_scores():
    """Scores that are read again from somewhere else must neither add up nor cancel."""
    count, ends = 20_000, ((-1, 3), (50, 60))
    claims = [claim(f"s{number}", *ends[number % 2]) for number in range(count)]
    fitted = fit(*zip(*ends, strict=True))
    variances = fitted.spread[0] ** 2, fitted.means()[1] ** 2 * np.expm1(fitted.spread[1] ** 2)
    deviation = math.sqrt(sum(variances) * count / 2)
    ratios = [drawn(claims, seed=seed).std() / deviation for seed in range(4)]

    assert ratios == pytest.approx([1.0] * 4, abs=0.025)


def test_ranges_hardly_ever_have_the_same_scores():
    places = amounts(many(2_000, seed=1, widest=9), seed=1).places

    assert len(set(places)) > 1_990


def test_draws_are_others_when_the_seed_or_what_they_are_of_is_another():
    claims = [claim("s", 10, 90)]
    one, same = (amounts(claims, seed=1).sum([0]).draws for _again in range(2))
    seed, of = amounts(claims, seed=2).sum([0]).draws, amounts(claims, seed=1, of="cost")

    assert np.array_equal(one, same)
    assert not np.array_equal(one, seed)
    assert not np.array_equal(one, of.sum([0]).draws)


def test_amounts_are_refused_when_a_key_is_there_twice():
    with pytest.raises(ValueError, match="s2 is there twice"):
        amounts([claim("s1", 1, 2), claim("s2", 1, 2), claim("s2", 3, 4)], seed=1)


def test_draws_stay_finite_for_the_widest_range_that_is_allowed():
    found = drawn([claim("s", 1e3, 1e15), claim("t", -1e15, -1e3)], seed=1)

    assert np.isfinite(found).all()


def test_draws_of_two_thousand_ranges_take_less_than_20_megabytes():
    claims = many(2_000, seed=1, widest=20)
    tracemalloc.start()
    began = time.process_time()
    drawn(claims, seed=1)
    cpu, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20e6
    assert cpu < 2  # `python -m bench.ledger` measures; this only notices a loop
