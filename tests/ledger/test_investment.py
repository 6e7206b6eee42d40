"""What both sides put in: written down, worked out and confirmed, taken out, handed down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.ledger.models import Investment
from tests import make
from tests.ledger.putting import MARCH, given, hours, money, planned, proposed

pytestmark = pytest.mark.django_db
AT = make.AT
APRIL = AT.replace(month=4)


@pytest.fixture
def ana():
    return make.person("Ana Marković")


@pytest.fixture
def community(ana):
    return make.community("Atlas", leader=ana)


def test_investment_is_told_in_a_sentence_when_it_is_written_down(community, ana):
    given(community, money(note="A room\n for the year"), by=ana)

    event = Event.objects.get(verb="investment.given")
    assert event.plain_sentence == (
        "Ana Marković wrote down what the organization put in from 2026-03-01 to 2026-03-31: "
        "funding, EUR 1,200.00."
    )
    assert event.within_id == community.pk
    assert Investment.objects.get().note == "A room for the year"


def test_investment_counts_when_it_is_planned_or_given_only(community):
    planned(community, money())
    row = given(community, hours())
    Investment.propose(community=community, put_in=hours(role="leader"), at=APRIL)

    assert Investment.objects.counted().count() == 2
    row.drop(by=community.memberships.get().person, at=APRIL)
    assert [one.state for one in Investment.objects.counted()] == ["planned"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": "nobody"},
        {"kind": "love"},
        {"ends_on": date(2026, 2, 1)},
        {"begins_on": date(1800, 1, 1)},
        {"ends_on": date(2060, 1, 1)},
        {"amount": Decimal(-1)},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("Infinity")},
        {"amount": Decimal(10) ** 13},
        {"amount": None},
        {"hours": Decimal(1)},
        {"role": "member"},
        {"currency": ""},
        {"currency": "QQQ"},
        {"note": "x" * 301},
        {"note": "a\x07b"},
    ],
)
def test_investment_is_refused_when_it_cannot_be(community, wrong):
    with pytest.raises(Refused):
        planned(community, replace(money(), **wrong))

    assert not Investment.objects.exists()


@pytest.mark.parametrize("wrong", [{"role": ""}, {"role": "ceo"}, {"currency": "EUR"}])
def test_hours_are_refused_when_nobody_knows_whose_they_are(community, wrong):
    with pytest.raises(Refused):
        planned(community, replace(hours(), **wrong))


def test_investment_that_has_not_begun_is_not_given_yet(community):
    with pytest.raises(Refused):
        given(community, money(begins_on=date(2026, 4, 3), ends_on=date(2026, 4, 4)))


def test_community_that_has_closed_takes_nothing_more(community, ana):
    community.status = "closed"
    with pytest.raises(Refused):
        planned(community, money())


def test_hours_worked_out_are_confirmed_as_they_are_or_put_right(community, ana):
    first = proposed(community, hours("40"))
    second = proposed(community, hours("8", "leader"))

    Investment.confirm_all(rows=[first], by=ana, at=APRIL)
    second.confirm(hours=Decimal("6.5"), by=ana, at=APRIL)

    rows = Investment.objects.order_by("pk")
    assert [(row.state, row.hours, row.confirmed_by) for row in rows] == [
        ("actual", Decimal("40.0"), ana),
        ("actual", Decimal("6.5"), ana),
    ]


def test_hours_are_worked_out_once_also_when_they_were_taken_out(community, ana):
    first = proposed(community, hours())
    first.drop(by=ana, at=APRIL)

    assert Investment.propose(community=community, put_in=hours("50"), at=APRIL) is None
    assert Investment.objects.count() == 1


def test_second_of_two_who_confirm_is_told(community, ana):
    row = proposed(community, hours())
    same = Investment.objects.get()
    row.confirm(by=ana, at=APRIL)

    with pytest.raises(Stale):
        same.confirm(by=ana, at=APRIL)
    with pytest.raises(Refused):
        row.confirm(by=ana, at=APRIL)


def test_nothing_is_confirmed_when_one_of_them_cannot_be(community, ana):
    row = proposed(community, hours())
    other = given(community, money())

    with pytest.raises(Refused):
        Investment.confirm_all(rows=[row, other], by=ana, at=APRIL)

    assert Investment.objects.get(pk=row.pk).state == "proposed"


def test_second_of_two_who_take_out_is_told(community, ana):
    row = planned(community, money())
    row.drop(by=ana, at=AT)

    with pytest.raises(Refused):
        row.drop(by=ana, at=AT)


def test_what_a_new_term_permits_replaces_what_was_planned_from_its_first_day_on(community, ana):
    year: Any = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    by_hand = planned(community, money("10"))
    hand_down: Any = {"community": community, "by": ana, "at": AT}
    Investment.hand_down(plans=[money("3650", **year)], from_on=date(2026, 1, 1), **hand_down)

    term: Any = {"begins_on": date(2026, 7, 20), "ends_on": date(2027, 7, 19)}
    Investment.hand_down(plans=[money("5000", **term)], from_on=term["begins_on"], **hand_down)

    rows = Investment.objects.counted().order_by("begins_on", "pk").exclude(pk=by_hand.pk)
    assert [(row.begins_on, row.ends_on, row.amount) for row in rows] == [
        (date(2026, 1, 1), date(2026, 7, 19), Decimal("2000.00")),
        (date(2026, 7, 20), date(2027, 7, 19), Decimal("5000.00")),
    ]
    assert Investment.objects.counted().filter(pk=by_hand.pk).exists()


def test_same_term_decided_again_leaves_only_the_newest_plan(community, ana):
    for amount in ("100", "200"):
        Investment.hand_down(
            community=community,
            plans=[money(amount)],
            from_on=MARCH["begins_on"],
            by=ana,
            at=AT,
        )

    assert [row.amount for row in Investment.objects.counted()] == [Decimal(200)]
