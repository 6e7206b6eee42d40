"""Coffee: what guests take back, what a colleague says there, and what leadership answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mandorla.people.models import Person
from mandorla.work.models import Insight, TakeBack
from tests import make
from tests.e2e.browser import SignIn
from tests.e2e.stories import Story, follow, meets_now, press, tab

pytestmark = pytest.mark.django_db(transaction=True)
FORTNIGHT = timedelta(days=14)
OBJECTIVE = "Answer within a day"
TAKE_BACK = "A customer should hear from us within a day. What do you wait for before you answer?"
SAID = "At night nobody may release an order, so the customer waits for the day shift"
ANSWER = "Two people on nights get the right to release"


@pytest.fixture
def people() -> dict[str, Person]:
    names = ("Noor Haddad", "Ingrid Solberg", "Elif Kaya", "Mei Tanaka")
    units = (make.unit("Office"), None, make.unit("Plant North"), make.unit("Quality"))
    found = (make.person(name, unit=unit) for name, unit in zip(names, units, strict=True))
    return {person.name.split()[0]: person for person in found}


@pytest.fixture
def story(page: Page, phone: Page, signed_in: SignIn, people: dict[str, Person]) -> Story:
    """The last coffee was a fortnight ago; the next one is in a few minutes."""
    make.objective(OBJECTIVE, owner=people["Ingrid"])
    coffee = make.community(
        "Coffee with Ingrid",
        leader=people["Noor"],
        sponsor=people["Ingrid"],
        members=(people["Elif"], people["Mei"]),
        archetype="strategic_constituency",
        status="active",
    )
    rhythm = meets_now(coffee, rule="FREQ=WEEKLY;INTERVAL=2", name="Coffee")
    told = Story(page, phone, signed_in, coffee, rhythm)
    make.gathering(rhythm, planned_on=told.today - FORTNIGHT, state="held")
    return told


def write_what_to_take_back(story: Story, noor: Person) -> None:
    desk = story.at(story.desk, noor)
    story.gathering(desk, story.today - FORTNIGHT)
    follow(desk, "Write what we take back")
    desk.get_by_label("What we take back").fill(TAKE_BACK)
    press(desk, "Save")
    expect(desk.locator("blockquote.take-back")).to_contain_text(TAKE_BACK)


def talk_and_bring(story: Story, elif_: Person) -> None:
    """A guest finds it on Today, talks about it, and brings what a colleague said."""
    phone = story.at(story.phone, elif_, "/today/")
    phone.locator(".tasks li", has_text="takes back").get_by_role("link").first.click()
    press(phone, "I talked about it in my unit")
    expect(phone.get_by_text("You talked about it")).to_be_visible()
    follow(phone, "Bring what you heard")
    phone.get_by_label("What did a colleague say?").fill(SAID)
    phone.get_by_label("In which unit?").select_option(label="Plant North")
    phone.get_by_label("Which objective is it about?").select_option(label=OBJECTIVE)
    press(phone, "Bring it")
    expect(phone.get_by_role("link", name=f"“{SAID}”")).to_be_visible()
    expect(phone.locator(".insights li")).to_contain_text("you brought it")


def hear(story: Story, noor: Person) -> None:
    """It lies in the next agenda, by unit and without a name, and is talked about there."""
    desk = story.at(story.desk, noor)
    story.gathering(desk, story.today)
    follow(desk, "Shape the agenda")
    expect(desk.locator(".shape .items li", has_text=SAID)).to_contain_text("Plant North")
    expect(desk.locator(".shape")).not_to_contain_text("Elif")
    story.gathering(desk, story.today)
    follow(desk, "Go to the room")
    press(desk, "Start")
    press(desk, f"Take up {SAID}")
    expect(desk.locator(".now .item")).to_have_text(SAID)
    press(desk, "Done")
    expect(desk.locator(".now .item")).not_to_have_text(SAID)
    press(desk, "End the gathering")
    expect(desk.get_by_text("This gathering has ended.")).to_be_visible()
    assert Insight.objects.get().state == "heard"


def answer(story: Story, ingrid: Person) -> None:
    desk = story.at(story.desk, ingrid)
    tab(desk, "Work")
    follow(desk, "Insights")
    expect(desk.locator("#content")).to_contain_text("1 insight from the units waits for an answer")
    desk.locator(".insights summary").first.click()
    desk.get_by_role("radio", name="will do", exact=False).check()
    desk.get_by_label("In a sentence for those who brought it").fill(ANSWER)
    due_on = story.today + 3 * FORTNIGHT
    desk.get_by_label("By when, if you will do it").fill(f"{due_on:%Y-%m-%d}")
    press(desk, "Answer")
    expect(desk.locator("#content")).to_contain_text("Leadership has answered everything")


def read_the_answer(story: Story, elif_: Person) -> None:
    phone = story.at(story.phone, elif_, "/news/")
    expect(phone.get_by_text("One thing is new.")).to_be_visible()
    press(phone, "Leadership answered what you brought from Plant North")
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    follow(phone, "Insights")
    follow(phone, "What I brought")
    brought = phone.locator(".insights li", has_text=SAID)
    expect(brought).to_contain_text(ANSWER)
    expect(brought).to_contain_text(f"{story.today + 3 * FORTNIGHT:%B}")


def test_coffee_leads_from_what_is_taken_back_to_an_answer(story: Story, people: dict[str, Person]):
    write_what_to_take_back(story, people["Noor"])
    talk_and_bring(story, people["Elif"])
    hear(story, people["Noor"])
    answer(story, people["Ingrid"])
    read_the_answer(story, people["Elif"])

    others = story.at(story.phone, people["Mei"], "work/insights/?show=all")
    expect(others.locator(".insights li")).to_contain_text(["Plant North"])
    expect(others.locator("#content")).not_to_contain_text("Elif")
    story.at(others, people["Mei"], "/insights/brought/")
    expect(others.locator("#content")).not_to_contain_text(SAID)
    story.at(others, people["Mei"], "/news/")
    expect(others.get_by_text("Nothing is new.")).to_be_visible()
    assert TakeBack.objects.get().talks.count() == 1
    assert Insight.objects.get().state == "answered"
