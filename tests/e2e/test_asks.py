"""Somebody asks for a hand and gets one: on a phone, by keyboard, and read by all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mandorla.work.models import Answer, Ask, Expertise
from tests.e2e.browser import Axe, SignIn, on_a_phone, runs_over, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into
from tests.work.asking import LATER, answered, helped, knows, opened

pytestmark = pytest.mark.django_db(transaction=True)
NEED = "Who can read the old labels?"


def asks_of(people: Crowd, name: str = "full") -> str:
    return f"{getattr(people, name).get_absolute_url()}work/asks/"


@on_a_phone
@without_javascript
def test_ask_is_opened_thanked_and_solved_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    knows(people.priya, "Old labels")
    signed_in(page, people.ana).goto(asks_of(people))
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Say what you need a hand with.").first).to_be_visible()

    page.get_by_label("What do you need a hand with?").fill(NEED)
    page.get_by_role("button", name="Who could help?").click()
    page.get_by_role("checkbox", name=people.priya.name).check()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Whoever knows something can answer.")).to_be_visible()

    signed_in(page, people.priya).goto(asks_of(people))
    page.get_by_role("link", name=NEED).click()
    page.get_by_label("What do you know?").fill("I can, and I have the scanner")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Answered. Who asked sees it.")).to_be_visible()

    signed_in(page, people.ana).goto(page.url)
    page.get_by_role("button", name=f"Thank {people.priya.name}").click()
    expect(page.get_by_text("thanked", exact=True)).to_be_visible()
    page.get_by_label("What helped, in a line").fill("Priya lent us the scanner")
    page.get_by_role("button", name="It is solved").click()

    expect(page.get_by_text("Solved. Whoever answered is told.")).to_be_visible()
    expect(page.get_by_text("Priya lent us the scanner")).to_be_visible()
    ask = Ask.objects.get()
    assert (ask.state, list(ask.asked_of.all())) == ("solved", [people.priya])


def test_ask_is_opened_and_answered_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    knows(people.priya, "Old labels")
    signed_in(page, people.ana).goto(asks_of(people))
    write_into(page, "What do you need a hand with?", NEED)
    press_on(page, "Who could help?")
    expect(page.get_by_role("checkbox", name=people.priya.name)).to_be_visible()
    axe(page)
    page.keyboard.press("Tab")  # the focus waits just before them
    expect(page.get_by_role("checkbox", name=people.priya.name)).to_be_focused()
    press_on(page, "Ask")
    expect(page.get_by_role("link", name=NEED)).to_be_visible()

    signed_in(page, people.priya).goto(asks_of(people))
    press_on(page, NEED)
    expect(page.get_by_role("heading", name=NEED)).to_be_visible()
    write_into(page, "What do you know?", "I can read them")
    press_on(page, "Send")
    expect(page.get_by_text("I can read them")).to_be_visible()
    press_on(page, "Take my answer back")
    expect(page.get_by_text("Your answer is gone.")).to_be_visible()
    assert not Answer.objects.exists()


@on_a_phone
def test_expertise_is_stated_and_found(page: Page, signed_in: SignIn, axe: Axe, people: Crowd):
    signed_in(page, people.priya).goto(asks_of(people))
    page.get_by_role("link", name="Who can help with what").click()
    page.get_by_role("link", name="Say what I can help with").click()
    page.get_by_label("I can help with").fill("Price lists of medium voltage drives " + "x" * 40)
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Colleagues can find you for it.")).to_be_visible()
    axe(page)
    assert runs_over(page) == 0

    page.goto(f"{people.full.get_absolute_url()}work/brain-trust/")
    page.get_by_label("Look for").fill("voltage")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=people.priya.name)).to_be_visible()
    assert Expertise.objects.get().person == people.priya


def test_pages_of_asks_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    ana, priya, full = people.ana, people.priya, people.full
    mine = opened(full, ana, LONG_LINE, detail=LONG_WORDS)
    helpful = answered(mine, priya, LONG_WORDS)
    answered(mine, people.ben)
    helpful.thank(by=ana, at=LATER)
    solved = opened(full, priya, "A hand with the scanner")
    answered(solved, ana, "Turn it off and on")
    solved.solve(came_of_it=LONG_LINE, by=priya, at=LATER)
    few = opened(full, priya, "May I use your numbers?", of=[ana, people.ben])
    waits = opened(full, ana, "Who knows about medium voltage?")
    for number in range(50):
        opened(full, priya, f"One more hand, number {number}")
    knows(priya, "Medium voltage", "Price lists of " + "medium-voltage-drives-" * 2)
    knows(ana, "C#")
    helped(full, ana, proposal=LONG_LINE)
    work = f"{full.get_absolute_url()}work/"

    signed_in(page, ana)
    look_at(
        page,
        axe,
        f"{work}asks/",
        f"{work}asks/?show=all&page=2",
        f"{work}asks/?show=solved",
        *(ask.get_absolute_url() for ask in (mine, solved, few, waits)),
        f"{work}brain-trust/",
        f"{work}brain-trust/?q=nothing",
        "/account/expertise/",
        asks_of(people, "empty"),
    )
    signed_in(page, people.karin)
    look_at(page, axe, asks_of(people, "empty"), "/account/expertise/")
