from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from mandorla.core.occurrences import (
    Pattern,
    closed,
    first_of,
    index_of,
    occurrence_on,
    occurrences,
    planned_days,
)
from mandorla.core.rhythm_period import allows
from mandorla.core.rhythm_rule import Unusable, rule_of

LISBON, NEW_YORK, BERLIN = "Europe/Lisbon", "America/New_York", "Europe/Berlin"


def pattern(rule: str, starts_on: date, at: time | None = time(9), zone: str = LISBON) -> Pattern:
    return Pattern(rule, starts_on, at, zone)


def days(rule: str, starts_on: date, *, until: date) -> list[str]:
    found = planned_days(pattern(rule, starts_on), since=starts_on, until=until)
    return [day.isoformat() for day in found]


def moments(found: Pattern, day: date, count: int) -> list[str]:
    after = datetime.combine(day, time(0), tzinfo=UTC)
    return [
        f"{one.starts_at:%m-%d %H:%M} = {one.starts_at.astimezone(UTC):%H:%M}Z"
        for one in occurrences([found], after=after, limit=count)
    ]


@pytest.mark.parametrize(
    ("rule", "zone", "day", "expected"),
    [
        ("BYDAY=MO", LISBON, date(2026, 3, 23), ["03-23 09:00 = 09:00Z", "03-30 09:00 = 08:00Z"]),
        ("BYDAY=MO", LISBON, date(2026, 10, 19), ["10-19 09:00 = 08:00Z", "10-26 09:00 = 09:00Z"]),
        ("BYDAY=SA", NEW_YORK, date(2026, 3, 7), ["03-07 09:00 = 14:00Z", "03-14 09:00 = 13:00Z"]),
        ("BYDAY=SU", NEW_YORK, date(2026, 11, 1), ["11-01 09:00 = 14:00Z", "11-08 09:00 = 14:00Z"]),
        ("BYDAY=SA", LISBON, date(2027, 3, 27), ["03-27 09:00 = 09:00Z", "04-03 09:00 = 08:00Z"]),
        ("BYDAY=SA", NEW_YORK, date(2027, 3, 13), ["03-13 09:00 = 14:00Z", "03-20 09:00 = 13:00Z"]),
        ("BYDAY=SU", LISBON, date(2027, 10, 31), ["10-31 09:00 = 09:00Z", "11-07 09:00 = 09:00Z"]),
        ("BYDAY=SU", NEW_YORK, date(2027, 11, 7), ["11-07 09:00 = 14:00Z", "11-14 09:00 = 14:00Z"]),
    ],
)
def test_occurrence_keeps_its_time_of_day_when_clocks_change(rule, zone, day, expected):
    found = pattern(f"FREQ=WEEKLY;{rule}", date(2026, 1, 1), zone=zone)

    assert moments(found, day, 2) == expected


@pytest.mark.parametrize(
    ("zone", "at", "day", "expected"),
    [
        (BERLIN, time(2, 30), date(2026, 3, 29), "03:30:00+02:00"),  # skipped: an hour later
        (NEW_YORK, time(2, 0), date(2027, 3, 14), "03:00:00-04:00"),
        (BERLIN, time(2, 30), date(2026, 10, 25), "02:30:00+02:00"),  # twice: the first
        (NEW_YORK, time(1, 15), date(2027, 11, 7), "01:15:00-04:00"),
        ("Australia/Lord_Howe", time(2, 10), date(2026, 10, 4), "02:40:00+11:00"),
    ],
)
def test_occurrence_has_one_moment_when_the_local_time_is_skipped_or_twice(zone, at, day, expected):
    found = occurrence_on([pattern("FREQ=DAILY", date(2026, 1, 1), at, zone)], day)

    assert found
    assert found.starts_at.isoformat() == f"{day}T{expected}"
    assert found.planned_on == day


@pytest.mark.parametrize(
    ("rule", "starts_on", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=3WE", date(2026, 1, 1), ["2026-01-21", "2026-02-18", "2026-03-18"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            date(2026, 1, 6),
            ["2026-01-06", "2026-01-20", "2026-02-03"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            date(2028, 1, 1),
            ["2028-01-31", "2028-02-29", "2028-03-31"],
        ),
        ("FREQ=YEARLY", date(2028, 2, 29), ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=YEARLY", date(2096, 2, 29), ["2096-02-29", "2104-02-29", "2108-02-29"]),
        ("FREQ=MONTHLY", date(2026, 1, 31), ["2026-01-31", "2026-03-31", "2026-05-31"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            date(2026, 1, 1),
            ["2026-01-30", "2026-02-27", "2026-03-31"],
        ),
        ("FREQ=WEEKLY", date(2026, 1, 7), ["2026-01-07", "2026-01-14", "2026-01-21"]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=2", date(2026, 1, 1), ["2026-01-05", "2026-01-12"]),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260112", date(2026, 1, 1), ["2026-01-05", "2026-01-12"]),
        ("FREQ=YEARLY;BYWEEKNO=20", date(2026, 1, 5), ["2026-05-11", "2027-05-17", "2028-05-15"]),
    ],
)
def test_rule_has_these_days(rule, starts_on, expected):
    found = days(rule, starts_on, until=starts_on.replace(year=starts_on.year + 15, day=1))

    assert found[:3] == expected


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260330T080000Z", "2026-03-30"),  # 09:00 in Lisbon, summer time
        ("20260330T075959Z", "2026-03-23"),
        ("20260323T090000", "2026-03-23"),
        ("20260323T085959", "2026-03-16"),
    ],
)
def test_rule_ends_at_a_moment_when_it_names_one(until, last):
    rule = f"FREQ=WEEKLY;BYDAY=MO;UNTIL={until}"

    assert days(rule, date(2026, 3, 2), until=date(2026, 12, 31))[-1] == last


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=HOURLY", "The rule meets more than once a day; a rhythm has at most one gathering a day, and its time is said beside the rule."),
        ("FREQ=DAILY;BYHOUR=9,17", "The rule meets more than once a day; a rhythm has at most one gathering a day, and its time is said beside the rule."),
        ("every Tuesday", "“every Tuesday” is not a rule, such as FREQ=WEEKLY;BYDAY=TU."),
        ("FREQ=WEEKLY;FREQ=DAILY", "“FREQ=WEEKLY;FREQ=DAILY” is not a rule, such as FREQ=WEEKLY;BYDAY=TU."),
        ("BYDAY=TU", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL is a whole number from 1 to 1,000."),
        ("FREQ=WEEKLY;COUNT=99999999999", "COUNT is a whole number from 1 to 5,000."),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20260101", "The rule says both how many times and until when; only one of them can be."),
        ("FREQ=WEEKLY;BYDAY=2TU", "“2TU” cannot stand in a rule with FREQ=WEEKLY."),
        ("FREQ=WEEKLY;BYDAY=XX", "“XX” is not a weekday."),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "“32” cannot stand in BYMONTHDAY."),
        ("FREQ=MONTHLY;BYMONTH=-1", "“-1” cannot stand in BYMONTH."),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY cannot stand in a rule with FREQ=WEEKLY."),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS picks from days, and the rule names none."),
        ("FREQ=WEEKLY;UNTIL=20261399", "UNTIL=20261399 is not a date, such as 20261231."),
        ("FREQ=WEEKLY;WKST=XX", "“XX” is not a weekday."),
        ("FREQ=WEEKLY;RSCALE=CHINESE", "The rule has a part that is not known: RSCALE."),
    ],
)  # fmt: skip
def test_rule_is_refused_with_a_sentence_when_no_rhythm_can_keep_it(rule, sentence):
    with pytest.raises(Unusable) as refusal:
        rule_of(rule)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20200101",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",  # each seventh day from a Thursday
    ],
)
def test_rhythm_is_refused_when_it_has_no_date(rule):
    with pytest.raises(Unusable, match=r"^The rhythm has no date at all"):
        first_of(pattern(rule, date(2026, 1, 1)))


def test_zone_is_refused_when_there_is_none_of_this_name():
    with pytest.raises(Unusable, match=r"^There is no time zone “Europe/Atlantis”"):
        occurrence_on(
            [pattern("FREQ=DAILY", date(2026, 1, 1), zone="Europe/Atlantis")], date(2026, 1, 1)
        )


def test_rhythm_holds_until_the_next_one_starts_when_it_changes():
    """Mondays until March, then every second Tuesday, later in the day and in another zone."""
    old = pattern("FREQ=WEEKLY;BYDAY=MO", date(2026, 2, 1))
    new = pattern("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 3, 3), time(16), BERLIN)

    found = occurrences([old, new], after=datetime(2026, 2, 16, tzinfo=UTC), limit=5)

    assert [f"{one.starts_at:%m-%d %H:%M%z}" for one in found] == [
        "02-16 09:00+0000",
        "02-23 09:00+0000",
        "03-02 09:00+0000",
        "03-03 16:00+0100",
        "03-17 16:00+0100",
    ]
    assert closed([old, new])[0].until_on == date(2026, 3, 2)
    assert occurrence_on([old, new], date(2026, 3, 9)) is None
    assert index_of([old, new], date(2026, 3, 17)) == 6


def test_window_is_from_a_moment_to_a_moment_when_both_are_given():
    daily = pattern("FREQ=DAILY", date(2026, 1, 1), time(9), "Pacific/Kiritimati")  # UTC+14
    found = occurrences(
        [daily],
        after=datetime(2026, 5, 1, 19, tzinfo=UTC),  # that moment is 09:00 on 2 May there
        before=datetime(2026, 5, 3, 19, tzinfo=UTC),
    )

    assert [one.planned_on.day for one in found] == [2, 3]


def test_window_needs_an_end_or_a_limit():
    with pytest.raises(ValueError, match=r"needs a limit"):
        occurrences(
            [pattern("FREQ=DAILY", date(2026, 1, 1))], after=datetime(2026, 1, 1, tzinfo=UTC)
        )


def test_occurrence_starts_with_its_day_when_no_time_is_known():
    found = occurrence_on([pattern("FREQ=DAILY", date(2026, 7, 1), None)], date(2026, 7, 4))

    assert found
    assert found.starts_at.isoformat() == "2026-07-04T00:00:00+01:00"


def test_days_at_the_end_of_the_calendar_are_given_without_an_error():
    last = pattern("FREQ=WEEKLY", date(9999, 12, 20))

    assert days("FREQ=WEEKLY", date(9999, 12, 20), until=date.max) == ["9999-12-20", "9999-12-27"]
    assert first_of(last) == date(9999, 12, 20)


def test_index_counts_from_the_beginning_when_the_rhythm_is_old():
    old = pattern("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", date(2016, 1, 5))
    counted = len(list(planned_days(old, since=date(2016, 1, 5), until=date(2026, 11, 21))))

    assert index_of([old], date(2026, 11, 22)) == counted
    assert index_of([old], date(2016, 1, 5)) == 0


@pytest.fixture
def looked_at(monkeypatch) -> list[date]:
    """Every day that is held against a rule: what is computed is counted, not timed."""
    found: list[date] = []

    def counted(rule, day):
        found.append(day)
        return allows(rule, day)

    monkeypatch.setattr("mandorla.core.rhythm_period.allows", counted)
    monkeypatch.setattr("mandorla.core.rhythm_days.allows", counted)
    return found


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("FREQ=DAILY", 8),
        ("FREQ=WEEKLY;BYDAY=MO;BYMONTH=6", 3),
        ("FREQ=MONTHLY;BYDAY=3WE", 10),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=1MO", 10),
    ],
)
def test_window_of_an_old_rhythm_expands_no_more_than_the_window(looked_at, rule, most):
    """Ten years cost what one week costs."""
    first = date(2026, 6, 1)
    found = planned_days(pattern(rule, date(2016, 1, 1)), since=first, until=date(2026, 6, 7))

    assert len(list(found)) <= 7
    assert 1 <= len(looked_at) <= most


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYDAY=SA;BYSETPOS=2",
        "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;INTERVAL=1000;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-3",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=2",
    ],
)
def test_rule_that_never_comes_true_is_found_out_within_two_thousand_days(looked_at, rule):
    with pytest.raises(Unusable, match=r"^The rhythm has no date at all"):
        first_of(pattern(rule, date(2026, 1, 1)))

    assert len(looked_at) <= 2_000


def test_day_is_one_of_a_rule_when_either_of_two_kinds_of_weekdays_allows_it():
    """Every Monday and the first Tuesday, in one rule."""
    found = days("FREQ=MONTHLY;BYDAY=MO,1TU", date(2026, 3, 1), until=date(2026, 3, 31))

    assert [day[-2:] for day in found] == ["02", "03", "09", "16", "23", "30"]
