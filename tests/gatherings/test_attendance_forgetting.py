"""Thirty days after a gathering nobody can tell any more who was there, not even the database."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from mandorla.base.models import Event
from mandorla.gatherings.attendance import OfUnit, attendance_of
from mandorla.gatherings.forgetting import forget_attendance
from mandorla.gatherings.models import Attendance, AttendanceCount, Gathering
from mandorla.gatherings.models.attendance import units_that_may_show
from tests import make

AFTER = make.AT + timedelta(days=30)


def attended(**units: int) -> Gathering:
    """A gathering where so many of each unit were."""
    community = make.community(leader=make.person("Ana Marković"))
    gathering = make.gathering(make.series(community), code="ABCDE")
    for name, count in units.items():
        unit = make.unit(name)
        for _number in range(count):
            person = make.person(unit=unit)
            Attendance.note(gathering=gathering, person=person, way="tap", at=make.AT)
    return gathering


def counts(gathering: Gathering) -> dict[str, int]:
    rows = AttendanceCount.objects.filter(gathering=gathering)
    return {unit or "": people for unit, people in rows.values_list("unit__name", "people")}


@pytest.mark.django_db
def test_people_become_counts_by_unit_when_thirty_days_are_over():
    gathering = attended(North=7, South=6, East=4, West=1)

    assert forget_attendance(at=AFTER - timedelta(seconds=1)) == 0
    assert forget_attendance(at=AFTER) == 1

    assert Attendance.objects.count() == 0
    assert counts(gathering) == {"North": 7, "South": 6, "": 5}
    gathering.refresh_from_db()
    assert gathering.code == ""


@pytest.mark.django_db
def test_small_rest_takes_the_next_unit_along():
    gathering = attended(North=7, South=6, East=4)

    forget_attendance(at=AFTER)

    assert counts(gathering) == {"North": 7, "": 10}


@pytest.mark.django_db
def test_few_people_are_one_number_whatever_their_units():
    gathering = attended(North=3, South=1)

    forget_attendance(at=AFTER)

    assert counts(gathering) == {"": 4}


@pytest.mark.django_db
def test_forgetting_twice_changes_nothing():
    gathering = attended(North=6)

    assert (forget_attendance(at=AFTER), forget_attendance(at=AFTER)) == (1, 0)
    assert counts(gathering) == {"North": 6}


@pytest.mark.django_db
def test_forgetting_is_told_without_anybody():
    gathering = attended(North=6)

    forget_attendance(at=AFTER)

    event = Event.objects.get(verb="gathering.forgot")
    assert (event.by_id, event.own_id, event.details) == (None, None, {})
    assert str(gathering) in event.plain_sentence


@pytest.mark.django_db
def test_page_shows_units_only_when_people_are_forgotten():
    gathering = attended(North=7, South=5)
    leader = gathering.community.memberships.get().person

    def read(at):
        gathering.refresh_from_db()
        return attendance_of(gathering, reader=leader, roles={"leader"}, at=at)

    assert (read(make.AT).units, read(make.AT).total) == ((), 12)
    forget_attendance(at=AFTER)
    assert read(AFTER).units == (OfUnit("North", 7), OfUnit("South", 5))
    assert (read(AFTER).total, read(AFTER).here, read(AFTER).mine) == (12, (), None)


@pytest.mark.django_db
def test_units_that_were_merged_later_are_one_number():
    gathering = attended(North=7, South=5)
    forget_attendance(at=AFTER)
    south, north = (count.unit for count in gathering.counts.order_by("people"))

    assert south
    assert north
    south.merge_into(north, by=make.program_manager(), at=AFTER)

    leader = gathering.community.memberships.get().person
    found = attendance_of(gathering, reader=leader, roles={"leader"}, at=AFTER)
    assert found.units == (OfUnit("North", 12),)


@pytest.mark.django_db
def test_no_table_leads_from_a_person_to_a_gathering_when_it_is_forgotten():
    """Every row of the database is searched for the number and the name of somebody who came."""
    gathering = attended(North=6)
    came = Attendance.objects.first()
    assert came
    person = came.person
    forget_attendance(at=AFTER)

    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                values = dict(zip(columns, row, strict=True))
                if "gathering_id" in values and person.pk in values.values():
                    found.add((table, values["gathering_id"] == gathering.pk))
                if any(person.name == str(value) for value in values.values()):
                    found.add((table, False))

    assert found == {("people_person", False)}


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_people(django_assert_num_queries):
    attended(North=6)
    with django_assert_num_queries(8):
        forget_attendance(at=AFTER)

    attended(South=15)
    with django_assert_num_queries(8):
        forget_attendance(at=AFTER)


@pytest.mark.django_db
def test_command_forgets_and_says_so():
    attended(North=6)
    out = StringIO()

    call_command("forget_attendance", stdout=out)
    call_command("forget_attendance", stdout=out)

    assert out.getvalue().splitlines() == [
        "Who was at 1 gathering is forgotten; how many were there stays.",
        "Nothing is old enough to be forgotten.",
    ]


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(0, 6))
def test_no_sum_of_shown_numbers_is_about_one_to_four_people(sizes, without):
    people: dict[int | None, int] = dict(enumerate(sizes, 1))
    shown = units_that_may_show(people | {None: without})
    rest = sum(people.values()) + without - sum(people[unit] for unit in shown)

    assert all(people[unit] >= 5 for unit in shown)
    assert not shown or rest == 0 or rest >= 5
