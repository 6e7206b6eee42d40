"""The portfolio, as a desk, a phone, a keyboard and a screen reader meet it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mandorla.dashboards.models import SavedView
from mandorla.people.models import Person
from tests import make
from tests.dashboards.looked_after import licensed
from tests.e2e.browser import on_phone_and_desk, without_javascript
from tests.e2e.crowd import look_at
from tests.e2e.keyboard import press_on

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Umweltverträglichkeitsprüfungsabteilungsleiterrunde für Europa und den Nahen Osten"


@pytest.fixture
def karin() -> Person:
    """Somebody who looks after twelve communities in all states, one of them with a long name."""
    karin = make.program_manager()
    ben = make.person("Benjamin Chukwuemeka Okafor-Featherstonehaugh")
    for number, left in enumerate((-60, -10, 10, 40, 90, 300)):
        name = LONG if number == 0 else f"Guild {number}"
        made = licensed(name, left=left, sponsor=ben, status="active")
        low = number / 10
        made.show_overlap(share=low + 0.1, low=low, high=low + 0.3)
        make.standing(
            made,
            people=5 + 9 * number,
            stage=number % 5 + 1,
            warnings=number % 3,
            severity=number % 3 + 1,
            findings={"rhythm_held": {"value": 0.5, "part": 4, "of": 8}},
        )
    for number in range(5):
        make.community(f"Circle {number}")
    applied = timezone.now() - timedelta(days=9)
    make.license(make.community("New"), state="applied", applied_at=applied)
    return karin


def test_pages_are_readable_for_everybody_and_fit(page, signed_in, axe, karin):
    signed_in(page, karin)
    look_at(
        page,
        axe,
        "/portfolio/",
        "/portfolio/?state=decide&sort=-overlap",
        "/portfolio/?q=nothing-like-it",
        "/portfolio/map/",
        "/portfolio/decisions/",
    )


@without_javascript
@on_phone_and_desk
def test_communities_are_sorted_narrowed_and_saved_without_scripts(page, signed_in, karin):
    signed_in(page, karin).goto("/portfolio/?sort=-overlap")
    rows = page.get_by_role("rowheader")
    expect(rows.first).to_contain_text("Guild 5")
    page.get_by_role("combobox", name="License").select_option(label="in grace")
    page.get_by_role("button", name="Show").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Guild 1")
    page.get_by_text("Save what you look for").click()
    page.get_by_label("Call it").fill("Board pack")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The view is saved")).to_be_visible()
    expect(page.get_by_role("link", name="Saved: Board pack")).to_have_attribute(
        "aria-current", "true"
    )
    assert SavedView.objects.get().query == "state=grace&sort=-overlap"


def test_first_sentence_opens_what_it_counts(page, signed_in, karin):
    signed_in(page, karin).goto("/portfolio/")
    page.get_by_role("link", name="1 has lapsed").click()
    expect(page.get_by_role("rowheader")).to_contain_text(LONG)
    page.get_by_role("link", name="5 licenses").click()

    expect(page.get_by_role("heading", name="Decisions that are due")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(5)


@on_phone_and_desk
def test_map_leads_to_a_community_by_keyboard(page, signed_in, karin):
    signed_in(page, karin).goto("/portfolio/map/")
    press_on(page, "Guild 5: 60% shared, founding, 50 people")

    expect(page.get_by_role("heading", name="Guild 5", level=1)).to_be_visible()


def test_column_is_sorted_by_keyboard_alone(page, signed_in, karin):
    signed_in(page, karin).goto("/portfolio/")
    press_on(page, "Shared value")

    expect(page.get_by_role("columnheader", name="Shared value")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.get_by_role("rowheader").first).to_contain_text("Guild 5")
