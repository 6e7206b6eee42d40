"""The secret address of a calendar: asked, renewed, taken away; and the page that makes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from mandorla.gatherings.feeds import calendars_of
from mandorla.gatherings.models import CalendarFeed, Gathering
from tests import make
from tests.gatherings.calendars import rhythm

pytestmark = pytest.mark.django_db
AT = make.AT  # Monday, 2 March 2026, 09:00 UTC
SITE = "https://mandorla.example"


def test_address_needs_no_sign_in_and_may_be_asked_again_and_again(client: Client):
    ana = make.person("Ana")
    rhythm(make.community("Atlas", members=(ana,)))
    feed = CalendarFeed.make(person=ana, community=None, at=AT)

    answer = client.get(feed.get_absolute_url())

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer
    again = client.get(feed.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    head = client.head(feed.get_absolute_url())
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert client.post(feed.get_absolute_url()).status_code == 405


def test_answer_is_new_when_something_changed(client: Client):
    ana = make.person("Ana")
    series = rhythm(make.community("Atlas", members=(ana,)))
    feed = CalendarFeed.make(person=ana, community=None, at=AT)
    before = client.get(feed.get_absolute_url())
    day = timezone.now().date() + timedelta(days=7)
    monday = day - timedelta(days=day.weekday())

    Gathering.touch(series=series, planned_on=monday, at=AT).cancel(because="", by=ana, at=AT)

    since = before["Last-Modified"]
    by_tag = client.get(feed.get_absolute_url(), headers={"If-None-Match": before["ETag"]})
    by_date = client.get(feed.get_absolute_url(), headers={"If-Modified-Since": since})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)


def test_old_address_is_gone_when_it_is_renewed_or_taken_away(client: Client):
    ana = make.person("Ana")
    feed = CalendarFeed.make(person=ana, community=None, at=AT)
    old = feed.get_absolute_url()
    client.force_login(ana)

    client.post(f"/account/calendar/{feed.pk}/renewal/")
    feed.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(feed.get_absolute_url()).status_code == 200

    client.post(f"/account/calendar/{feed.pk}/revocation/")
    assert client.get(feed.get_absolute_url()).status_code == 404


def test_address_is_empty_when_an_account_has_ended(client: Client):
    ana = make.person("Ana")
    feed = CalendarFeed.make(person=ana, community=None, at=AT)
    ana.is_active = False
    ana.save()

    assert client.get(feed.get_absolute_url()).status_code == 404


def test_address_of_somebody_else_cannot_be_seen_renewed_or_taken_away(client: Client):
    feed = CalendarFeed.make(person=make.person("Ana"), community=None, at=AT)
    client.force_login(make.program_manager())

    assert feed.key not in client.get("/account/calendar/").content.decode()
    assert client.post(f"/account/calendar/{feed.pk}/renewal/").status_code == 404
    assert client.post(f"/account/calendar/{feed.pk}/revocation/").status_code == 404


def test_keys_are_long_and_all_different():
    ana = make.person("Ana")
    keys = {CalendarFeed.make(person=ana, community=make.community(), at=AT).key for _n in range(5)}

    assert (len(keys), {len(key) for key in keys}) == (5, {43})


@pytest.mark.parametrize("communities", [1, 3])
def test_my_calendar_costs_the_same_queries_when_there_are_more_communities(
    communities, django_assert_num_queries
):
    ana = make.person("Ana")
    for number in range(communities):
        community = make.community(f"Community {number}", members=(ana,))
        CalendarFeed.make(person=ana, community=community, at=AT)

    with django_assert_num_queries(3):
        assert len(calendars_of(ana, site=SITE)) == communities + 1


def test_page_makes_an_address_and_says_how_to_use_it(client: Client):
    ana = make.person("Ana")
    atlas = make.community("Atlas", members=(ana,))
    client.force_login(ana)

    client.post("/account/calendar/feed/")
    client.post(f"/account/calendar/feed/{atlas.slug}/")

    page = client.get("/account/calendar/").content.decode()
    for feed in CalendarFeed.objects.visible_to(ana):
        assert f'href="webcal://testserver/calendar/{feed.key}.ics"' in page
        assert f'value="http://testserver/calendar/{feed.key}.ics"' in page


def test_gathering_is_a_file_when_somebody_asks_for_it(client: Client):
    ana = make.person("Ana")
    atlas = make.community("Atlas")
    series = rhythm(atlas)
    moved = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)
    moved.reschedule(starts_at=datetime(2026, 3, 10, 14, tzinfo=UTC), by=ana, at=AT)
    client.force_login(ana)

    answer = client.get(
        f"/communities/{atlas.slug}/gatherings/{series.pk}/2026-03-09/invitation.ics"
    )

    (event,) = Calendar.from_ical(answer.content).events
    assert answer["Content-Disposition"] == 'attachment; filename="atlas-2026-03-09.ics"'
    assert event.start == datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert (event["UID"], event["SEQUENCE"], "RRULE" in event) == (
        f"series-{series.pk}@mandorla",
        1,
        False,
    )
    assert event.decoded("RECURRENCE-ID") == datetime(2026, 3, 9, 9, tzinfo=UTC)
    nothing = f"/communities/{atlas.slug}/gatherings/{series.pk}/2026-03-10/invitation.ics"
    assert client.get(nothing).status_code == 404
