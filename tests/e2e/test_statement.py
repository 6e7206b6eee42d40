"""From what a round found to a statement that both sides signed, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mandorla.value.models import ValueStatement
from tests.e2e.browser import Axe, SignIn, in_both_schemes, on_phone_and_desk, runs_over
from tests.value.rounds import Group, group, held, published

pytestmark = pytest.mark.django_db(transaction=True)
CONVERSATION = "/communities/atlas/value/rounds/1/conversation/"
STATEMENT = "/communities/atlas/value/statement/"
FAR = 150  # stops of the Tab key that a page may have


@pytest.fixture
def atlas() -> Group:
    made = group()
    held(made)
    return made


@pytest.fixture
def second_page(browser: Browser, live_server: Any, javascript: bool) -> Iterator[Page]:
    """A browser window of somebody else."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=javascript, locale="en-US"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def press_on(target: Locator, key: str = "Enter") -> None:
    """Go to something with the Tab key alone, and press a key there."""
    expect(target).to_be_visible()
    for _stop in range(FAR):
        if target.evaluate("found => found === document.activeElement"):
            target.page.keyboard.press(key)
            return
        target.page.keyboard.press("Tab")
    pytest.fail(f"{target} cannot be reached with the Tab key")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_statement_is_drafted_published_signed_and_on_the_overview_by_keyboard(
    page: Page, second_page: Page, atlas: Group, signed_in: SignIn
) -> None:
    signed_in(page, atlas.ana)
    signed_in(second_page, atlas.ben)

    page.goto(CONVERSATION)
    press_on(page.locator("#tension-0 summary"))
    press_on(page.locator("#tension-0").get_by_label("Trade"), "Space")
    press_on(page.locator("#tension-0").get_by_label("What you agreed on"), "End")
    page.keyboard.type("Two hours a week, for one issue each Monday.")
    press_on(page.locator("#tension-0").get_by_role("button"))
    expect(page.locator("#tension-0 .agreed")).to_contain_text("Two hours a week")

    press_on(button(page, "Draft the statement"))
    press_on(page.get_by_label("Both invest…"), "End")
    page.keyboard.type("two hours a week")
    press_on(button(page, "Save"))
    expect(page.locator(".aside .clauses")).to_contain_text("Both invest two hours a week.")
    press_on(page.get_by_role("link", name="Read and publish it"))
    press_on(button(page, "Publish…"))
    press_on(button(page, "Publish it"))
    expect(page.locator(".lede")).to_contain_text("waits for a sponsor and a leader to sign")
    press_on(button(page, "Sign for the members"))
    expect(page.locator(".lede")).to_contain_text("waits for a sponsor.")

    second_page.goto(STATEMENT)
    press_on(button(second_page, "Sign for the organization"))
    expect(second_page.locator(".lede")).to_contain_text("; agreed ")
    expect(second_page.get_by_text("of the charter is a draft with this statement")).to_be_visible()

    page.goto("/communities/atlas/")
    words = page.locator("section", has=page.get_by_role("heading", name="in their words"))
    expect(words).to_contain_text("For its members it provides a common way of working")
    expect(words).to_contain_text("agreed today; it rests on round 1.")
    press_on(words.get_by_role("link", name="Version 1"))
    expect(page.locator(".signatures")).to_contain_text("Ben Okafor")


@on_phone_and_desk
@in_both_schemes
def test_pages_of_the_conversation_and_the_statement_have_no_barriers(
    page: Page, atlas: Group, signed_in: SignIn, axe: Axe
) -> None:
    signed_in(page, atlas.ana)
    page.goto(STATEMENT)
    axe(page)
    statement = published(atlas)
    page.goto(CONVERSATION)
    page.locator("#tension-0 summary").click()
    axe(page)
    assert runs_over(page) == 0
    for side, person in (("members", atlas.ana), ("organization", atlas.ben)):
        statement.sign(side=side, by=person, at=statement.drafted_at)
    page.goto(STATEMENT)
    axe(page)
    page.get_by_role("button", name="Begin the next version").click()
    axe(page)
    assert runs_over(page) == 0
    page.goto("/communities/atlas/")
    axe(page)
    assert ValueStatement.objects.count() == 2


def test_agenda_and_statement_are_printed_whole(
    page: Page, atlas: Group, signed_in: SignIn
) -> None:
    statement = published(atlas)
    signed_in(page, atlas.ana)
    page.emulate_media(media="print")
    page.goto(CONVERSATION)
    expect(page.get_by_role("heading", name="Three tensions")).to_be_visible()
    expect(page.locator("#tension-0 .to-write")).to_be_visible()
    expect(page.locator("#tension-0 summary")).to_be_hidden()
    page.goto(statement.get_absolute_url())
    expect(page.locator(".clause").first).to_be_visible()
    expect(page.locator(".signatures")).to_be_visible()
    expect(page.get_by_role("button", name="Sign for the members")).to_be_hidden()
