"""The life of a community by its license: tried, granted, reviewed, renewed, and brought to an end.

It takes two years and a half; the time is turned between the pages. The desk has no JavaScript: nothing here rests on it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from mandorla.licenses.drafting import draft_due
from mandorla.licenses.models import Decision, License, Review
from tests.e2e.browser import Axe, SignIn, without_javascript
from tests.e2e.life import LESSON, NAME, SCOPE, Life, founded, grow, leave_something, named
from tests.e2e.stories import Clock, follow, press

pytestmark = pytest.mark.django_db(transaction=True)
LATER = "Both sides sign it in June; the summer stop does not wait."
APART = "Finance wants to take Cleo away from us."
CONDITION = "Both sides weigh again"
REASON = "No pump has failed at night for a year."
RENEW = re.compile("^Renew( .recommended.)?$")


@pytest.fixture
def life(page: Page, phone: Page, signed_in: SignIn, axe: Axe, clock: Clock) -> Life:
    return Life(page, phone, signed_in, *founded(), clock, axe)


def apply(life: Life, kind: str) -> None:
    """Ana opens an application; its first step, the terms, stands before her."""
    desk = life.on_desk("Ana")
    follow(desk, f"Apply for a {'full ' if kind == 'full' else ''}license")
    press(desk, f"Apply for a {kind} license")
    expect(desk.get_by_label("What it may work on")).to_have_value(SCOPE)
    press(desk, "Keep and go on")


def apply_at_last(life: Life) -> None:
    """The last step: it lies before those who decide."""
    desk = life.desk
    press(desk, "Apply")
    expect(desk.get_by_text("You have applied. Those who decide are told.")).to_be_visible()
    life.news("Ben", f"{NAME} applied for a")


def grant(life: Life) -> None:
    """Ben has read what is asked for, and grants it."""
    phone = life.phone
    phone.get_by_role("radio", name="Grant", exact=True).check()
    press(phone, "Decide")
    expect(phone.get_by_text("Decided. Those whom it concerns are told.")).to_be_visible()


def try_it_once(life: Life) -> None:
    """A community that is forming gets 90 days."""
    life.portfolio("no license", "none")
    apply(life, "trial")
    follow(life.desk, "Go on")
    apply_at_last(life)
    life.portfolio("applied for", "none")
    follow(life.on_phone("Ben"), "Decide on the application")
    grant(life)
    expect(life.phone.get_by_text("on trial until 30 May").first).to_be_visible()
    life.news("Mio", f"Ben Okafor decided on the license of {NAME}: granted until 30 May 2026.")
    life.portfolio("trial, in force", "granted")
    expect(life.on_phone("Mio", "").locator("header.community .status").first).to_have_text(
        "active"
    )


def get_a_full_license(life: Life) -> None:
    """Ana names who pays; the statement is not signed, and Ben grants it all the same."""
    apply(life, "full")
    desk = life.desk
    desk.get_by_label("Find somebody else by name").fill("Dana")
    press(desk, "Find")
    press(desk, named("Payer", "Dana Weiss"))
    expect(desk.get_by_role("button", name="Take out Dana Weiss")).to_be_visible()
    follow(desk, "Go on")
    gates = desk.get_by_role("listitem")
    for met in ("An agreed charter", "A measured overlap", "A core group across units"):
        expect(gates.filter(has_text=met).locator(".status")).to_have_text("met")
    statement = gates.filter(has_text="A signed value statement")
    expect(statement.locator(".status")).to_have_text("not met")
    expect(statement.get_by_role("link")).to_have_attribute("href", re.compile("/value/$"))
    apply_at_last(life)

    phone = life.on_phone("Ben", "license/decision/")
    life.look("Application for a full license")
    phone.get_by_label("A signed value statement").fill(LATER)
    phone.get_by_label("A leading measure and one of the outcome").fill("They follow in June.")
    grant(life)
    life.news("Mio", f"Ben Okafor decided on the license of {NAME}: granted until 15 May 2027.")
    desk = life.on_desk("Mio")
    before = desk.get_by_role("listitem").filter(has_text="from 2 March until 16 May")
    expect(before).to_contain_text("replaced")
    follow(desk, "Granted")
    passed = desk.get_by_role("listitem").filter(has_text=LATER)
    expect(passed).to_contain_text("A signed value statement")
    life.portfolio("in force", "granted")


def report(life: Life) -> None:
    """What is due was drafted by itself; Ana and Mio say what no figure says, Ben answers."""
    life.clock.turn(days=330)
    assert draft_due(at=life.clock.now) == 1
    desk = life.on_desk("Ana", "/today/")
    follow(desk, "Write it")
    expect(desk.get_by_text("Proposed from what is known today")).to_be_visible()
    desk.get_by_label("What are you proud of?").fill("Nobody was called twice at night")
    desk.get_by_label("One thing you ask of the sponsor").fill("An hour with the plants")
    press(desk, re.compile("^Save and open for comments"))
    expect(desk.get_by_text("Open for comments.").first).to_be_visible()
    desk.get_by_text("Tell the sponsors something").click()
    desk.get_by_label("For the sponsors alone").fill(APART)
    press(desk, "Tell the sponsors alone")
    expect(desk.get_by_text("Told to the sponsors and to nobody else.")).to_be_visible()

    phone = life.on_phone("Mio", "/today/")
    follow(phone, "Read it")
    phone.get_by_label("What do you say to it?").fill("The night shift is missing")
    press(phone, "Comment")
    expect(phone.locator("#comments .said")).to_contain_text("The night shift is missing")
    life.clock.turn(hours=73)
    follow(life.on_desk("Ana", "/today/"), "Hand it in")
    expect(desk.get_by_text("The night shift is missing")).to_be_visible()
    press(desk, "Hand it in")
    expect(desk.get_by_text("Handed in. Its reader is told.")).to_be_visible()
    follow(life.on_phone("Ben", "/today/"), "Read and answer")
    phone.get_by_label("Your answer").fill("You get the hour in May")
    press(phone, "Answer")
    expect(phone.get_by_text("Answered. Those who wrote it are told.")).to_be_visible()
    life.news("Ana", "Ben Okafor answered the review for renewal")


def keep_apart(life: Life) -> None:
    """Whoever is not a sponsor reads nothing of what was said apart, wherever they look."""
    address = Review.objects.get().get_absolute_url()
    for name in ("Cleo", "Mio", "Sten"):
        for place in ("license/", "history/", "/news/", address):
            page = life.on_desk(name, place)
            assert APART not in page.content(), f"{name}, {place}"
        reads = expect(page.get_by_text("You get the hour in May"))
        reads.to_have_count(0 if name == "Sten" else 1)
        answer = page.goto(f"{life.community.get_absolute_url()}license/renewal/")
        assert answer is not None
        assert answer.status == 404


def renew_with_a_condition(life: Life) -> None:
    """Ben reads one page on his phone and decides; Dana wanted to at the same time."""
    life.portfolio("review due", "granted")
    phone, desk = life.on_phone("Ben", "/today/"), life.on_desk("Dana", "license/renewal/")
    follow(phone, "Read and decide")
    for read in (APART, "An hour with the plants"):
        expect(phone.get_by_text(read)).to_be_visible()
    life.look("Recommended: Renew with conditions")
    phone.get_by_role("radio", name="Renew with conditions").check()
    conditions = phone.get_by_role("group", name="Conditions")
    conditions.get_by_label("Condition").first.fill(CONDITION)
    conditions.get_by_label("By").first.fill("2027-07-01")
    phone.get_by_label("Why").fill("It holds, and half of them are new")
    press(phone, "Decide")
    expect(phone.get_by_text("Decided. Everybody in the community is told.")).to_be_visible()

    desk.get_by_role("radio", name=RENEW).check()
    press(desk, "Decide")
    expect(desk.get_by_role("heading", name="Somebody else was first")).to_be_visible()
    expect(desk.get_by_text("Ben Okafor was first, on 14 April 2027")).to_be_visible()
    expect(desk.get_by_text("It holds, and half of them are new")).to_be_visible()
    life.news("Mio", f"license of {NAME}: renewed with conditions until 15 May 2028.")
    life.portfolio("with conditions", "renewed with conditions")


def meet_the_condition(life: Life) -> None:
    """Ana is reminded of it in time; Ben has seen that it is met."""
    life.clock.turn(days=70)
    follow(life.on_desk("Ana", "/today/"), "See who closes it")
    expect(life.desk.get_by_text("tell one of those who close it: Ben")).to_be_visible()
    expect(life.desk.get_by_text("Light report", exact=True)).to_have_count(0)
    phone = life.on_phone("Ben")
    phone.get_by_text("Close it").click()
    phone.get_by_label("How it was met, or why it is waived").fill("They weighed on Monday.")
    press(phone, "It is met")
    expect(phone.get_by_text("The condition is met.")).to_be_visible()
    life.news("Ana", "is active again: every condition is closed.")
    life.portfolio("in force", "renewed with conditions")


def renew(life: Life) -> None:
    """A year later nothing is asked for any more."""
    life.clock.turn(days=300)
    phone = life.on_phone("Dana", "/today/")
    follow(phone, "Read and decide")
    phone.get_by_role("radio", name=RENEW).check()
    press(phone, "Decide")
    expect(phone.get_by_text("licensed until 15 May 2029").first).to_be_visible()
    life.news("Mio", f"Dana Weiss decided on the license of {NAME}: renewed until 15 May 2029.")
    life.portfolio("in force", "renewed")


def announce_the_end(life: Life) -> None:
    """The pumps are mended. Ana says so, and what is left finds an heir."""
    life.clock.turn(days=100)
    soon = life.clock.today + timedelta(days=30)
    heir = leave_something(life)
    phone = life.on_phone("Ana")
    follow(phone, "Bring it to a good end")
    life.look("A good end")
    phone.get_by_label("Why").fill(REASON)
    phone.get_by_label("The last day").fill(str(soon))
    press(phone, "Announce it")
    phone.get_by_label("Find a community").fill(heir.name)
    press(phone, "Find")
    press(phone, named("It takes over", heir.name))
    expect(phone.get_by_label("Heir").first).to_be_visible()
    life.look("Heirs")
    press(phone, named("Hand it over", "lessons"))
    expect(phone.get_by_text(f"1 went to {heir.name}.")).to_be_visible()
    rhythm = phone.locator("#series")
    rhythm.get_by_text("Nobody needs it: retire it").click()
    rhythm.get_by_label("A word why").fill("No pumps, no round")
    press(rhythm, named("Retire it", "rhythms"))
    expect(phone.get_by_text("Everything it had has an heir or is retired.").first).to_be_visible()
    life.news("Mio", REASON)


def thank_and_close(life: Life) -> None:
    """People are thanked, what changed is written, and Dana closes what Ana may not."""
    phone = life.on_phone("Ana", "ending/")
    life.look("Thanks")
    phone.get_by_label("In your own words").fill("You slept less so that others sleep.")
    press(phone, "Keep and go on")
    life.look("What changed")
    phone.get_by_label("What changed").fill("Somebody answers at night.")
    press(phone, "Keep and go on")
    life.look("Close")
    press(phone, "Ask them to close it")
    expect(phone.get_by_text("They are told.")).to_be_visible()
    life.portfolio("in force", "renewed")
    life.news("Cleo", "thanks you by name")

    life.clock.turn(days=30)
    phone = life.on_phone("Dana", "/news/")
    press(phone, f"{NAME} is ready to be closed: it is yours to do.")
    press(phone, "Close it for good")
    expect(phone.get_by_text("It has closed. This page stays.")).to_be_visible()
    life.news("Mio", f"Dana Weiss decided on the license of {NAME}: to be retired.")
    life.portfolio("retired", "to be retired", "?state=retired")


def read_what_it_leaves(life: Life) -> None:
    """Sten never was in it; he comes from the page of the closed community."""
    phone = life.on_phone("Sten", "")
    follow(phone, "what it leaves")
    life.look("What it leaves")
    for words in (REASON, "Somebody answers at night.", LESSON, "You slept less", "Cleo Ferrari"):
        expect(phone.get_by_text(words).first).to_be_visible()
    for words in (APART, CONDITION, "Mio Tanaka"):
        assert words not in phone.content()
    follow(phone, "Full license")
    expect(phone.get_by_text("retired").first).to_be_visible()
    follow(life.on_phone("Cleo", "legacy/"), "Change that")
    life.look("You are thanked by name")


@without_javascript
def test_community_lives_from_a_trial_to_the_page_it_leaves(life: Life):
    try_it_once(life)
    life.clock.turn(days=75)
    grow(life)
    get_a_full_license(life)
    report(life)
    keep_apart(life)
    renew_with_a_condition(life)
    meet_the_condition(life)
    renew(life)
    announce_the_end(life)
    thank_and_close(life)
    read_what_it_leaves(life)

    licenses = License.objects.order_by("number").values_list("kind", "state", "ended_on")
    assert list(licenses) == [
        ("trial", "replaced", date(2026, 5, 16)),
        ("full", "retired", life.clock.today),
    ]
    kinds = Decision.objects.order_by("pk").values_list("kind", "by__name")
    assert list(kinds) == [
        ("grant", "Ben Okafor"),
        ("grant", "Ben Okafor"),
        ("renew_with_conditions", "Ben Okafor"),
        ("renew", "Dana Weiss"),
        ("retire", "Dana Weiss"),
    ]
