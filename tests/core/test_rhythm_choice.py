from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.rhythm_choice import WHICH, Choice, Said, choice_of, rule_for, said, zone_of
from mandorla.core.rhythm_parts import CODES
from mandorla.core.rhythm_rule import Unusable

LISBON, NEW_YORK = "Europe/Lisbon", "America/New_York"
CITIES = {"lisbon": LISBON, "new york": NEW_YORK, "sao paulo": "America/Sao_Paulo"}


@given(
    st.one_of(
        st.builds(Choice, st.sampled_from(["week", "second_week"]), st.sampled_from(CODES)),
        st.builds(Choice, st.just("month"), st.sampled_from(CODES), st.sampled_from(WHICH)),
    )
)
def test_choice_is_the_same_when_its_rule_is_read_back(choice):
    assert choice_of(rule_for(choice)) == choice


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=MONTHLY;BYDAY=5FR", "FREQ=WEEKLY;BYDAY=XX", "", "nonsense"]
)
def test_choice_is_another_rhythm_when_no_simple_one_gives_it(rule):
    assert choice_of(rule) == Choice("other", text=rule)


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Choice("week"), "Say on which day of the week."),
        (Choice("month", "WE"), "Say in which week of the month."),
        (Choice("month", "WE", 5), "Say in which week of the month."),
    ],
)
def test_choice_is_refused_when_something_is_missing(choice, sentence):
    with pytest.raises(Unusable) as refusal:
        rule_for(choice)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("third Wednesday of the month", Said("FREQ=MONTHLY;BYDAY=3WE")),
        (
            "every second Tuesday, 09:00, Lisbon",
            Said("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", time(9), LISBON),
        ),
        (
            "every Monday, 2pm, PT, from 2 March 2026",
            Said("FREQ=WEEKLY;BYDAY=MO", time(14), "America/Los_Angeles", date(2026, 3, 2)),
        ),
        (
            "biweekly starting Tuesday Feb 11 2025",
            Said("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", starts_on=date(2025, 2, 11)),
        ),
        ("rrule:freq=daily;count=3", Said("FREQ=DAILY;COUNT=3")),
        ("the last day of each month", Said("FREQ=MONTHLY;BYMONTHDAY=-1")),
        ("third Wednesday", Said("FREQ=MONTHLY;BYDAY=3WE")),
        ("second Tuesday", Said("FREQ=MONTHLY;BYDAY=2TU")),
        ("the first and third Friday", Said("FREQ=MONTHLY;BYDAY=1FR,3FR")),
        ("third Wednesday, 12:00, Lisbon", Said("FREQ=MONTHLY;BYDAY=3WE", time(12), LISBON)),
        ("every Monday at 09:00", Said("FREQ=WEEKLY;BYDAY=MO", time(9))),
        (
            "every second Tuesday at 09:00 in Lisbon",
            Said("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", time(9), LISBON),
        ),
        ("Monday 09:00 Lisbon", Said("FREQ=WEEKLY;BYDAY=MO", time(9), LISBON)),
        ("Mondays at 2 pm New York time", Said("FREQ=WEEKLY;BYDAY=MO", time(14), NEW_YORK)),
        ("at noon on Fridays", Said("FREQ=WEEKLY;BYDAY=FR", time(12))),
        (
            "every Monday 9.30am from 2 March 2026",
            Said("FREQ=WEEKLY;BYDAY=MO", time(9, 30), starts_on=date(2026, 3, 2)),
        ),
    ],
)
def test_text_is_a_rhythm_when_every_part_is_understood(text, expected):
    assert said(text, cities=CITIES) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("now and then", "This is not understood: “now and then” is not a rhythm that is known."),
        ("", "This is not understood: how often is not said."),
        ("bimonthly", "This is not understood: “bimonthly” can mean twice a month or every two months."),
        ("every Monday, 25:00", "This is not understood: “every monday, 25:00” is not a rhythm that is known."),
        ("every Monday, 09:00, 10:00", "This is not understood: “every monday, 10:00” is not a rhythm that is known."),
        ("every Monday at 9", "This is not understood: “every monday at 9” is not a rhythm that is known."),
        ("every third Wednesday", "This is not understood: “every third wednesday” does not say whether it counts weeks or weeks of the month."),
        ("every 0 weeks on Monday", "This is not understood: “every 0 weeks” is not one of 1 to 1,000 weeks."),
        ("FREQ=HOURLY", "The rule meets more than once a day; a rhythm has at most one gathering a day, and its time is said beside the rule."),
    ],
)  # fmt: skip
def test_text_is_refused_with_a_sentence_when_it_is_not_understood(text, sentence):
    with pytest.raises(Unusable) as refusal:
        said(text, cities=CITIES)

    assert str(refusal.value) == sentence


def test_zone_is_found_by_its_city_its_name_or_its_abbreviation():
    found = [
        zone_of(text, cities=CITIES)
        for text in ("New_York", "São Paulo", "Europe/Paris", "UTC", "Nowhere")
    ]

    assert found == [NEW_YORK, "America/Sao_Paulo", "Europe/Paris", "UTC", ""]
