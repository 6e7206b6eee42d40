"""What somebody brought is looked at, ticked, shared and taken along in a browser."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.reports.models import Choice, Share
from mandorla.work.models import Answer, Ask, Insight
from tests import make
from tests.e2e.browser import (
    Axe,
    SignIn,
    in_both_schemes,
    on_a_phone,
    on_phone_and_desk,
    runs_over,
    without_javascript,
)
from tests.e2e.crowd import LONG_LINE, Crowd
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/me/brought/"


def bring(people: Crowd) -> None:
    """Priya brought this and that, in long words."""
    for number in range(14):
        make.issue(people.full, f"{number}. {LONG_LINE[:180]}", by=people.priya)
    told = story(people.full, people.priya, title=LONG_LINE[:120], seen_by="organization")
    claim(told, people.ana).confirm(by=people.priya, at=make.AT)
    Insight.bring(
        community=people.full,
        text=LONG_LINE,
        unit=people.units[0],
        by=people.priya,
        at=make.AT,
    )
    ask = Ask.open(community=people.full, text=LONG_LINE[:190], by=people.ana, at=make.AT)
    Answer.give(ask=ask, text="I do.", by=people.priya, at=make.AT)


@on_a_phone
@without_javascript
def test_lines_are_ticked_and_shared_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    bring(people)
    signed_in(page, people.priya).goto(PAGE)
    page.get_by_role("checkbox", name=re.compile("may go along.*Issues surfaced")).uncheck()
    page.locator('input[type=checkbox][value^="insight-"]').check()
    page.get_by_role("button", name="Keep what goes along").click()
    expect(page.get_by_text("Links that you shared follow at once.")).to_be_visible()
    assert Choice.objects.filter(line="issue", goes=False).exists()
    assert Choice.objects.filter(line__startswith="insight-", goes=True).exists()

    page.get_by_role("link", name="Links", exact=True).click()
    page.get_by_label("For whom").fill("For the talk about next year")
    page.get_by_text("a week").click()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator(".secret code").inner_text()

    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("brought")
    expect(page.get_by_text("Issues surfaced")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert runs_over(page) == 0

    page.goto(f"{PAGE}links/")
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("works no more", exact=True)).to_be_visible()


@in_both_schemes
@on_phone_and_desk
def test_pages_are_readable_by_all(page: Page, signed_in: SignIn, axe: Axe, people: Crowd):
    bring(people)
    _share, secret = Share.make(name=LONG_LINE[:80], days=7, by=people.priya, at=timezone.now())
    signed_in(page, people.priya)
    parts = [PAGE, f"{PAGE}taking/", f"{PAGE}links/", f"/shared/{secret}/", "/issuer/"]
    for address in parts:
        page.goto(address)
        for more in page.locator("details.more > summary").all():
            more.click()
        axe(page)
        assert runs_over(page) == 0, address
    signed_in(page, people.ana).goto(f"{PAGE}helpers/")
    axe(page)
    assert runs_over(page) == 0


def test_paper_is_taken_by_one_click(page: Page, signed_in: SignIn, people: Crowd):
    bring(people)
    signed_in(page, people.priya).goto(f"{PAGE}taking/")

    with page.expect_download() as download:
        page.get_by_role("button", name="Take the paper (PDF)").click()

    assert download.value.suggested_filename == "what-i-brought.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
