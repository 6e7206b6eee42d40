"""From own words to expectations that both sides can weigh, as a browser sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.catalogue import shipped_expectations
from mandorla.value.models import Expectation, Suggestion
from tests import make
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_phone_and_desk,
    runs_over,
    without_javascript,
)

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/communities/atlas/value/expectations/"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def priya() -> Person:
    return make.person("Priya Nair")


@pytest.fixture
def atlas(ana: Person, priya: Person) -> Community:
    return make.community(
        "Atlas",
        leader=ana,
        sponsor=make.person("Ben Okafor"),
        members=(priya,),
        archetype="change_champions",
    )


@pytest.fixture
def busy(atlas: Community) -> Community:
    """Everything of the page is there."""
    make.charter(atlas, state="published")
    for key in ("faster_rollout", "recognition", "support_in_role"):
        words = shipped_expectations()[key].words
        chosen = Expectation.choose(community=atlas, by=None, at=make.AT, **words)
    chosen.serve([make.objective("Grow in service")], by=None, at=make.AT)
    for text in ("Roll out faster", "rollout faster", "To be seen by the board"):
        Suggestion.say(community=atlas, side="members", text=text, by=None, at=make.AT)
    ben = Person.objects.get(name="Ben Okafor")
    Suggestion.say(community=atlas, side="organization", text="Less cost", by=ben, at=make.AT)
    return atlas


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize("reader", ["Ana Marković", "Priya Nair", "Ben Okafor"])
def test_page_of_expectations_is_accessible_and_fits(
    page: Page, signed_in: SignIn, axe: Axe, busy: Community, reader: str
) -> None:
    assert busy.pk
    signed_in(page, Person.objects.get(name=reader))
    chosen = Expectation.objects.get(key="recognition")
    for address in (PAGE, f"{PAGE}?find=mentor&key=recognition", f"{PAGE}{chosen.pk}/"):
        page.goto(address)
        axe(page)
        assert runs_over(page) == 0


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_own_words_become_an_expectation_by_keyboard_alone(
    page: Page, signed_in: SignIn, ana: Person, priya: Person, atlas: Community
) -> None:
    signed_in(page, priya).goto(PAGE)
    for words in ("Answers when I am stuck", "get an answer when stuck"):
        page.get_by_label("What do you expect?").focus()
        page.keyboard.type(words)
        press(page, "Enter")
        expect(page.get_by_text("It waits to be worded for both sides.")).to_be_visible()

    signed_in(page, ana).goto(PAGE)
    expect(page.get_by_text("The organization has not said yet what it expects.")).to_be_visible()
    page.get_by_role("link", name="Word these 2 as one").focus()
    press(page, "Enter")
    expect(page.get_by_role("checkbox", name="Answers when I am stuck")).to_be_checked()
    page.get_by_label("Neutral words").focus()
    press(page, "Control+a")
    page.keyboard.type("Questions get an answer")
    press(page, "Tab", "Space", "ArrowDown", "ArrowDown", "Tab", "Space", "Tab", "Tab", "Enter")

    expect(page.get_by_role("link", name="Questions get an answer")).to_be_visible()
    expect(page.get_by_text("stands for 2 suggestions")).to_be_visible()
    (chosen,) = Expectation.objects.filter(community=atlas)
    assert (chosen.level, chosen.horizon) == ("person", "short")


@without_javascript
def test_facilitator_sorts_on_one_page_without_a_script(
    page: Page, signed_in: SignIn, ana: Person, busy: Community
) -> None:
    signed_in(page, ana).goto(PAGE)

    page.get_by_role("button", name="It is the same : Roll out faster").click()
    expect(page.get_by_text("What people said is taken up under it.")).to_be_visible()
    page.get_by_role("checkbox", name="Less cost").check()
    page.get_by_text("Do something else with what is ticked").click()
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("button", name="Take it : Sites and units pull in the same direction").click()
    page.get_by_role("button", name="Up : Sites and units pull in the same direction").click()
    page.get_by_text("Drop… Good contributions are seen and credited").click()
    page.get_by_role("button", name="Drop it : Good contributions").click()

    expect(page.get_by_text("is not weighed from the next round on")).to_be_visible()
    current = Expectation.objects.filter(community=busy).current()
    assert list(current.values_list("key", flat=True)) == [
        "sites_aligned",
        "faster_rollout",
        "support_in_role",
    ]
    assert Expectation.objects.get(key="faster_rollout").suggestions.count() == 2
