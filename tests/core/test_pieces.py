from __future__ import annotations

import pytest

from mandorla.core.balance import balances
from mandorla.core.claims import Claim, Given
from mandorla.core.ledger import worth
from mandorla.core.pieces import pieces

YEARS = (("2025", 0.25), ("2026", 0.75))


def test_claim_of_two_years_is_as_unsure_in_both_as_in_all():
    one = Claim("s", "members", "cashable", "", 100, 400, confirmed=True, parts=YEARS)
    found = worth([one], [], seed=1)

    whole = found.confirmed.value
    for year, share in YEARS:
        value = found.periods[year].confirmed.value
        assert (value.low, value.middle, value.high) == pytest.approx(
            (whole.low * share, whole.middle * share, whole.high * share)
        )


def test_what_was_given_counts_in_the_years_it_was_given_in():
    rent = Given("g", "organization", "funding", "", money=(12_000, 12_000), parts=YEARS)
    lunch = Given("h", "organization", "funding", "2026", money=(500, 500))

    found = worth([], [rent, lunch], seed=1)
    costs = {year: part.confirmed.cost.middle for year, part in found.periods.items()}

    assert costs == {"2025": 3_000, "2026": 9_500}
    assert found.confirmed.cost.middle == 12_500
    assert {
        year: one.sides["organization"] for year, one in balances([rent, lunch]).items()
    } == costs


def test_claim_that_enters_no_return_is_in_no_year():
    risk = Claim("s", "members", "risk", "", 100, 400, confirmed=True, parts=YEARS)
    found = worth([risk], [], seed=1)
    assert [one.confirmed.value.keys for one in found.periods.values()] == [(), ()]


def test_whole_of_one_period_has_no_pieces():
    assert pieces(Given("g", "members", "time", "2026", money=(1, 1))) == []


@pytest.mark.parametrize(
    "parts", [(("2025", 0.5),), (("2025", 0.5), ("2025", 0.5)), (("2025", -0.5), ("2026", 1.5))]
)
def test_parts_that_are_not_the_whole_are_refused(parts):
    with pytest.raises(ValueError, match="add up to 1"):
        Given("g", "members", "time", "2026", money=(1, 1), parts=parts)
    with pytest.raises(ValueError, match="add up to 1"):
        Claim("s", "members", "cashable", "2026", 1, 2, parts=parts)
