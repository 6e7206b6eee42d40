"""What is known of communities from their licenses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.indicators import indicator
from mandorla.communities.models import Membership
from mandorla.core.conditions import Finding
from mandorla.licenses.known import read
from mandorla.licenses.models import License
from mandorla.licenses.terms import Terms
from tests import make
from tests.licenses.granting import GATES_MET, applied, granted

AT = make.AT
ON = AT.date()


def _known(community, *, at=AT):
    found = read([community.pk], at=at)
    return {name: rows[community.pk].value for name, rows in found.items() if rows}


def _granted(people, **facts):
    return granted(people.community, by=people.leader, sponsor=people.sponsor, **facts)


def test_community_without_a_license_is_known_to_have_none(people):
    assert _known(people.community) == {"license_state": "none", "license_standing": "none"}


def test_license_that_runs_is_known(people):
    due = ON + timedelta(days=20)
    _granted(
        people,
        member_hours=Decimal(4),
        decision_rights="Its agenda",
        data_use="Counts only",
        conditions=(("Write a charter", due),),
    )

    known = _known(people.community, at=AT + timedelta(days=21))

    assert known == {
        "license_kind": "full",
        "license_state": "conditional",
        "license_standing": "in_force",
        "license_days_left": 343,
        "license_age": 21,
        "terms_given": True,
        "sponsor_line": True,
        "sponsor_champion": False,
        "sponsor_payer": False,
        "review_in_hand": False,
        "conditions_open": 1,
        "conditions_overdue": 1,
        "renewals": 0,
        "last_decision": "grant_with_conditions",
    }


@pytest.mark.parametrize(
    ("days", "standing"), [(318, "in_force"), (319, "review_due"), (365, "grace"), (395, "lapsed")]
)
def test_standing_follows_from_dates(people, days, standing):
    _granted(people)

    assert _known(people.community, at=AT + timedelta(days=days))["license_standing"] == standing


def test_license_that_runs_counts_when_another_is_asked_for(people):
    _granted(people, kind="trial")
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    known = _known(people.community)

    assert (known["license_kind"], known["license_state"]) == ("trial", "active")


def test_sponsor_is_gone_when_they_no_longer_sponsor_the_community(people):
    _granted(people)
    Membership.objects.get(person=people.sponsor).end(by=people.karin, at=AT)

    assert _known(people.community)["sponsor_line"] is False


def test_cut_of_hours_is_known_from_the_second_decision_on(people):
    running = _granted(people, leader_hours=Decimal(20))
    before = _known(people.community)

    running.decide(
        "renew",
        terms=Terms(scope="The same", leader_hours=Decimal(15)),
        evidence=GATES_MET,
        by=people.sponsor,
        at=AT,
        on=ON,
    )

    known = _known(people.community)
    assert "leader_hours_cut" not in before
    assert (known["leader_hours_cut"], known["renewals"]) == (0.25, 1)


def test_words_are_said_as_people_say_them(people):
    _granted(people)
    found = read([people.community.pk], at=AT)

    state = found["license_state"][people.community.pk]
    assert indicator("license_state").say(state) == "Its license is active."


def test_reading_asks_as_often_for_many_communities_as_for_one(people):
    _granted(people)
    others = [make.community() for _number in range(5)]
    for other in others:
        License.objects.create(
            community=other, number=1, kind="full", state="active", starts_on=date(2026, 1, 1)
        )

    def asked(ids):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(ids, at=AT)
        return len(queries)

    one = asked([people.community.pk])
    assert asked([people.community.pk, *(other.pk for other in others)]) == one


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (16, "Days until its license has to be decided on: 16."),
        (0, "Its license has to be decided on today."),
        (-16, "The day by which its license had to be decided on is past; days since: 16."),
    ],
)
def test_days_left_are_said_when_the_day_is_past(days, sentence):
    assert indicator("license_days_left").say(Finding(days)) == sentence
