"""Files that hold calendars, or say so; and the clocks that they name."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from mandorla.gatherings.calendar.reading import read
from tests.gatherings.calendars import LISBON, ROUND, calendar, found, left_out, only


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


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it holds no calendar (no line says BEGIN:VCALENDAR)"),
        (b"Name;Date\n", "it holds no calendar (no line says BEGIN:VCALENDAR)"),
        (b"x" * 5_000_001, "it is bigger than 5 MB"),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VALARM\n" * 20,
            "its parts are nested deeper than any calendar's",
        ),
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


def test_event_is_left_out_by_its_name_when_the_file_was_cut_off():
    whole = calendar(ROUND, ROUND.replace("round@x", "lunch@x").replace("Monday round", "Lunch"))
    cut = whole[: whole.rindex(b"RRULE")]
    bare = whole[: whole.rindex(b"SUMMARY")]

    after, without = (read(data, file="team.ics", floating=LISBON) for data in (cut, bare))

    assert [meeting.summary for meeting in after.meetings] == ["Monday round"]
    assert after.problems == (
        "team.ics, “Lunch” on 2026-03-02: left out, because its end is missing.",
    )
    assert after.notes == (
        "team.ics: its end is missing: it may be cut off, and events be missing.",
    )
    assert without.problems == (
        "team.ics, “without a name”: left out, because its end is missing.",
    )


@pytest.mark.parametrize(
    ("lost", "name"),
    [("END:VEVENT\n", "“Monday round” on 2026-03-02"), ("END:VTIMEZONE\n", "VTIMEZONE")],
)
def test_later_events_are_read_when_the_end_of_one_part_is_missing(lost, name):
    zone = "BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n"
    lunch = ROUND.replace("round@x", "lunch@x").replace("Monday round", "Lunch")
    data = calendar(ROUND, lunch, head=zone).decode().replace(lost, "", 1).encode()

    found = read(data, file="team.ics", floating=LISBON)

    assert found.problems == (f"team.ics, {name}: left out, because its end is missing.",)
    assert "Lunch" in [meeting.summary for meeting in found.meetings]


def test_second_calendar_is_read_when_the_first_was_cut_off():
    first = calendar(ROUND).decode().replace("END:VCALENDAR\n", "")
    second = ROUND.replace("round@x", "lunch@x").replace("Monday round", "Lunch")

    found = read(first.encode() + calendar(second), file="team.ics", floating=LISBON)

    assert sorted(meeting.summary for meeting in found.meetings) == ["Lunch", "Monday round"]
