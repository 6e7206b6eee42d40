"""Monday round: from what a member surfaced on a train to what three units adopted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mandorla.gatherings.models import Attendance, Commitment
from mandorla.people.models import Person, Unit
from mandorla.work.models import Problem, RolloutLine
from tests import make
from tests.e2e.browser import SignIn
from tests.e2e.stories import (
    PATIENCE_MS,
    WEEK,
    Story,
    accept,
    catch,
    follow,
    gather,
    meets_now,
    press,
    propose,
    tab,
)

pytestmark = pytest.mark.django_db(transaction=True)
COMES_FROM = {"Priya Nair": "Sales", "Lena Berg": "Finance", "Marek Nowak": "Service"}
SALES, FINANCE = "Old price lists are still printed", "Invoices come back: the price is an old one"
STATEMENT, PROPOSAL = "Nobody knows which price list counts", "One price list, sent on Fridays"


@pytest.fixture
def people() -> dict[str, Person]:
    ana = make.person("Ana Marković", unit=make.unit("Purchasing"))
    members = [make.person(name, unit=make.unit(unit)) for name, unit in COMES_FROM.items()]
    return {person.name.split()[0]: person for person in (ana, *members)}


@pytest.fixture
def story(page: Page, phone: Page, signed_in: SignIn, people: dict[str, Person]) -> Story:
    ana, *members = people.values()
    atlas = make.community(
        "Atlas", leader=ana, members=tuple(members), archetype="change_champions", status="active"
    )
    make.issue(atlas, "Labels stick to the wrong pallets", by=people["Marek"])
    make.issue(atlas, FINANCE, by=people["Lena"], units=[Unit.objects.get(name="Finance")])
    return Story(page, phone, signed_in, atlas, meets_now(atlas))


def surface_on_the_train(story: Story, priya: Person) -> None:
    phone = story.at(story.phone, priya, "/today/")
    follow(phone, "Surface an issue")
    phone.get_by_label("Finance").check()
    phone.get_by_label("What crops up?").fill(SALES)
    phone.get_by_label("What crops up?").press("Enter")
    expect(phone.locator(".surfaced")).to_contain_text("Surfaced.")


def shape_the_agenda(story: Story, ana: Person) -> None:
    """Friday: what waits is drafted; one item can wait longer."""
    desk = story.at(story.desk, ana)
    story.gathering(desk, story.today)
    follow(desk, "Shape the agenda")
    expect(desk.locator(".shape .items")).to_contain_text(SALES)
    press(desk, "Park Labels stick to the wrong pallets")
    expect(desk.locator("#aside")).to_contain_text("Labels stick to the wrong pallets")


def run_the_gathering(story: Story, people: dict[str, Person]) -> None:
    """Monday: who is there, what is talked about, what came of it."""
    desk = story.desk
    story.gathering(desk, story.today)
    follow(desk, "Go to the room")
    press(desk, "Start")
    code = desk.locator(".code-here .code").inner_text()
    phone = story.at(story.phone, people["Marek"], "/here/")
    phone.get_by_label("Code on the screen").fill(code.lower())
    press(phone, "I am here")
    expect(phone.get_by_text("You are noted.")).to_be_visible()
    expect(desk.get_by_text("1 person is here")).to_be_visible(timeout=PATIENCE_MS)
    press(desk, "I am here")
    expect(desk.get_by_text("You are noted as here.")).to_be_visible()
    assert Attendance.objects.count() == 2

    press(desk, f"Take up {SALES}")
    expect(desk.locator(".now .item")).to_have_text(SALES)
    catch(desk, "Issue", "Training comes too late again", where="Sales")
    catch(desk, "Commitment", "Closes the folder with the old lists", who="Lena Berg")
    catch(desk, "Decision", "One list counts, and it has a date")
    press(desk, "Done")
    expect(desk.locator(".now .item")).not_to_have_text(SALES)
    press(desk, "End the gathering")
    expect(desk.get_by_text("This gathering has ended.")).to_be_visible()


def decide_and_roll_out(story: Story, people: dict[str, Person]) -> None:
    """Two issues are one problem; three units get what was decided."""
    desk = story.at(story.desk, people["Ana"])
    gather(desk, SALES, FINANCE, statement=STATEMENT)
    propose(desk, PROPOSAL, may_not_bypass="Prices are approved by Finance")
    accept(desk)
    follow(desk, "Roll it out")
    for name, unit in COMES_FROM.items():
        desk.get_by_role("checkbox", name=unit, exact=True).check()
        desk.get_by_label(f"Who sees to it in {unit}?").select_option(label=name)
    desk.get_by_label("Until when?").fill(f"{story.today + timedelta(days=5):%Y-%m-%d}")
    press(desk, "Roll it out")
    expect(desk.get_by_text("0 of 3 units are done")).to_be_visible()


def adopt(story: Story, person: Person) -> None:
    """Whoever sees to it in a unit finds it on Today and says that it is done."""
    phone = story.at(story.phone, person, "/today/")
    phone.locator(".tasks li", has_text=PROPOSAL).get_by_role("link").first.click()
    expect(phone.get_by_text("Prices are approved by Finance")).to_be_visible()
    press(phone, "Adopted")
    expect(phone.get_by_text("adopted", exact=True).first).to_be_visible()


def solve(story: Story, ana: Person) -> None:
    desk = story.at(story.desk, ana, "work/")
    follow(desk, STATEMENT)
    expect(desk.get_by_text("adopted in 3 of 3 units")).to_be_visible()
    follow(desk, PROPOSAL)
    follow(desk, "Call the problem solved")
    desk.locator("#solve").get_by_role("textbox").fill("One list, three units, no invoice back")
    press(desk, "The problem is solved")
    expect(desk.get_by_text("“One list, three units, no invoice back”").first).to_be_visible()


def send_the_digest(story: Story) -> None:
    desk = story.desk
    story.gathering(desk, story.today)
    follow(desk, "Read the digest")
    for words in ("One list counts, and it has a date", "Lena Berg", "Training comes too late"):
        expect(desk.locator("#content")).to_contain_text(words)
    desk.get_by_label("A sentence on top").fill("A Monday that closed a folder.")
    press(desk, "Send the digest")
    expect(desk.locator(".lede", has_text="A Monday that closed a folder.")).to_be_visible()


def test_monday_round_leads_from_a_train_to_three_units(story: Story, people: dict[str, Person]):
    surface_on_the_train(story, people["Priya"])
    shape_the_agenda(story, people["Ana"])
    run_the_gathering(story, people)
    decide_and_roll_out(story, people)
    for name in ("Priya", "Lena", "Marek"):
        adopt(story, people[name])
    solve(story, people["Ana"])
    send_the_digest(story)

    story.gathering(story.desk, story.today + WEEK)
    follow(story.desk, "Shape the agenda")
    agenda = story.desk.locator(".shape")
    for waits in ("Closes the folder", "Labels stick to", "Training comes too late again"):
        expect(agenda.locator("li", has_text=waits).first).to_be_visible()
    expect(agenda.locator(".items")).not_to_contain_text(SALES)
    assert Problem.objects.get().state == "solved"
    assert set(RolloutLine.objects.values_list("state", flat=True)) == {"adopted"}
    assert Commitment.objects.get().owner == people["Lena"]
    tab(story.desk, "Work")
    expect(story.desk.locator("#solved")).to_contain_text(STATEMENT)
