from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from mandorla.gatherings.calendar.meeting import Changed, Meeting, Party
from mandorla.gatherings.calendar.reading import read
from mandorla.gatherings.calendar.writing import feed, file, invitation, one_of

LISBON = ZoneInfo("Europe/Lisbon")
NEW_YORK = ZoneInfo("America/New_York")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROUND = Meeting(
    uid="series-1@halden.example",
    summary="Monday round",
    starts_at=datetime(2026, 3, 2, 9, tzinfo=LISBON),
    minutes=45,
    rule="FREQ=WEEKLY;BYDAY=MO",
    changed_at=AT,
)
ANA = Party("Ana Marković", "ana@halden.example")
OFFICE = Party("Halden Works", "office@halden.example")


def told(data: bytes, first: datetime, last: datetime) -> list[str]:
    """What another program expands the calendar to: moments in UTC, with what is off."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(first, last)
    return sorted(
        f"{event.start.astimezone(UTC):%m-%d %H:%M}"
        + (" off" if event.get("STATUS") == "CANCELLED" else "")
        for event in found
    )


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").splitlines()


def test_feed_keeps_the_clock_when_summer_time_begins_in_europe():
    assert told(
        feed([ROUND], name="x"), datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 8, tzinfo=UTC)
    ) == ["03-23 09:00", "03-30 08:00", "04-06 08:00"]


def test_feed_keeps_the_clock_when_summer_time_ends_in_america():
    lunch = replace(
        ROUND, starts_at=datetime(2026, 10, 7, 12, tzinfo=NEW_YORK), rule="FREQ=MONTHLY;BYDAY=1WE"
    )

    assert told(
        feed([lunch], name="x"),
        datetime(2026, 10, 1, tzinfo=UTC),
        datetime(2026, 12, 8, tzinfo=UTC),
    ) == ["10-07 16:00", "11-04 17:00", "12-02 17:00"]


def test_feed_tells_moved_and_cancelled_ones_when_they_differ_from_the_rule():
    moved = Changed(
        recurs_at=datetime(2026, 3, 9, 9, tzinfo=LISBON),
        starts_at=datetime(2026, 3, 10, 14, 30, tzinfo=LISBON),
        minutes=45,
        sequence=1,
        changed_at=AT,
    )
    off = Changed(
        recurs_at=datetime(2026, 3, 30, 9, tzinfo=LISBON),
        starts_at=datetime(2026, 3, 30, 9, tzinfo=LISBON),
        minutes=45,
        is_cancelled=True,
        sequence=2,
    )
    data = feed([replace(ROUND, changed=(off, moved))], name="x")

    assert told(data, AT, datetime(2026, 4, 8, tzinfo=UTC)) == [
        "03-02 09:00",
        "03-10 14:30",
        "03-16 09:00",
        "03-23 09:00",
        "03-30 08:00 off",
        "04-06 08:00",
    ]
    assert [line for line in lines(data) if line.startswith(("RECURRENCE-ID", "SEQUENCE"))] == [
        "SEQUENCE:0",
        "SEQUENCE:1",
        "RECURRENCE-ID;TZID=Europe/Lisbon:20260309T090000",
        "SEQUENCE:2",
        "RECURRENCE-ID;TZID=Europe/Lisbon:20260330T090000",
    ]


def test_feed_never_has_a_change_look_older_than_its_rhythm():
    """Programs keep the higher sequence; the change would be taken for an old one."""
    changed = Changed(ROUND.starts_at, ROUND.starts_at, 60, sequence=1)

    found = lines(feed([replace(ROUND, sequence=4, changed=(changed,))], name="x"))

    assert [line for line in found if line.startswith("SEQUENCE")] == ["SEQUENCE:4", "SEQUENCE:4"]


def test_feed_ends_a_former_rhythm_when_another_follows():
    former = replace(ROUND, uid="former@x", until=datetime(2026, 3, 15, 23, 59, 59, tzinfo=LISBON))
    following = replace(
        ROUND,
        uid="following@x",
        starts_at=datetime(2026, 3, 17, 10, tzinfo=LISBON),
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    )

    assert told(feed([following, former], name="x"), AT, datetime(2026, 4, 20, tzinfo=UTC)) == [
        "03-02 09:00",
        "03-09 09:00",
        "03-17 10:00",
        "03-31 09:00",
        "04-14 09:00",
    ]


def test_feed_leaves_out_dates_when_they_were_never_meant():
    left_out = replace(ROUND, left_out=(datetime(2026, 3, 9, 9, tzinfo=LISBON),))

    assert told(feed([left_out], name="x"), AT, datetime(2026, 3, 20, tzinfo=UTC)) == [
        "03-02 09:00",
        "03-16 09:00",
    ]


def test_feed_is_the_same_bytes_when_the_meetings_come_in_another_order():
    other = replace(ROUND, uid="another@x", starts_at=datetime(2026, 3, 2, 9, tzinfo=NEW_YORK))

    assert feed([ROUND, other], name="x") == feed([other, ROUND], name="x")


def test_feed_tells_how_often_to_ask_and_what_it_is_called():
    found = lines(feed([], name="Halden; Works, all", description="When we meet"))

    assert found == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mandorla//Gatherings//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Halden\\; Works\\, all",
        "X-WR-CALNAME:Halden\\; Works\\, all",
        "DESCRIPTION:When we meet",
        "X-WR-CALDESC:When we meet",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    "text",
    ["Room 3; floor 2, left", "C:\\New\\notes", "two\nlines", "ünï" * 60, "a literal \\n stays"],
)
def test_texts_are_read_back_when_they_hold_what_calendars_escape(text):
    data = feed([replace(ROUND, place=text, description=text)], name="x")

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(data).events
    if "\\n" not in text.casefold():  # the library takes that for a line break
        assert (event["LOCATION"], event["DESCRIPTION"]) == (text, text)


def test_text_loses_signs_when_no_calendar_may_hold_them():
    data = feed([replace(ROUND, summary="Mon\x00day\x0b\r\nround")], name="x")

    (event,) = Calendar.from_ical(data).events
    assert event["SUMMARY"] == "Monday\nround"


def test_line_cannot_be_smuggled_in_when_an_address_holds_a_break():
    data = feed([replace(ROUND, link="https://x.example/\r\nATTENDEE:mailto:eve@x")], name="x")

    assert b"\r\nATTENDEE" not in data


def test_calendar_is_valid_when_another_library_reads_it():
    moved = Changed(ROUND.starts_at, ROUND.starts_at, 60, sequence=1, place="Elsewhere")
    data = feed(
        [replace(ROUND, place="Room", link="https://m.example", changed=(moved,))], name="x"
    )

    calendar = Calendar.from_ical(data)
    assert [event.errors for event in calendar.events] == [[], []]
    assert calendar.get_missing_tzids() == set()
    for event in calendar.events:
        assert all(event.get(name) for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"))
    assert [event["LOCATION"] for event in calendar.events] == ["Room", "Elsewhere"]
    assert calendar.events[0].duration.total_seconds() == 45 * 60


def test_day_has_no_time_when_a_meeting_is_all_day():
    day = replace(
        ROUND,
        starts_at=datetime(2026, 3, 2, tzinfo=LISBON),
        minutes=1440,
        is_all_day=True,
        until=datetime(2026, 3, 16, 23, 59, 59, tzinfo=LISBON),
    )

    found = lines(file([day]))
    assert [line for line in found if line.startswith(("DT", "RRULE"))][1:] == [
        "DTSTART;VALUE=DATE:20260302",
        "DTEND;VALUE=DATE:20260303",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316",
    ]
    assert "BEGIN:VTIMEZONE" not in found


def test_invitation_asks_one_person_to_one_meeting_of_a_rhythm():
    moved = Changed(
        recurs_at=datetime(2026, 3, 9, 9, tzinfo=LISBON),
        starts_at=datetime(2026, 3, 10, 9, tzinfo=LISBON),
        minutes=45,
        sequence=3,
    )

    data = invitation(one_of(ROUND, moved), organizer=OFFICE, attendee=ANA, written_at=AT)

    calendar = Calendar.from_ical(data)
    (event,) = calendar.events
    assert calendar["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], "RRULE" in event) == (ROUND.uid, 3, False)
    assert event["DTSTAMP"].to_ical() == b"20260301T120000Z"
    assert event.decoded("RECURRENCE-ID") == datetime(2026, 3, 9, 9, tzinfo=LISBON)
    (attendee,) = event.attendees
    assert (attendee, attendee.params["CN"]) == ("mailto:ana@halden.example", "Ana Marković")
    assert event["ORGANIZER"] == "mailto:office@halden.example"


def test_invitation_is_called_off_when_the_meeting_is():
    off = Changed(ROUND.starts_at, ROUND.starts_at, 45, is_cancelled=True, sequence=1)

    data = invitation(one_of(ROUND, off), organizer=OFFICE, attendee=ANA, written_at=AT)

    calendar = Calendar.from_ical(data)
    assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")


AUTUMN = datetime(2027, 10, 31, 1, 30, tzinfo=LISBON)  # the first of two half past one


def ends(data: bytes, days: int = 3) -> list[tuple[datetime, datetime]]:
    """Beginning and end in UTC, as the icalendar library and as a reader of rhythms see them."""
    calendar = Calendar.from_ical(data)
    expanded = recurring_ical_events.of(calendar).between(
        AUTUMN - timedelta(days=1), AUTUMN + timedelta(days=days)
    )
    return [
        (event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in (*calendar.events, *expanded)
    ]


@pytest.mark.parametrize(
    ("first", "minutes"), [(AUTUMN, 60), (AUTUMN, 30), (AUTUMN.replace(fold=1), 20)]
)
def test_meeting_takes_its_minutes_when_the_clock_shows_its_end_twice(first, minutes):
    alone = replace(ROUND, starts_at=first, minutes=minutes, rule="")
    sunday = replace(ROUND, starts_at=datetime(2027, 3, 1, 9, tzinfo=LISBON))
    moved = Changed(datetime(2027, 11, 1, 9, tzinfo=LISBON), first, minutes)

    begins = first.astimezone(UTC)
    expected = (begins, begins + timedelta(minutes=minutes))
    assert ends(feed([alone], name="x")) == [expected, expected]
    assert ends(feed([one_of(sunday, moved)], name="x")) == [expected, expected]
    rhythm = ends(feed([replace(sunday, changed=(moved,))], name="x"), days=5)
    assert rhythm[1:] == [expected, expected]


def test_rhythm_keeps_its_minutes_when_it_begins_with_an_hour_that_comes_twice():
    nightly = replace(ROUND, starts_at=AUTUMN, minutes=60, rule="FREQ=DAILY;COUNT=3")

    first, *_expanded, last = ends(feed([nightly], name="x"))

    utc = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert first == (utc, utc + timedelta(hours=1))
    assert last == (utc + timedelta(hours=49), utc + timedelta(hours=50))
    (again,) = read(feed([nightly], name="x"), file="x.ics", floating=LISBON).meetings
    assert (again.starts_at, again.minutes, again.zone) == (AUTUMN, 60, "Europe/Lisbon")
