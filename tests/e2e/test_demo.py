from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from mandorla.demo.builder import build_world
from tests.e2e.browser import in_both_schemes, on_a_phone, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> None:
    build_world(on=date(2026, 11, 21))


@in_both_schemes
def test_sign_in_page_of_a_demo_offers_six_people(world, page, axe):
    page.goto("/accounts/login/")

    expect(page.locator(".demo-people b")).to_have_text(
        [
            "Ana Marković",
            "Priya Nair",
            "Ingrid Dahl",
            "Tomás Herrera",
            "Ben Okafor",
            "Karin Lindqvist",
        ]
    )
    axe(page)


@on_a_phone
@without_javascript
def test_one_click_leads_to_where_the_person_wanted_to_go(world, page):
    page.goto("/communities/third-wednesday/")
    page.get_by_role("button", name="Tomás Herrera").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Third Wednesday")
    assert page.url.endswith("/communities/third-wednesday/")
