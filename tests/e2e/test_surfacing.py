"""Something is surfaced on a phone with one thumb; issues become a problem by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.work.models import Issue, Problem, Solution
from tests import make
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    on_phone_and_desk,
    runs_over,
    without_javascript,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković", unit=make.unit("Service"))


@pytest.fixture
def priya() -> Person:
    return make.person("Priya Nair", unit=make.unit("Sales"))


@pytest.fixture
def atlas(ana: Person, priya: Person) -> Community:
    community = make.community("Atlas", leader=ana, members=(priya,))
    marek = make.person("Marek", unit=make.unit("Finance"))
    Membership.appoint(community=community, person=marek, role="member", by=None, at=make.AT)
    return community


@on_a_phone
def test_priya_surfaces_an_issue_with_one_thumb(
    page: Page, signed_in: SignIn, axe: Axe, atlas: Community, priya: Person
):
    signed_in(page, priya).goto("/communities/atlas/members/")
    page.get_by_role("link", name="Surface an issue").click()
    expect(page.get_by_label("What crops up?")).to_be_focused()
    axe(page)

    page.get_by_label("Finance").check()
    page.get_by_label("What crops up?").fill("Old price lists are still printed")
    page.get_by_label("What crops up?").press("Enter")

    expect(page.locator(".surfaced")).to_contain_text("Surfaced.")
    expect(page.locator(".surfaced")).to_contain_text("It waits on the board of Atlas")
    axe(page)
    issue = Issue.objects.get()
    assert issue.surfaced_by == priya
    assert {unit.name for unit in issue.units.all()} == {"Sales", "Finance"}

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is taken back and gone.")).to_be_visible()
    assert not Issue.objects.exists()


@on_a_phone
def test_tunnel_loses_nothing_that_was_surfaced(
    page: Page, signed_in: SignIn, atlas: Community, priya: Person
):
    signed_in(page, priya).goto("/surface/")
    page.context.set_offline(offline=True)
    for line in ("Old price lists are still printed", "Training is late"):
        page.get_by_label("What crops up?").fill(line)
        page.get_by_label("What crops up?").press("Enter")
        expect(page.get_by_text(line)).to_be_visible()
    expect(page.get_by_text("No connection.")).to_be_visible()

    page.context.set_offline(offline=False)

    expect(page.get_by_text("No connection.")).to_be_hidden()
    # The page shows each one that was sent, so the last one ends its moving on.
    expect(page.locator(".surfaced")).to_contain_text("Training is late")
    page.goto("/communities/atlas/work/")
    expect(page.locator("#issues .card")).to_have_count(2)


@on_phone_and_desk
def test_units_and_what_is_left_out_follow_the_community_that_is_chosen(
    page: Page, signed_in: SignIn, axe: Axe, priya: Person
):
    sales = priya.placements.get().unit
    here = (priya, *(make.person(unit=sales) for _number in range(4)))
    make.community("Atlas", members=here)
    make.community("Borealis", members=(priya, make.person(unit=make.unit("Finance"))))
    signed_in(page, priya).goto("/surface/?community=atlas")
    expect(page.get_by_label("Finance")).to_have_count(0)
    page.get_by_label("What crops up?").fill("Old price lists")

    page.get_by_label("For which community?").select_option(label="Borealis")

    expect(page.get_by_label("Finance")).to_be_visible()
    expect(page.get_by_text("Sales is left out then")).to_be_visible()
    expect(page.get_by_label("What crops up?")).to_have_value("Old price lists")
    axe(page)
    page.get_by_label("Finance").check()
    page.get_by_label("For which community?").select_option(label="Atlas")
    expect(page.get_by_text("Sales is left out then")).to_have_count(0)
    expect(page.get_by_label("Finance")).to_be_checked()
    page.get_by_label("For which community?").select_option(label="Borealis")
    page.get_by_label("Leave my name out").check()
    page.get_by_role("button", name="Surface it").click()
    expect(page.locator(".surfaced")).to_contain_text("And without Sales")


@on_a_phone
@without_javascript
def test_issue_is_surfaced_and_voted_for_without_javascript(
    page: Page, signed_in: SignIn, atlas: Community, ana: Person, priya: Person
):
    signed_in(page, priya).goto("/surface/?community=atlas")
    page.get_by_label("What crops up?").fill("Old price lists are still printed")
    page.get_by_label("Leave my name out").check()
    page.get_by_role("button", name="Surface it").click()
    expect(page.locator(".surfaced")).to_contain_text("Without your name.")

    signed_in(page, ana).goto("/communities/atlas/work/")
    page.get_by_role("button", name="Me too").click()
    expect(page.get_by_role("button", name="Me too")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Me too")).to_be_focused()
    page.get_by_role("link", name="Old price lists are still printed").click()
    expect(page.get_by_text("without a name")).to_be_visible()
    expect(page.get_by_text("Priya")).to_have_count(0)


def test_three_issues_become_a_problem_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, atlas: Community, ana: Person
):
    for text in (
        "Old price lists are printed",
        "Branches use old lists",
        "Finance closes by old lists",
    ):
        make.issue(atlas, text)
    signed_in(page, ana).goto("/communities/atlas/work/")

    to = keyboard_on(page)
    for text in (
        "Old price lists are printed",
        "Branches use old lists",
        "Finance closes by old lists",
    ):
        to(f"Choose “{text}”")
        page.keyboard.press("Space")
    to("See the ticked ones as one problem")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which issues are one problem?")).to_be_visible()
    axe(page)
    to("What is the problem behind them?")
    page.keyboard.type("Old price lists stay in use")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Old price lists stay in use")).to_be_visible()
    expect(page.locator("#issues li")).to_have_count(3)
    axe(page)
    assert Problem.objects.get().issues.filter(state="gathered").count() == 3


def keyboard_on(page: Page) -> Callable[[str], None]:
    """Moves the focus by the keyboard alone until it is on what is called so."""

    def to(name: str) -> None:
        wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name))
        page.evaluate("document.activeElement?.blur(); window.getSelection().removeAllRanges()")
        for _press in range(120):
            page.keyboard.press("Tab")
            if wanted.first.evaluate("found => found === document.activeElement"):
                return
        raise AssertionError(f"The keyboard does not reach “{name}”")

    return to


def test_vote_changes_only_its_button(
    page: Page, signed_in: SignIn, atlas: Community, priya: Person
):
    make.issue(atlas, "Old price lists are printed")
    make.issue(atlas, "Labels come off")
    signed_in(page, priya).goto("/communities/atlas/work/")
    page.evaluate("window.stays = true")

    page.get_by_role("button", name="Me too").last.focus()
    page.keyboard.press("Enter")

    voted = page.get_by_role("button", name=re.compile("Me too 1"))
    expect(voted).to_be_focused()
    said = page.get_by_role("status").filter(has_text="matters to you too: 1 vote.")
    expect(said).to_have_count(1)
    expect(page.locator(".htmx-added")).to_have_count(0)  # the new button is ready
    page.keyboard.press("Enter")
    expect(voted).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Me too 0")).last).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="back: 0 votes.")).to_have_count(1)
    assert page.evaluate("window.stays") is True


@in_both_schemes
@on_phone_and_desk
def test_pages_of_the_work_can_be_read_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, atlas: Community, ana: Person
):
    issue = make.issue(atlas, "Old price lists are printed", by=ana, units=[make.unit("Plant")])
    issue.vote(by=make.person())
    gathered = make.issue(atlas, "Training is late", detail="Since May")
    problem = make.problem(atlas, gathered, owner=ana, statement="People are trained too late")
    Solution.propose(problem=problem, proposal="No date without a training", by=ana, at=make.AT)
    make.problem(atlas).solve(because="One list", by=ana, at=make.AT)
    signed_in(page, ana)
    work = "/communities/atlas/work/"

    for address in (
        work,
        f"{work}issues/?state=all",
        f"{work}issues/?q=nothing",
        f"{work}problems/?stage=solved",
        f"{work}problems/?q=nothing",
        f"{work}problems/new/?issue={issue.pk}",
        issue.get_absolute_url(),
        problem.get_absolute_url(),
        "/surface/?community=atlas",
        reverse("work:mine"),
    ):
        page.goto(address)
        axe(page)
        assert runs_over(page) == 0, address
