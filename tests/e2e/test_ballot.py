"""Voting on a phone, as a browser sees it: by keyboard alone, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from mandorla.communities.models import Membership
from mandorla.core.ballot import opened as unpacked
from mandorla.value.models import Allocation, Elicitation, Urn
from tests import make
from tests.e2e.browser import Axe, SignIn, in_both_schemes, on_a_phone, on_phone_and_desk, runs_over
from tests.value.voting import BEST_WORST, WISHES, address, held, opened

pytestmark = pytest.mark.django_db(transaction=True)
with_and_without_javascript = pytest.mark.parametrize(
    "javascript", [True, False], ids=["js", "no-js"]
)


def tab_to(page: Page, target: str) -> None:
    """Press Tab until something is reached, as somebody without a mouse has to."""
    wanted = page.locator(target).first
    for _press in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def go(page: Page, to: str) -> None:
    """Press the button of the page by keyboard and wait for where it leads."""
    tab_to(page, ".ballot-bar button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{to}$"))


def ballots(elicitation: Elicitation) -> Urn:
    return Urn.objects.get(elicitation=elicitation)


@on_a_phone
@with_and_without_javascript
def test_member_votes_by_points_with_the_keyboard_alone(
    page: Page, signed_in: SignIn, javascript: bool
) -> None:
    elicitation, (priya, *_others) = held(items=8)
    signed_in(page, priya).goto(address(elicitation))

    tab_to(page, ".weigh input")
    for number in ("60", "30", "10"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    if javascript:
        expect(page.locator("[data-points-left]")).to_have_text("All 100 are given")
    go(page, "/ballot/delivery/")
    tab_to(page, ".rating input:checked")
    page.keyboard.press("ArrowLeft")  # from "cannot say yet" to 10
    go(page, "/ballot/casting/")
    expect(page.locator(".lede")).to_contain_text("nobody can ever see or change your ballot")
    go(page, "/ballot/")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have voted")
    points, delivery = unpacked(bytes(ballots(elicitation).ballots), items=8, is_points=True)
    assert sorted(points[0].tolist()) == [0, 0, 0, 0, 0, 10, 30, 60]
    assert sorted(delivery[0].tolist()) == [10, *[255] * 7]


@on_a_phone
@with_and_without_javascript
def test_member_votes_by_best_and_worst_with_the_keyboard_alone(
    page: Page, signed_in: SignIn
) -> None:
    elicitation, (priya, *_others) = held(items=12, methods=BEST_WORST)
    signed_in(page, priya).goto(address(elicitation))

    for screen in range(1, 10):
        expect(page.locator(".ballot-progress label")).to_have_text(f"Screen {screen} of 9")
        tab_to(page, ".best-worst input[name=best]")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        go(page, f"/ballot/{screen + 1}/" if screen < 9 else "/ballot/delivery/")
    go(page, "/ballot/casting/")
    go(page, "/ballot/")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have voted")
    best, worst, shown, _delivery = unpacked(
        bytes(ballots(elicitation).ballots), items=12, is_points=False
    )
    assert (best.sum(), worst.sum(), shown.sum()) == (9, 9, 36)


@on_a_phone
def test_same_item_is_never_best_and_worst_when_it_is_tapped_in_both_columns(
    page: Page, signed_in: SignIn
) -> None:
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    signed_in(page, priya).goto(address(elicitation))
    row = page.locator(".best-worst tbody tr").nth(1)

    row.locator("label").first.click()
    row.locator("label").last.click()

    expect(row.locator("input[name=best]")).not_to_be_checked()
    expect(row.locator("input[name=worst]")).to_be_checked()


@on_a_phone
def test_screen_stays_as_it_is_in_a_tunnel_and_goes_on_behind_it(
    page: Page, signed_in: SignIn
) -> None:
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    signed_in(page, priya).goto(address(elicitation))
    rows = page.locator(".best-worst tbody tr")
    rows.nth(0).locator("label").first.click()
    rows.nth(2).locator("label").last.click()

    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("What you chose is still here")).to_be_visible()
    expect(rows.nth(0).locator("input[name=best]")).to_be_checked()
    page.context.set_offline(False)
    page.get_by_role("button", name="Next").click()

    expect(page.locator(".ballot-progress label")).to_have_text("Screen 2 of 6")


@on_a_phone
def test_ballot_goes_on_where_it_was_left(page: Page, signed_in: SignIn) -> None:
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    signed_in(page, priya).goto(address(elicitation))
    for screen in (2, 3):
        rows = page.locator(".best-worst tbody tr")
        rows.nth(0).locator("label").first.click()
        rows.nth(2).locator("label").last.click()
        page.get_by_role("button", name="Next").click()
        page.wait_for_url(f"**/ballot/{screen}/")

    page.goto("/communities/")
    page.goto(address(elicitation))
    expect(page.locator(".ballot-progress label")).to_have_text("Screen 3 of 6")
    page.get_by_role("link", name="Back", exact=True).click()

    expect(page.locator(".best-worst tbody tr").nth(0).locator("input[name=best]")).to_be_checked()


@on_a_phone
def test_sum_is_said_while_somebody_types_and_a_wrong_one_is_explained(
    page: Page, signed_in: SignIn
) -> None:
    elicitation, (priya, *_others) = held()
    signed_in(page, priya).goto(address(elicitation))
    boxes, left = page.locator(".weigh input"), page.locator("[data-points-left]")

    boxes.nth(0).fill("40")
    boxes.nth(1).fill("23")
    expect(left).to_have_text("37 left")
    boxes.nth(2).fill("50")
    expect(left).to_have_text("13 too many")
    page.get_by_role("button", name="Go on").click()

    expect(page.locator(".errors").first).to_contain_text("here they make 113")
    expect(page.locator(".errors").first).to_be_focused()
    expect(boxes.nth(2)).to_have_value("50")


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize("method", ["points", "best_worst"])
def test_pages_of_a_ballot_are_accessible_and_fit(
    page: Page, signed_in: SignIn, axe: Axe, method: str
) -> None:
    methods = {"organization": "points", "members": method}
    elicitation, (priya, *_others) = held(items=8, methods=methods)
    signed_in(page, priya).goto(address(elicitation))

    look(page, axe)
    page.locator(".ballot-bar button").first.click()  # too early: what is wrong is said
    page.locator(".errors").first.wait_for()
    look(page, axe)
    if method == "points":
        for number, points in enumerate((60, 40)):
            page.locator(".weigh input").nth(number).fill(str(points))
        page.get_by_role("button", name="Go on").click()
    for screen in range(1, 7) if method == "best_worst" else ():
        page.wait_for_url(f"**/ballot/{screen}/")
        rows = page.locator(".best-worst tbody tr")
        rows.nth(0).locator("label").first.click()
        rows.nth(2).locator("label").last.click()
        page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/ballot/delivery/")
    page.locator(".rating").nth(2).get_by_label("7", exact=True).check()
    look(page, axe)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/ballot/casting/")
    look(page, axe)
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_role("heading", name="You have voted").wait_for()
    look(page, axe)


def look(page: Page, axe: Axe) -> None:
    """The page as it is now is accessible and not wider than the screen."""
    axe(page)
    assert runs_over(page) == 0


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize("method", ["points", "best_worst"])
def test_pages_of_the_sponsors_are_accessible_and_fit(
    page: Page, signed_in: SignIn, axe: Axe, method: str
) -> None:
    people = make.members(4)
    community = make.community(leader=people[0], members=people[1:])
    sponsors = [make.person("Ben Okafor"), make.person("Ingrid Solheim")]
    for person in sponsors:
        Membership.appoint(community=community, person=person, role="sponsor", by=None, at=make.AT)
    elicitation = opened(community, methods={"organization": method, "members": "facilitated"})
    for person in sponsors:
        signed_in(page, person).goto(address(elicitation, "answer"))
        look(page, axe)
        answer(page, method)
        page.wait_for_url("**/agreement/")
        look(page, axe)
    page.get_by_role("button", name="Record what we agreed on").click()
    expect(page.locator(".lede")).to_contain_text("The sponsors agreed on one answer")
    look(page, axe)

    signed_in(page, people[0]).goto(address(elicitation, "group"))
    look(page, axe)
    give(page)
    page.get_by_label("How many people agreed").fill("4")
    page.get_by_role("button", name="Record what we agreed on").click()
    expect(page.locator(".lede")).to_contain_text("4 people agreed on this answer")
    look(page, axe)

    assert set(Allocation.objects.values_list("side", "people")) == {
        ("organization", 2),
        ("members", 4),
    }


def answer(page: Page, method: str) -> None:
    if method == "points":
        give(page)
    else:
        for table in page.locator(".best-worst").all():
            table.locator("tbody tr").nth(0).locator("label").first.click()
            table.locator("tbody tr").nth(1).locator("label").last.click()
    page.get_by_role("button", name="Answer", exact=True).click()


def give(page: Page) -> None:
    for number, points in enumerate(WISHES):
        page.locator(".weigh input").nth(number).fill(str(points))
