"""A story is told on a phone in under ten taps, its gain confirmed, and its thread walked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.ledger.asking_once import WAIT, ask_once
from mandorla.ledger.models import AskedOnce, Claim, Proof, Story
from mandorla.work.models import Solution
from tests import make
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    runs_over,
    without_javascript,
)
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db(transaction=True)


def told(people: Crowd) -> Story:
    """A long story with everything that can hang on it, and a claim to be confirmed."""
    steps = dict.fromkeys(("happened", "useful", "used", "difference"), LONG_WORDS[:1_900])
    found = story(
        people.full,
        people.priya,
        title=LONG_LINE[:120],
        steps=steps,
        seen_by="organization",
        promised_on=make.AT.date() + timedelta(days=90),
        expectations=list(people.full.expectations.current()[:2]),
    )
    claim(found, people.ana, low=Decimal(12_000), high=Decimal(40_000))
    Proof.add(
        story=found,
        text=LONG_LINE[:200],
        address=f"https://halden.example/{'long' * 30}",
        by=people.priya,
        at=make.AT,
    )
    return found


@on_a_phone
@without_javascript
def test_story_is_told_and_confirmed_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    shelf = f"{people.full.get_absolute_url()}stories/"
    signed_in(page, people.priya).goto(f"{shelf}new/")
    page.get_by_label("In one line").fill("One price list")  # a tap each, to begin to write
    page.get_by_label("Where did you use it").fill("I send one list now.")
    page.get_by_label("What difference did it make?").fill("Two hours a month.")
    page.get_by_role("button", name="Tell it").click()

    expect(page.get_by_role("heading", name="One price list")).to_be_visible()
    made = claim(Story.objects.get(title="One price list"), people.ana)
    page.goto(made.story.get_absolute_url())
    page.get_by_role("button", name="Yes, it is so").click()
    expect(page.get_by_text("Confirmed by").first).to_be_visible()
    assert Claim.objects.get(pk=made.pk).state == "confirmed"


@in_both_schemes
@on_a_phone
def test_pages_of_stories_are_accessible_and_fit_a_phone(
    page: Page, signed_in: SignIn, people: Crowd, axe: Axe, scheme: str
):
    found = told(people)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    other = story(people.full, people.priya)
    shelf = f"{people.full.get_absolute_url()}stories/"
    signed_in(page, people.priya)
    for address in (
        shelf,
        f"{shelf}new/",
        found.get_absolute_url(),
        f"{found.get_absolute_url()}change/",
        f"{other.get_absolute_url()}claim/",
    ):
        page.goto(address)
        axe(page)
        assert runs_over(page) == 0, address


@on_a_phone
@without_javascript
def test_gain_of_a_story_is_claimed_by_two_numbers_and_a_tap_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    found = story(people.full, people.priya)
    signed_in(page, people.priya).goto(f"{found.get_absolute_url()}claim/")
    expect(page.get_by_label("The currency of the money")).to_be_hidden()
    expect(page.get_by_label("What else is counted")).to_be_hidden()
    page.get_by_role("radio", name="something else", exact=True).check()
    expect(page.get_by_label("What else is counted")).to_be_visible()
    expect(page.get_by_text("What kind of gain is it?")).to_be_hidden()
    page.get_by_role("radio", name="money", exact=True).check()
    expect(page.get_by_label("The currency of the money")).to_be_visible()
    page.get_by_role("radio", name="hours", exact=True).check()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["height"] < 1_300

    page.get_by_label("At least").fill("2")
    page.get_by_label("At most").fill("6")
    page.get_by_role("radio", name="a month").check()
    page.get_by_role("button", name="Claim it").click()

    expect(page.get_by_text("2 to 6 hours a month for 12 months are 24 to 72")).to_be_visible()
    assert Claim.objects.get().amount == "24 to 72 hours"


def asked_once(people: Crowd) -> AskedOnce:
    """Priya is asked today what the solution of a long issue of hers changed."""
    issue = make.issue(people.full, LONG_LINE[:200], by=people.priya)
    problem = make.problem(people.full, issue, statement="Nobody knows which list counts")
    solution = Solution.propose(problem=problem, proposal="One list", by=None, at=make.AT)
    solution.accept(by=None, at=make.AT)
    ask_once(at=make.AT + WAIT)
    AskedOnce.objects.update(asked_at=timezone.now())
    return AskedOnce.objects.get(person=people.priya)


@in_both_schemes
@on_a_phone
def test_question_that_arrives_once_is_accessible_and_leads_to_a_story(
    page: Page, signed_in: SignIn, people: Crowd, axe: Axe, scheme: str
):
    asked_once(people)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    signed_in(page, people.priya).goto("/today/")
    axe(page)
    assert runs_over(page) == 0

    line = page.locator(".tasks > li", has_text="Did that change anything for you?")
    line.get_by_role("link", name="Tell it").click()

    expect(page.get_by_label("In one line")).to_have_value("What became of: One list")


@on_a_phone
@without_javascript
def test_question_that_arrives_once_ends_by_one_tap_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    asked_once(people)
    signed_in(page, people.priya).goto("/today/")
    page.get_by_role("button", name="No, nothing").click()

    expect(page.get_by_text("You are not asked about it again.")).to_be_visible()
    expect(page.get_by_text("Did that change anything for you?")).to_have_count(0)
