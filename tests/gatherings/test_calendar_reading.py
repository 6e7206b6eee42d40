"""Calendars as Outlook, Google and others write them; made by us after their ways."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from mandorla.gatherings.calendar.meeting import Changed
from mandorla.gatherings.calendar.reading import Found, read
from mandorla.gatherings.calendar.recurrence import occurrences

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")


def calendar(*events: str, head: str = "") -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{parts}END:VCALENDAR\n".encode()


def found(*events: str, head: str = "") -> Found:
    return read(calendar(*events, head=head), file="team.ics", floating=LISBON)


def only(*events: str, head: str = ""):
    result = found(*events, head=head)
    assert result.problems == ()
    (meeting,) = result.meetings
    return meeting


def left_out(*events: str, head: str = "") -> str:
    result = found(*events, head=head)
    assert result.meetings == ()
    (problem,) = result.problems
    return problem


def days(meeting, first: str, last: str) -> list[str]:
    moments = occurrences(
        meeting,
        first=datetime.fromisoformat(first).replace(tzinfo=UTC),
        last=datetime.fromisoformat(last).replace(tzinfo=UTC),
    )
    return [f"{moment.astimezone(UTC):%m-%d %H:%M}" for moment in moments]


ROUND = """
UID:round@x
SUMMARY:Monday round
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T094500
RRULE:FREQ=WEEKLY;BYDAY=MO
"""


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


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ("AUS Eastern Standard Time", "Australia/Sydney"),
        ("/freeassociation.sourceforge.net/Europe/Lisbon", "Europe/Lisbon"),
        (
            "/citadel.org/20210210_1/America/Argentina/Buenos_Aires",
            "America/Argentina/Buenos_Aires",
        ),
        ("Europe/Madrid", "Europe/Madrid"),
        ("UTC", "UTC"),
    ],
)
def test_clock_is_known_when_another_program_names_it(name, zone):
    event = ROUND.replace("Europe/Berlin", name)
    assert only(event).zone == zone


def test_clock_is_known_when_its_name_is_in_quotes():
    event = ROUND.replace("TZID=Europe/Berlin", 'TZID="W. Europe Standard Time"')
    assert only(event).zone == "Europe/Berlin"


TABLE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Customized Time Zone", "Europe/Berlin"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"),
    ],
)
def test_clock_is_found_by_its_table_when_its_name_says_nothing(name, zone):
    event = ROUND.replace("TZID=Europe/Berlin", f'TZID="{name}"')
    result = found(event, head=TABLE.format(name=name))

    assert [meeting.zone for meeting in result.meetings] == [zone]
    assert result.notes == (f"team.ics: the time zone “{name}” is taken as {zone}.",)


def test_one_file_never_tells_another_what_a_clock_is():
    event = ROUND.replace("Europe/Berlin", "Ours")
    lasting = TABLE.format(name="Ours").replace("+0200", "+0530").replace("+0100", "+0530")

    assert only(event, head=TABLE.format(name="Ours")).zone == "Europe/Berlin"
    assert only(event, head=lasting).zone == "Asia/Calcutta"
    assert left_out(event) == (
        "team.ics, “Monday round” on 2026-03-02: left out, "
        "because the time zone “Ours” is not known."
    )


def test_times_are_those_of_the_calendar_when_they_name_no_clock():
    floating = ROUND.replace(";TZID=Europe/Berlin", "")

    result = found(floating)
    assert [meeting.zone for meeting in result.meetings] == ["Europe/Lisbon"]
    assert result.notes == (
        "team.ics: times without a time zone are taken as those of Europe/Lisbon.",
    )
    assert only(floating, head="X-WR-TIMEZONE:Asia/Tokyo\n").zone == "Asia/Tokyo"


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


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it holds no calendar (no line says BEGIN:VCALENDAR)"),
        (b"Name;Date\n", "it holds no calendar (no line says BEGIN:VCALENDAR)"),
        (b"x" * 5_000_001, "it is bigger than 5 MB"),
        (b"BEGIN:VCALENDAR\n" * 20, "its parts are nested deeper than any calendar's"),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 5001,
            "it holds more than 5,000 events: save a shorter time of it",
        ),
    ],
)
def test_file_is_refused_with_the_reason_when_it_is_no_calendar(data, why):
    result = read(data, file="team.ics", floating=LISBON)
    assert (result.meetings, result.problems) == ((), (f"team.ics: {why}.",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_when_old_programs_wrote_it(encoding):
    data = calendar(ROUND.replace("Monday round", "Café über alles")).decode().encode(encoding)
    result = read(data, file="team.ics", floating=LISBON)
    assert [meeting.summary for meeting in result.meetings] == ["Café über alles"]


def test_calendars_are_read_when_they_come_in_a_zip():
    packed = BytesIO()
    with ZipFile(packed, "w") as out:
        out.writestr("mine/team.ics", calendar(ROUND))
        out.writestr("mine/other.ics", calendar(ROUND.replace("round@x", "other@x")))
        out.writestr("readme.txt", "no calendar")

    result = read(packed.getvalue(), file="all.zip", floating=LISBON)

    assert [meeting.uid for meeting in result.meetings] == ["other@x", "round@x"]
    broken = read(packed.getvalue()[:200], file="all.zip", floating=LISBON)
    assert broken.problems == ("all.zip: it is a zip that cannot be opened.",)


def test_lines_are_read_when_they_are_folded_or_end_in_another_way():
    data = calendar(ROUND).replace(b"Monday", b"Mon\n day").replace(b"\n", b"\r\n")
    result = read(data, file="team.ics", floating=LISBON)
    assert [meeting.summary for meeting in result.meetings] == ["Monday round"]


def test_entries_that_are_no_events_are_counted():
    result = found(ROUND, head="BEGIN:VTODO\nUID:t\nEND:VTODO\n")
    assert result.notes == ("team.ics: 1 entries that are no events are left out.",)
