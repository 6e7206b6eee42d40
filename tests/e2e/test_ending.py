"""A community comes to a good end: without JavaScript, by keyboard, and for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community
from mandorla.gatherings.models import Commitment
from mandorla.licenses.ending import close, hand_over, retire
from mandorla.licenses.models import Ending
from mandorla.licenses.owned import count_left
from mandorla.work.models import Insight, Issue, Lesson, Problem
from tests.e2e.browser import Axe, SignIn, on_phone_and_desk, without_javascript
from tests.e2e.crowd import LONG_LINE, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into

pytestmark = pytest.mark.django_db(transaction=True)
LEARNED = "Draw the doors before the machine"


def kept(people: Crowd) -> Lesson:
    """What the full community leaves: a lesson, a problem with issues, what Priya took on."""
    here, now = people.full, timezone.now()
    due = now.date() + timedelta(days=100)
    lesson = Lesson.keep_one(community=here, text=LEARNED, look_again_on=due, by=people.ana, at=now)
    issues = [
        Issue.surface(community=here, text=text, by=people.ana, at=now)
        for text in (LONG_LINE[:190], "Labels are wrong", "Nobody answers")
    ]
    Problem.gather(issues=issues[:2], statement=LONG_LINE, by=people.ana, at=now)
    Commitment.make(
        community=here, text="Call the board", owner=people.priya, due_on=due, by=people.ana, at=now
    )
    Insight.bring(community=here, text="They wait", unit=people.units[0], by=people.priya, at=now)
    return lesson


def begun(people: Crowd) -> Ending:
    now = timezone.now()
    return Ending.begin(
        community=people.full,
        kind="end",
        reason=LONG_LINE,
        last_on=timezone.localdate() + timedelta(days=30),
        by=people.ana,
        at=now,
        on=timezone.localdate(),
    )


@on_phone_and_desk
@without_javascript
def test_community_ends_well_without_javascript(page: Page, signed_in: SignIn, people: Crowd):
    kept(people)
    address = people.full.get_absolute_url()
    signed_in(page, people.ben).goto(f"{address}license/")
    page.get_by_role("link", name="Bring it to a good end").click()
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_text("Say why: everybody in it reads it.").first).to_be_visible()
    page.get_by_label("Why").fill("Every unit works with Atlas")
    last = timezone.localdate() + timedelta(days=30)
    page.get_by_label("The last day").fill(last.isoformat())
    page.get_by_role("button", name="Announce it").click()

    page.get_by_label("Find a community").fill("Quiet")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="It takes over").click()
    lessons = page.locator("#lesson")
    lessons.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("1 went to Quiet ones.")).to_be_visible()
    page.locator("#problem").get_by_role("button", name="Hand it over").click()
    for kind in ("issue", "commitment", "insight"):
        part = page.locator(f"#{kind}")
        if not part.get_by_label("A word why").is_visible():
            part.locator("summary").click()
        part.get_by_label("A word why").fill("The change is over")
        part.get_by_role("button", name="Retire it").click()
        expect(page.get_by_text("1 retired.")).to_be_visible()
    expect(page.get_by_text("Everything it had has an heir or is retired.").first).to_be_visible()

    page.get_by_role("link", name="Go on to thanks").click()
    expect(page.get_by_label(f"{people.ana.name}, leader")).to_be_checked()
    page.get_by_label("In your own words").fill("Well done, all of you")
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_label("What changed").fill("Doors are drawn first")
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("button", name="Close it for good").click()

    expect(page.get_by_role("heading", name="What it leaves", exact=True)).to_be_visible()
    expect(page.get_by_text("Doors are drawn first")).to_be_visible()
    expect(page.get_by_role("link", name=LEARNED)).to_be_visible()
    assert Community.objects.get(pk=people.full.pk).status == "closed"
    signed_in(page, people.ana).goto(f"{address}legacy/")
    page.get_by_role("link", name="Change that").click()
    page.get_by_role("button", name="Take my name out").click()
    expect(page.get_by_role("heading", name="You are not named")).to_be_visible()
    page.get_by_role("link", name="What it leaves").first.click()
    expect(page.get_by_text("Well done, all of you")).to_be_visible()
    expect(page.get_by_text(f"{people.ana.name} (leader)")).to_have_count(0)


def test_community_ends_by_keyboard_alone(page: Page, signed_in: SignIn, people: Crowd):
    signed_in(page, people.ana).goto(f"{people.empty.get_absolute_url()}ending/")
    write_into(page, "Why", "Nobody needs it")
    page.keyboard.press("Tab")
    last = timezone.localdate() + timedelta(days=30)
    page.keyboard.type(last.strftime("%m%d%Y"))
    for button, leads_to in (
        ("Announce it", "Heirs"),
        ("Go on to thanks", "Thanks"),
        ("Keep and go on", "What changed"),
        ("Keep and go on", "Close"),
    ):
        press_on(page, button)
        expect(page.locator(".page-title", has_text=leads_to)).to_be_visible()
    press_on(page, "Close it for good")

    expect(page.get_by_role("heading", name="What it leaves", exact=True)).to_be_visible()
    ending = Ending.objects.get()
    assert (ending.state, ending.last_on) == ("closed", last)


def test_pages_of_an_end_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    lesson = kept(people)
    address = people.full.get_absolute_url()
    signed_in(page, people.ana)
    look_at(page, axe, f"{address}ending/", f"{address}transformation/", f"{address}license/")
    ending = begun(people)
    now = timezone.now()
    ending.name_heir(people.empty, by=people.ana, at=now)
    steps = [f"{address}ending/{step}/" for step in ("heirs", "thanks", "changes", "close")]
    look_at(page, axe, *steps, f"{address}ending/heirs/?q=quiet", f"{address}legacy/")
    hand_over(ending, "lesson", to=people.empty, by=people.ana, at=now)
    named = [(people.ana, "leader"), (people.ben, "sponsor")]
    ending.thank(people=named, words=LONG_LINE, edits=0, by=people.ana, at=now)
    ending.write_changes(text=LONG_LINE, edits=1)
    _retire_rest(ending, people)
    look_at(page, axe, *steps)
    close(ending, by=people.ana, at=now, on=timezone.localdate())
    lesson.refresh_from_db()

    look_at(
        page,
        axe,
        f"{address}legacy/",
        f"{address}legacy/name/",
        address,
        people.empty.get_absolute_url(),
        lesson.get_absolute_url(),
        "/communities/?status=closed",
    )


def _retire_rest(ending: Ending, people: Crowd) -> None:
    for kind in count_left(ending):
        retire(ending, kind, because="The change is over", by=people.ana, at=timezone.now())
