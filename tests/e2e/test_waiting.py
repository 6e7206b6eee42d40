"""What was typed without a connection is sent when it is back, from whatever page is open then."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mandorla.work.models import Outcome
from tests.e2e.browser import SignIn, on_a_phone
from tests.work.running import Hall, hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running() -> Hall:
    return hall()


def typed_in_a_tunnel(page: Page, running: Hall) -> None:
    """A line is caught without a connection, and the page is left."""
    page.goto(running.address)
    page.context.route("**/captures/", lambda route: route.abort())
    page.get_by_role("radio", name="Decision").check()
    page.get_by_label("In a line").fill("Typed in a tunnel")
    page.get_by_label("In a line").press("Enter")
    expect(page.locator("[data-outbox-list] li")).to_have_count(1)
    page.goto("about:blank")
    page.context.unroute("**/captures/")


@on_a_phone
def test_what_waits_is_sent_from_another_page_when_its_own_was_left(
    page: Page, signed_in: SignIn, running: Hall
):
    typed_in_a_tunnel(signed_in(page, running.ana), running)

    with page.expect_response("**/captures/") as sent:
        page.goto("/today/")

    assert sent.value.status == 204
    assert [outcome.words for outcome in Outcome.objects.all()] == ["Typed in a tunnel"]


@on_a_phone
def test_what_waits_is_never_sent_in_the_name_of_somebody_else(
    page: Page, signed_in: SignIn, running: Hall
):
    typed_in_a_tunnel(signed_in(page, running.ana), running)
    signed_in(page, running.marek)

    for address in (running.address, "/today/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")

    assert "Typed in a tunnel" in page.evaluate("localStorage.getItem('mandorla.outbox')")
    assert not Outcome.objects.exists()
