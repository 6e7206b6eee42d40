"""From what people expect to a value statement both sides signed, as ten people do it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.models import Elicitation, Token, ValueStatement
from mandorla.value.shown import shown_rounds
from tests import make
from tests.e2e.browser import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = (
    "The same mistake is not made twice",
    "Risks are noticed and named early",
    "There is one way of working that everybody knows",
    "A question at work gets an answer from somebody who knows",
    "People know whom to call in other units",
)
LIKED = ("Help when a pump fails", *TAKEN)


@dataclass
class Story:
    """Who takes part, and in which browser."""

    page: Page
    signed_in: SignIn
    community: Community
    leader: Person
    sponsor: Person
    members: tuple[Person, ...]

    def as_(self, person: Person, where: str = "") -> Page:
        """The browser is somebody else's, at a page of the Value tab."""
        self.signed_in(self.page, person)
        self.page.goto(f"/communities/{self.community.slug}/value/{where}")
        return self.page

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()


@pytest.fixture
def story(page: Page, signed_in: SignIn) -> Story:
    leader, sponsor = make.person("Ana Marković"), make.person("Ben Okafor")
    members = make.members(7)
    community = make.community(
        "Pump doctors", leader=leader, sponsor=sponsor, members=members, status="active"
    )
    return Story(page, signed_in, community, leader, sponsor, (leader, *members))


def say_and_word(story: Story) -> None:
    """Members say it in their own words; Ana words it for both sides and takes five more."""
    for person, words in zip(
        story.members[1:3],
        ("Not being alone when a pump fails", "not to be alone when a pump fails"),
        strict=True,
    ):
        story.as_(person, "expectations/").get_by_label("expect").fill(words)
        story.press("Say it")
        expect(story.page.get_by_text("Nobody can see who said this.")).to_be_visible()
    page = story.as_(story.leader, "expectations/")
    page.get_by_role("link", name=re.compile("Word these 2 as one")).click()
    page.get_by_label("Neutral words").fill("Help when a pump fails")
    page.get_by_role("radio", name="for the group").check()
    page.get_by_role("radio", name="soon").check()
    story.press("Put it among the expectations")
    expect(page.get_by_role("link", name="Help when a pump fails")).to_be_visible()
    for text in TAKEN:
        page.goto(f"/communities/{story.community.slug}/value/expectations/?find={text[:12]}")
        story.press(re.compile(f"Take it ?: {text}"))
        expect(page.get_by_role("link", name=text, exact=True)).to_be_visible()


def open_round(story: Story, method: str) -> None:
    page = story.as_(story.leader, "rounds/new/")
    page.get_by_role("group", name="How the members weigh").get_by_label(method).check()
    story.press("Open the round")
    expect(page.get_by_text("0 of 8", exact=True)).to_be_visible()


def answer_for_the_organization(story: Story) -> None:
    page = story.as_(story.sponsor, "rounds/1/answer/")
    for label, points in {TAKEN[0]: "40", TAKEN[1]: "30", "Help when a pump fails": "30"}.items():
        page.get_by_label(label, exact=True).first.fill(points)
    story.press("Answer")
    expect(page.get_by_text("is the only sponsor")).to_be_visible()


def vote(story: Story, person: Person, method: str, liking: tuple[str, ...]) -> None:
    page = story.as_(person, "rounds/1/ballot/")
    if method == "100 points":
        for label, points in {liking[0]: "50", liking[1]: "30", liking[4]: "20"}.items():
            page.get_by_label(label).fill(points)
        story.press("Go on")
    else:
        for number in range(1, 6):
            expect(page).to_have_title(re.compile(f"Screen {number} of 5"))
            shown = page.locator("table.best-worst th[scope=row]").all_inner_texts()
            by_liking = sorted(shown, key=liking.index)
            page.get_by_role("radio", name=f"Matters most: {by_liking[0]}").check()
            page.get_by_role("radio", name=f"Matters least: {by_liking[-1]}").check()
            story.press("Next")
    expect(page.get_by_role("heading", name="How much of it do you get so far?")).to_be_visible()
    story.press("Go on")
    expect(page.get_by_text("nobody can ever see or change your ballot")).to_be_visible()
    story.press("Cast my ballot")
    expect(page.get_by_role("heading", name="You have voted")).to_be_visible()


def close(story: Story) -> None:
    page = story.as_(story.leader, "rounds/1/")
    expect(page.get_by_text("8 of 8", exact=True)).to_be_visible()
    story.press("Close it now…")
    story.press("Close and count it")
    expect(page.get_by_text(re.compile("8 of 8 members"))).to_be_visible()


def talk(story: Story) -> None:
    page = story.as_(story.leader, "rounds/1/conversation/")
    page.get_by_text("Record what you agreed on").first.click()
    page.get_by_label("trade").first.check()
    page.get_by_label(re.compile("agreed on", re.IGNORECASE)).first.fill(
        "An hour a week, and one answer a month"
    )
    story.press(re.compile("Keep it"))
    expect(page.get_by_text("An hour a week, and one answer a month").first).to_be_visible()


def write_statement(story: Story) -> None:
    page = story.as_(story.leader, "statement/")
    story.press("Draft the statement")
    expect(page.get_by_role("heading", name="Draft of version 1")).to_be_visible()
    page.get_by_label(re.compile("put in|invest", re.IGNORECASE)).first.fill(
        "an hour a week, and a room"
    )
    story.press("Save")
    expect(page.locator(".statement")).to_contain_text("an hour a week, and a room")
    page.get_by_role("link", name="Read and publish it").click()
    story.press("Publish…")
    story.press("Publish it")
    expect(page.get_by_text("A draft cannot be signed")).to_be_hidden()


def sign(story: Story) -> None:
    for person in (story.sponsor, story.leader):
        story.as_(person, "statement/1/")
        story.press(re.compile("^Sign for"))
        expect(story.page.locator(".signatures .name", has_text=person.name)).to_be_visible()
    assert ValueStatement.objects.get().state == "agreed"


@pytest.mark.parametrize("method", ["100 points", "Best and worst"])
def test_round_leads_from_what_people_say_to_a_statement_both_sides_signed(
    story: Story, method: str
):
    say_and_word(story)
    open_round(story, method)
    answer_for_the_organization(story)
    for number, person in enumerate(story.members):
        liking = LIKED if number % 2 else (LIKED[1], LIKED[0], *LIKED[2:])
        vote(story, person, method, liking)
    close(story)
    (shown,) = shown_rounds(story.community)
    assert shown.respondents == 8
    assert shown.figures is not None
    talk(story)
    write_statement(story)
    sign(story)
    page = story.page
    page.goto(story.community.get_absolute_url())
    expect(page.get_by_text("an hour a week, and a room").first).to_be_visible()
    assert Token.objects.filter(is_spent=True).count() == 8
    assert Elicitation.objects.get().state == "closed"
