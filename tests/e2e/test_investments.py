"""What both sides put in: looked at, written down, confirmed by one tap, also without a mouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mandorla.ledger.models import Currency, Investment
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, Crowd, look_at
from tests.e2e.keyboard import press_on, tab_to, write_into
from tests.ledger.putting import given, hours, money, planned, proposed, rates

pytestmark = pytest.mark.django_db(transaction=True)
YEAR: dict[str, Any] = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def page_of(people: Crowd, name: str = "full") -> str:
    return f"{getattr(people, name).get_absolute_url()}value/investments/"


def put_in(people: Crowd) -> None:
    """A quarter with everything: both sides, plans, something without a worth, hours that wait."""
    rates(people.karin)
    Currency.set(
        code="CHF",
        worth=Decimal("1.0425"),
        from_on=date(2026, 1, 1),
        by=people.karin,
        at=make.AT,
    )
    given(people.full, money("7400", note="A room for the year"))
    given(people.full, money("1250.50", "CHF", kind="resources", note=LONG_LINE))
    given(people.full, money("9900", "JPY", kind="people"))
    given(people.full, hours("21.5", note="Mondays"))
    planned(people.full, money("24000", **YEAR))
    planned(people.full, hours("480", "leader", kind="time", **YEAR))
    proposed(people.full, hours("64.5", note="4 gatherings"))
    proposed(people.full, hours("12", "leader", kind="time"))


def test_pages_pass_axe_wide_and_narrow_light_and_dark(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    put_in(people)
    row = Investment.objects.filter(state="proposed").order_by("pk")[0]

    look_at(
        signed_in(page, people.karin),
        axe,
        f"{page_of(people)}?period=2026-Q1",
        f"{page_of(people)}?period=2026&side=members",
        page_of(people, "empty"),
        f"{page_of(people)}new/",
        f"{page_of(people)}file/",
        f"{page_of(people)}{row.pk}/",
        "/ledger/rates/",
    )


@on_a_phone
@without_javascript
def test_month_is_confirmed_by_one_tap_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    put_in(people)
    signed_in(page, people.ana).goto(page_of(people))

    page.get_by_role("button", name="That is right").click()

    expect(page.get_by_text("2 rows are confirmed.")).to_be_visible()
    assert not Investment.objects.filter(state="proposed").exists()


def test_investment_is_written_down_by_keyboard_alone(page: Page, signed_in: SignIn, people: Crowd):
    signed_in(page, people.ben).goto(page_of(people, "empty"))
    press_on(page, "Write the first row")
    expect(page.get_by_role("heading", name="Write something down")).to_be_visible()
    write_into(page, "What it is", "A room")
    write_into(page, "Money", "300")
    tab_to(page, "Currency")
    page.keyboard.type("EUR")
    page.keyboard.press("Enter")

    expect(page.get_by_text("It is written down.")).to_be_visible()
    expect(page.get_by_role("link", name="A room")).to_be_visible()
    row = Investment.objects.get()
    assert (row.amount, row.currency, row.entered_by) == (Decimal(300), "EUR", people.ben)
