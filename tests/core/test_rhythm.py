from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.rhythm import ALTERNATES, NO_PHASE, NotUnderstood, Rhythm, read, words
from mandorla.core.rhythm_parts import CODES, DAY_NAME, ORDINAL_NAME, clock, first_date, zone

PT = "PT (Pacific Time)"
LA = "America/Los_Angeles"


def understood(*args, **kwargs) -> Rhythm:
    found = read(*args, **kwargs)
    assert isinstance(found, Rhythm), found
    return found


def test_rhythm_says_it_back_when_it_has_time_and_zone():
    found = understood("biweekly", weekday="Tuesday", at="9:00", zone_text=PT)
    assert found.words == "every second Tuesday, 09:00, America/Los_Angeles"
    assert found.notes == (NO_PHASE,)


def test_rhythm_notes_the_other_meeting_when_it_alternates():
    found = understood("Biweekly, interleaved with the Regular SIG Meeting", weekday="Wednesday")
    assert found.notes == (ALTERNATES, NO_PHASE)


def test_rhythm_falls_the_day_after_the_fourth_tuesday_when_expanded():
    """Every date for thirty years, but where the fourth Tuesday is the 28th, the month's last."""
    found = understood("monthly - Wednesday, after the fourth Tuesday, every month")
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
    dates = {d.date() for d in rrulestr(found.rule, dtstart=start).between(start, end, inc=True)}
    fourths = rrulestr("FREQ=MONTHLY;BYDAY=4TU", dtstart=start).between(start, end, inc=True)
    expected = {(d + timedelta(days=1)).date() for d in fourths}
    assert expected - dates == {date(y, 3, 1) for y in (2023, 2034, 2045)}
    assert dates - expected == set()
    assert found.notes == ("in a month that ends before that day the rule has no date for it",)


def test_rhythm_hits_its_first_date_when_expanded():
    found = understood("biweekly starting Tuesday Feb 11, 2025", at="9:00", zone_text="UTC")
    assert found.starts_on
    assert found.starts_at
    start = datetime.combine(found.starts_on, found.starts_at, tzinfo=UTC)
    dates = [d.date().isoformat() for d in islice(rrulestr(found.rule, dtstart=start), 3)]
    assert dates == ["2025-02-11", "2025-02-25", "2025-03-11"]


RULES = st.one_of(
    st.builds(
        lambda n, days: (
            "FREQ=WEEKLY;"
            + (f"INTERVAL={n};" if n > 1 else "")
            + "BYDAY="
            + ",".join(sorted(days, key=CODES.index))
        ),
        st.integers(1, 12),
        st.sets(st.sampled_from(CODES), min_size=1, max_size=6),
    ),
    st.builds(
        lambda n, ordinal, day: (
            "FREQ=MONTHLY;" + (f"INTERVAL={n};" if n > 1 else "") + f"BYDAY={ordinal}{day}"
        ),
        st.integers(1, 3),
        st.sampled_from(sorted(ORDINAL_NAME)),
        st.sampled_from(CODES),
    ),
    st.builds(
        lambda first, day: (
            "FREQ=MONTHLY;BYDAY="
            + day
            + ";BYMONTHDAY="
            + ",".join(str(first + i) for i in range(7))
        ),
        st.integers(2, 25).filter(lambda n: n % 7 != 1),
        st.sampled_from(CODES),
    ),
    st.integers(1, 31).map(lambda n: f"FREQ=MONTHLY;BYMONTHDAY={n}"),
    st.just("FREQ=DAILY"),
)


@given(RULES)
def test_rhythm_reads_its_own_words_when_a_rule_is_said(rule):
    assert understood(words(rule)).rule == rule


@given(RULES, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_rule_is_one_a_calendar_can_expand_when_it_is_said(rule, day):
    start = datetime.combine(day, time(9))
    assert len(list(islice(rrulestr(rule, dtstart=start), 2))) == 2


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=10), st.text(max_size=20))
def test_rhythm_answers_when_the_text_is_anything(cadence, weekday, at, zone_text):
    found = read(cadence, weekday=weekday, at=at, zone_text=zone_text)
    assert found.reason if isinstance(found, NotUnderstood) else found.rule


@given(st.times())
def test_clock_reads_a_time_when_written_in_24_or_12_hours(at):
    assert clock(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)
    assert clock(f"{at:%I:%M %p}") == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT (Pacific Time)", LA),
        ("Eastern Time (ET)", "America/New_York"),
        ("EST (Eastern Time)", "America/New_York"),
        ("CET (Central European Time)", "Europe/Brussels"),
        ("UTC", "UTC"),
        ("Poland", "Europe/Warsaw"),
        ("Europe/Paris", "Europe/Paris"),
        ("Europe/Nowhere", ""),
        ("PT (Eastern Time)", ""),
        ("PST (Eastern Time)", ""),
    ],
)
def test_zone_names_a_place_when_there_is_only_one(text, expected):
    assert zone(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tuesday oct 28, 2025", date(2025, 10, 28)),
        ("7 june 2018", date(2018, 6, 7)),
        ("2019 start date: jan. 11th", date(2019, 1, 11)),
        ("2024-02-30", None),
        ("feb 30, 2024", None),
        ("tomorrow", None),
    ],
)
def test_first_date_is_found_when_month_day_and_year_are_there(text, expected):
    assert first_date(text) == expected


def test_words_keep_the_rule_when_it_has_no_words():
    assert words("FREQ=YEARLY;BYWEEKNO=20") == "by the rule FREQ=YEARLY;BYWEEKNO=20"
    assert words("nonsense") == "by the rule nonsense"
    assert words("") == ""


def test_words_say_once_when_a_rule_counts_one_time():
    said = words("FREQ=DAILY;COUNT=1", starts_at=time(9), timezone="UTC")

    assert said == "once, 09:00, UTC"
    assert words("FREQ=WEEKLY;BYDAY=MO;COUNT=2") == "every Monday, 2 times"


def test_day_name_is_english_when_asked_by_code():
    assert [DAY_NAME[code][:2].upper() for code in CODES] == list(CODES)
