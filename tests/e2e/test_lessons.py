"""Lessons are kept, looked at again and made of a review: on a phone, by keyboard, read by all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.work.models import Lesson, Review
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into

pytestmark = pytest.mark.django_db(transaction=True)
LEARNED = "Draw the doors before the machine"
LONG_AGO = timezone.now() - timedelta(days=200)


def kept(people: Crowd, text: str = LEARNED, *, days: int = 300, **facts: Any) -> Lesson:
    """A lesson of long ago, looked at again so many days after."""
    look_again_on = LONG_AGO.date() + timedelta(days=days)
    given: dict[str, Any] = {
        "by": people.ana,
        "at": LONG_AGO,
        "look_again_on": look_again_on,
        **facts,
    }
    return Lesson.keep_one(community=people.full, text=text, **given)


def begun(people: Crowd, kind: str) -> Review:
    return Review.begin(
        community=people.full,
        kind=kind,
        title=LONG_LINE[:150],
        held_on=make.AT.date(),
        minutes=60,
        by=people.ana,
        at=make.AT,
    )


def work_of(people: Crowd, name: str = "full") -> str:
    return f"{getattr(people, name).get_absolute_url()}work/"


@on_a_phone
@without_javascript
def test_review_leads_to_a_lesson_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    signed_in(page, people.priya).goto(f"{work_of(people, 'empty')}lessons/")
    page.get_by_role("link", name="Look back, or ask peers").click()
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("Choose which kind it is.").first).to_be_visible()
    page.get_by_role("radio", name="Peer assist").check()
    page.get_by_label("What is it about?").fill("Bench 4")
    page.get_by_role("button", name="Begin", exact=True).click()

    expect(page.get_by_role("heading", name="Bench 4")).to_be_visible()
    page.get_by_label("What do the peers want to know?").fill("Who owns the floor?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.locator("summary", has_text="Keep a lesson").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Say what you do next time.").first).to_be_visible()
    page.get_by_label("What do we do next time?").fill(LEARNED)
    page.get_by_role("button", name="Keep it").click()

    expect(page.get_by_role("link", name=LEARNED)).to_be_visible()
    lesson = Lesson.objects.get()
    review = Review.objects.get()
    assert (lesson.owner, lesson.review) == (people.priya, review)
    assert review.parts["questions"] == "Who owns the floor?"


def test_lesson_is_kept_looked_at_and_learned_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    signed_in(page, people.priya).goto(f"{work_of(people)}lessons/")
    write_into(page, "What do we do next time?", LEARNED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=LEARNED)).to_be_visible()
    press_on(page, LEARNED)
    expect(page.get_by_role("heading", name=LEARNED)).to_be_visible()
    press_on(page, "It still holds")
    expect(page.get_by_text("Somebody is asked again on that day.")).to_be_visible()
    press_on(page, "Note what it changed")
    write_into(page, "Which process, form or rule is different now?", "Line 1 of the plan")
    axe(page)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()
    expect(page.get_by_text("learned", exact=True)).to_be_visible()
    assert Lesson.objects.get().changed == "Line 1 of the plan"


def test_pages_of_lessons_and_reviews_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    ana, now = people.ana, timezone.now()
    back, assist = begun(people, "after_action"), begun(people, "peer_assist")
    back.write(parts={"supposed": LONG_WORDS, "next_time": LONG_LINE}, edits=0)
    due = kept(people, LONG_LINE, days=90, detail=LONG_WORDS, review=back)
    learned = kept(people, owner=people.priya)
    learned.note_change(changed=LONG_LINE, on=now.date(), by=ana, at=now)
    retired = kept(people, "Call the hotline first")
    retired.retire(because=LONG_LINE, by=ana, at=now)
    lessons, empty = f"{work_of(people)}lessons/", work_of(people, "empty")

    signed_in(page, ana)
    look_at(
        page,
        axe,
        lessons,
        f"{lessons}?show=due",
        f"{lessons}?q=nothing",
        *(lesson.get_absolute_url() for lesson in (due, learned, retired)),
        f"{work_of(people)}reviews/",
        back.get_absolute_url(),
        assist.get_absolute_url(),
        f"{empty}lessons/",
        f"{empty}reviews/",
    )
    signed_in(page, make.person("Otto Outside"))
    look_at(page, axe, lessons, due.get_absolute_url(), f"{empty}lessons/")
