"""Lunch: a problem that belongs to no department, a work-around with its limit, and a lesson."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.people.models import Person, Unit
from mandorla.work.models import Contribution, Lesson
from tests import make
from tests.e2e.browser import SignIn
from tests.e2e.stories import (
    Story,
    accept,
    follow,
    gather,
    meets_now,
    press,
    propose,
    tab,
)

pytestmark = pytest.mark.django_db(transaction=True)
ISSUE = "The gateway of the cooling tower hangs, and the reset is behind a locked door"
STATEMENT = "What may be reset by whom, when the door belongs to somebody else"
PROPOSAL = "A second key for the technician on duty, in a sealed envelope at the gate"
LIMIT = "Never without the safety officer"
LESSON = "Before anything is locked, ask who resets what is behind it"
COMES_FROM = {
    "Tomás Herrera": "Plant North",
    "Grace Oduya": "Service",
    "Tuấn Phạm": "Plant South",
    "Oleks Bondar": "Plant North",
    "Seun Bello": "Service",
    "Priya Nair": "Plant South",
}


@pytest.fixture
def people() -> dict[str, Person]:
    units = {name: make.unit(name) for name in ("Plant North", "Plant South", "Service")}
    found = (make.person(name, unit=units[unit]) for name, unit in COMES_FROM.items())
    return {person.name.split()[0]: person for person in found}


@pytest.fixture
def story(page: Page, phone: Page, signed_in: SignIn, people: dict[str, Person]) -> Story:
    """Four small things were solved before; this one touches three units."""
    tomas, *members = people.values()
    lunch = make.community(
        "Third Wednesday",
        leader=tomas,
        members=tuple(members),
        archetype="tech_specialists",
        status="active",
    )
    make.issue(lunch, ISSUE, by=people["Tuấn"], units=list(Unit.objects.order_by("name")))
    last_month = timezone.now() - timedelta(days=30)
    for _number in range(4):
        make.issue(lunch, at=last_month).solve(because="Tightened", by=tomas, at=last_month)
    return Story(page, phone, signed_in, lunch, meets_now(lunch, name="Lunch"))


def agree_on_a_work_around(story: Story, tomas: Person) -> None:
    desk = story.at(story.desk, tomas)
    gather(desk, ISSUE, statement=STATEMENT)
    for unit in ("Plant North", "Plant South", "Service"):
        expect(desk.locator("#units .chip", has_text=unit)).to_be_visible()
    propose(desk, PROPOSAL, may_not_bypass=LIMIT)
    accept(desk)
    expect(desk.get_by_text(LIMIT)).to_be_visible()


def help_and_say_so(story: Story, person: Person) -> None:
    """Over the community's page, on a phone in the cafeteria; only that person sees it."""
    phone = story.at(story.phone, person, "work/")
    follow(phone, STATEMENT)
    follow(phone, PROPOSAL)
    expect(phone.get_by_text(LIMIT)).to_be_visible()
    press(phone, "I helped")
    expect(phone.get_by_text("You said that you helped. Only you see that.")).to_be_visible()


def see_only_units(story: Story, person: Person) -> None:
    """Somebody else reads that several units helped, and no name."""
    desk = story.at(story.desk, person, "work/")
    follow(desk, STATEMENT)
    follow(desk, PROPOSAL)
    expect(desk.get_by_role("button", name="I helped")).to_be_visible()
    expect(desk.get_by_text("People of several units helped to find it.")).to_be_visible()
    expect(desk.get_by_text("You said that you helped")).to_have_count(0)
    expect(desk.locator(".history")).to_contain_text("A member helped to find a solution.")
    expect(desk.locator("#content")).not_to_contain_text("Grace")


def solve(story: Story, tomas: Person) -> None:
    desk = story.at(story.desk, tomas, "work/")
    follow(desk, STATEMENT)
    desk.locator("#solve").get_by_role("textbox").fill("Two resets, both with the safety officer")
    press(desk, "The problem is solved")
    expect(desk.get_by_text("“Two resets, both with the safety officer”").first).to_be_visible()
    tab(desk, "Work")
    follow(desk, "What it yields")
    crossing = desk.locator(".yields li", has=desk.get_by_role("link", name="Solved across units"))
    expect(crossing).to_contain_text("1 of 5 solved issues had help from two units or more.")
    follow(crossing, "Solved across units")
    expect(desk.locator("#content li, #content tr", has_text=ISSUE)).to_contain_text(
        "several units"
    )


def keep_a_lesson(story: Story, tomas: Person) -> date:
    desk = story.at(story.desk, tomas, "work/")
    follow(desk, "Lessons")
    look_again_on = story.today + timedelta(days=90)
    desk.get_by_label("What do we do next time?").fill(LESSON)
    desk.locator("[name=look_again_on]").fill(f"{look_again_on:%Y-%m-%d}")
    press(desk, "Keep it")
    expect(desk.get_by_role("link", name=LESSON)).to_be_visible()
    expect(desk.locator("li", has_text=LESSON)).to_contain_text("looked at again by")
    return look_again_on


def test_lunch_leads_from_a_locked_door_to_a_lesson(story: Story, people: dict[str, Person]):
    tomas, grace, oleks = people["Tomás"], people["Grace"], people["Oleks"]
    agree_on_a_work_around(story, tomas)
    for person in (grace, tomas):
        help_and_say_so(story, person)
    see_only_units(story, oleks)
    solve(story, tomas)
    look_again_on = keep_a_lesson(story, tomas)

    lesson = Lesson.objects.get()
    assert (lesson.owner, lesson.look_again_on) == (tomas, look_again_on)
    assert Contribution.objects.count() == 2
    own = story.at(story.phone, tomas, "/account/expertise/")
    expect(own.get_by_text(PROPOSAL, exact=True)).to_be_visible()
    expect(own.get_by_text("Only you see this list.")).to_be_visible()
    nobody_else_sees_it(story, tomas, oleks)


def nobody_else_sees_it(story: Story, tomas: Person, oleks: Person) -> None:
    pages = ("/account/expertise/", f"/people/{tomas.pk}/", "work/brain-trust/")
    for where in pages:
        other = story.at(story.desk, oleks, where)
        expect(other.locator("#content")).to_be_visible()
        expect(other.locator("#content")).not_to_contain_text(PROPOSAL)
