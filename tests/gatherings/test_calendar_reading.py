"""Calendars as Outlook, Google and others write them; made by us after their ways."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mandorla.gatherings.calendar.meeting import Changed
from tests.gatherings.calendars import BERLIN, LISBON, ROUND, days, found, left_out, only


def test_rhythm_is_read_when_a_calendar_has_one():
    meeting = only(ROUND)

    assert (meeting.uid, meeting.summary, meeting.rule) == (
        "round@x",
        "Monday round",
        "FREQ=WEEKLY;BYDAY=MO",
    )
    assert (meeting.starts_at, meeting.minutes) == (datetime(2026, 3, 2, 9, tzinfo=BERLIN), 45)


def test_rhythm_keeps_its_clock_when_summer_time_begins():
    assert days(only(ROUND), "2026-03-20", "2026-04-01") == ["03-23 08:00", "03-30 07:00"]


def test_moved_and_cancelled_ones_are_read_when_they_differ_from_the_rule():
    meeting = only(
        ROUND + "EXDATE;TZID=Europe/Berlin:20260316T090000\nSEQUENCE:1",
        """
UID:round@x
SUMMARY:Monday round, on Tuesday
RECURRENCE-ID:20260309T080000Z
DTSTART;TZID=Europe/Berlin:20260310T100000
DURATION:PT1H
SEQUENCE:2
LAST-MODIFIED:20260301T120000Z""",
        """
UID:round@x
SUMMARY:Monday round
RECURRENCE-ID;TZID=Europe/Berlin:20260323T090000
DTSTART;TZID=Europe/Berlin:20260323T090000
DTEND;TZID=Europe/Berlin:20260323T094500
STATUS:CANCELLED
SEQUENCE:3""",
    )

    assert meeting.left_out == (datetime(2026, 3, 16, 9, tzinfo=BERLIN),)
    assert meeting.changed == (
        Changed(
            recurs_at=datetime(2026, 3, 9, 9, tzinfo=BERLIN),
            starts_at=datetime(2026, 3, 10, 10, tzinfo=BERLIN),
            minutes=60,
            sequence=2,
            changed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
            summary="Monday round, on Tuesday",
        ),
        Changed(
            recurs_at=datetime(2026, 3, 23, 9, tzinfo=BERLIN),
            starts_at=datetime(2026, 3, 23, 9, tzinfo=BERLIN),
            minutes=45,
            is_cancelled=True,
            sequence=3,
        ),
    )
    assert days(meeting, "2026-03-01", "2026-04-01") == [
        "03-02 08:00",
        "03-10 09:00",
        "03-30 07:00",
    ]


def test_newest_version_counts_when_an_event_is_there_twice():
    older = ROUND.replace("Monday round", "Old name") + "SEQUENCE:1"
    assert only(ROUND + "SEQUENCE:2", older).summary == "Monday round"


def test_first_date_counts_when_its_own_rule_does_not_have_it():
    meeting = only(ROUND.replace("20260302", "20260304").replace("BYDAY=MO", "BYDAY=MO;COUNT=3"))

    assert days(meeting, "2026-03-01", "2026-06-01") == [
        "03-04 08:00",
        "03-09 08:00",
        "03-16 08:00",
    ]


def test_dates_beside_the_rule_are_read():
    event = ROUND.replace("RRULE:FREQ=WEEKLY;BYDAY=MO", "RDATE;TZID=Europe/Berlin:20260305T090000,")
    assert days(only(event), "2026-03-01", "2026-06-01") == ["03-02 08:00", "03-05 08:00"]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("UNTIL=20260316", "03-16 08:00"),
        ("UNTIL=20260316T080000Z", "03-16 08:00"),
        ("UNTIL=20260316T075959Z", "03-09 08:00"),
        ("UNTIL=20260316T090000", "03-16 08:00"),
        ("COUNT=2", "03-09 08:00"),
    ],
)
def test_rhythm_ends_when_its_rule_does(end, last):
    meeting = only(ROUND.replace("BYDAY=MO", f"BYDAY=MO;{end}"))
    assert days(meeting, "2026-03-01", "2027-03-01")[-1] == last


def test_time_of_day_in_a_rule_is_dropped_when_it_is_the_start():
    meeting = only(ROUND.replace("BYDAY=MO", "BYDAY=MO;BYHOUR=9;BYMINUTE=0;INTERVAL=1;WKST=SU"))
    assert meeting.rule == "FREQ=WEEKLY;BYDAY=MO;WKST=SU"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (("FREQ=WEEKLY;BYDAY=MO", "FREQ=HOURLY"), "it repeats more than once a day"),
        (("BYDAY=MO", "BYDAY=MO;BYHOUR=9,15"), "it repeats more than once a day"),
        (("FREQ=WEEKLY;BYDAY=MO", "FREQ=SECONDLY"), "it repeats more than once a day"),
        (
            ("FREQ=WEEKLY;BYDAY=MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            "its rule never comes true",
        ),
        (
            ("FREQ=WEEKLY;BYDAY=MO", "now and then"),
            "“now and then” is not a rule, such as FREQ=WEEKLY;BYDAY=TU",
        ),
        (("BYDAY=MO", "BYDAY=MO\nRRULE:FREQ=DAILY"), "it repeats by several rules"),
        (("DTSTART;TZID=Europe/Berlin:20260302T090000\n", ""), "it does not say when it starts"),
        (("20260302T094500", "20260302T084500"), "it ends before it starts"),
        (("20260302T094500", "20260402T094500"), "it takes longer than two weeks"),
        (("20260302T090000", "20260232T090000"), "“20260232T090000” is no date"),
        (
            ("BYDAY=MO", "BYDAY=MO\nRDATE;TZID=Europe/Berlin:20260309T150000"),
            "it takes place more than once a day",
        ),
    ],
)
def test_event_is_left_out_with_the_reason_when_it_cannot_be_kept(changes, why):
    assert left_out(ROUND.replace(*changes)).partition("because ")[2] == f"{why}."


def test_private_event_is_left_out_without_its_name():
    assert left_out(ROUND + "CLASS:PRIVATE") == (
        "team.ics, a private event on 2026-03-02: left out, because it is marked as private."
    )


def test_all_day_event_has_days_when_it_has_no_time():
    meeting = only(
        "UID:day@x\nSUMMARY:Day of all\nDTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260304"
    )
    assert (meeting.is_all_day, meeting.minutes) == (True, 2880)
    assert meeting.starts_at == datetime(2026, 3, 2, tzinfo=LISBON)


def test_hour_is_assumed_when_nothing_says_how_long():
    result = found("UID:a@x\nSUMMARY:Talk\nDTSTART:20260302T090000Z")
    assert [meeting.minutes for meeting in result.meetings] == [60]
    assert result.notes == ("team.ics: “Talk”: how long it takes is not said: an hour is assumed.",)


def test_change_stands_alone_when_its_rhythm_is_not_in_the_file():
    meeting = only(ROUND.replace("RRULE:FREQ=WEEKLY;BYDAY=MO", "RECURRENCE-ID:20260302T080000Z"))
    assert (meeting.uid, meeting.rule) == ("round@x/20260302T080000Z", "")


def test_calendar_is_called_off_when_it_says_so():
    assert only(ROUND, head="METHOD:CANCEL\n").is_cancelled
    assert only(ROUND + "STATUS:CANCELLED").is_cancelled


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("LOCATION:https://meet.example/a", "https://meet.example/a"),
        ("X-GOOGLE-CONFERENCE:https://meet.example/b", "https://meet.example/b"),
        ("CONFERENCE;VALUE=URI:https://meet.example/c", "https://meet.example/c"),
        ("DESCRIPTION:Join: <https://meet.example/d>\\nor call", "https://meet.example/d"),
        ("DESCRIPTION:No link", ""),
    ],
)
def test_link_is_found_when_a_program_hides_it(line, link):
    assert only(ROUND + line).link == link


def test_people_are_never_read():
    event = ROUND + "ORGANIZER;CN=Eve:mailto:eve@x\nATTENDEE;CN=Bob:mailto:bob@x"
    assert "eve@x" not in repr(found(event))
    assert "bob@x" not in repr(found(event))
