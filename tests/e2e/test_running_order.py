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


def test_what_was_caught_stands_under_where_it_is_typed_on_a_screen(page: Page, signed_in: SignIn):
    running = hall()
    client_of(running.ana).post(f"{running.address}captures/", caught(running))
    signed_in(page, running.ana).goto(running.address)

    line, first = page.get_by_label("In a line"), page.locator(".caught li")
    assert is_in_a_column(line, first, page.get_by_role("heading", name="Notes", exact=True))


def is_in_order(*parts: Locator) -> bool:
    """Whether each begins below the one before."""
    tops = [_box(part)["top"] for part in parts]
    return tops == sorted(tops)


def is_in_a_column(*parts: Locator) -> bool:
    """Whether they begin below each other, all in the left half of the screen."""
    half = parts[0].page.evaluate("innerWidth / 2")
    return is_in_order(*parts) and all(_box(part)["left"] < half for part in parts)


def _box(part: Locator) -> dict[str, float]:
    found: dict[str, float] = part.evaluate("part => part.getBoundingClientRect().toJSON()")
    return found
