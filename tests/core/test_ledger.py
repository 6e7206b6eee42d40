from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy import stats

from mandorla.core.claims import Claim, Given, expected, fit
from mandorla.core.ledger import Return, portfolio, worth

END = stats.norm.ppf(0.95)


def claim(key, low, high=None, **more) -> Claim:
    values = {"side": "members", "kind": "cashable", "period": "2026-01", "confirmed": True}
    return Claim(key=key, low=low, high=low if high is None else high, **{**values, **more})


def cost(key, low, high=None, **more) -> Given:
    values = {"side": "organization", "kind": "funding", "period": "2026-01"}
    return Given(key=key, money=(low, low if high is None else high), **{**values, **more})


def without(found: Return) -> Return:
    """The same without its outlier, which it must have."""
    assert found.without is not None
    return found.without


def some(count: int, *, seed: int, prefix: str = "s") -> list[Claim]:
    """Claims of all sides, kinds and periods."""
    rng = np.random.default_rng(seed)
    low = rng.lognormal(7, 1, count)
    return [
        Claim(
            f"{prefix}{number}",
            ("organization", "members")[number % 2],
            ("cashable", "capacity", "risk", "other")[number % 4],
            f"2026-{number % 5:02}",
            low[number],
            low[number] * rng.uniform(1, 9),
            share=rng.uniform(),
            confidence=rng.uniform(),
            confirmed=number % 3 > 0,
        )
        for number in range(count)
    ]


def test_worth_of_points_is_their_sum():
    found = worth(
        [claim("a", 400, share=0.5), claim("b", 300), claim("c", 900, confirmed=False)],
        [cost("g", 250), cost("h", 150)],
        seed=1,
    )

    assert (found.confirmed.value.low, found.confirmed.value.high) == (500, 500)
    assert found.confirmed.cost.middle == 400
    assert found.confirmed.net == (100.0, 100.0, 100.0)
    assert found.confirmed.ratio == (0.25, 0.25, 0.25)
    assert found.confirmed.chance == 1.0
    assert found.unconfirmed.middle == 900
    assert found.everything.net == (1_000.0, 1_000.0, 1_000.0)


def test_chance_is_none_at_all_when_the_value_is_just_the_cost():
    assert worth([claim("a", 400)], [cost("g", 400)], seed=1).confirmed.chance == 0.0


def test_value_holds_only_what_can_be_held_against_costs():
    found = worth(
        [
            claim("cash", 10),
            claim("hours", 20, kind="capacity"),
            claim("fire", 400, kind="risk"),
            claim("trust", 8_000, kind="other"),
            claim("fear", 70, kind="risk", confirmed=False),
        ],
        [],
        seed=1,
    )

    assert found.everything.value.middle == 30
    assert found.everything.value.keys == ("cash", "hours")
    assert found.kinds["cashable"][0].middle == 10
    assert found.kinds["capacity"][0].keys == ("hours",)
    assert [one.middle for one in found.kinds["risk"]] == [400, 70]
    assert found.not_money == ("trust",)


def test_side_is_what_it_got_against_what_it_gave():
    found = worth(
        [claim("a", 100), claim("b", 40, side="organization")],
        [cost("g", 80), cost("h", 50, side="members")],
        seed=1,
    )

    assert found.sides["members"].confirmed.net == (50.0, 50.0, 50.0)
    assert found.sides["organization"].confirmed.net == (-40.0, -40.0, -40.0)
    assert found.sides["organization"].confirmed.chance == 0.0
    assert found.sides["members"].confirmed.value.keys == ("a",)
    assert found.sides["members"].confirmed.cost.keys == ("h",)


def test_periods_are_those_of_claims_and_costs_in_order():
    found = worth(
        [claim("a", 100, period="2026-03"), claim("b", 7, period="2026-01", confirmed=False)],
        [cost("g", 80, period="2026-02"), cost("h", 20, period="2026-03")],
        seed=1,
    )

    assert list(found.periods) == ["2026-01", "2026-02", "2026-03"]
    assert found.periods["2026-01"].unconfirmed.middle == 7
    assert found.periods["2026-02"].confirmed.net == (-80.0, -80.0, -80.0)
    assert found.periods["2026-03"].confirmed.net == (80.0, 80.0, 80.0)


def test_worth_says_that_it_does_not_know_when_there_are_no_costs():
    found = worth([claim("a", 100)], [], seed=1)

    assert found.confirmed.chance is None
    assert found.confirmed.ratio is None
    assert found.confirmed.net == (100.0, 100.0, 100.0)


def test_worth_of_nothing_is_nothing():
    found = worth([], [], seed=1)

    assert found.everything.value.keys == ()
    assert found.everything.net == (0.0, 0.0, 0.0)
    assert found.periods == {}


def test_ratio_is_not_said_when_the_cost_may_be_nothing():
    found = worth([claim("a", 100)], [cost("g", 0, 90)], seed=1)

    assert found.confirmed.ratio is None
    assert found.confirmed.chance == pytest.approx(stats.norm(45, 45 / END).cdf(100), abs=0.001)


@pytest.mark.parametrize("middle", [700.0, 1_000.0, 1_200.0])
def test_chance_is_that_of_two_normal_sums(middle):
    """Ranges that touch 0 are normal, and so is the difference of two of them."""
    claims = [claim(f"s{number}", 0, middle / 2) for number in range(4)]
    costs = [cost(f"g{number}", 0, 1_000.0 / 2) for number in range(4)]
    deviation = np.sqrt(4 * (middle / 4 / END) ** 2 + 4 * (250 / END) ** 2)
    known = stats.norm.sf(0, loc=middle - 1_000, scale=deviation)
    found = [worth(claims, costs, seed=seed).confirmed.chance for seed in range(20)]
    chances = [chance for chance in found if chance is not None]

    assert len(chances) == 20
    assert np.mean(chances) == pytest.approx(known, abs=0.004)
    assert np.std(chances) < 0.01


def test_means_are_exact_and_extremes_are_those_of_estimates_that_err_alike():
    claims = [claim("a", 100, 900, share=0.5), claim("b", -30, 50), claim("c", 10, 20)]
    found = worth(claims, [], seed=1).confirmed.value
    fitted, tenth = fit([100, -30, 10], [900, 50, 20], [0.5, 1, 1]), stats.norm.ppf(0.9)

    assert found.mean == pytest.approx(expected(100, 900) / 2 + 10 + expected(10, 20))
    assert found.alike == pytest.approx((fitted.at(-tenth).sum(), fitted.at(tenth).sum()))
    assert found.alike[0] < found.low < found.middle < found.high < found.alike[1]


def test_outlier_is_shown_with_and_without_when_it_is_more_than_all_others():
    claims = [claim("a", 40), claim("b", 50), claim("huge", 400), claim("c", 5, confirmed=False)]
    found = worth(claims, [cost("g", 100)], seed=1)

    assert found.confirmed.outlier == "huge"
    assert found.confirmed.value.middle == 490
    assert without(found.confirmed).value.middle == 90
    assert without(found.confirmed).value.keys == ("a", "b")
    assert without(found.confirmed).chance == 0.0
    assert without(found.everything).value.middle == 95


def test_outlier_may_be_a_loss():
    claims = [claim("a", 40), claim("b", 50), claim("loss", -400)]

    assert worth(claims, [], seed=1).confirmed.outlier == "loss"
    assert worth([*claims, claim("c", 390)], [], seed=1).confirmed.outlier is None


def test_outlier_is_none_when_others_are_as_much_or_too_few():
    even = worth([claim("a", 40), claim("b", 50), claim("c", 90)], [], seed=1)
    two = worth([claim("a", 40), claim("b", 5_000)], [], seed=1)

    assert (even.confirmed.outlier, even.confirmed.without) == (None, None)
    assert (two.confirmed.outlier, two.confirmed.without) == (None, None)


def test_rest_without_an_outlier_is_what_it_would_be_by_itself():
    claims = [claim(f"s{number}", 10, 30 + number) for number in range(6)]
    rest = worth(claims, [cost("g", 90, 200)], seed=3).confirmed
    huge = claim("huge", 9e10, 8e12)
    found = worth([*claims, huge], [cost("g", 90, 200)], seed=3).confirmed

    assert without(found).value.middle == pytest.approx(rest.value.middle, rel=1e-3)
    assert without(found).chance == pytest.approx(rest.chance, abs=0.002)


def test_worth_is_refused_when_a_story_is_claimed_twice():
    with pytest.raises(ValueError, match="a is there twice"):
        worth([claim("a", 1), claim("a", 2)], [], seed=1)
    with pytest.raises(ValueError, match="a is there twice"):
        portfolio({"one": ([claim("a", 1)], []), "two": ([claim("a", 1)], [])}, seed=1)


def test_claim_and_cost_of_the_same_key_err_independently():
    found = worth([claim("x", 50, 150)], [cost("x", 50, 150)], seed=1)

    assert found.confirmed.chance == pytest.approx(0.5, abs=0.05)
    assert found.confirmed.net[0] < -20


def test_community_has_the_same_figures_by_itself_and_in_a_portfolio():
    one, other = some(40, seed=1), some(25, seed=2, prefix="t")
    costs = [cost("g", 3_000, 9_000)]
    found = portfolio({"one": (one, costs), "other": (other, [])}, seed=8)
    alone, together = worth(one, costs, seed=8), worth([*one, *other], costs, seed=8)

    for part, whole in ((found.each["one"], alone), (found.total, together)):
        mine, its = part.confirmed, whole.confirmed
        assert mine.value.middle == pytest.approx(its.value.middle, rel=1e-5)
        assert mine.value.keys == its.value.keys
        assert mine.chance == pytest.approx(its.chance, abs=3e-4)
        assert mine.outlier == its.outlier
        assert part.unconfirmed.high == pytest.approx(whole.unconfirmed.high, rel=1e-5)


def test_portfolio_keeps_the_draws_of_no_community():
    books = {
        f"c{number}": (some(5, seed=number, prefix=f"{number}-"), [cost(f"g{number}", 5, 9)])
        for number in range(150)
    }
    tracemalloc.start()
    portfolio(books, seed=1)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 15e6
