"""The calendar of licenses: who decides what by when."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.licenses.calendar_page import read_calendar
from tests import make
from tests.licenses.granting import granted
from tests.licenses.reporting import browser, drafted, handed_in, licensed, moment


def _rows(person, on, days=365):
    found = read_calendar(person, on=on, days=days)
    return [(f"{one.on:%d %b}", one.what, one.who) for month in found.months for one in month.rows]


def test_calendar_says_who_does_what_by_when(people):
    licensed(people, conditions=(("Weigh again", date(2026, 6, 1)),))

    assert _rows(people.sponsor, make.AT.date()) == [
        ("02 Apr", "Hand in the light report", "those who lead it"),
        ("02 May", "Hand in the light report", "those who lead it"),
        ("01 Jun", "Condition: Weigh again", "those who lead it"),
        ("02 Jun", "Hand in the light report", "those who lead it"),
        ("02 Sep", "Hand in the quarterly report", "those who lead it"),
        ("02 Dec", "Hand in the quarterly report", "those who lead it"),
        ("01 Mar", "Decide on the full license", "Ben Okafor"),
        ("01 Mar", "Hand in the review for renewal", "those who lead it"),
    ]


def test_what_is_past_comes_first_and_a_report_that_is_handed_in_waits_for_its_reader(people):
    handed_in(people)
    found = read_calendar(people.karin, on=date(2027, 3, 20), days=45)

    assert found.months[0].first is None
    assert [(one.what, one.who, one.state) for one in found.months[0].rows] == [
        ("Answer the review for renewal", "Karin Lindqvist", "handed in"),
        ("Decide on the full license", "Ben Okafor", "in grace"),
    ]
    assert (found.decisions, found.past) == (1, 2)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("leader", True),
        ("core", True),
        ("sponsor", True),
        ("karin", True),
        ("auditor", True),
        ("member", False),
        ("stranger", False),
    ],
)
def test_calendar_shows_what_somebody_has_to_do_with(people, name, sees):
    licensed(people)

    assert bool(_rows(getattr(people, name), make.AT.date())) is sees


def test_sponsor_is_led_to_the_list_while_a_report_is_being_written(people):
    review = drafted(people)
    on = date(2027, 2, 20)

    def address(person):
        months = read_calendar(person, on=on, days=45).months
        rows = [one for month in months for one in month.rows]
        return next(one.address for one in rows if one.what.startswith("Hand in"))

    assert address(people.leader) == review.get_absolute_url()
    assert address(people.sponsor) == "/communities/atlas-change-champions/license/reviews/"


def test_calendar_asks_as_much_for_many_as_for_few(people):
    licensed(people)
    with CaptureQueriesContext(connection) as few:
        read_calendar(people.karin, on=make.AT.date(), days=365)
    for _number in range(2):
        leader, sponsor = make.person(), make.person()
        other = make.community(leader=leader, sponsor=sponsor)
        granted(other, by=leader, sponsor=sponsor)
    with CaptureQueriesContext(connection) as many:
        read_calendar(people.karin, on=make.AT.date(), days=365)

    assert len(many) == len(few)


def test_page_says_what_belongs_there_when_nothing_is_due(people, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(date(2026, 3, 3)))
    html = browser(people.stranger).get("/licenses/calendar/?days=nonsense").content.decode()

    assert "Nothing of a license is due here" in html
