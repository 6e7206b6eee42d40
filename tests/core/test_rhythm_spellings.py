"""Rhythms as real registers spell them, and those that cannot be told."""

from __future__ import annotations

from datetime import date, time

import pytest
import yaml

from mandorla.core.rhythm import NotUnderstood, Rhythm, read
from tests.shared_data import shared

PT = "PT (Pacific Time)"
LA = "America/Los_Angeles"

SPELLINGS = [
    ("biweekly", "Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None),
    ("Biweekly", "Wednesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None),
    ("bi-weekly", "Wednesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None),
    ("weekly", "Thursday", "FREQ=WEEKLY;BYDAY=TH", None),
    ("every four weeks", "Wednesday", "FREQ=WEEKLY;INTERVAL=4;BYDAY=WE", None),
    ("First Wednesday of the month", "Wednesday", "FREQ=MONTHLY;BYDAY=1WE", None),
    ("first Monday of the month", "Monday", "FREQ=MONTHLY;BYDAY=1MO", None),
    ("first Tuesday of the month", "Tuesday", "FREQ=MONTHLY;BYDAY=1TU", None),
    ("monthly", "third Wednesday", "FREQ=MONTHLY;BYDAY=3WE", None),
    (
        "biweekly, you must be signed into a free zoom account to join",
        "Wednesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        None,
    ),
    (
        "weekly, you must be signed into a free zoom account to join",
        "Monday",
        "FREQ=WEEKLY;BYDAY=MO",
        None,
    ),
    (
        "Biweekly, interleaved with the Regular SIG Meeting",
        "Wednesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        None,
    ),
    (
        "biweekly - alternating with regular meeting",
        "Friday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        None,
    ),
    (
        "bi-weekly ([upcoming meeting dates](#upcoming-meeting-dates))",
        "Thursday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        None,
    ),
    (
        "monthly - Wednesday, after the fourth Tuesday, every month",
        "Wednesday",
        "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29",
        None,
    ),
    (
        "biweekly starting Tuesday Oct 28, 2025",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2025, 10, 28),
    ),
    (
        "biweekly starting Tuesday Feb 11, 2025",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2025, 2, 11),
    ),
    (
        "biweekly starting Thursday June 7, 2018",
        "Thursday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        date(2018, 6, 7),
    ),
    (
        "biweekly starting Tuesday Feb 27, 2024",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2024, 2, 27),
    ),
    (
        "biweekly starting Tuesday March 12, 2024",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2024, 3, 12),
    ),
    (
        "bi-weekly starting Tuesday April 16, 2024",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2024, 4, 16),
    ),
    (
        "bi-weekly starting Tuesday August 13, 2019",
        "Tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2019, 8, 13),
    ),
    ("monthly - last Wednesday every month", "Wednesday", "FREQ=MONTHLY;BYDAY=-1WE", None),
    ("Monthly on 4th Thursday", "Thursday", "FREQ=MONTHLY;BYDAY=4TH", None),
    ("every first and third Thursday of the month", "", "FREQ=MONTHLY;BYDAY=1TH,3TH", None),
    ("weekly", "Tuesdays and Thursdays", "FREQ=WEEKLY;BYDAY=TU,TH", None),
    ("every other Friday", "", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
    ("daily", "", "FREQ=DAILY", None),
    ("every weekday", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None),
    ("the 15th of each month", "", "FREQ=MONTHLY;BYMONTHDAY=15", None),
    (
        "weekly",
        "Thursdays (starting February 15th 2024)",
        "FREQ=WEEKLY;BYDAY=TH",
        date(2024, 2, 15),
    ),
]


def understood(*args, **kwargs) -> Rhythm:
    found = read(*args, **kwargs)
    assert isinstance(found, Rhythm), found
    return found


@pytest.mark.parametrize(("cadence", "weekday", "rule", "starts_on"), SPELLINGS)
def test_rhythm_is_understood_when_spelled_as_in_real_registers(cadence, weekday, rule, starts_on):
    found = understood(cadence, weekday=weekday, at="9:00", zone_text=PT)
    assert (found.rule, found.starts_on) == (rule, starts_on)
    assert (found.starts_at, found.timezone) == (time(9), LA)


@pytest.mark.parametrize(
    ("cadence", "weekday", "at", "zone_text", "reason"),
    [
        ("monthly", "Thursday", "8:00", PT, "which Thursday of the month is not said"),
        ("monthly", "", "", "", "which day of the month is not said"),
        ("weekly", "", "", "", "the weekday is not said"),
        ("", "Tuesday", "", "", "how often is not said"),
        ("bimonthly", "", "", "", "“bimonthly” can mean twice a month or every two months"),
        ("biweekly", "Thursday", "14:00", "IST", "“IST” can mean India, Israel or Ireland"),
        ("biweekly", "Thursday", "soon", PT, "“soon” is not a time of day"),
        ("biweekly", "Thursday", "9:00", "Narnia", "the time zone “Narnia” is not known"),
        ("weekly", "someday", "", "", "the day “someday” is not a weekday"),
        ("first Monday of the month", "Tuesday", "", "", "it says both Monday and Tuesday"),
        (
            "every third Wednesday",
            "",
            "",
            "",
            "“every third wednesday” does not say whether it counts weeks or weeks of the month",
        ),
        (
            "biweekly except in August",
            "Monday",
            "",
            "",
            "“biweekly except in august” is not a rhythm that is known",
        ),
        ("weekly starting soon", "Monday", "", "", "the first date “soon” is not one"),
        (
            "weekly starting Monday Feb 11, 2025",
            "Monday",
            "",
            "",
            "2025-02-11 is a Tuesday, not a Monday",
        ),
        (
            "first Tuesday of the month starting Tuesday Feb 11, 2025",
            "",
            "",
            "",
            "2025-02-11 is the second Tuesday of its month",
        ),
        (
            "monthly - Wednesday after the fifth Tuesday",
            "",
            "",
            "",
            "the day can fall into the next month, which a rule cannot say",
        ),
    ],
)
def test_rhythm_is_kept_as_text_when_it_cannot_be_told(cadence, weekday, at, zone_text, reason):
    found = read(cadence, weekday=weekday, at=at, zone_text=zone_text)
    assert isinstance(found, NotUnderstood)
    assert found.reason == reason


def test_every_kubernetes_meeting_has_a_rule_when_its_week_is_known():
    path = shared("A_kubernetes_community/sigs.yaml")
    register = yaml.safe_load(path.read_text(encoding="utf-8"))
    groups = [g for kind in ("sigs", "workinggroups", "committees") for g in register[kind]]
    meetings = [m for g in groups for m in g["meetings"]]
    found = [
        read(m["frequency"], weekday=m["day"], at=m["time"], zone_text=m["tz"]) for m in meetings
    ]
    missed = [(f.found, f.reason) for f in found if isinstance(f, NotUnderstood)]
    assert len(meetings) == 72
    assert missed == [
        ("monthly, Thursday, 8:00, PT (Pacific Time)", "which Thursday of the month is not said")
    ]
