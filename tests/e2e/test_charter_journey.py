"""From an idea to an agreed charter, as two people do it, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from mandorla.communities.archetypes import shipped_archetypes
from mandorla.communities.models import Charter, Community
from mandorla.people.models import Person
from tests import make
from tests.e2e.browser import Axe, SignIn, in_both_schemes, on_phone_and_desk, runs_over

pytestmark = pytest.mark.django_db(transaction=True)
KIND = shipped_archetypes()["tech_specialists"]

with_and_without_javascript = pytest.mark.parametrize(
    "javascript", [True, False], ids=["js", "no-js"]
)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor")


@pytest.fixture
def second_page(browser: Browser, live_server: Any, javascript: bool) -> Iterator[Page]:
    """A browser window of somebody else."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=javascript, locale="en-US"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def propose(page: Page, sponsor: str) -> None:
    """The six steps, from the kind to the draft."""
    page.goto("/communities/new/")
    press(page, f"Begin with this {KIND.name}")
    page.get_by_label("What will you call it?").fill("Robot welders")
    page.get_by_label("What is it for?").fill("Keep the welding robots running in every plant.")
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Welding circle")).to_be_visible()
    expect(page.locator(".why mark").first).to_be_visible()
    press(page, "Ours is another one: go on")
    page.get_by_label(f"Take this suggestion: {KIND.benefits[0]}").check()
    page.get_by_label("community concern 1", exact=True).fill("Faults that nobody owns")
    page.get_by_label("participant payoff 1", exact=True).fill("Somebody to ring at night")
    press(page, "Go on")
    page.get_by_label("Find a person by name").fill(sponsor.split(maxsplit=1)[0])
    press(page, "Find")
    press(page, f"Name as sponsor {sponsor}")
    expect(page.get_by_role("button", name=f"Take out {sponsor}")).to_be_visible()
    press(page, "Go on")
    expect(page.get_by_text(f"{sponsor} sponsors it.")).to_be_visible()
    press(page, "Create the community")
    expect(page.get_by_role("heading", name="Draft of version 1")).to_be_visible()


def publish(page: Page) -> None:
    press(page, "Publish…")
    press(page, "Publish it")
    expect(page.get_by_text("is published. A sponsor and a leader can sign it.")).to_be_visible()


def judge(page: Page, title: str, score: str, reason: str) -> None:
    fit = page.get_by_role("listitem").filter(has=page.get_by_text(title, exact=True))
    fit.get_by_text("Judge this fit").click()
    fit.get_by_label(score).check()
    fit.get_by_label("Why, in a sentence").fill(reason)
    fit.get_by_role("button", name="Keep this judgment").click()
    expect(page.locator(".fits .reason", has_text=reason)).to_be_visible()


@with_and_without_javascript
def test_charter_is_agreed_and_two_versions_are_compared(
    page: Page, second_page: Page, ana: Person, ben: Person, signed_in: SignIn, javascript: bool
) -> None:
    make.community("Welding circle", leader=ben, purpose="Welding in every plant.")
    signed_in(page, ana)
    signed_in(second_page, ben)
    propose(page, "Ben Okafor")

    page.get_by_label("Norms").fill("Faults are described without names.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved" if javascript else "The draft is saved.").first).to_be_visible()
    page.get_by_role("link", name="Read, judge and publish it").click()
    judge(page, "Working on the concerns pays the person", "1 – hardly", "Nights are long.")
    expect(page.locator(".is-weakest")).to_contain_text("serving it hardly pays anybody")
    publish(page)

    second_page.goto("/communities/robot-welders/charter/")
    second_page.get_by_role("button", name="Sign for the organization").click()
    expect(second_page.locator(".lede")).to_contain_text("waits for a leader")
    page.reload()
    press(page, "Sign for the members")
    expect(page.locator(".lede")).to_contain_text("signed by Ana Marković for the members; agreed")

    press(page, "Begin the next version")
    page.get_by_label("Norms").fill("Faults are described without names, and with pictures.")
    page.get_by_label("business benefit 2", exact=True).fill("Fewer stops")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved" if javascript else "The draft is saved.").first).to_be_visible()
    page.get_by_role("link", name="Read, judge and publish it").click()
    publish(page)
    page.goto("/communities/robot-welders/charter/")
    expect(page.locator(".lede")).to_contain_text("Version 1, published")
    expect(page.get_by_text("There is a later version.")).to_be_visible()

    page.get_by_role("link", name="Read version 2").click()
    page.get_by_role("link", name="What changed since version 1").click()
    expect(page.locator(".compare section ins")).to_have_text(
        [
            "Fewer stops",
            ", and with pictures",
        ]
    )
    expect(page.locator(".compare section del")).to_have_count(0)
    page.get_by_label("From").select_option("Version 2")
    page.get_by_label("To").select_option("Version 1")
    press(page, "Compare")
    expect(page.locator(".compare section del").first).to_have_text("Fewer stops")
    community = Community.objects.get(slug="robot-welders")
    assert [c.state for c in community.charters.order_by("version")] == ["agreed", "published"]


def drafted(ana: Person) -> Charter:
    community = make.community("Atlas", leader=ana, archetype=KIND.key)
    return make.charter(community, by=ana)


def test_draft_is_saved_when_somebody_leaves_a_field(
    page: Page, ana: Person, signed_in: SignIn
) -> None:
    charter = drafted(ana)
    signed_in(page, ana).goto("/communities/atlas/charter/draft/")
    page.get_by_label("Norms").fill("Be kind.")
    page.get_by_label("Roles").focus()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.locator("#force-concern").get_by_role("button", name="Add a line").click()
    line = page.get_by_label("community concern 4", exact=True)
    expect(line).to_be_focused()
    line.fill("A second concern")
    page.get_by_label("Roles").fill("Ana leads.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#seen input[name=edits]")).not_to_have_value(str(charter.edits + 1))
    page.reload()
    assert page.get_by_label("Norms").input_value() == "Be kind."
    assert page.get_by_label("Roles").input_value() == "Ana leads."
    assert page.get_by_label("community concern 2", exact=True).input_value() == "A second concern"


@with_and_without_javascript
def test_draft_shows_both_texts_when_two_people_write_in_one(
    page: Page, second_page: Page, ana: Person, signed_in: SignIn, javascript: bool
) -> None:
    charter = drafted(ana)
    lena = make.person("Lena Fischer", is_program_manager=True)
    signed_in(page, ana).goto("/communities/atlas/charter/draft/")
    signed_in(second_page, lena).goto("/communities/atlas/charter/draft/")
    for window, text in ((second_page, "From Lena"), (page, "From Ana")):
        window.get_by_label("Norms").fill(text)
        window.get_by_role("button", name="Save", exact=True).click()
        if window is second_page:
            expect(window.get_by_text("Saved" if javascript else "is saved").first).to_be_visible()
    expect(page.get_by_role("heading", name="Somebody else wrote in the same text")).to_be_visible()
    assert page.get_by_label("Norms").input_value() == "From Ana"
    expect(page.locator(".theirs .text")).to_have_text("From Lena")
    page.get_by_label("Take theirs").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Norms")).to_have_value("From Lena")
    charter.refresh_from_db()
    assert charter.norms == "From Lena"


@on_phone_and_desk
@in_both_schemes
def test_charter_pages_are_accessible_and_fit_the_screen(
    page: Page, ana: Person, ben: Person, signed_in: SignIn, axe: Axe
) -> None:
    charter = drafted(ana)
    charter.judge(pair="benefit_payoff", score=0, reason="Nobody sees it.", by=ben, at=make.AT)
    charter.publish(by=ana, at=make.AT)
    make.charter(charter.community, by=ana)
    signed_in(page, make.program_manager())
    for address in (
        "/communities/atlas/charter/",
        "/communities/atlas/charter/2/",
        "/communities/atlas/charter/draft/",
        "/communities/atlas/charter/compare/",
        "/archetypes/",
        f"/archetypes/{KIND.key}/",
        f"/archetypes/{KIND.key}/edit/",
        "/communities/new/",
    ):
        page.goto(address)
        axe(page)
        assert runs_over(page) == 0, address


@on_phone_and_desk
@in_both_schemes
def test_proposal_steps_are_accessible_and_fit_the_screen(
    page: Page, ana: Person, ben: Person, signed_in: SignIn, axe: Axe
) -> None:
    make.community("Welding circle", leader=ben, purpose="Welding in every plant.")
    signed_in(page, ana).goto("/communities/new/")
    press(page, f"Begin with this {KIND.name}")
    home = page.url.rsplit("/", 2)[0]
    page.get_by_label("What will you call it?").fill("Robot welders")
    page.get_by_label("What is it for?").fill("Welding robots in plants.")
    press(page, "Go on")
    for step in ("kind", "purpose", "similar", "forces", "people/?q=ben", "check"):
        page.goto(f"{home}/{step}")
        axe(page)
        assert runs_over(page) == 0, step


def test_fit_is_judged_by_keyboard_alone(page: Page, ana: Person, signed_in: SignIn) -> None:
    drafted(ana)
    signed_in(page, ana).goto("/communities/atlas/charter/1/")
    page.locator("#fit-benefit_concern summary", has_text="Judge this fit").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("They want the same thing.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#fit-benefit_concern .reason")).to_have_text("“They want the same thing.”")
    expect(page.locator("#fit-benefit_concern .score")).to_contain_text("2 of 3")
