from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)


@in_both_schemes
def test_components_are_accessible_in_either_scheme(page, signed_in, axe):
    signed_in(page, make.program_manager()).goto("/design/")

    axe(page)


@on_a_phone
def test_components_fit_a_phone_and_every_place_is_in_reach(page, signed_in, axe):
    signed_in(page, make.program_manager()).goto("/design/")

    assert runs_over(page) == 0
    places = page.locator(".places a")
    for place in places.all():
        place.scroll_into_view_if_needed()
        expect(place).to_be_visible()
    axe(page)


def test_first_stop_of_the_keyboard_leads_to_the_content(page, signed_in):
    signed_in(page, make.person()).goto("/design/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_menu_closes_by_escape_and_gives_the_keyboard_back(page, signed_in):
    signed_in(page, make.person("Ana Marković")).goto("/design/")
    button = page.get_by_label("Menu of Ana Marković")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Your account")).to_be_hidden()
    assert button.evaluate("button => button === document.activeElement")


@without_javascript
def test_menu_dialog_and_colors_work_when_there_is_no_script(page, signed_in):
    signed_in(page, make.person("Ana Marković")).goto("/design/")
    page.get_by_label("Menu of Ana Marković").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-scheme") == "dark"

    page.get_by_role("button", name="Close the community…").click()
    expect(page.get_by_role("heading", name="Close Atlas Change Champions?")).to_be_visible()
