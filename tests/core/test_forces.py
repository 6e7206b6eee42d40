from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.forces import FORCES, PAIRS, Balance, balance

counts = st.dictionaries(st.sampled_from(FORCES), st.integers(0, 5))
fits = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 3))
FULL = {"benefit": 1, "concern": 1, "payoff": 1}


@pytest.mark.parametrize(
    ("given_counts", "given_fits", "expected"),
    [
        (
            FULL,
            {"benefit_concern": 3, "concern_payoff": 2, "benefit_payoff": 2},
            Balance((), (), ("concern_payoff", "benefit_payoff", "benefit_concern"), "concern_payoff", True),
        ),
        (
            FULL,
            {"benefit_concern": 3, "concern_payoff": 3, "benefit_payoff": 1},
            Balance((), (), ("benefit_payoff", "benefit_concern", "concern_payoff"), "benefit_payoff", False),
        ),
        (
            {"benefit": 3},
            {},
            Balance(("concern", "payoff"), PAIRS, PAIRS, None, False),
        ),
        (
            FULL,
            {"benefit_concern": 2, "benefit_payoff": 0},
            Balance(
                (), ("concern_payoff",), ("concern_payoff", "benefit_payoff", "benefit_concern"), "benefit_payoff", False
            ),
        ),
        (
            {**FULL, "payoff": 0},
            {"benefit_concern": 3, "concern_payoff": 3, "benefit_payoff": 3},
            Balance(("payoff",), (), PAIRS, "benefit_concern", False),
        ),
    ],
    ids=["holds", "one weak fit", "organization only", "one not judged", "no payoff"],
)  # fmt: skip
def test_balance_says_what_is_weak_and_what_is_missing(given_counts, given_fits, expected):
    assert balance(counts=given_counts, fits=given_fits) == expected


@given(counts, fits)
def test_balance_orders_each_pair_once_with_the_weakest_first(given_counts, given_fits):
    found = balance(counts=given_counts, fits=given_fits)
    assert sorted(found.order) == sorted(PAIRS)
    scores = [given_fits.get(pair, -1) for pair in found.order]
    assert scores == sorted(scores)


@given(counts, fits)
def test_balance_holds_only_when_nothing_is_empty_unjudged_or_weak(given_counts, given_fits):
    found = balance(counts=given_counts, fits=given_fits)
    full = all(given_counts.get(force, 0) for force in FORCES)
    assert found.holds == (full and all(given_fits.get(pair, 0) >= 2 for pair in PAIRS))


@given(counts, fits, st.sampled_from(PAIRS))
def test_balance_does_not_get_worse_when_a_fit_gets_better(given_counts, given_fits, pair):
    before = balance(counts=given_counts, fits={**given_fits, pair: 1})
    after = balance(counts=given_counts, fits={**given_fits, pair: 3})
    assert after.holds >= before.holds


@pytest.mark.parametrize(
    "wrong", [{"payoff_concern": 1}, {"benefit_concern": 4}, {"benefit_concern": -1}]
)
def test_balance_is_refused_when_a_pair_or_a_fit_is_not_one(wrong):
    with pytest.raises(ValueError, match=r"pair of forces|outside"):
        balance(counts=FULL, fits=wrong)
