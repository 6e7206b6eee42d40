"""What colleagues said in the units is brought and answered: on a phone, by keyboard, read by all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.people.models import Person
from mandorla.work.models import Insight, Response
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, tab_to, write_into

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "At night nobody may release an order"


def brought(people: Crowd, text: str = SAID, *, unit: int = 0, by: Person | None = None) -> Insight:
    return Insight.bring(
        community=people.full,
        text=text,
        unit=people.units[unit],
        objective=people.objective,
        by=by or people.priya,
        at=make.AT,
    )


def answer(insight: Insight, people: Crowd, kind: str, *, seen: int = 0) -> None:
    due_on, by = make.AT.date() + timedelta(days=60), people.ben
    Response.give(
        insight=insight, kind=kind, text=LONG_LINE, due_on=due_on, seen=seen, by=by, at=make.AT
    )


def insights_of(people: Crowd) -> str:
    return f"{people.full.get_absolute_url()}work/insights/"


@on_a_phone
@without_javascript
def test_insight_is_brought_asked_back_and_added_to_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.priya).goto(insights_of(people))
    page.get_by_role("button", name="Bring it").click()
    expect(page.get_by_text("Say what you heard.").first).to_be_visible()
    page.get_by_label("What did a colleague say?").fill(SAID)
    page.get_by_label("Which objective is it about?").select_option(label=people.objective.name)
    page.get_by_role("button", name="Bring it").click()
    expect(page.get_by_text("It lies in the next agenda.")).to_be_visible()

    signed_in(page, people.ben).goto(insights_of(people))
    page.locator(".insights summary").click()
    page.get_by_role("radio", name="We need to know more").check()
    expect(page.get_by_label("By when, if you will do it")).to_be_hidden()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Say what you need to know.")).to_be_visible()
    page.get_by_label("In a sentence for those who brought it").fill("Which orders?")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Answered. Those who brought it see it.")).to_be_visible()

    signed_in(page, people.priya).goto("/insights/brought/")
    page.get_by_role("link", name=SAID).click()
    page.get_by_label("What leadership should know").fill("Those above 5,000")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Thank you. It waits for leadership again.")).to_be_visible()
    insight = Insight.objects.get()
    assert (insight.unit, insight.more) == (people.units[1], "Those above 5,000")


def test_insight_is_brought_and_answered_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    signed_in(page, people.priya).goto(insights_of(people))
    write_into(page, "What did a colleague say?", SAID)
    press_on(page, "Bring it")
    expect(page.get_by_role("link", name=SAID)).to_be_visible()

    signed_in(page, people.ben).goto(insights_of(people))
    press_on(page, f"Answer it: {SAID}")
    press_on(page, "We will do it", "Space")
    due_on = timezone.localdate() + timedelta(days=60)
    write_into(page, "By when, if you will do it", f"{due_on:%m%d%Y}")
    axe(page)
    tab_to(page, "In a sentence for those who brought it")
    page.keyboard.type("Two people on nights get the right")
    press_on(page, f"Answer: {SAID}")

    expect(page.get_by_text("Leadership has answered everything")).to_be_visible()
    response = Response.objects.get()
    assert (response.kind, response.due_on) == ("will_do", due_on)
    assert response.text == "Two people on nights get the right"


def test_pages_of_insights_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    waits, asked_back, answered = (
        brought(people, LONG_LINE),
        brought(people, LONG_WORDS.replace("\n", " ")[:400], unit=2),
        brought(people, "It takes a week", unit=3),
    )
    for number in range(12):
        brought(people, f"We hear of it late, number {number}", unit=number)
    answer(asked_back, people, "need_more")
    answer(answered, people, "already_done")
    answer(answered, people, "will_do", seen=1)
    own = f"{people.empty.get_absolute_url()}work/insights/"

    signed_in(page, people.priya)
    look_at(
        page,
        axe,
        insights_of(people),
        f"{insights_of(people)}?show=answered",
        asked_back.get_absolute_url(),
        "/insights/brought/",
        own,
    )
    signed_in(page, people.ben)
    look_at(
        page,
        axe,
        insights_of(people),
        waits.get_absolute_url(),
        answered.get_absolute_url(),
        "/insights/brought/",
    )
