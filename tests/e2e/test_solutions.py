"""A solution is decided and rolled out over three units: by keyboard, on a phone, and read by all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mandorla.work.models import Contribution, RolloutLine, Solution
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    on_phone_and_desk,
    runs_over,
    without_javascript,
)
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def atlas() -> Place:
    return place()


def open_solution(page: Page, found: Solution) -> None:
    page.goto(f"/communities/atlas/work/solutions/{found.pk}/")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement;"
            " const name = e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '';"
            " return name.replace(/\\s+/g, ' ').trim() }"
        )
        if focused.startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


@on_a_phone
def test_solution_is_decided_and_rolled_out_by_keyboard(page: Page, signed_in: SignIn, atlas):
    found = solution(problem(atlas.community, units=atlas.units))
    signed_in(page, atlas.ana)
    open_solution(page, found)

    tab_to(page, "Accept it")
    page.keyboard.press("Space")
    tab_to(page, "Note the decision")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is accepted now.")).to_be_visible()
    tab_to(page, "Roll it out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which units take it up?")).to_be_visible()
    for unit in ("Finance", "Sales", "Service"):
        tab_to(page, unit)
        page.keyboard.press("Space")
    tab_to(page, "Roll it out")
    page.keyboard.press("Enter")

    expect(page.get_by_text("0 of 3 units are done.")).to_be_visible()
    tab_to(page, "Adopted – Finance")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 3 units are done.")).to_be_visible()
    states = RolloutLine.objects.order_by("unit__name").values_list("unit__name", "state")
    assert list(states) == [("Finance", "adopted"), ("Sales", "to_do"), ("Service", "to_do")]
    assert runs_over(page) == 0


@on_a_phone
@without_javascript
def test_rejecting_asks_why_without_javascript(page: Page, signed_in: SignIn, atlas):
    found = solution(problem(atlas.community))
    signed_in(page, atlas.ana)
    open_solution(page, found)

    expect(page.get_by_label("Why?")).to_be_hidden()
    page.get_by_label("Reject it").check()
    page.get_by_role("button", name="Note the decision").click()
    expect(page.get_by_text("Say why: those who proposed it will read it.").first).to_be_visible()
    page.get_by_label("Why?").fill("It helps whoever has the right list already")
    page.get_by_role("button", name="Note the decision").click()

    expect(page.get_by_text("It is rejected now.")).to_be_visible()
    expect(page.get_by_text("“It helps whoever has the right list already”")).to_be_visible()


@on_phone_and_desk
@in_both_schemes
def test_pages_of_a_solution_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, atlas
):
    about = problem(atlas.community, units=atlas.units)
    found = solution(about, state="accepted", by=atlas.ana)
    first, second, _third = lines(found, atlas.units, due_on=AT.date())
    first.adopt(by=atlas.ana, at=AT)
    second.decline(because="Nobody there sees a price", by=atlas.ana, at=AT)
    open_one = solution(about)
    Contribution.help(solution=found, person=atlas.ana, at=AT)
    signed_in(page, atlas.ana)
    work = "/communities/atlas/work/"

    for address in (
        f"{work}solutions/",
        f"{work}solutions/?q=nothing",
        f"{work}solutions/{found.pk}/",
        f"{work}solutions/{open_one.pk}/",
        f"{work}solutions/{open_one.pk}/words/",
        f"{work}problems/{about.pk}/solutions/",
        f"{work}solutions/{found.pk}/rollout/",
        f"{work}rollout/?show=all",
        f"{work}rollout/{second.pk}/",
        f"{work}yields/?period=all",
        f"{work}yields/adoption/?period=all",
        f"/units/{atlas.units[2].pk}/rollout/",
    ):
        page.goto(address)
        axe(page)
        assert runs_over(page) == 0, address
