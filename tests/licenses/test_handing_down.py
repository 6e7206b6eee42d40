"""What a license permits is planned in the ledger, and a new term replaces what was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mandorla.base.errors import DomainError
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.ledger.models import Investment
from mandorla.licenses.terms import Terms
from tests import make
from tests.licenses.granting import GATES_MET, applied, granted
from tests.make import AT

TERM: dict[str, Any] = {"starts_on": date(2026, 3, 2), "until_on": date(2027, 3, 1)}
PERMITTED: dict[str, Any] = {
    "leader_hours": Decimal(8),
    "member_hours": Decimal(2),
    "budget": Decimal(5000),
    "currency": "EUR",
}


def _planned():
    rows = Investment.objects.counted().order_by("begins_on", "kind")
    return [(one.kind, one.side, one.hours, one.amount, one.begins_on, one.ends_on) for one in rows]


def test_grant_plans_budget_and_hours_for_the_term(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor, **PERMITTED, **TERM)

    begins, ends = TERM.values()
    # Twelve months; a leader, a core member and a member take part.
    assert _planned() == [
        ("funding", "organization", None, Decimal("5000.00"), begins, ends),
        ("participation", "members", Decimal("72.0"), None, begins, ends),
        ("time", "members", Decimal("96.0"), None, begins, ends),
    ]
    row = Investment.objects.get(kind="time")
    assert (row.source, row.state, row.entered_by) == ("license", "planned", people.sponsor)
    assert Event.objects.get(verb="investment.handed_down").details["count"] == 3


def test_license_that_permits_nothing_of_it_plans_nothing(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor)

    assert _planned() == []
    assert not Event.objects.filter(verb="investment.handed_down").exists()


def test_renewal_ends_what_was_planned_before_its_first_day(people):
    license = granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        budget=Decimal(3650),
        currency="EUR",
        **TERM,
    )
    terms = replace(
        Terms.of(license),
        budget=Decimal(1000),
        starts_on=date(2026, 9, 18),
        until_on=date(2027, 9, 17),
        next_review_on=None,
    )
    at = AT.replace(month=9)
    license.decide("renew", terms=terms, evidence=GATES_MET, by=people.sponsor, at=at, on=at.date())

    assert [(amount, begins, ends) for *_rest, amount, begins, ends in _planned()] == [
        (Decimal("2000.00"), date(2026, 3, 2), date(2026, 9, 17)),
        (Decimal("1000.00"), date(2026, 9, 18), date(2027, 9, 17)),
    ]


def test_nothing_is_planned_when_it_is_declined(people):
    license = applied(people.community, by=people.leader, sponsor=people.sponsor, **PERMITTED)
    license.decide("decline", reason="Not now", evidence={}, by=people.sponsor, at=AT, on=AT.date())

    assert _planned() == []


def test_nothing_is_planned_when_the_decision_is_refused(people):
    license = applied(people.community, by=people.leader, sponsor=people.sponsor, **PERMITTED)
    with pytest.raises(DomainError):
        license.decide("grant", evidence={}, by=people.leader, at=AT, on=AT.date())

    assert _planned() == []


def test_guests_and_sponsors_are_not_counted_among_members(people):
    for role in ("guest", "sponsor"):
        Membership.appoint(
            community=people.community, person=make.person(), role=role, by=people.leader, at=AT
        )
    granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        member_hours=Decimal(2),
        **TERM,
    )

    assert Investment.objects.get().note == "2.0 hours a month for each of 3 members"


def test_term_without_an_end_in_sight_is_planned_for_ten_years(people):
    granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        member_hours=Decimal(744),
        budget=Decimal(1000),
        currency="EUR",
        starts_on=date(2026, 1, 1),
        until_on=date(8999, 12, 31),
        next_review_on=date(2027, 1, 1),
    )

    assert {ends for *_rest, ends in _planned()} == {date(2036, 1, 9)}
    assert Investment.objects.get(kind="funding").amount == Decimal("1.44")
