"""What communities are worth is worked out for many at once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from mandorla.ledger.balancing import read_balance
from mandorla.ledger.models import Claim, Currency, HourRate, Investment, LedgerStanding
from mandorla.ledger.periods import Period
from mandorla.ledger.working_out import work_out
from mandorla.licenses.models import Standing
from tests import make
from tests.ledger.telling import story

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
FACTS: dict[str, Any] = {
    "kind": "cashable",
    "low": Decimal(1_000),
    "high": Decimal(1_000),
    "currency": "EUR",
    "share": Decimal("0.5"),
    "confidence": Decimal("0.8"),
    "begins_on": DAY,
    "ends_on": DAY,
    "claimed_at": make.AT,
}


@pytest.fixture
def euros():
    facts = {"from_on": date(2020, 1, 1), "set_at": make.AT}
    Currency.objects.create(code="EUR", worth=1, is_base=True, **facts)
    Currency.objects.create(code="NOK", worth=Decimal("0.1"), **facts)
    HourRate.objects.create(role="member", amount=60, currency="EUR", **facts)


def claimed(community, *, seen_by: str = "organization", **facts: Any) -> Claim:
    told = story(community, make.person(), seen_by=seen_by)
    return Claim.objects.create(story=told, **{**FACTS, **facts})


def given(community, **facts: Any) -> Investment:
    return Investment.objects.create(
        **{
            "community": community,
            "side": "organization",
            "kind": "funding",
            "state": "actual",
            "source": "hand",
            "begins_on": DAY,
            "ends_on": DAY,
            "amount": Decimal(100),
            "currency": "EUR",
            "entered_at": make.AT,
            **facts,
        }
    )


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def figures(community) -> dict[str, Any]:
    work_out([community.pk], at=make.AT)
    found: dict[str, Any] = LedgerStanding.objects.get(community=community).figures
    return found


def test_confirmed_claims_are_held_against_what_was_given(euros):
    community = make.community()
    claimed(community, state="confirmed")
    claimed(community, state="claimed")
    claimed(community, state="refused")
    given(community)

    found = figures(community)

    assert found["confirmed"]["value"]["middle"] == pytest.approx(400)
    assert found["unconfirmed"]["middle"] == pytest.approx(400)
    assert found["confirmed"]["cost"]["middle"] == 100
    assert found["confirmed"]["chance"] == 1
    assert found["claims"] == 2
    assert found["periods"]["2026"]["confirmed"]["value"]["middle"] == pytest.approx(400)


def test_money_and_hours_come_into_one_currency(euros):
    community = make.community()
    claimed(community, state="confirmed", currency="NOK", share=1, confidence=1)
    claimed(community, state="confirmed", hours=True, currency="", low=2, high=2, share=1)
    given(community, hours=Decimal(3), role="member", amount=None, currency="", kind="time")

    found = figures(community)

    assert found["confirmed"]["value"]["middle"] == pytest.approx(100 + 2 * 60 * 0.8)
    assert found["confirmed"]["cost"]["middle"] == 180


def test_what_cannot_be_taken_into_one_currency_is_left_out_and_said(euros):
    community = make.community()
    claimed(community, state="confirmed", currency="JPY")
    given(community, currency="USD")

    found = figures(community)

    assert found["claims"] == 0
    assert [one[:28] for one in found["missing"]] == [
        "What one JPY is worth in EUR",
        "What one USD is worth in EUR",
    ]


def test_what_was_told_to_sponsors_alone_is_in_no_sum_that_everybody_reads(euros):
    community = make.community()
    claimed(community, state="confirmed", seen_by="sponsor")
    assert figures(community)["claims"] == 0


def test_risk_and_what_is_not_money_enter_no_return(euros):
    community = make.community()
    claimed(community, state="confirmed", kind="risk")
    claimed(community, state="confirmed", kind="other", currency="", what="friendships")

    found = figures(community)

    assert found["confirmed"]["value"]["middle"] == 0
    assert found["kinds"]["risk"]["confirmed"]["middle"] == pytest.approx(400)
    assert found["not_money"] == 1


def test_what_was_worked_out_later_stays(euros):
    community = make.community()
    work_out([community.pk], at=make.AT + timedelta(days=1))
    claimed(community, state="confirmed")
    work_out([community.pk], at=make.AT)
    assert LedgerStanding.objects.get(community=community).figures["claims"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_working_out_costs_the_same_queries(euros, count, django_assert_num_queries):
    communities = [make.community() for _number in range(count)]
    for community in communities:
        claimed(community, state="confirmed")
        given(community)
    with django_assert_num_queries(9):
        work_out([one.pk for one in communities], at=make.AT)


def test_number_beyond_measure_stops_no_figures_of_others(euros):
    absurd, other = make.community(), make.community()
    hours: dict[str, Any] = {
        "hours": True,
        "currency": "",
        "kind": "capacity",
        "state": "confirmed",
    }
    claimed(absurd, low=Decimal(90_000_000_000_000), high=Decimal(99_999_999_999_999), **hours)
    claimed(absurd, low=Decimal("0.01"), high=Decimal(99_999_999_999_999), state="confirmed")
    claimed(absurd, state="confirmed")
    given(absurd, amount=Decimal(200))
    claimed(other, state="confirmed")

    work_out([absurd.pk, other.pk], at=make.AT)

    kept = {one.community_id: one.figures for one in LedgerStanding.objects.all()}
    assert kept[other.pk]["confirmed"]["value"]["middle"] == pytest.approx(400)
    assert kept[absurd.pk]["confirmed"]["value"]["middle"] == pytest.approx(400)
    assert kept[absurd.pk]["confirmed"]["cost"]["middle"] == 200
    assert kept[absurd.pk]["missing"] == [
        f"What story {one} claims is too much, or its range too wide, to be reckoned with."
        for one in (1, 2)
    ]


def test_money_of_a_currency_of_high_worth_is_left_out_and_said(euros):
    Currency.objects.create(
        code="BTC", worth=Decimal(90_000), from_on=date(2020, 1, 1), set_at=make.AT
    )
    community = make.community()
    claimed(community, currency="BTC", low=Decimal(1), high=Decimal(99_999_999_999_999))
    given(community, currency="BTC", amount=Decimal("999999999999.99"))
    given(community, amount=Decimal(70))

    found = figures(community)

    assert (found["claims"], found["confirmed"]["cost"]["middle"]) == (0, 70)
    assert [one[:20] for one in found["missing"]] == [
        "Something comes to m",
        "What story 1 claims ",
    ]


def test_standing_is_kept_for_all_when_one_row_is_beyond_measure(euros):
    absurd, other = make.community(), make.community()
    claimed(absurd, low=Decimal(1), high=Decimal(99_999_999_999_999), currency="EUR")
    Claim.objects.update(hours=True, currency="")

    call_command("keep_standing", "--all", stdout=StringIO())

    assert set(Standing.objects.values_list("community", flat=True)) == {absurd.pk, other.pk}
    assert figures(other)["missing"] == []


def test_gain_that_is_not_money_may_be_any_number(euros):
    community = make.community()
    many: dict[str, Any] = {"low": Decimal("0.01"), "high": Decimal(99_999_999_999_999)}
    claimed(community, kind="other", currency="", what="views", **many)
    assert (figures(community)["not_money"], figures(community)["missing"]) == (1, [])


# --- years --------------------------------------------------------------------------------------


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
