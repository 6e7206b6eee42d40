"""What goes on for several years counts in each by its days, and ranges count as ranges."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from mandorla.ledger.balancing import read_balance
from mandorla.ledger.models import Currency
from mandorla.ledger.periods import Period
from tests import make
from tests.ledger.test_working_out import claimed, euros, figures, given

pytestmark = pytest.mark.django_db
__all__ = ["euros"]


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def by_year(found: dict[str, Any], of: str) -> dict[str, float]:
    return {year: part["confirmed"][of]["middle"] for year, part in found["periods"].items()}


def test_cost_counts_in_the_years_it_was_given_in_as_in_the_balance(euros):
    community = make.community()
    year = {"begins_on": date(2025, 12, 1), "ends_on": date(2026, 11, 30)}
    given(community, amount=Decimal(12_000), **year)

    found = figures(community)
    balances = {
        str(one): read_balance(community, Period(one)).actual.whole.worth for one in (2025, 2026)
    }

    assert by_year(found, "cost") == pytest.approx({"2025": 1_019.18, "2026": 10_980.82}, abs=0.01)
    assert balances == {"2025": Decimal("1019.18"), "2026": Decimal("10980.82")}
    assert found["confirmed"]["cost"]["middle"] == 12_000


def test_claim_of_two_years_is_as_unsure_in_each_as_in_all(euros):
    community = make.community()
    days: dict[str, Any] = {"begins_on": date(2025, 7, 1), "ends_on": date(2026, 6, 30)}
    wide: dict[str, Any] = {"low": Decimal(1_000), "high": Decimal(4_000), "state": "confirmed"}
    claimed(community, **wide, **days)
    whole = figures(community)["confirmed"]["value"]

    parts = [part["confirmed"]["value"] for part in figures(community)["periods"].values()]

    for place in ("low", "middle", "high"):
        assert sum(part[place] for part in parts) == pytest.approx(whole[place])
        assert parts[0][place] == pytest.approx(whole[place] * 184 / 365)
    one_year = make.community()
    claimed(one_year, **wide)
    assert figures(one_year)["confirmed"]["value"] == pytest.approx(whole)


def test_each_year_counts_with_what_held_on_its_first_day(euros):
    worth = {"code": "USD", "set_at": make.AT}
    Currency.objects.create(worth=Decimal(1), from_on=date(2020, 1, 1), **worth)
    Currency.objects.create(worth=Decimal(2), from_on=date(2026, 1, 1), **worth)
    community = make.community()
    days = {"begins_on": date(2025, 12, 31), "ends_on": date(2026, 1, 1)}
    given(community, amount=Decimal(100), currency="USD", **days)

    assert by_year(figures(community), "cost") == pytest.approx({"2025": 50, "2026": 100})
    assert read_balance(community, Period(2026)).actual.whole.worth == 100


def test_year_of_unknown_worth_is_left_out_and_said_as_in_the_balance(euros):
    facts = {"code": "USD", "set_at": make.AT, "worth": 1}
    Currency.objects.create(from_on=date(2026, 1, 1), **facts)
    community = make.community()
    days = {"begins_on": date(2025, 12, 31), "ends_on": date(2026, 1, 1)}
    given(community, amount=Decimal(100), currency="USD", **days)

    found = figures(community)

    assert found["missing"] == ["What one USD is worth in EUR on 31 December 2025 is not entered."]
    assert found["confirmed"]["cost"]["middle"] == 50
    assert by_year(found, "cost") == {"2026": 50}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@hypothesis_given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            st.integers(0, 3_000),
            st.decimals("0.01", "1000000", places=2),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_years_add_up_to_the_whole_and_are_those_of_the_balance(euros, rows):
    with nothing_kept():
        community = make.community()
        for begins_on, days, amount in rows:
            ends_on = begins_on + timedelta(days=days)
            given(community, begins_on=begins_on, ends_on=ends_on, amount=amount)
        found = figures(community)
        whole, years = found["confirmed"]["cost"]["middle"], by_year(found, "cost")
        balances = {
            year: read_balance(community, Period(int(year))).actual.whole.worth for year in years
        }
    assert whole == pytest.approx(float(sum(amount for *_days, amount in rows)))
    assert sum(years.values()) == pytest.approx(whole)
    for year, worth in balances.items():
        assert years[year] == pytest.approx(float(worth), abs=0.01 * len(rows))


# --- ranges of what was put in ------------------------------------------------------------------


def test_cost_is_a_range_and_its_median_counts_in_the_balance(euros):
    community = make.community()
    hours = {"hours": Decimal(500), "hours_high": Decimal(700), "role": "member"}
    given(community, **hours, amount=None, currency="", kind="time", side="members")

    cost = figures(community)["confirmed"]["cost"]
    counted = read_balance(community, Period(2026)).actual.sides["members"]

    assert cost["low"] < cost["middle"] < cost["high"]
    assert cost["low"] > 500 * 60
    assert cost["high"] < 700 * 60
    assert cost["middle"] == pytest.approx(35_496.48, abs=0.01)
    assert (counted.worth, counted.hours) == (Decimal("35496.48"), Decimal("591.6"))
