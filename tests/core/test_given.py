"""Hours and money in the words of a charter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandorla.core.given import given_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two hours a week for each champion, agreed with them.", ("2", "week", "member", True)),
        ("Four hours per month of the leader", ("4", "month", "leader", None)),
        ("1.5 hours weekly of the core group, together", ("1.5", "week", "leader", None)),
        ("10 hours a quarter of all members together", ("10", "quarter", "member", False)),
        ("An hour a year of the sponsor", ("1", "year", "sponsor", None)),
        ("Everybody gives 3 hours a month", ("3", "month", "member", True)),
        ("6 hours a month", ("6", "month", "", None)),
    ],
)
def test_hours_are_found_with_whose_they_are(text, found):
    (one,) = given_in(text)

    assert (str(one.hours), one.per, one.who, one.each) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A budget of EUR 12,000 a year", ("12000", "EUR", "year")),
        ("1.500,50 EUR a quarter", ("1500.50", "EUR", "quarter")),
        ("€ 500 for the day", ("500", "EUR", "")),
        ("CHF 1 200 monthly", ("1200", "CHF", "month")),
        ("A budget of 4,000 euros for visits", ("4000", "EUR", "")),
        ("2,5 EUR a week", ("2.5", "EUR", "week")),
    ],
)
def test_money_is_found_with_its_currency(text, found):
    (one,) = given_in(text)

    assert (str(one.amount), one.currency, one.per) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The host's hour every second week",
        "Half a day a month of the leader",
        "20 hours",
        "Half an hour a week of each member",
        "One and a half hours a week",
        "Two to three hours a month",
        "2-3 hours a month",
        "Up to 4 hours a week",
        "Two hours every other week of each member",
        "In 2027 we meet in building 12",
        "SAP 2000 is ours",
        "QQQ 500 a year",
        "Show a piece of work once a year",
    ],
)
def test_nothing_is_found_when_it_is_not_said_in_so_many_words(text):
    assert given_in(text) == []


def test_parts_of_a_sentence_are_found_one_by_one():
    found = given_in("EUR 300 a year for coffee and 6 hours a month of the sponsor; a room.")

    assert [(one.amount, one.hours, one.who) for one in found] == [
        (Decimal(300), None, ""),
        (None, Decimal(6), "sponsor"),
    ]
