"""What communities are worth is worked out for many at once and kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from mandorla.ledger.models import Claim, Currency, HourRate, Investment, LedgerStanding
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
