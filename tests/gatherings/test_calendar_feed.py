"""Calendars at secret addresses: what they tell, to whom, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from mandorla.communities.models import Community, Membership
from mandorla.gatherings.feeds import calendar_of, calendars_of
from mandorla.gatherings.models import CalendarFeed, Gathering, Series
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT  # Monday, 2 March 2026, 09:00 UTC
SITE = "https://mandorla.example"


def rhythm(community: Community, name: str = "Monday round", **facts) -> Series:
    return Series.begin(
        **{
            "community": community,
            "name": name,
            "rule": "FREQ=WEEKLY;BYDAY=MO",
            "timezone": "Europe/Lisbon",
            "starts_on": date(2026, 3, 2),
            "starts_time": time(9),
            "minutes": 45,
            "place": "Room 3",
            "by": None,
            "at": AT,
            **facts,
        }
    )


def told(data: bytes, *, days: int = 40, since: datetime = AT) -> list[str]:
    """What another program shows: moments in UTC, names, and what is off."""
    expanded = recurring_ical_events.of(Calendar.from_ical(data))
    return sorted(
        f"{event.start.astimezone(UTC):%m-%d %H:%M} {event['SUMMARY']}"
        + (" off" if event["STATUS"] == "CANCELLED" else "")
        for event in expanded.between(since, since + timedelta(days=days))
    )


def fed(person, community=None, *, at=AT) -> bytes:
    made = CalendarFeed.make(person=person, community=community, at=AT)
    return calendar_of(made, at=at, site=SITE).data


def test_feed_holds_all_communities_of_a_person_when_it_names_none():
    ana = make.person("Ana")
    rhythm(make.community("Atlas", members=(ana,)))
    rhythm(make.community("Borea", members=(ana,)), name="Borea lunch", starts_time=time(12))
    rhythm(make.community("Elsewhere"))

    assert told(fed(ana), days=7) == [
        "03-02 09:00 Atlas: Monday round",
        "03-02 12:00 Borea lunch",
    ]


def test_feed_holds_one_community_when_it_is_of_one():
    ana = make.person("Ana")
    rhythm(make.community("Atlas", members=(ana,)))
    borea = make.community("Borea")
    rhythm(borea)

    assert told(fed(ana, borea), days=7) == ["03-02 09:00 Borea: Monday round"]


def test_feed_follows_what_was_moved_and_cancelled_over_a_change_of_the_clock():
    ana = make.person("Ana")
    series = rhythm(make.community("Atlas", members=(ana,)))
    moved = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)
    moved.reschedule(starts_at=datetime(2026, 3, 10, 14, 30, tzinfo=UTC), by=ana, at=AT)
    off = Gathering.touch(series=series, planned_on=date(2026, 3, 30), at=AT)
    off.cancel(because="Ben is ill", by=ana, at=AT)
    Gathering.touch(series=series, planned_on=date(2026, 3, 16), at=AT)

    data = fed(ana)

    assert told(data) == [
        "03-02 09:00 Atlas: Monday round",
        "03-10 14:30 Atlas: Monday round",
        "03-16 09:00 Atlas: Monday round",
        "03-23 09:00 Atlas: Monday round",
        "03-30 08:00 Atlas: Monday round off",
        "04-06 08:00 Atlas: Monday round",
    ]
    overrides = [e for e in Calendar.from_ical(data).events if "RECURRENCE-ID" in e]
    assert [event.sequence for event in overrides] == [1, 1]


def test_feed_keeps_what_a_rhythm_was_when_it_changes_from_a_day_on():
    ana = make.person("Ana")
    series = rhythm(make.community("Atlas", members=(ana,)))
    series.change(
        from_on=date(2026, 3, 16),
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        starts_time=time(10),
        by=ana,
        at=AT,
    )

    data = fed(ana)

    assert told(data) == [
        "03-02 09:00 Atlas: Monday round",
        "03-09 09:00 Atlas: Monday round",
        "03-17 10:00 Atlas: Monday round",
        "03-31 09:00 Atlas: Monday round",
    ]
    assert sorted(event.uid for event in Calendar.from_ical(data).events) == [
        f"series-{series.pk}-until-2026-03-15@mandorla",
        f"series-{series.pk}@mandorla",
    ]


def test_feed_begins_ninety_days_back_when_a_rhythm_is_old():
    ana = make.person("Ana")
    series = rhythm(make.community("Atlas", members=(ana,)), starts_on=date(2019, 1, 7))
    old = Gathering.touch(series=series, planned_on=date(2025, 10, 6), at=AT)
    old.cancel(because="", by=ana, at=AT)

    (event,) = Calendar.from_ical(fed(ana)).events

    assert event.start == datetime(2025, 12, 1, 9, tzinfo=UTC)


def test_feed_ends_when_the_series_or_its_count_does():
    ana = make.person("Ana")
    community = make.community("Atlas", members=(ana,))
    rhythm(community).end(on=date(2026, 3, 10), by=ana, at=AT)
    rhythm(community, "Course", rule="FREQ=DAILY;COUNT=3", starts_time=time(15))

    data = fed(ana)

    assert told(data) == [
        "03-02 09:00 Atlas: Monday round",
        "03-02 15:00 Atlas: Course",
        "03-03 15:00 Atlas: Course",
        "03-04 15:00 Atlas: Course",
        "03-09 09:00 Atlas: Monday round",
    ]
    assert b"COUNT" not in data


def test_feed_has_days_when_a_series_has_no_time_of_day():
    ana = make.person("Ana")
    rhythm(make.community("Atlas", members=(ana,)), starts_time=None)

    assert b"DTSTART;VALUE=DATE:20260302" in fed(ana)


def test_community_is_out_of_the_feed_when_one_leaves_it():
    ana = make.person("Ana")
    atlas = make.community("Atlas", members=(ana,))
    rhythm(atlas)
    assert len(told(fed(ana), days=7)) == 1

    Membership.objects.get(community=atlas, person=ana).end(by=ana, at=AT)

    assert told(fed(ana), days=7) == []


def test_gatherings_end_in_the_feed_when_a_community_closes():
    ana = make.person("Ana")
    atlas = make.community("Atlas", leader=ana)
    rhythm(atlas)
    atlas.start(by=ana, at=AT)
    atlas.wind_down(reason="done", by=ana, at=AT)
    atlas.close(reason="done", by=ana, at=AT, on=date(2026, 3, 12))

    assert told(fed(ana, atlas)) == [
        "03-02 09:00 Atlas: Monday round",
        "03-09 09:00 Atlas: Monday round",
    ]


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


def test_feed_names_nobody():
    """Not who is in it, who leads a gathering, or why one was cancelled."""
    ana, ben = make.person("Ana Marković"), make.person("Ben Okafor")
    series = rhythm(make.community("Atlas", leader=ana, sponsor=ben))
    series.take_turns(people=[ana, ben], by=ana, at=AT)
    gathering = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)
    gathering.hand_over(to=ben, by=ana, at=AT)
    gathering.cancel(because="Ben is ill", by=ana, at=AT)

    text = fed(ana).decode()

    for word in ("Ana", "Ben", "Okafor", "Markovi", "ill", "@halden", "ATTENDEE", "ORGANIZER"):
        assert word not in text


@pytest.mark.parametrize("communities", [1, 10])
def test_feed_costs_the_same_queries_when_there_are_more_communities(
    communities, client: Client, django_assert_num_queries
):
    ana = make.person("Ana")
    for number in range(communities):
        series = rhythm(make.community(f"Community {number}", members=(ana,)))
        Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)
    feed = CalendarFeed.make(person=ana, community=None, at=AT)
    address = feed.get_absolute_url()
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)


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
