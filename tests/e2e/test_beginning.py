"""A gathering is started long before its time: asked once, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.browser import Axe, SignIn, on_a_phone, on_phone_and_desk, without_javascript
from tests.work.running import Hall, hall

pytestmark = pytest.mark.django_db(transaction=True)


def weeks_ahead(atlas: Hall) -> str:
    """The room of a Monday in four weeks."""
    day = timezone.now().date() + timedelta(days=28)
    return atlas.address.replace("2026-03-02", f"{day - timedelta(days=day.weekday())}")


@on_phone_and_desk
def test_gathering_weeks_ahead_is_started_and_put_back(page: Page, signed_in: SignIn, axe: Axe):
    atlas = hall(state="planned")
    signed_in(page, atlas.ana).goto(weeks_ahead(atlas))
    page.get_by_role("button", name="Start it now…").click()
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    page.get_by_role("button", name="Start it now").click()
    expect(page.get_by_label("In a line")).to_be_visible()
    axe(page)

    page.get_by_role("button", name="It has not begun after all").click()

    expect(page.get_by_text("It begins on Monday,")).to_be_visible()


@on_a_phone
@without_javascript
def test_gathering_weeks_ahead_is_left_alone_by_one_click(page: Page, signed_in: SignIn):
    atlas = hall(state="planned")
    signed_in(page, atlas.ana).goto(weeks_ahead(atlas))
    page.get_by_role("button", name="Start it now…").click()

    page.get_by_role("link", name="Not now").click()

    expect(page.get_by_text("It begins on Monday,")).to_be_visible()
