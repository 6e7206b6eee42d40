"""Occurrences beside two oracles: dateutil from the very beginning, and a reader of calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mandorla.core.occurrences import Pattern, index_of, occurrences, planned_days
from mandorla.core.rhythm_parts import CODES

intervals = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=5"])
weekdays = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(",".join)
nth_days = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(CODES)),
    min_size=1,
    max_size=2,
    unique=True,
).map(",".join)
month_days = st.lists(
    st.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -3]), min_size=1, max_size=3, unique=True
).map(lambda numbers: ",".join(map(str, numbers)))
week_starts = st.sampled_from(["", ";WKST=SU", ";WKST=MO", ";WKST=WE"])
picks = st.sampled_from(["1", "-1", "2,3", "-2,4", "1,-1,2,-2"])
# Of a week without a day dateutil takes all seven, RFC 5545 the weekday of the first date; and it
# miscounts the weeks of some years (2021 had 52), so the last ones are held against ISO 8601 below.
weeks = st.sampled_from(["1", "-1", "2,-2", "20,-10", "1,-1"])
rules = st.one_of(
    st.builds("FREQ=DAILY{}".format, intervals),
    st.builds("FREQ=DAILY{};BYDAY={}".format, intervals, weekdays),
    st.builds("FREQ=WEEKLY{}".format, intervals),
    st.builds("FREQ=WEEKLY{};BYDAY={}{}".format, intervals, weekdays, week_starts),
    st.builds("FREQ=MONTHLY{}".format, intervals),
    st.builds("FREQ=MONTHLY{};BYDAY={}".format, intervals, nth_days),
    st.builds("FREQ=MONTHLY{};BYMONTHDAY={}".format, intervals, month_days),
    st.builds("FREQ=MONTHLY{};BYDAY={};BYSETPOS=1,-1".format, intervals, weekdays),
    st.builds("FREQ=MONTHLY{};BYDAY={};BYMONTHDAY=8,9,10,11,12,13,14".format, intervals, weekdays),
    st.builds("FREQ=YEARLY{}".format, intervals),
    st.builds("FREQ=YEARLY{};BYMONTH=2,3".format, intervals),
    st.builds("FREQ=YEARLY{};BYDAY={};BYMONTH=3,11".format, intervals, nth_days),
    st.builds("FREQ=YEARLY{};BYDAY={}".format, intervals, nth_days),
    st.builds("FREQ=YEARLY{};BYWEEKNO=1,20,-1;BYDAY={}".format, intervals, weekdays),
    st.builds("FREQ=YEARLY{};BYYEARDAY=1,100,-1".format, intervals),
    st.builds("FREQ=DAILY{};BYMONTHDAY={};BYMONTH=2,7".format, intervals, month_days),
    st.builds("FREQ=DAILY{};BYMONTH=2,3;BYSETPOS=1".format, intervals),
    st.builds("FREQ=WEEKLY{};BYDAY={};BYSETPOS=1,-1{}".format, intervals, weekdays, week_starts),
    st.builds("FREQ=WEEKLY{};BYDAY={};BYMONTH=1,5{}".format, intervals, weekdays, week_starts),
    st.builds("FREQ=MONTHLY{};BYDAY={};BYSETPOS={}".format, intervals, weekdays, picks),
    st.builds("FREQ=YEARLY{};BYDAY={};BYSETPOS={}".format, intervals, weekdays, picks),
    st.builds("FREQ=YEARLY{};BYMONTHDAY={};BYDAY={}".format, intervals, month_days, weekdays),
    st.builds("FREQ=YEARLY{};BYYEARDAY=1,60,-60,-1,59;BYMONTH=2,3".format, intervals),
    st.builds(
        "FREQ=YEARLY{};BYWEEKNO={};BYDAY={}{}".format, intervals, weeks, weekdays, week_starts
    ),
)
ends = st.one_of(
    st.just(""),
    st.integers(1, 200).map(";COUNT={}".format),
    st.dates(date(2016, 1, 1), date(2030, 1, 1)).map(";UNTIL={:%Y%m%d}".format),
)
first_days = st.dates(date(2016, 1, 1), date(2020, 12, 31))
windows = st.tuples(
    st.dates(date(2016, 1, 1), date(2029, 1, 1)), st.integers(0, 800).map(timedelta)
)


@given(rules, ends, first_days, windows)
def test_days_are_those_dateutil_gives_from_the_beginning(rule, end, starts_on, window):
    since, length = window
    found = Pattern(rule + end, starts_on, time(9), "UTC")

    days = list(planned_days(found, since=since, until=since + length))

    whole = rrulestr(rule + end, dtstart=datetime.combine(starts_on, time(0)))
    last = datetime.combine(since + length, time(0))
    expected = whole.between(datetime.combine(since, time(0)), last, inc=True)
    assert days == [moment.date() for moment in expected]
    assert index_of([found], since) == len(
        whole.between(
            datetime.combine(date(1999, 1, 1), time(0)), datetime.combine(since, time(0)), inc=False
        )
    )


@given(st.integers(1, 53), st.sampled_from(CODES), st.integers(2000, 2100))
def test_weeks_are_those_of_iso_8601(week, day, year):
    found = Pattern(f"FREQ=YEARLY;BYWEEKNO={week};BYDAY={day}", date(year, 1, 1), None, "UTC")
    since, until = date(year, 1, 1), date(year + 6, 12, 31)

    days = list(planned_days(found, since=since, until=until))

    every = (since + timedelta(days=n) for n in range((until - since).days + 1))
    wanted = (week, CODES.index(day) + 1)
    assert days == [one for one in every if one.isocalendar()[1:] == wanted]


@settings(max_examples=60)
@given(
    rules,
    ends,
    first_days,
    st.times(max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Lisbon", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"]),
)
def test_moments_are_those_a_reader_of_calendars_gives(rule, end, starts_on, clock, zone):
    """The calendar begins with the first date, as RFC 5545 asks; UNTIL there is in UTC."""
    found = Pattern(rule + end, starts_on, clock, zone)
    first = next(planned_days(found, since=starts_on, until=date(2030, 1, 1)), None)
    assume(first is not None and "UNTIL" not in end)
    begins = Pattern(rule + end, first or starts_on, clock, zone)
    after, before = datetime(2018, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC)

    mine = [
        one.starts_at.astimezone(UTC) for one in occurrences([begins], after=after, before=before)
    ]

    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTART;TZID={zone}:{first:%Y%m%d}T{clock:%H%M%S}\r\nDURATION:PT1M\r\n"
        f"RRULE:{rule}{end}\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(after, before)
    theirs = sorted(event.start.astimezone(UTC) for event in events)
    assert mine == [moment for moment in theirs if after <= moment < before]
