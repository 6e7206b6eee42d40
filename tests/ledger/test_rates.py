"""What an hour costs and what currencies are worth: set from a day on, never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.ledger.models import Currency, HourRate
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT
DAY = date(2026, 1, 1)


@pytest.fixture
def karin():
    return make.program_manager()


def _rate(by, **facts):
    values = {"role": "member", "amount": Decimal(50), "currency": "eur", "from_on": DAY}
    return HourRate.set(**{**values, "by": by, "at": AT, **facts})


def _worth(by, **facts):
    values = {"code": "USD", "worth": Decimal("0.9"), "from_on": DAY}
    return Currency.set(**{**values, "by": by, "at": AT, **facts})


def test_rate_of_an_earlier_day_stays_when_a_new_one_is_set(karin):
    _rate(karin)
    _rate(karin, amount=Decimal("55.5"), from_on=date(2026, 7, 1))

    rows = HourRate.objects.order_by("from_on")
    assert [(row.amount, row.currency) for row in rows] == [
        (Decimal("50.00"), "EUR"),
        (Decimal("55.50"), "EUR"),
    ]


def test_rate_of_the_same_day_is_set_anew_and_both_are_in_the_trail(karin):
    _rate(karin)
    _rate(karin, amount=Decimal(60))

    assert HourRate.objects.get().amount == Decimal("60.00")
    told = [event.plain_sentence for event in Event.objects.filter(verb="rate.set").order_by("pk")]
    assert told == [
        "Karin Lindqvist set what an hour of a member costs from 2026-01-01 on: EUR 50.00.",
        "Karin Lindqvist set what an hour of a member costs from 2026-01-01 on: EUR 60.00.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "ceo"},
        {"amount": Decimal(-1)},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("1e9")},
        {"currency": "QQQ"},
        {"currency": ""},
        {"from_on": date(1500, 1, 1)},
    ],
)
def test_rate_is_refused_when_it_cannot_be(karin, wrong):
    with pytest.raises(Refused):
        _rate(karin, **wrong)

    assert not HourRate.objects.exists()


def test_currency_has_no_worth_before_a_base_is_chosen(karin):
    with pytest.raises(Refused):
        _worth(karin)


def test_base_is_chosen_and_may_be_another_one_while_nothing_rests_on_it(karin):
    Currency.choose_base(code="usd", on=DAY, by=karin, at=AT)
    Currency.choose_base(code="EUR", on=DAY, by=karin, at=AT)
    Currency.choose_base(code="EUR", on=DAY, by=karin, at=AT)

    assert [(row.code, row.is_base) for row in Currency.objects.all()] == [("EUR", True)]
    assert Event.objects.filter(verb="currency.chosen").count() == 2


def test_base_stays_when_other_currencies_have_a_worth_in_it(karin):
    Currency.choose_base(code="EUR", on=DAY, by=karin, at=AT)
    _worth(karin)

    with pytest.raises(Refused):
        Currency.choose_base(code="USD", on=DAY, by=karin, at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "EUR"},
        {"code": "QQQ"},
        {"worth": Decimal(0)},
        {"worth": Decimal(-1)},
        {"worth": Decimal("0.000000001")},
        {"worth": Decimal("1e11")},
        {"from_on": date(9999, 1, 1)},
    ],
)
def test_worth_is_refused_when_it_cannot_be(karin, wrong):
    Currency.choose_base(code="EUR", on=DAY, by=karin, at=AT)

    with pytest.raises(Refused):
        _worth(karin, **wrong)


def test_worth_is_told_in_the_base_currency(karin):
    Currency.choose_base(code="EUR", on=DAY, by=karin, at=AT)
    _worth(karin)

    assert Event.objects.get(verb="currency.set").plain_sentence == (
        "Karin Lindqvist set what one USD is worth from 2026-01-01 on: EUR 0.9."
    )
