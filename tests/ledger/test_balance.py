"""The balance of a period: who gives what, reckoned by days, rates and currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mandorla.ledger.balancing import read_balance
from mandorla.ledger.models import Currency, HourRate, Investment
from mandorla.ledger.money import Rates
from mandorla.ledger.periods import Period
from tests import make
from tests.ledger.putting import given, hours, money, planned, rates

pytestmark = pytest.mark.django_db
FIRST = Period(2026, 1)


@pytest.fixture
def karin():
    return make.program_manager()


def _set(by, code, worth, from_on):
    Currency.set(code=code, worth=Decimal(worth), from_on=from_on, by=by, at=make.AT)


def test_shares_are_reckoned_with_the_rates_of_the_day(karin):
    rates(karin)
    community = make.community()
    given(community, money("3000"))
    given(community, hours("20"))

    found = read_balance(community, FIRST)

    assert found.actual.shares == {"organization": 0.75, "members": 0.25}
    assert found.actual.heavy is None
    assert (found.actual.whole.worth, found.planned.whole.rows) == (Decimal("4000.00"), 0)


def test_side_that_gives_more_than_four_fifths_is_named(karin):
    rates(karin)
    community = make.community()
    given(community, hours("10"))
    given(community, money("2001"))

    assert read_balance(community, FIRST).actual.heavy == "organization"


def test_exactly_four_fifths_is_not_too_much(karin):
    rates(karin)
    community = make.community()
    given(community, hours("10"))
    given(community, money("2000"))

    assert read_balance(community, FIRST).actual.heavy is None


def test_row_of_a_year_counts_with_its_days_and_the_quarters_make_the_year(karin):
    rates(karin)
    community = make.community()
    planned(community, money("365", begins_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)))

    quarters = [read_balance(community, Period(2026, n)).planned.whole.worth for n in (1, 2, 3, 4)]

    assert quarters == [Decimal(90), Decimal(91), Decimal(92), Decimal(92)]
    assert read_balance(community, Period(2026)).planned.whole.worth == Decimal(365)
    assert read_balance(community, Period(2025)).planned.whole.rows == 0


def test_newer_rate_changes_nothing_that_was_before_it(karin):
    rates(karin)
    community = make.community()
    given(community, hours("10"))
    HourRate.set(
        role="member",
        amount=Decimal(100),
        currency="EUR",
        from_on=date(2026, 3, 2),
        by=karin,
        at=make.AT,
    )

    assert read_balance(community, FIRST).actual.whole.worth == Decimal("500.00")


def test_other_currency_is_reckoned_with_its_worth_of_the_day(karin):
    rates(karin)
    _set(karin, "USD", "0.9", date(2026, 1, 1))
    _set(karin, "USD", "0.5", date(2026, 3, 2))
    community = make.community()
    given(community, money("1000", "USD"))

    assert read_balance(community, FIRST).actual.whole.worth == Decimal("900.00")


def test_what_has_no_known_worth_is_left_out_and_said(karin):
    rates(karin)
    community = make.community()
    given(community, money("1000", "USD"))
    given(community, hours("3", "sponsor"))
    given(community, money("500"))

    found = read_balance(community, FIRST)

    assert (found.actual.whole.worth, found.actual.whole.unknown) == (Decimal("500.00"), 2)
    assert found.missing == [
        "What an hour of a sponsor costs on 1 March 2026 is not entered.",
        "What one USD is worth in EUR on 1 March 2026 is not entered.",
    ]


def test_nothing_has_a_worth_when_no_base_is_chosen():
    community = make.community()
    given(community, money())

    found = read_balance(community, FIRST)

    assert (found.base, found.actual.shares) == ("", None)
    assert found.missing == ["No currency is chosen in which sums are said."]
    assert found.actual.whole.rows == 1


def test_worth_before_the_first_day_that_was_entered_is_not_guessed(karin):
    rates(karin)
    _set(karin, "USD", "0.9", date(2026, 2, 1))

    read = Rates.read()

    assert read.in_base(Decimal(10), "USD", on=date(2026, 1, 31)).amount is None
    assert read.in_base(Decimal(10), "USD", on=date(2026, 2, 1)).amount == Decimal("9.0")
    assert read.in_base(Decimal(10), "EUR", on=date(1999, 1, 1)).amount == Decimal(10)


def test_what_waits_or_was_taken_out_does_not_count(karin):
    rates(karin)
    community = make.community()
    Investment.propose(community=community, put_in=hours(), at=make.AT.replace(month=4))
    given(community, money()).drop(by=karin, at=make.AT.replace(month=4))

    assert read_balance(community, FIRST).actual.whole.rows == 0


def test_balance_takes_the_same_queries_however_many_rows(karin, django_assert_num_queries):
    rates(karin)
    community = make.community()
    for number in range(1, 8):
        given(community, money(str(number)))

    with django_assert_num_queries(3):
        read_balance(community, FIRST)


@pytest.mark.parametrize(
    ("key", "begins_on", "ends_on"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_period_has_a_first_and_a_last_day(key, begins_on, ends_on):
    period = Period.read(key)

    assert period is not None
    assert (period.key, period.begins_on, period.ends_on) == (key, begins_on, ends_on)
    assert period.next.previous == period


@pytest.mark.parametrize("key", ["", "2026-Q5", "26", "9999", "0000-Q1", "٢٠٢٦", "2026-Q1 "])
def test_period_is_none_when_nobody_can_mean_it(key):
    assert Period.read(key) is None


def test_what_is_beyond_measure_is_left_out_and_said(karin):
    rates(karin, member="99999999.99")
    _set(karin, "USD", "9999999999", date(2026, 1, 1))
    community = make.community()
    given(community, hours("999999999.9"))
    given(community, money("999999999999.99", "USD"))
    given(community, money("100"))

    found = read_balance(community, FIRST)

    assert (found.actual.whole.worth, found.actual.whole.unknown) == (Decimal("100.00"), 2)
    assert found.missing == ["Something comes to more than can be reckoned with: look at its rate."]
