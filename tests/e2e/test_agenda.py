"""Friday, 16:40: whoever facilitates shapes Monday's agenda, by keyboard alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.work.models import AgendaItem
from tests import make
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    on_phone_and_desk,
    runs_over,
    without_javascript,
)
from tests.work.agendas import Mondays, commitment, issue, mondays

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 150


@pytest.fixture
def place() -> Mondays:
    made = mondays()
    now = timezone.now()
    commitment(made, due_on=now.date() - timedelta(days=2), made_at=now - timedelta(days=9))
    issue(made, "Old price lists", votes=7, touches=3, surfaced_at=now)
    issue(made, "Forms", votes=4, surfaced_at=now)
    issue(made, "Labels", votes=2, surfaced_at=now)
    issue(made, "Small thing", surfaced_at=now - timedelta(days=90))
    for weeks in (1, 2, 3):
        make.gathering(made.series, planned_on=monday() - timedelta(weeks=weeks), state="held")
    return made


def monday() -> date:
    """A Monday that has not come yet."""
    today = timezone.now().date() + timedelta(days=1)
    return today + timedelta(days=-today.weekday() % 7)


def address(place: Mondays, name: str) -> str:
    return reverse(f"work:{name}", args=[place.community.slug, place.series.pk, monday()])


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))


def tab_to(page: Page, name: str) -> None:
    """Go on by the tab key until something of this name has the focus."""
    for _press in range(MOST_TABS):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach “{name}”")


def titles(page: Page) -> list[str]:
    return page.locator(".shape .items .what a").all_inner_texts()


@on_phone_and_desk
def test_agenda_is_shaped_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, place: Mondays
):
    signed_in(page, place.ana).goto(address(place, "agenda"))
    assert titles(page) == ["Ask Finance", "Old price lists", "Forms", "Labels"]
    expect(page.get_by_text("7 votes, touches 3 units")).to_be_visible()

    tab_to(page, "Up Forms")
    page.keyboard.press("Enter")
    expect(page.locator(".shape .items .what a").nth(1)).to_have_text("Forms")
    expect(page.get_by_role("button", name="Up Forms")).to_be_focused()
    tab_to(page, "Park Forms")
    page.keyboard.press("Enter")
    expect(page.locator("#aside")).to_contain_text("Forms")
    expect(page.get_by_role("button", name="Park Old price lists")).to_be_focused()
    tab_to(page, "Next time Labels")
    page.keyboard.press("Enter")
    expect(page.locator(".shape .items .what a")).to_have_count(2)
    tab_to(page, "Drop it Small thing")
    page.keyboard.press("Enter")
    expect(page.locator("#offered")).to_have_count(0)
    axe(page)

    assert runs_over(page) == 0
    states = dict(AgendaItem.objects.exclude(issue=None).values_list("title", "state"))
    assert {"Forms": "parked", "Old price lists": "planned"}.items() <= states.items()


@on_phone_and_desk
def test_person_is_led_to_the_sentence_when_somebody_else_was_first(
    page: Page, signed_in: SignIn, place: Mondays
):
    signed_in(page, place.ana).goto(address(place, "agenda"))
    page.get_by_role("button", name="Park Forms").click()
    expect(page.locator("#aside")).to_contain_text("Forms")
    page.get_by_role("button", name="Up Labels").click()
    expect(page.locator(".shape .items .what a").nth(1)).to_have_text("Labels")
    AgendaItem.objects.filter(title="Labels").update(minutes=1)

    page.get_by_role("button", name="Down Old price lists").click()

    told = page.get_by_role("alert").filter(has_text="changed in the meantime")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()


@on_a_phone
@without_javascript
def test_agenda_is_shaped_without_a_script(page: Page, signed_in: SignIn, place: Mondays):
    signed_in(page, place.ana).goto(address(place, "agenda"))
    page.get_by_role("button", name="Down Old price lists").click()
    assert titles(page) == ["Ask Finance", "Forms", "Old price lists", "Labels"]
    page.get_by_text("More Forms").click()
    page.locator("[id^='minutes-issue']").first.fill("12")
    page.get_by_role("button", name="Set the minutes of Forms").click()
    expect(page.locator(".shape .items")).to_contain_text("12 minutes")
    page.get_by_label("What").fill("Cake")
    page.locator("#add").get_by_role("button", name="Put it on").click()
    expect(page.locator(".shape .items > li").last).to_contain_text("Cake")


@in_both_schemes
def test_pages_of_a_gathering_can_be_read_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, place: Mondays
):
    signed_in(page, place.priya).goto(address(place, "gathering"))
    expect(page.get_by_role("heading", name="Agenda")).to_be_visible()
    axe(page)
    signed_in(page, place.ana).goto(address(place, "agenda"))
    axe(page)
    signed_in(page, make.person()).goto(address(place, "gathering"))
    expect(page.get_by_role("heading", name="Agenda")).to_have_count(0)
    axe(page)
