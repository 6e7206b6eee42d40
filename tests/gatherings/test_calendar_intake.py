"""A calendar that exists already, taken into a community."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.gatherings.calendar.intake import take_in
from mandorla.gatherings.calendar.plan import CalendarPlan, read_plan, unpacked
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.occurrences import gatherings_of
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday

ROUND = """
UID:round@outlook
SUMMARY:Monday round
DTSTART;TZID=W. Europe Standard Time:20250106T090000
DTEND;TZID=W. Europe Standard Time:20250106T094500
RRULE:FREQ=WEEKLY;BYDAY=MO
EXDATE;TZID=W. Europe Standard Time:20260323T090000
LOCATION:Room 3
DESCRIPTION:Join at https://meet.example/abc"""
MOVED = """
UID:round@outlook
RECURRENCE-ID;TZID=W. Europe Standard Time:20260316T090000
SUMMARY:Monday round
DTSTART;TZID=W. Europe Standard Time:20260317T140000
DTEND;TZID=W. Europe Standard Time:20260317T150000
LOCATION:Room 9"""
OFF = """
UID:round@outlook
RECURRENCE-ID;TZID=W. Europe Standard Time:20260330T090000
SUMMARY:Monday round
DTSTART;TZID=W. Europe Standard Time:20260330T090000
DTEND;TZID=W. Europe Standard Time:20260330T094500
STATUS:CANCELLED"""
LUNCH = """
UID:lunch@google
SUMMARY:Lunch
DTSTART;TZID=Europe/Lisbon:20260318T120000
DURATION:PT1H
RRULE:FREQ=MONTHLY;BYDAY=3WE;UNTIL=20261231T235959Z"""
RETREAT = "UID:retreat@x\nSUMMARY:Retreat\nDTSTART;VALUE=DATE:20260512\nDTEND;VALUE=DATE:20260513"
OVER = "UID:over@x\nSUMMARY:Founding\nDTSTART:20200302T090000Z\nDURATION:PT1H"


def ics(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{parts}END:VCALENDAR\n".encode()


def planned(data: bytes, community) -> CalendarPlan:
    return read_plan(data, file="team.ics", floating="Europe/Lisbon", community=community, at=AT)


def taken(plan: CalendarPlan, community, only=None) -> list[Series]:
    return take_in(plan, community=community, only=only, by=None, at=AT)


def test_plan_says_in_words_what_a_calendar_brings():
    plan = planned(ics(ROUND, MOVED, OFF, LUNCH, RETREAT, OVER), make.community())

    assert [(one.meeting.summary, one.rhythm) for one in plan.planned] == [
        ("Monday round", "every Monday, 09:00, Europe/Berlin"),
        ("Lunch", "the third Wednesday of each month, until 2026-12-31, 12:00, Europe/Lisbon"),
        ("Retreat", "once, 2026-05-12, Europe/Lisbon"),
    ]
    first = plan.planned[0]
    assert [f"{at:%m-%d %H:%M}" for at in first.next] == [
        "03-09 09:00",
        "03-17 14:00",
        "04-06 09:00",
    ]
    assert [f"{at:%m-%d}" for at in first.cancelled] == ["03-23", "03-30"]
    assert [f"{one.recurs_at:%m-%d}" for one in first.moved] == ["03-16"]
    assert plan.problems == ("team.ics, “Founding” on 2020-03-02: left out, because it is over.",)


def test_series_is_begun_as_its_calendar_says():
    community = make.community()

    (series,) = taken(planned(ics(ROUND, MOVED, OFF), community), community)

    assert (series.rule, series.timezone, series.starts_on, f"{series.starts_time}") == (
        "FREQ=WEEKLY;BYDAY=MO",
        "Europe/Berlin",
        date(2026, 3, 9),
        "09:00:00",
    )
    assert (series.minutes, series.place, series.links, series.uid) == (
        45,
        "Room 3",
        [{"label": "Join", "address": "https://meet.example/abc"}],
        "round@outlook",
    )
    window = {"after": AT, "before": datetime(2026, 4, 8, tzinfo=UTC)}
    found = gatherings_of(Series.objects.filter(pk=series.pk).with_dates(), **window)
    assert [(f"{one.local_start:%m-%d %H:%M}", one.state, one.place) for one in found] == [
        ("03-09 09:00", "planned", "Room 3"),
        ("03-17 14:00", "planned", "Room 9"),
        ("03-23 09:00", "cancelled", "Room 3"),
        ("03-30 09:00", "cancelled", "Room 3"),
        ("04-06 09:00", "planned", "Room 3"),
    ]
    verbs = set(Event.objects.filter(within_id=community.pk).values_list("verb", flat=True))
    assert verbs >= {"series.begun", "gathering.moved", "gathering.cancelled"}


def test_single_meeting_is_a_series_that_takes_place_once():
    community = make.community()

    (series,) = taken(planned(ics(RETREAT), community), community)

    window = {"after": AT, "before": datetime(2027, 1, 1, tzinfo=UTC)}
    found = gatherings_of(Series.objects.filter(pk=series.pk).with_dates(), **window)
    assert [one.planned_on for one in found] == [date(2026, 5, 12)]
    assert series.starts_time is None


def test_dates_beside_a_rule_are_taken_in_as_meetings_of_their_own():
    community = make.community()
    extra = ROUND + "\nRDATE;TZID=W. Europe Standard Time:20260319T110000"

    made = taken(planned(ics(extra), community), community)

    assert [(one.uid, one.starts_on) for one in made] == [
        ("round@outlook", date(2026, 3, 9)),
        ("round@outlook/20260319T100000Z", date(2026, 3, 19)),
    ]


def test_nothing_doubles_when_a_calendar_is_taken_in_again():
    community = make.community()
    data = ics(ROUND, MOVED, OFF, LUNCH)
    taken(planned(data, community), community)

    again = planned(data, community)

    assert ([one.is_known for one in again.planned], again.new) == ([True, True], ())
    assert taken(again, community) == []
    assert Series.objects.filter(community=community).count() == 2
    assert Gathering.objects.count() == 3


def test_what_was_chosen_is_made_and_nothing_else():
    community = make.community()
    plan = planned(ics(ROUND, LUNCH), community)

    assert [one.name for one in taken(plan, community, only=["lunch@google"])] == ["Lunch"]


def test_plan_is_the_same_when_a_page_carried_it():
    community = make.community()
    plan = planned(ics(ROUND, MOVED, OFF, LUNCH, RETREAT), community)

    again = unpacked(plan.packed(), community=community, at=AT)

    assert [(one.facts, one.next, one.cancelled) for one in again.planned] == [
        (one.facts, one.next, one.cancelled) for one in plan.planned
    ]
    with pytest.raises(Refused, match="not what was shown"):
        unpacked(plan.packed()[:-3], community=community, at=AT)


def test_what_a_page_carries_names_nobody():
    community = make.community()
    event = ROUND + "\nORGANIZER;CN=Eve:mailto:eve@x\nATTENDEE;CN=Bob:mailto:bob@x"

    made = taken(planned(ics(event), community), community)

    assert "eve" not in repr([one.__dict__ for one in made]).casefold()


def test_rule_is_left_out_when_a_community_cannot_keep_it():
    long = ROUND.replace(
        "FREQ=WEEKLY;BYDAY=MO", f"FREQ=YEARLY;BYYEARDAY={','.join(map(str, range(1, 99)))}"
    )
    plan = planned(ics(long), make.community())

    (problem,) = plan.problems
    assert problem.partition("because ")[2] == "its rule is longer than 200 signs."


def test_event_is_left_out_when_its_name_turns_the_letters_around():
    plan = planned(ics(ROUND.replace("Monday", "Mon\u202eday")), make.community())

    assert [problem.partition("because ")[2] for problem in plan.problems] == [
        "its name or place holds signs that cannot be seen."
    ]


def test_nothing_is_taken_in_when_the_community_has_closed():
    community = make.community(status="closed", closed_on=date(2026, 1, 1))
    plan = planned(ics(ROUND), community)

    with pytest.raises(Refused):
        taken(plan, community)
    assert not Series.objects.exists()


# --- the page ---


def future(*events: str) -> SimpleUploadedFile:
    """The same calendar, from the coming year on: the page reads the clock."""
    year = timezone.now().year + 1
    text = ics(*events).decode().replace("20260318T", f"{year}0318T")
    text = text.replace("20261231", f"{year}1231").replace("BYDAY=3WE", "BYMONTHDAY=18")
    return SimpleUploadedFile("team.ics", text.encode())


def test_page_shows_what_a_calendar_holds_and_takes_in_what_is_chosen(client: Client):
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    client.force_login(ana)
    address = f"/communities/{community.slug}/gatherings/calendar/"

    shown = client.post(address, {"file": future(ROUND, LUNCH)})
    assert not Series.objects.exists()
    packed = shown.context["form"].initial["packed"]
    done = client.post(f"{address}taken/", {"packed": packed, "chosen": ["lunch@google"]})

    assert (shown.status_code, done.status_code) == (200, 302)
    assert [series.name for series in Series.objects.all()] == ["Lunch"]


def test_page_asks_to_choose_when_nothing_is_chosen(client: Client):
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    client.force_login(ana)
    address = f"/communities/{community.slug}/gatherings/calendar/"
    shown = client.post(address, {"file": future(LUNCH)})

    answer = client.post(f"{address}taken/", {"packed": shown.context["form"].initial["packed"]})

    assert answer.status_code == 422
    assert "Choose at least one." in answer.content.decode()


def test_page_does_not_exist_for_those_who_do_not_set_the_rhythm(client: Client):
    ben = make.person("Ben")
    community = make.community("Atlas", members=(ben,))
    client.force_login(ben)
    address = f"/communities/{community.slug}/gatherings/calendar/"

    assert client.get(address).status_code == 404
    assert client.post(f"{address}taken/").status_code == 404


# --- the command ---


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_calendar", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_takes_a_calendar_in_and_says_so(tmp_path: Path):
    community = make.community("Atlas")
    file = tmp_path / "team.ics"
    file.write_bytes(future(LUNCH, OVER).read())

    only_said = run(file, "--community", community.slug, "--dry-run")
    assert not Series.objects.exists()
    said = run(file, "--community", community.slug)
    again = run(file, "--community", community.slug)

    assert "Nothing was made." in only_said
    assert "new: Lunch (the 18th of each month" in said
    assert "here already: Lunch" in again
    assert Series.objects.get().name == "Lunch"
    told = json.loads(run(file, "--community", community.slug, "--json"))
    assert [(one["name"], one["is_known"]) for one in told["series"]] == [("Lunch", True)]
    assert len(told["problems"]) == 1


def test_command_is_refused_when_there_is_no_such_community_or_zone(tmp_path: Path):
    file = tmp_path / "team.ics"
    file.write_bytes(ics(LUNCH))

    with pytest.raises(Refused, match="no community"):
        run(file, "--community", "nowhere")
    with pytest.raises(Refused, match="no time zone"):
        run(file, "--community", make.community().slug, "--timezone", "Mars/Base")
