from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from mandorla.gatherings.calendar.zones import lines_of


def clock_of(zone: str, year: int):
    """The clock another library makes of the table, under a name that it cannot look up."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *lines_of(zone, year=year), "END:VCALENDAR", ""])
    (table,) = Calendar.from_ical(text.replace(f"TZID:{zone}", "TZID:Own Table")).timezones
    return table.to_tz(lookup_tzid=False)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Lisbon",
        "America/New_York",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Asia/Jerusalem",
        "Africa/Casablanca",
        "America/Sao_Paulo",
        "America/St_Johns",
    ],
)
def test_table_runs_like_the_clock_when_another_library_uses_it(zone):
    clock = ZoneInfo(zone)
    table = clock_of(zone, 2024)
    start = datetime(2024, 1, 2, 6, tzinfo=UTC)
    for hour in range(0, 24 * 365 * 4, 7):
        moment = start + timedelta(hours=hour)
        local = moment.astimezone(clock).replace(tzinfo=None)
        if local.replace(tzinfo=clock).astimezone(UTC) == moment:  # not the hour that comes twice
            assert local.replace(tzinfo=table).utcoffset() == moment.astimezone(clock).utcoffset()


def test_table_holds_for_ever_when_the_zone_keeps_one_rule():
    assert [line for line in lines_of("Europe/Lisbon", year=2026) if "RRULE" in line] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" in lines_of("America/New_York", year=2026)


def test_table_begins_when_the_clock_shows_it():
    """Two in the morning, before it is set: not the hour that it is set to."""
    found = lines_of("America/New_York", year=2026)
    assert "DTSTART:20260308T020000" in found
    assert "DTSTART:20261101T020000" in found


def test_table_names_dates_when_the_zone_gave_a_rule_up():
    found = lines_of("America/Sao_Paulo", year=2017)
    assert not [line for line in found if line.startswith("RRULE")]
    assert "RDATE:20180218T000000,20190217T000000" in found


def test_table_can_be_made_when_a_zone_exists():
    for zone in sorted(available_timezones())[::9]:
        assert lines_of(zone, year=2026)[0] == "BEGIN:VTIMEZONE"
