"""What stories share: two browsers, a clock, a rhythm that meets now, and how people click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from mandorla.communities.models import Community
from mandorla.gatherings.models import Series
from mandorla.people.models import Person
from tests import make
from tests.e2e.browser import SignIn

SOON = timedelta(minutes=20)  # within the hour before it begins, in which people come
WEEK = timedelta(days=7)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PATIENCE_MS = 30_000  # for what another browser has to bring about


class Clock:
    """What time it is where a story takes months: it stands until the story turns it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Stand in for `timezone.now`, which is read by the server, too."""
        return self.now

    def turn(self, **by: float) -> None:
        """So much later: `days=90`."""
        self.now += timedelta(**by)

    @property
    def today(self) -> date:
        """The day."""
        return self.now.date()


@dataclass
class Told:
    """Who tells a story of a community, and in which browsers: one on a desk, one on a phone.

    Attributes:
        desk: The browser of whoever leads.
        phone: The browser of whoever else it is about.
    """

    desk: Page
    phone: Page
    signed_in: SignIn
    community: Community

    def at(self, page: Page, person: Person, where: str = "") -> Page:
        """The browser is this person's, at a page of the community or at any other."""
        path = where if where.startswith("/") else f"{self.community.get_absolute_url()}{where}"
        self.signed_in(page, person).goto(path)
        return page


@dataclass
class Story(Told):
    """One of a community that meets in a few minutes.

    Attributes:
        series: When they meet.
    """

    series: Series

    @property
    def today(self) -> date:
        """The day of the gathering that begins in a few minutes."""
        assert self.series.starts_on is not None
        return self.series.starts_on + 4 * WEEK

    def gathering(self, page: Page, day: date) -> None:
        """From any page of the community to the gathering of a day, by the tab."""
        tab(page, "Gatherings")
        page.locator(f".gatherings a[href*='/{day:%Y-%m-%d}/']").first.click()
        expect(page.get_by_role("heading", level=2).first).to_contain_text(f"{day.day} {day:%B %Y}")


def meets_now(community: Community, *, rule: str = "FREQ=WEEKLY", **facts: object) -> Series:
    """A rhythm since four weeks ago that meets today, in a few minutes."""
    begins = (timezone.now() + SOON).replace(second=0, microsecond=0)
    told = {
        "rule": f"{rule};BYDAY={WEEKDAYS[begins.weekday()]}",
        "timezone": "UTC",
        "starts_on": begins.date() - 4 * WEEK,
        "starts_time": begins.time(),
        **facts,
    }
    return make.series(community, **told)


def tab(page: Page, name: str) -> None:
    """To another tab of the community."""
    page.get_by_role("navigation", name=re.compile(".")).get_by_role(
        "link", name=name, exact=True
    ).first.click()
    expect(page.locator("nav.tabs [aria-current]")).to_have_text(name)


def press(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Press the first button that is called so."""
    page.get_by_role("button", name=name).first.click()


def follow(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Follow the first link that is called so."""
    page.get_by_role("link", name=name).first.click()


def catch(page: Page, kind: str, text: str, *, who: str = "", where: str = "") -> None:
    """One line of what came of it, in the room; it is there once it stands in the list."""
    page.get_by_role("radio", name=kind, exact=True).check()
    if who:
        page.get_by_label("Who", exact=True).select_option(label=who)
    if where:
        asked = "Heard in" if kind == "Insight" else "Where"
        page.get_by_label(asked, exact=True).select_option(label=where)
    page.get_by_label("In a line").fill(text)
    page.get_by_label("In a line").press("Enter")
    expect(page.locator(".caught li", has_text=text)).to_be_visible(timeout=PATIENCE_MS)


def gather(page: Page, *texts: str, statement: str) -> None:
    """On the board these issues are one problem."""
    tab(page, "Work")
    for text in texts:
        page.get_by_label(f"Choose “{text}”", exact=True).check()
    press(page, "See the ticked ones as one problem")
    page.get_by_label("What is the problem behind them?").fill(statement)
    press(page, "They are one problem")
    expect(page.get_by_role("heading", name=statement)).to_be_visible()


def propose(page: Page, proposal: str, *, may_not_bypass: str = "") -> None:
    """From the page of a problem to what could be done about it."""
    follow(page, "Propose a solution")
    page.get_by_label("What could we do?").fill(proposal)
    page.get_by_label("What may it never bypass?").fill(may_not_bypass)
    press(page, "Propose it")
    follow(page, proposal)
    expect(page.get_by_role("heading", name=proposal)).to_be_visible()


def accept(page: Page) -> None:
    """The solution of this page is what they do."""
    page.get_by_role("radio", name=re.compile("^Accept it")).check()
    press(page, "Note the decision")
    expect(page.get_by_text("It is accepted now.")).to_be_visible()
