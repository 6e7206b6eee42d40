"""From a solution on a phone to a told story, a confirmed gain, the objective, and back to where it began."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from mandorla.ledger.models import Claim
from mandorla.work.models import Solution
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, runs_over

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Taps:
    """What a finger does on a phone; each touch of a field or a button counts."""

    made: list[str] = field(default_factory=list)

    def tap(self, what: Locator) -> None:
        self.made.append(str(what))
        what.click()

    def write(self, what: Locator, text: str) -> None:
        self.made.append(str(what))
        what.fill(text)


@on_a_phone
def test_story_is_told_confirmed_and_walked_from_the_objective_to_the_gathering_and_back(
    page: Page, signed_in: SignIn, axe: Axe
):
    ana, lena, priya = make.person("Ana Marković"), make.person("Lena"), make.person("Priya Nair")
    community = make.community("Atlas", leader=ana, members=(priya, lena))
    gathering = make.gathering(make.series(community, name="Monday champions"))
    issue = make.issue(community, "Three price lists, and none is right", gathering=gathering)
    problem = make.problem(community, issue, statement="Nobody knows which list counts")
    solution = Solution.propose(problem=problem, proposal="One list", by=ana, at=make.AT)
    solution.accept(by=ana, at=make.AT)
    expectation = make.expectations(community, count=1)[0]
    objective = make.objective("Answer within a day")
    expectation.objectives.add(objective)

    # Priya uses what was done, and says so on her way home.
    taps = Taps()
    signed_in(page, priya).goto(solution.get_absolute_url())
    taps.tap(page.get_by_role("link", name="Tell what became of it"))
    taps.write(page.get_by_label("What difference did it make?"), "The month closes a day earlier.")
    taps.tap(page.get_by_text("It is not over yet, or it serves something that is expected"))
    taps.tap(page.get_by_label(expectation.text))
    taps.tap(page.get_by_role("radio", name="everybody here"))
    taps.tap(page.get_by_role("button", name="Tell it"))
    expect(page.get_by_text("The month closes a day earlier.").first).to_be_visible()
    assert len(taps.made) < 10
    axe(page)

    # Ana, who leads, says what it was worth; Priya, who has it, says that it is so.
    address = page.url
    signed_in(page, ana).goto(f"{address}claim/")
    page.get_by_role("radio", name="money", exact=True).check()
    page.get_by_role("radio", name="money saved or earned").check()
    page.get_by_label("The currency of the money").fill("EUR")
    page.get_by_label("At least").fill("1000")
    page.get_by_label("At most").fill("3000")
    page.get_by_role("button", name="Claim it").click()
    expect(page.get_by_text("not confirmed yet").first).to_be_visible()
    signed_in(page, priya).goto(address)
    page.get_by_role("button", name="Yes, it is so").click()
    expect(page.get_by_text("Confirmed by").first).to_be_visible()
    assert Claim.objects.get().state == "confirmed"

    # Whoever looks at the objective finds the Monday on which it began, and the way back.
    signed_in(page, lena).goto(objective.get_absolute_url())
    page.get_by_role("link", name="Where it began, and what it serves").click()
    expect(page.get_by_role("heading", name="From the strategy to where it began")).to_be_visible()
    stretches = page.locator("ol.thread > li")
    expect(stretches).to_have_count(7)
    assert runs_over(page) == 0
    axe(page)
    page.get_by_role("link", name="Walk from here “Monday champions”").click()
    began = page.locator(".is-start")
    expect(began).to_contain_text("Monday champions")
    page.get_by_role("link", name="Walk from here “Answer within a day”").click()
    expect(page.locator(".is-start")).to_contain_text("Answer within a day")
    expect(page.locator("ol.thread > li").last).to_contain_text("Monday champions")
