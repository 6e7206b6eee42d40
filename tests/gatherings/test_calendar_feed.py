"""Calendars at secret addresses: what they tell, to whom, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from django.test import Client
from icalendar import Calendar

from mandorla.communities.models import Community, Membership
from mandorla.gatherings.feeds import calendar_of
from mandorla.gatherings.models import CalendarFeed, Gathering
from tests import make
from tests.gatherings.calendars import rhythm

pytestmark = pytest.mark.django_db
AT = make.AT  # Monday, 2 March 2026, 09:00 UTC
SITE = "https://mandorla.example"


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


def closed(*, on: date) -> Community:
    """A community that met on Mondays until it closed."""
    atlas = make.community("Atlas", leader=make.person("Ana"))
    series = rhythm(atlas)
    Gathering.touch(series=series, planned_on=date(2026, 3, 16), at=AT)
    atlas.close(reason="done", by=None, at=AT, on=on)
    return atlas


def test_coming_gatherings_are_off_in_the_feed_when_a_community_closes():
    atlas = closed(on=date(2026, 3, 12))

    assert told(fed(make.person(), atlas), days=30) == [
        "03-02 09:00 Atlas: Monday round",
        "03-09 09:00 Atlas: Monday round",
        "03-16 09:00 Atlas: Monday round off",
        "03-23 09:00 Atlas: Monday round off",
        "03-30 08:00 Atlas: Monday round off",
    ]
    assert len(told(fed(make.person(), atlas), days=400)) == 2 + 12


def test_feed_counts_the_closing_so_that_programs_take_it():
    (event,) = [
        event
        for event in Calendar.from_ical(fed(make.person(), closed(on=AT.date()))).events
        if event.get("RECURRENCE-ID") and event.start.day == 23
    ]

    assert (event["STATUS"], event.sequence) == ("CANCELLED", 1)


def test_feed_keeps_its_bytes_after_a_community_has_closed():
    atlas = closed(on=date(2026, 3, 12))

    assert fed(make.person(), atlas, at=AT + timedelta(days=20)) == fed(make.person(), atlas)


def test_rhythm_that_had_ended_shows_nothing_as_off_when_its_community_closes():
    atlas = make.community("Atlas")
    rhythm(atlas).end(on=date(2026, 3, 2), by=None, at=AT)
    atlas.close(reason="done", by=None, at=AT, on=date(2026, 3, 12))

    assert told(fed(make.person(), atlas)) == ["03-02 09:00 Atlas: Monday round"]


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
