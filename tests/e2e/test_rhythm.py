"""A rhythm is chosen, and one gathering moved and cancelled, in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.occurrences import next_gatherings
from mandorla.people.models import Person
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

pytestmark = pytest.mark.django_db(transaction=True)
TAB = "/communities/atlas/gatherings/"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana, archetype="change_champions")


@pytest.fixture
def series(atlas: Community, ana: Person) -> Series:
    """A rhythm that changed, with a gathering moved and one cancelled."""
    now = timezone.now()
    made = make.series(atlas, name="Tuesday", rule="FREQ=WEEKLY;BYDAY=TU", place="Room 4")
    made.change(
        from_on=(now - timedelta(days=60)).date(), rule="FREQ=WEEKLY;BYDAY=MO", by=ana, at=now
    )
    made.take_turns(people=[ana], by=ana, at=now)
    made = Series.objects.with_dates().get()
    first, second = next_gatherings([made], at=now, limit=2)
    moved = Gathering.touch(series=made, planned_on=first.planned_on, at=now)
    moved.reschedule(starts_at=first.starts_at + timedelta(hours=26), by=ana, at=now)
    off = Gathering.touch(series=made, planned_on=second.planned_on, at=now)
    off.cancel(because="Half of us are away", by=ana, at=now)
    return made


def change_page(series: Series) -> str:
    upcoming = next_gatherings([series], at=timezone.now(), limit=3)[2]
    return f"{TAB}{series.pk}/{upcoming.planned_on:%Y-%m-%d}/change/"


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize("where", ["tab", "new", "series", "change"])
def test_page_of_a_rhythm_is_accessible_and_fits(
    page: Page,
    signed_in: SignIn,
    axe: Axe,
    ana: Person,
    series: Series,
    where: str,
) -> None:
    addresses = {"tab": TAB, "new": f"{TAB}new/", "series": f"{TAB}{series.pk}/"}

    signed_in(page, ana).goto(addresses.get(where) or change_page(series))

    axe(page)
    assert runs_over(page) == 0


@without_javascript
@on_a_phone
def test_rhythm_is_chosen_in_words_and_begun_when_its_dates_are_right(
    page: Page, signed_in: SignIn, ana: Person, atlas: Community
) -> None:
    assert atlas.pk
    signed_in(page, ana).goto(TAB)
    page.get_by_role("link", name="Begin a rhythm").click()
    page.get_by_label("What it is called").fill("Lunch")
    page.get_by_label("How often").select_option("once a month")
    page.get_by_label("On which day").select_option("Wednesday")
    page.get_by_label("Which of the month").select_option("third")
    page.get_by_label("Time", exact=True).fill("11:45")
    page.get_by_label("Time zone").fill("lisbon")
    page.get_by_role("button", name="See its dates").click()

    said = page.get_by_role("status")
    expect(said).to_contain_text("The third Wednesday of each month, 11:45, Europe/Lisbon.")
    expect(said.locator("time")).to_have_count(3)
    page.get_by_role("button", name="Begin it").click()

    expect(page.locator(".gatherings > li")).to_have_count(12)
    assert Series.objects.get().rule == "FREQ=MONTHLY;BYDAY=3WE"


def test_fields_show_only_when_the_chosen_rhythm_needs_them(
    page: Page, signed_in: SignIn, ana: Person, atlas: Community
) -> None:
    assert atlas.pk
    signed_in(page, ana).goto(f"{TAB}new/")

    expect(page.get_by_label("Which of the month")).to_be_hidden()
    page.get_by_label("How often").select_option("once a month")
    expect(page.get_by_label("Which of the month")).to_be_visible()
    page.get_by_label("How often").select_option("otherwise, as I write it")
    expect(page.get_by_label("Otherwise, in words")).to_be_visible()
    expect(page.get_by_label("On which day")).to_be_hidden()


def test_refused_rhythm_keeps_what_was_typed_and_says_why_by_keyboard(
    page: Page, signed_in: SignIn, ana: Person, atlas: Community
) -> None:
    assert atlas.pk
    signed_in(page, ana).goto(f"{TAB}new/")
    page.get_by_label("What it is called").fill("Now and then")
    page.get_by_label("How often").select_option("otherwise, as I write it")
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_label("Otherwise, in words").fill("bimonthly")
    page.keyboard.press("Enter")

    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("can mean twice a month or every two months")
    expect(page.get_by_label("What it is called")).to_have_value("Now and then")


@without_javascript
def test_one_gathering_is_cancelled_and_put_back_from_the_tab(
    page: Page, signed_in: SignIn, ana: Person, series: Series
) -> None:
    signed_in(page, ana).goto(change_page(series))
    page.get_by_label("Why, in a sentence").fill("The fair")
    page.get_by_role("button", name="Cancel this gathering").click()
    line = page.locator(".gatherings > li").filter(has_text="The fair")
    expect(line).to_contain_text("cancelled")
    line.get_by_role("link", name="Put back").click()
    page.get_by_role("button", name="Put it back").click()

    expect(page.get_by_text("The fair")).to_have_count(0)
