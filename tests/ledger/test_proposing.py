"""The hours of a month are worked out of gatherings and roles, once, and never by person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.models import Event, Notification
from mandorla.gatherings.models import Attendance, AttendanceCount
from mandorla.ledger.models import Investment
from mandorla.ledger.proposing import Month, propose_time
from tests import make
from tests.ledger.putting import hours, money, planned

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 3, 9, tzinfo=UTC)


def _met(community, people, *, day=2, minutes=60, state="held"):
    """A gathering in March with so many people."""
    found = community.series.first() or make.series(community)
    made = make.gathering(found, planned_on=date(2026, 3, day), minutes=minutes, state=state)
    for person in make.members(people):
        Attendance.note(gathering=made, person=person, way="tap", at=made.ends_at)
    return made


def _rows():
    rows = Investment.objects.order_by("role", "pk")
    return [(row.role, row.hours, row.state, row.note) for row in rows]


def test_hours_are_minutes_times_members_of_every_gathering_held():
    community = make.community(leader=make.person())
    _met(community, 3)
    _met(community, 2, day=9, minutes=45)

    assert propose_time(at=APRIL) == 1

    assert _rows() == [("member", Decimal("4.5"), "proposed", "2 gatherings")]
    row = Investment.objects.get()
    assert (row.begins_on, row.ends_on) == (date(2026, 3, 1), date(2026, 3, 31))


def test_hours_are_the_same_when_it_is_forgotten_who_was_there():
    community = make.community()
    made = _met(community, 4)
    AttendanceCount.forget_people(gathering=made, at=APRIL)

    propose_time(at=APRIL)

    assert _rows() == [("member", Decimal("4.0"), "proposed", "1 gathering")]


def test_gathering_without_attendance_is_said_and_one_not_held_is_not():
    community = make.community()
    _met(community, 1)
    _met(community, 0, day=9)
    _met(community, 0, day=16, state="cancelled")

    propose_time(at=APRIL)

    note = "1 gathering; of 1 more nobody noted who was there"
    assert _rows() == [("member", Decimal("1.0"), "proposed", note)]


def test_nothing_is_worked_out_when_nobody_was_noted_anywhere():
    _met(make.community(), 0)

    assert propose_time(at=APRIL) == 0


def test_hours_of_those_who_lead_are_those_planned_for_the_month():
    community = make.community()
    year = {"begins_on": date(2026, 3, 17), "ends_on": date(2026, 4, 15)}
    planned(community, hours("30", "leader", kind="time", **year))
    planned(community, money())

    propose_time(at=APRIL)

    assert [row for row in _rows() if row[2] == "proposed"] == [
        ("leader", Decimal("15.0"), "proposed", "As planned for those who lead")
    ]


def test_month_is_worked_out_once_whatever_became_of_it():
    community = make.community(leader=make.person())
    _met(community, 3)
    propose_time(at=APRIL)
    Investment.objects.get().drop(by=make.person(), at=APRIL)

    assert propose_time(at=APRIL) == 0
    assert (Investment.objects.count(), Notification.objects.count()) == (1, 1)


@pytest.mark.parametrize("day", [1, 2])
def test_nothing_is_worked_out_in_the_first_days_of_a_month(day):
    _met(make.community(), 3)

    assert propose_time(at=APRIL.replace(day=day)) == 0


def test_closed_community_is_left_alone():
    community = make.community()
    _met(community, 3)
    type(community).objects.update(status="closed")

    assert propose_time(at=APRIL) == 0


def test_those_who_run_it_are_told_once_and_nobody_else():
    ana, ben = make.person("Ana"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben, members=make.members(2))
    _met(community, 3)

    propose_time(at=APRIL)

    told = Notification.objects.get(kind="investment.proposed")
    assert (told.person, told.address) == (ana, "/communities/atlas/value/investments/")


def test_nothing_that_is_kept_names_who_was_there():
    ana = make.person("Ana")
    community = make.community(leader=ana)
    _met(community, 2)

    propose_time(at=APRIL)

    event = Event.objects.get(verb="investment.proposed")
    assert event.by is None
    assert event.plain_sentence == (
        "Worked out of gatherings and roles, to be confirmed, from 2026-03-01 to 2026-03-31: "
        "participation, 2 hours of members."
    )
    row = Investment.objects.get()
    assert (row.entered_by, row.confirmed_by) == (None, None)


def test_work_takes_the_same_queries_however_many_gatherings():
    few, many = make.community(), make.community()
    counts = []
    for community, days in ((few, (2,)), (many, (2, 9, 16, 23))):
        for day in days:
            _met(community, 2, day=day)
        with CaptureQueriesContext(connection) as asked:
            propose_time(at=APRIL)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_month_before_january_is_december():
    assert Month.before(date(2026, 1, 31)) == Month(date(2025, 12, 1), date(2025, 12, 31))


def test_command_says_for_how_many():
    out = StringIO()

    call_command("propose_time", stdout=out)

    assert out.getvalue() == "The hours of last month are worked out for 0 communities.\n"
