"""A measure is begun, read and corrected, and its fan looked at: by keyboard, and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.ledger.models import Measure, Reading
from tests.e2e.browser import Axe, SignIn, on_a_phone, runs_over, without_javascript
from tests.e2e.crowd import LONG_LINE, Crowd, look_at
from tests.e2e.keyboard import press_on, tab_to, write_into
from tests.ledger.measuring import measured, read_weekly

pytestmark = pytest.mark.django_db(transaction=True)


def page_of(people: Crowd, rest: str = "") -> str:
    return f"{people.full.get_absolute_url()}measures/{rest}"


def foreseen(people: Crowd) -> Measure:
    """A measure with a long name, of which twelve readings foretell what may come."""
    measure = measured(
        people.full,
        expectation=people.full.expectations.current().first(),
        owner=people.ana,
        name=LONG_LINE[:118],
        due_on=timezone.localdate() + timedelta(days=200),
    )
    read_weekly(measure, 12, by=people.ana)
    return measure


def readings() -> list[tuple[float, bool]]:
    """What was read, in the order it was entered, and whether it holds."""
    rows = Reading.objects.order_by("pk").values_list("value", "corrected_at")
    return [(value, corrected_at is None) for value, corrected_at in rows]


def test_measure_is_begun_read_and_corrected_by_keyboard_alone(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.ana).goto(page_of(people, "new/"))
    write_into(page, "What is measured", "Units that have adopted it")
    press_on(page, "leading", "Space")
    write_into(page, "From", "2")
    write_into(page, "To", "9")
    write_into(page, "By", "12312099")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is followed from now on.")).to_be_visible()

    write_into(page, "It was", "4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is entered.")).to_be_visible()

    press_on(page, "Correct")
    expect(page.get_by_role("heading", name="Correct a reading")).to_be_visible()
    write_into(page, "It was", "5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is corrected.")).to_be_visible()

    expect(page.locator("#readings del")).to_have_text("4")
    measure = Measure.objects.get()
    assert (measure.role, measure.baseline, measure.target) == ("leading", 2.0, 9.0)
    assert (str(measure.due_on), readings()) == ("2099-12-31", [(4.0, False), (5.0, True)])


@on_a_phone
@without_javascript
def test_measure_is_begun_read_and_corrected_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.ana).goto(page_of(people, "new/"))
    page.get_by_label("What is measured").fill("Orders without a question")
    page.get_by_label("outcome: the value itself").check()
    page.get_by_label("Read as").select_option("share")
    page.get_by_label("To", exact=True).fill("80%")
    page.get_by_label("By", exact=True).fill("2099-12-31")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("It is followed from now on.")).to_be_visible()

    page.get_by_label("It was").fill("45%")
    page.get_by_role("button", name="Enter it", exact=True).click()
    expect(page.get_by_text("It is entered.")).to_be_visible()
    assert runs_over(page) == 0

    page.get_by_role("link", name="Correct").click()
    page.get_by_label("It was").fill("55%")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_text("It is corrected.")).to_be_visible()

    expect(page.locator("#readings del")).to_have_text("45%")
    assert runs_over(page) == 0
    assert readings() == [(0.45, False), (0.55, True)]


def test_fan_is_seen_and_read_as_a_table_by_keyboard_alone(
    page: Page, signed_in: SignIn, people: Crowd
):
    measure = foreseen(people)
    signed_in(page, people.priya).goto(measure.get_absolute_url())

    expect(page.get_by_role("img", name="Readings of")).to_be_visible()
    expect(page.locator(".fan .band")).to_have_count(3)
    expect(page.get_by_text("to be there on the day")).to_be_visible()
    table = page.get_by_role("table", name="Between what the next readings may lie")
    expect(table).to_be_hidden()
    tab_to(page, "Show what may come as a table")
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    expect(page.get_by_role("heading", name="Enter a reading")).to_have_count(0)


def test_pages_of_measures_pass_axe_wide_and_narrow_light_and_dark(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    measure = foreseen(people)
    reading = measure.readings.latest("on")

    look_at(
        signed_in(page, people.ana),
        axe,
        page_of(people),
        page_of(people, "new/"),
        page_of(people, "file/"),
        measure.get_absolute_url(),
        f"{measure.get_absolute_url()}change/",
        f"{measure.get_absolute_url()}readings/{reading.pk}/",
        f"{people.full.get_absolute_url()}stories/file/",
    )
