"""A report goes its whole way and is decided on: on a phone, by keyboard, printed, read by all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.licenses.drafting import draft_review
from mandorla.licenses.evidence import gather
from mandorla.licenses.models import License, PrivateRemark, Review, ReviewComment
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, LONG_WORDS, Crowd, look_at
from tests.e2e.keyboard import press_on, tab_to, write_into
from tests.licenses.granting import granted

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def licensed(people: Crowd) -> License:
    """A full license whose review is due."""
    begun = NOW - timedelta(days=340)
    return granted(people.full, by=people.ana, sponsor=people.ben, at=begun)


def drafted(people: Crowd, license: License, kind: str = "renewal", days: int = 20) -> Review:
    due_on = (NOW + timedelta(days=days)).date()
    return draft_review(license, kind=kind, due_on=due_on, by=people.ana, at=NOW)


def written(people: Crowd, license: License, **facts: Any) -> Review:
    """A report with long words in every place."""
    review = drafted(people, license, **facts)
    review.name_reader(reader=people.karin, by=people.ana, at=NOW)
    story = {"title": LONG_LINE[:150], "text": LONG_WORDS[:2000], "address": "/communities/"}
    answers = {one["name"]: LONG_WORDS for one in review.answers}
    review.write(
        numbers=["people"], stories=[story], ask=LONG_LINE, answers=answers, edits=review.edits
    )
    return review


def opened(people: Crowd, license: License, **facts: Any) -> Review:
    review = written(people, license, **facts)
    evidence = gather(people.full, at=NOW).plain()
    review.open(evidence=evidence, hours=72, by=people.ana, at=NOW - timedelta(hours=80))
    ReviewComment.say(review=review, text=LONG_WORDS, by=people.priya, at=NOW)
    return review


def handed_in(people: Crowd, license: License) -> Review:
    review = opened(people, license)
    PrivateRemark.tell(review=review, text=LONG_WORDS, by=people.ana, at=NOW)
    review.submit(evidence=review.evidence, by=people.ana, at=NOW)
    return review


def license_of(people: Crowd) -> str:
    return f"{people.full.get_absolute_url()}license/"


@on_a_phone
@without_javascript
def test_report_is_written_commented_read_and_decided_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    licensed(people)
    signed_in(page, people.ana).goto(f"{license_of(people)}reviews/")
    page.get_by_role("radio", name="For renewal").check()
    page.get_by_role("button", name="Draft it from what is known").click()
    page.get_by_label("What are you proud of?").fill("Prices are entered once")
    page.get_by_label("One thing you ask of the sponsor").fill("An hour with the board")
    page.get_by_role("button", name="Save and open for comments").click()
    expect(
        page.get_by_text("Open for comments. Everybody in the community is told.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Hand it in")).to_have_count(0)
    review = Review.objects.get()

    signed_in(page, people.priya).goto(review.get_absolute_url())
    page.get_by_label("What do you say to it?").fill("The units are missing")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_text("The units are missing")).to_be_visible()

    Review.objects.update(comments_until_at=timezone.now() - timedelta(minutes=1))
    signed_in(page, people.ana).goto(review.get_absolute_url())
    page.get_by_label("Who reads and answers it?").fill("Karin Lindqvist")
    page.get_by_role("button", name="Name them").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Handed in. Its reader is told.")).to_be_visible()

    signed_in(page, people.karin).goto("/today/")
    page.get_by_role("link", name="Read and answer").click()
    page.get_by_label("Your answer").fill("I speak to the board")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Answered. Those who wrote it are told.")).to_be_visible()

    signed_in(page, people.ben).goto("/today/")
    page.get_by_role("link", name="Read and decide").click()
    expect(page.get_by_text("An hour with the board")).to_be_visible()
    page.get_by_role("radio", name="Renew with conditions").check()
    page.locator("[name=condition_1]").fill("Both sides weigh again")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Say by when it is to be met.").first).to_be_visible()
    page.locator("[name=condition_1_on]").fill(f"{NOW + timedelta(days=90):%Y-%m-%d}")
    page.get_by_role("button", name="Decide").click()

    expect(page.get_by_text("Decided. Everybody in the community is told.")).to_be_visible()
    expect(page.get_by_text("Both sides weigh again").first).to_be_visible()
    review.refresh_from_db()
    assert (review.state, License.objects.get().state) == ("decided", "conditional")


def test_sponsor_decides_by_keyboard_and_the_second_reads_who_was_first(
    page: Page, signed_in: SignIn, people: Crowd
):
    handed_in(people, licensed(people))
    signed_in(page, people.ben).goto(f"{license_of(people)}renewal/")
    marks = page.locator('input[name="marks"]').get_attribute("value")
    seen = page.locator('input[name="seen"]').get_attribute("value")
    tab_to(page, "Renew")
    page.keyboard.press("Space")
    write_into(page, "Why", "It works")
    press_on(page, "Decide")
    expect(page.get_by_text("Decided. Everybody in the community is told.")).to_be_visible()

    signed_in(page, people.karin).goto(f"{license_of(people)}renewal/")
    page.locator('input[name="marks"]').evaluate("(field, value) => field.value = value", marks)
    page.locator('input[name="seen"]').evaluate("(field, value) => field.value = value", seen)
    page.get_by_role("radio", name="Pause").check()
    page.get_by_label("Why").fill("A gap")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="Somebody else was first")).to_be_visible()
    expect(page.get_by_text("It works")).to_be_visible()


def test_page_of_a_sponsor_prints_on_two_sheets(page: Page, signed_in: SignIn, people: Crowd):
    review = handed_in(people, licensed(people))
    stories = [{"title": LONG_LINE[:150], "text": LONG_LINE, "address": ""} for _number in range(2)]
    Review.objects.filter(pk=review.pk).update(stories=stories)
    signed_in(page, people.ben).goto(f"{license_of(people)}renewal/")
    printed = page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_pages_of_reports_pass_axe_and_fit_the_screen(
    page: Page, signed_in: SignIn, people: Crowd, axe: Axe
):
    license = licensed(people)
    draft = drafted(people, license, kind="light", days=3)
    comments = opened(people, license, kind="quarterly", days=5)
    review = handed_in(people, license)
    signed_in(page, people.ana)
    look_at(
        page,
        axe,
        f"{license_of(people)}reviews/",
        draft.get_absolute_url(),
        comments.get_absolute_url(),
    )
    signed_in(page, people.karin)
    look_at(
        page,
        axe,
        review.get_absolute_url(),
        f"{license_of(people)}renewal/",
        "/licenses/calendar/",
    )
