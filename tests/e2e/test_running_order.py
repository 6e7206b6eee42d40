"""What stands where on the page of a gathering that runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.e2e.browser import SignIn, on_a_phone
from tests.work.running import caught, hall
from tests.work.running import signed_in as client_of

pytestmark = pytest.mark.django_db(transaction=True)


@on_a_phone
def test_what_was_caught_stands_under_where_it_is_typed_on_a_phone(page: Page, signed_in: SignIn):
    running = hall()
    client_of(running.ana).post(f"{running.address}captures/", caught(running))
    signed_in(page, running.ana).goto(running.address)

    assert is_in_order(
        page.get_by_label("In a line"),
        page.locator(".caught li"),
        page.get_by_role("heading", name="Next", exact=True),
    )


def is_in_order(*parts: Locator) -> bool:
    """Whether each begins below the one before."""
    tops = [part.evaluate("part => part.getBoundingClientRect().top") for part in parts]
    return tops == sorted(tops)
