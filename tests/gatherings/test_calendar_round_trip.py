"""What we write we read back, and another program expands it to the same moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mandorla.gatherings.calendar.meeting import Changed, Meeting
from mandorla.gatherings.calendar.reading import read
from mandorla.gatherings.calendar.recurrence import by_rule, from_then_on, occurrences
from mandorla.gatherings.calendar.writing import feed

ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC")
LISBON = ZoneInfo("Europe/Lisbon")
RULES = st.sampled_from(
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR;WKST=SU",
        "FREQ=MONTHLY;BYDAY=3WE",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29",
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
        "FREQ=WEEKLY;BYDAY=WE;COUNT=9",
    ]
)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\\;,\"'"),
    max_size=90,
).map(str.strip)
LINKS = st.sampled_from(["", "https://meet.example/a?b=1,2;c", "https://x.example/ü"])


@st.composite
def meetings(draw, number: int = 0) -> Meeting:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    day = draw(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    plain = Meeting(
        uid=f"{number}@x",
        summary=draw(TEXT) or "Meeting",
        starts_at=datetime.combine(day, time(draw(st.integers(6, 20)), 30), tzinfo=zone),
        minutes=draw(st.integers(15, 180)),
        rule=draw(RULES),
        place=draw(st.sampled_from(["", "Room 3; left", "Café"])),
        link=draw(LINKS),
        description=draw(TEXT.filter(lambda text: "://" not in text)),
        page=draw(LINKS),
        sequence=draw(st.integers(0, 9)),
        changed_at=draw(st.none() | st.just(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))),
        is_cancelled=draw(st.booleans()),
    )
    first = next(by_rule(plain))
    plain = replace(plain, starts_at=first)
    moments = list(islice(by_rule(plain), 12))
    until = None
    if plain.rule and "COUNT" not in plain.rule and draw(st.booleans()):
        until = (moments[-1] + timedelta(hours=1)).astimezone(UTC)
    plain = replace(plain, until=until)
    if not plain.rule:
        return plain
    touched = draw(st.lists(st.sampled_from(moments), unique=True, max_size=5))
    changed = tuple(_changed(draw, plain, moment) for moment in sorted(touched[:3]))
    return replace(plain, changed=changed, left_out=tuple(sorted(touched[3:])))


def _changed(draw, meeting: Meeting, moment: datetime) -> Changed:
    is_cancelled = draw(st.booleans())
    return Changed(
        recurs_at=moment,
        starts_at=moment
        if is_cancelled
        else moment + timedelta(days=draw(st.integers(-2, 2)), hours=1),
        minutes=draw(st.integers(15, 180)),
        is_cancelled=is_cancelled or meeting.is_cancelled,
        sequence=meeting.sequence + draw(st.integers(0, 3)),
        changed_at=meeting.changed_at,
        place=draw(st.sampled_from([None, "Elsewhere"])),
    )


@given(meetings(), meetings(number=1))
@settings(max_examples=200, deadline=None)
def test_calendar_is_read_back_as_it_was_written(one, another):
    found = read(feed([one, another], name="All of it"), file="x.ics", floating=LISBON)

    assert found.problems == ()
    assert found.meetings == tuple(sorted([one, another], key=lambda m: (m.starts_at, m.uid)))


@given(meetings())
@settings(max_examples=150, deadline=None)
def test_calendar_has_the_same_moments_when_another_program_expands_it(meeting):
    first, last = datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    expanded = recurring_ical_events.of(Calendar.from_ical(feed([meeting], name="x")))
    theirs = [event for event in expanded.between(first, last) if event.start >= first]
    meant = sorted(
        event.start.astimezone(UTC)
        for event in theirs
        if meeting.is_cancelled or event["STATUS"] != "CANCELLED"
    )
    called_off = replace(
        meeting,
        changed=tuple(
            replace(one, is_cancelled=one.is_cancelled and not meeting.is_cancelled)
            for one in meeting.changed
        ),
    )

    assert meant == [
        moment.astimezone(UTC) for moment in occurrences(called_off, first=first, last=last)
    ]


@given(meetings(), st.integers(0, 30_000))
@settings(max_examples=200, deadline=None)
def test_window_changes_nothing_when_what_is_over_is_left_out(meeting, hours):
    since = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    last = since + timedelta(days=200)
    cut = from_then_on(meeting, since=since)

    expected = occurrences(meeting, first=since, last=last)
    assert (occurrences(cut, first=since, last=last) if cut else []) == expected
    if cut and cut.rule:
        assert cut.starts_at == next(by_rule(cut))
