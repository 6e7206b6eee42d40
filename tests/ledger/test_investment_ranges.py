"""What was put in may be a range: by every door, and said from its lower to its upper end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.ledger.models import Investment
from tests.ledger.putting import given, hours, money, planned
from tests.ledger.test_investment import APRIL, ana, community
from tests.ledger.test_investment_api import people as callers
from tests.ledger.test_investment_pages import SENT, people

pytestmark = pytest.mark.django_db
__all__ = ["ana", "callers", "community", "people"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_high": Decimal("1199.99")},
        {"amount_high": Decimal(-1)},
        {"amount_high": Decimal("NaN")},
        {"amount_high": Decimal(10) ** 13},
        {"amount": Decimal(0), "amount_high": Decimal(10)},
        {"amount": Decimal("0.01"), "amount_high": Decimal(999_999_999_999)},
        {"hours_high": Decimal(2_000)},
        {"amount": None, "amount_high": Decimal(10)},
    ],
)
def test_range_is_refused_when_it_cannot_be(community, wrong):
    with pytest.raises(Refused):
        planned(community, replace(money(), **wrong))
    assert not Investment.objects.exists()


def test_hours_with_an_upper_end_of_money_are_refused(community):
    with pytest.raises(Refused, match="upper end of hours goes with hours"):
        planned(community, hours(amount_high=Decimal(50)))


def test_range_is_said_from_its_lower_to_its_upper_end(community, ana):
    row = given(community, hours("500", hours_high=Decimal(700)), by=ana)
    assert (row.quantity, row.is_range) == ("500 to 700 hours", True)
    assert row.middle == pytest.approx(Decimal("591.608"), abs=Decimal("0.001"))
    paid = given(community, money("1000", amount_high=Decimal(1_400)), by=ana)
    assert paid.quantity == "EUR 1,000.00 to 1,400.00"
    assert "EUR 1,000.00 to 1,400.00." in Event.objects.order_by("-pk")[0].plain_sentence


def test_range_with_the_same_end_twice_is_one_number(community):
    row = given(community, money("1200", amount_high=Decimal("1200.00")))
    assert (row.amount_high, row.is_range, row.middle) == (None, False, Decimal("1200.00"))


def test_part_of_a_planned_range_is_a_range(community, ana):
    planned(community, money("310", amount_high=Decimal(620)), source="license")
    Investment.hand_down(community=community, plans=[], from_on=date(2026, 3, 11), by=ana, at=APRIL)
    row = Investment.objects.get()
    assert (row.amount, row.amount_high, row.ends_on.day) == (Decimal(100), Decimal(200), 10)


def test_range_is_kept_with_its_ends_in_order(community):
    row = given(community, hours("40"))
    with pytest.raises(IntegrityError):
        Investment.objects.filter(pk=row.pk).update(hours_high=Decimal(39))


def test_range_is_written_down_and_read(people, client):
    client.force_login(people.ana)
    sent = {**SENT, "amount": "1000", "amount_high": "1400"}
    assert client.post(people.page + "new/", sent).status_code == 302

    row = Investment.objects.get()
    text = " ".join(
        client.get(f"{people.page}?period={row.begins_on.year}").content.decode().split()
    )
    assert (row.amount, row.amount_high) == (Decimal(1_000), Decimal(1_400))
    assert "the middle; EUR 1,000.00 to 1,400.00 in all" in text
    assert "EUR 1,183.22" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_high": "299.99"},
        {"hours_high": "400"},
        {"amount": "", "amount_high": "300"},
        {"amount_high": "-1"},
        {"amount_high": "many"},
    ],
)
def test_upper_end_that_cannot_be_stays_in_the_form(people, client, wrong):
    client.force_login(people.ana)
    answer = client.post(people.page + "new/", {**SENT, **wrong})
    assert answer.status_code == 422
    assert not Investment.objects.exists()


def test_range_is_written_down_and_told(callers):
    body = {
        "side": "members",
        "kind": "time",
        "begins_on": "2026-03-01",
        "ends_on": "2026-03-31",
        "role": "member",
        "hours": "500.0",
        "hours_high": "700.0",
    }
    address = callers.path
    made = callers.ana.post(address, body)
    assert made.status_code == 201
    told = (made.json()["hours"], made.json()["hours_high"], made.json()["amount_high"])
    assert told == ("500.0", "700.0", None)
    assert callers.ana.post(address, {**body, "hours_high": "499.9"}).status_code == 409
