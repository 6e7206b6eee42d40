"""My calendar and reading one in, as a person and a screen reader meet them."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from django.utils import timezone
from icalendar import Calendar

from mandorla.communities.models import Community
from mandorla.gatherings.models import CalendarFeed, Series
from mandorla.people.models import Person
from tests import make
from tests.e2e.browser import in_both_schemes, on_phone_and_desk, runs_over, without_javascript

TEAM = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:coffee@x
SUMMARY:Front line coffee with a rather long name for a narrow screen
DTSTART;TZID=W. Europe Standard Time:{year}0105T090000
DTEND;TZID=W. Europe Standard Time:{year}0105T094500
RRULE:FREQ=MONTHLY;BYMONTHDAY=5
LOCATION:https://meet.example/a-very-long-address-that-does-not-break-at-all-anywhere
END:VEVENT
BEGIN:VEVENT
UID:plants@x
SUMMARY:Water the plants
DTSTART:{year}0105T090000Z
RRULE:FREQ=HOURLY
END:VEVENT
END:VCALENDAR
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana: Person) -> Community:
    community = make.community("Atlas Change Champions", leader=ana)
    make.series(community)
    return community


@pytest.fixture
def team() -> dict[str, object]:
    """A calendar of the coming year, as a browser sends it."""
    text = TEAM.format(year=timezone.now().year + 1)
    return {"name": "team.ics", "mimeType": "text/calendar", "buffer": text.encode()}


@in_both_schemes
@on_phone_and_desk
def test_calendar_pages_are_readable_for_everybody_and_fit(page, signed_in, axe, ana, atlas, team):
    CalendarFeed.make(person=ana, community=None, at=make.AT)
    signed_in(page, ana)
    over = []
    page.goto("/account/calendar/")
    axe(page)
    over.append(runs_over(page))
    page.goto(f"/communities/{atlas.slug}/gatherings/calendar/")
    axe(page)
    over.append(runs_over(page))
    page.get_by_label("Calendar file").set_input_files(team)
    page.get_by_role("button", name="See what it holds").click()
    page.get_by_text("Nothing is made yet.").wait_for()
    axe(page)
    over.append(runs_over(page))

    assert over == [0, 0, 0]


@without_javascript
def test_calendar_is_subscribed_renewed_and_taken_away_without_scripts(page, signed_in, ana, atlas):
    signed_in(page, ana).goto(f"/communities/{atlas.slug}/gatherings/")
    page.get_by_role("link", name="Put it into my calendar").click()
    page.get_by_role("button", name="Make the address of my calendar").click()
    first = page.get_by_label("Its address").input_value()
    with urlopen(first) as answer:
        assert len(Calendar.from_ical(answer.read()).events) == 1
    opens = page.get_by_role("link", name="Open in my calendar").get_attribute("href")
    assert opens == first.replace("http://", "webcal://")

    page.get_by_role("button", name="Give it a new address").click()
    page.get_by_text("The old address is gone.").wait_for()
    assert page.get_by_label("Its address").input_value() != first
    page.get_by_role("button", name="Take the address away").click()
    page.get_by_text("Nothing is at that address any more.").wait_for()
    assert not CalendarFeed.objects.exists()


@without_javascript
def test_calendar_is_read_in_without_scripts(page, signed_in, ana, atlas, team):
    signed_in(page, ana).goto(f"/communities/{atlas.slug}/gatherings/")
    page.get_by_role("link", name="Read a calendar in").click()
    page.get_by_label("Calendar file").set_input_files(team)
    page.get_by_role("button", name="See what it holds").click()
    page.get_by_text("it repeats more than once a day").wait_for()
    page.get_by_role("button", name="Take in what is chosen").click()
    page.get_by_text("1 series is taken in.").wait_for()

    assert Series.objects.get(uid="coffee@x").timezone == "Europe/Berlin"


def test_address_is_copied_by_one_click(page, signed_in, ana):
    feed = CalendarFeed.make(person=ana, community=None, at=make.AT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    signed_in(page, ana).goto("/account/calendar/")

    page.get_by_role("button", name="Copy the address").click()
    page.get_by_role("button", name="Copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").endswith(feed.get_absolute_url())
