from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Organization
from mandorla.communities.models import Community, Membership
from mandorla.demo.builder import build_world
from mandorla.demo.days import Calendar, with_months, workday
from mandorla.people.models import Person, Unit
from tests import make

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 21)


def told() -> list[tuple[object, ...]]:
    """Everything one can read of a world."""
    return [
        *Person.objects.order_by("pk").values_list("name", "email", "job_title", "employee_number"),
        *Membership.objects.order_by("pk").values_list(
            "community__name", "person__name", "role", "since_on", "until_on"
        ),
        *((event.at, event.sentence) for event in Event.objects.order_by("pk")),
    ]


def test_world_is_the_same_on_every_run():
    savepoint = transaction.savepoint()
    build_world(on=ON)
    once = told()
    transaction.savepoint_rollback(savepoint)

    build_world(on=ON)

    assert told() == once


def test_world_is_dated_from_the_day_it_is_told():
    build_world(on=date(2031, 5, 1))

    founded = Community.objects.get(name="Atlas Change Champions").founded_on

    assert founded == date(2030, 8, 22)


@pytest.mark.parametrize("other", ["person", "unit", "community", "organization"])
def test_world_is_refused_when_the_instance_holds_other_data(other):
    if other == "organization":
        make.organization("Another one")
    elif other == "unit":
        make.unit("Sales")
    elif other == "person":
        make.person()
    else:
        Community.open(name="Bees", at=make.AT)
    before = [Person.objects.count(), Unit.objects.count(), Community.objects.count()]

    with pytest.raises(Refused, match="holds data that is not the demo's"):
        build_world(on=ON)

    assert before == [Person.objects.count(), Unit.objects.count(), Community.objects.count()]


def test_command_refuses_when_the_instance_holds_other_data():
    make.organization("Another one")

    with pytest.raises(Refused, match="the demo was not built"):
        call_command("demo", on=ON)


def test_command_says_so_when_the_world_is_here_already():
    said = StringIO()

    call_command("demo", on=ON, stdout=said)
    people = Person.objects.count()
    call_command("demo", on=ON, stdout=said)

    assert said.getvalue().splitlines() == [
        "Halden Works is built: 608 people in 14 units, twelve communities.",
        "The demo world is here already; nothing was changed.",
    ]
    assert Person.objects.count() == people
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_workday_is_the_friday_before_a_weekend(day, expected):
    assert workday(day) == expected


def test_months_are_counted_from_the_day_of_the_story():
    assert (
        with_months("by {month+2}, not {month-11}", on=ON) == "by January 2027, not December 2025"
    )


def test_calendar_gives_later_moments_of_a_day_each_time():
    calendar = Calendar(on=ON)

    first, second = calendar.moment(4), calendar.moment(4)

    assert first < second
    assert first.date() == second.date() == date(2026, 11, 17)
