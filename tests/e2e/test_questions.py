"""Management asks and the community answers: on a phone, by keyboard, read by all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mandorla.work.models import Question
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = "Which of the three price lists do you use?"
LATER = make.AT + timedelta(days=3)


def asked(people: Crowd, text: str = ASKED, **facts: Any) -> Question:
    given: dict[str, Any] = {"kind": "question", "by": people.ben, "at": make.AT, **facts}
    return Question.ask(community=people.full, text=text, **given)


def questions_of(people: Crowd, name: str = "full") -> str:
    return f"{getattr(people, name).get_absolute_url()}work/questions/"


@on_a_phone
@without_javascript
def test_question_is_asked_and_not_taken_up_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.ben).goto(questions_of(people))
    page.get_by_role("radio", name="a request").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Say what you ask of them.").first).to_be_visible()
    page.get_by_label("What do you ask of them?").fill(ASKED)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Asked. It lies in their next agenda.")).to_be_visible()

    signed_in(page, people.ana).goto(questions_of(people))
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("radio", name="We do not take it up").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("radio", name="We do not take it up")).to_be_checked()
    page.get_by_label("Your answer, or why you do not take it up").fill("There is one list now")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Answered. Who asked sees it.")).to_be_visible()
    expect(page.get_by_role("heading", name="Why it is not taken up")).to_be_visible()
    question = Question.objects.get()
    assert (question.kind, question.state) == ("request", "declined")


def test_question_is_asked_answered_and_taken_back_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    signed_in(page, people.karin).goto(questions_of(people))
    write_into(page, "What do you ask of them?", ASKED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    write_into(page, "What do you ask of them?", "Who pays for the training?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Who pays for the training?")).to_be_visible()
    press_on(page, "Who pays for the training?")
    expect(page.get_by_role("heading", name="Who pays for the training?")).to_be_visible()
    press_on(page, "It is no longer needed")
    expect(page.get_by_text("Withdrawn.")).to_be_visible()

    signed_in(page, people.ana).goto(questions_of(people))
    press_on(page, ASKED)
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    write_into(page, "Your answer, or why you do not take it up", "The second one")
    press_on(page, "Send")
    expect(page.get_by_text("The second one")).to_be_visible()
    axe(page)
    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "withdrawn"]


def test_pages_of_questions_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    wanted_on = make.AT.date() + timedelta(days=30)
    waits = asked(people, LONG_LINE, detail=LONG_WORDS, wanted_on=wanted_on)
    answered = asked(people, LONG_LINE, wanted_on=wanted_on)
    answered.reply(answer=LONG_WORDS, by=people.ana, at=LATER)
    declined = asked(people, kind="request")
    declined.decline(because=LONG_WORDS, by=people.ana, at=LATER)
    withdrawn = asked(people)
    withdrawn.withdraw(by=people.ben, at=LATER)
    for number in range(8):
        asked(people, f"And how many are it in unit {number}?")

    signed_in(page, people.priya)
    look_at(
        page,
        axe,
        questions_of(people),
        questions_of(people, "empty"),
        waits.get_absolute_url(),
        withdrawn.get_absolute_url(),
    )
    signed_in(page, people.ana)
    look_at(page, axe, waits.get_absolute_url())
    signed_in(page, people.ben)
    look_at(
        page,
        axe,
        f"{questions_of(people)}?show=all",
        questions_of(people, "empty"),
        waits.get_absolute_url(),
        answered.get_absolute_url(),
        declined.get_absolute_url(),
    )
