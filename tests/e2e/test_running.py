"""A gathering is run on a phone: what is typed arrives, also after the connection was gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models import Issue, Outcome
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    on_phone_and_desk,
    without_javascript,
)
from tests.work.running import Hall, caught, hall
from tests.work.running import signed_in as client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def atlas() -> Hall:
    return hall(state="planned")


@pytest.fixture
def running(atlas: Hall) -> Hall:
    atlas.gathering.start(by=atlas.ana, at=atlas.gathering.starts_at)
    return atlas


def catch(page: Page, kind: str, text: str) -> None:
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("In a line").fill(text)
    page.get_by_label("In a line").press("Enter")


def caught_list(page: Page) -> Any:
    return page.locator(".caught li")


@on_a_phone
def test_gathering_is_run_on_a_phone(page: Page, signed_in: SignIn, axe: Axe, atlas: Hall):
    signed_in(page, atlas.ana).goto(atlas.address)
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Take up: Old price lists").click()
    expect(page.locator(".now .item")).to_have_text("Old price lists")
    expect(page.locator(".now .left")).to_contain_text("minutes left")
    axe(page)

    catch(page, "Decision", "We close the old lists")
    expect(caught_list(page)).to_have_count(1)
    page.get_by_role("radio", name="Commitment").check()
    page.get_by_label("Who", exact=True).select_option(label="Marek")
    catch(page, "Commitment", "Close them")
    expect(caught_list(page)).to_have_count(2)
    expect(caught_list(page).first).to_contain_text("Marek")
    page.get_by_role("radio", name="Issue").check()
    page.get_by_label("Where", exact=True).select_option(label="Sales")
    catch(page, "Issue", "Training comes too late")
    expect(caught_list(page)).to_have_count(3)
    axe(page)

    page.get_by_role("button", name="Done").click()
    expect(page.locator(".now .item")).to_have_text("What is next?")
    page.get_by_label("Notes, in Markdown").fill("Everybody was **cheerful**.")
    expect(page.locator("[data-notes-state]")).to_have_text("Kept.")
    page.get_by_role("button", name="End the gathering").click()
    page.get_by_role("link", name="Read the digest").click()
    expect(page.get_by_text("We close the old lists")).to_be_visible()
    expect(page.locator(".written strong")).to_have_text("cheerful")
    page.get_by_label("A sentence on top").fill("A good hour.")
    axe(page)
    page.get_by_role("button", name="Send the digest").click()
    expect(page.get_by_text("A good hour.")).to_be_visible()
    expect(page.get_by_role("button", name="Send the digest")).to_have_count(0)

    kinds = sorted(Outcome.objects.values_list("kind", "item__title"))
    assert kinds == [(kind, "Old price lists") for kind in ("commitment", "decision", "issue")]
    assert Commitment.objects.get().owner == atlas.marek
    assert [unit.name for unit in Issue.objects.get().units.all()] == ["Sales"]


@on_a_phone
def test_captures_wait_in_the_browser_when_the_connection_is_gone(
    page: Page, signed_in: SignIn, axe: Axe, running: Hall
):
    signed_in(page, running.ana).goto(running.address)
    page.context.set_offline(True)
    catch(page, "Decision", "Typed in a tunnel")
    catch(page, "Issue", "No signal in the tunnel")
    waiting = page.locator("[data-outbox-list] li")
    expect(waiting).to_have_count(2)
    expect(page.get_by_text("No connection. What you wrote is kept")).to_be_visible()
    axe(page)
    assert not Outcome.objects.exists()

    page.context.set_offline(False)

    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    expect(caught_list(page)).to_have_count(2)
    texts = [outcome.words for outcome in Outcome.objects.select_related("issue")]
    assert texts == ["Typed in a tunnel", "No signal in the tunnel"]


@on_a_phone
def test_captures_are_sent_after_a_reload_when_they_waited(
    page: Page, signed_in: SignIn, running: Hall
):
    signed_in(page, running.ana).goto(running.address)
    page.route("**/captures/", lambda route: route.abort())
    catch(page, "Decision", "Typed before the reload")
    expect(page.locator("[data-outbox-list] li")).to_have_count(1)
    page.unroute("**/captures/")

    page.reload()

    expect(caught_list(page)).to_have_count(1)
    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    assert Outcome.objects.get().words == "Typed before the reload"


@on_a_phone
def test_capture_is_kept_once_when_the_answer_was_lost(
    page: Page, signed_in: SignIn, running: Hall
):
    """The server kept it, and the connection broke before it could say so."""
    signed_in(page, running.ana).goto(running.address)

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/captures/", lose, times=1)
    catch(page, "Commitment", "Close them")

    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    expect(caught_list(page)).to_have_count(1)
    assert Outcome.objects.count() == Commitment.objects.count() == 1


@on_a_phone
def test_captures_wait_when_the_session_is_over(page: Page, signed_in: SignIn, running: Hall):
    signed_in(page, running.ana).goto(running.address)
    page.context.clear_cookies()
    catch(page, "Decision", "Typed after the session")
    expect(page.get_by_text("You are signed out. What you wrote is kept")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert not Outcome.objects.exists()

    signed_in(page, running.marek).goto(running.address)
    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    assert not Outcome.objects.exists()

    signed_in(page, running.ana).goto(running.address)
    expect(caught_list(page)).to_have_count(1)
    assert Outcome.objects.get().caught_by == running.ana


@on_a_phone
def test_capture_says_why_when_it_is_refused_and_can_be_put_right(
    page: Page, signed_in: SignIn, running: Hall
):
    signed_in(page, running.ana).goto(running.address)
    page.get_by_role("radio", name="Commitment").check()
    page.get_by_label("By", exact=True).fill("2036-01-01")
    catch(page, "Commitment", "Much later")
    expect(page.locator("[data-outbox-list] li em")).to_have_text(
        "That day is more than three years away."
    )

    page.get_by_role("button", name="Put it back into the form").click()
    expect(page.get_by_label("In a line")).to_have_value("Much later")
    page.get_by_label("By", exact=True).fill("2026-03-16")
    page.get_by_label("In a line").press("Enter")

    expect(caught_list(page)).to_have_count(1)
    assert Commitment.objects.get().text == "Much later"


def test_page_shows_what_others_do_and_keeps_what_is_being_typed(
    page: Page, signed_in: SignIn, running: Hall
):
    signed_in(page, running.marek).goto(running.address)
    line = page.get_by_label("In a line")
    line.fill("Half a sent")
    ana = client_of(running.ana)

    ana.post(f"{running.address}items/{running.items[1].pk}/", {"act": "take"})
    ana.post(f"{running.address}captures/", caught(running, text="Written by Ana"))

    expect(page.locator(".now .item")).to_have_text("Training comes too late")
    expect(caught_list(page)).to_have_count(1)
    expect(line).to_have_value("Half a sent")
    expect(line).to_be_focused()
    line.press("End")
    line.press_sequentially("ence")
    line.press("Enter")
    expect(caught_list(page)).to_have_count(2)
    assert Outcome.objects.get(text="Half a sentence").item == running.items[1]


def test_notes_of_others_appear_where_nobody_writes(page: Page, signed_in: SignIn, running: Hall):
    signed_in(page, running.marek).goto(running.address)

    client_of(running.ana).post(f"{running.address}notes/", {"seen": "", "text": "By Ana"})

    expect(page.get_by_label("Notes, in Markdown")).to_have_value("By Ana")


@on_phone_and_desk
def test_notes_that_clash_show_both_and_are_kept_when_resolved(
    page: Page, signed_in: SignIn, axe: Axe, running: Hall
):
    signed_in(page, running.marek).goto(running.address)
    notes = page.get_by_label("Notes, in Markdown")
    page.context.set_offline(True)
    notes.fill("Marek asks for help")
    expect(page.locator("[data-notes-state]")).to_contain_text("No connection")
    client_of(running.ana).post(f"{running.address}notes/", {"seen": "", "text": "Priya asks"})
    page.context.set_offline(False)

    expect(page.get_by_text("Somebody wrote in the same place.")).to_be_visible()
    expect(notes).to_have_value("Marek asks for help\nPriya asks")
    axe(page)
    running.gathering.refresh_from_db()
    assert running.gathering.notes == "Priya asks"
    notes.fill("Marek and Priya ask for help")
    page.get_by_role("button", name="Keep the notes").click()

    expect(page.locator("[data-notes-state]")).to_have_text("Kept.")
    expect(page.get_by_text("Somebody wrote in the same place.")).to_have_count(0)
    running.gathering.refresh_from_db()
    assert running.gathering.notes == "Marek and Priya ask for help"


@on_a_phone
def test_notes_are_there_after_a_reload_when_they_were_not_sent(
    page: Page, signed_in: SignIn, running: Hall
):
    signed_in(page, running.marek).goto(running.address)
    page.route("**/notes/", lambda route: route.abort())
    page.get_by_label("Notes, in Markdown").fill("Typed in a tunnel")
    expect(page.locator("[data-notes-state]")).to_contain_text("No connection")
    page.unroute("**/notes/")

    page.reload()

    expect(page.locator("[data-notes-state]")).to_have_text("Kept.")
    expect(page.get_by_label("Notes, in Markdown")).to_have_value("Typed in a tunnel")
    running.gathering.refresh_from_db()
    assert running.gathering.notes == "Typed in a tunnel"


def test_page_opens_by_itself_when_the_gathering_begins(page: Page, signed_in: SignIn, atlas: Hall):
    signed_in(page, atlas.marek).goto(atlas.address)
    expect(page.get_by_text("This gathering has not begun.")).to_be_visible()

    client_of(atlas.ana).post(f"{atlas.address}step/", {"step": "start"})

    expect(page.get_by_label("In a line")).to_be_visible(timeout=20_000)


@without_javascript
@on_a_phone
def test_gathering_is_run_without_javascript(page: Page, signed_in: SignIn, running: Hall):
    signed_in(page, running.ana).goto(running.address)
    page.get_by_role("button", name="Take up: Old price lists").click()
    catch(page, "Decision", "We close the old lists")
    expect(caught_list(page)).to_have_count(1)
    page.get_by_label("Notes, in Markdown").fill("By hand")
    page.get_by_role("button", name="Keep the notes").click()
    expect(page.get_by_text("The notes are kept.")).to_be_visible()

    assert Gathering.objects.get().notes == "By hand"
    assert Outcome.objects.get().item == running.items[0]


@in_both_schemes
@on_phone_and_desk
def test_commitments_are_done_on_their_page(page: Page, signed_in: SignIn, axe: Axe, running: Hall):
    sent = caught(running, "commitment", "Close the old lists")
    client_of(running.ana).post(f"{running.address}captures/", sent)
    signed_in(page, running.marek).goto("/today/")
    page.get_by_role("link", name="Say what came of it").click()
    axe(page)
    page.get_by_label("What came of it").fill("Closed in six units")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Marek has done this.")).to_be_visible()
    axe(page)
    for address in ("/commitments/", "/communities/atlas/gatherings/commitments/?show=done"):
        page.goto(address)
        axe(page)
    expect(page.get_by_text("Closed in six units")).to_be_visible()
