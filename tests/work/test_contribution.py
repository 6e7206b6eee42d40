"""Who helped: their own act, with the unit of that day, told to nobody by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.people.models import Placement
from mandorla.work.models import Contribution
from tests.make import AT
from tests.work.solving import Place, place, problem, solution, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Place:
    return place()


def test_contribution_keeps_the_unit_of_that_day(atlas):
    found = solution(problem(atlas.community))
    Contribution.help(solution=found, person=atlas.priya, at=AT)

    later = AT + timedelta(days=1)
    Placement.place(person=atlas.priya, unit=atlas.units[2], on=later.date(), by=None, at=later)

    assert Contribution.objects.get().unit == atlas.units[1]


def test_contribution_is_kept_once_when_it_is_said_twice(atlas):
    found = solution(problem(atlas.community))

    for _time in range(2):
        Contribution.help(solution=found, person=atlas.priya, at=AT)

    assert Contribution.objects.count() == 1
    assert told(atlas.community)[1:] == ["A member helped to find a solution."]


def test_contribution_can_be_taken_back(atlas):
    found = solution(problem(atlas.community))
    Contribution.help(solution=found, person=atlas.priya, at=AT)

    for _time in range(2):
        Contribution.withdraw(solution=found, person=atlas.priya, at=AT)

    assert not Contribution.objects.exists()
    assert told(atlas.community)[2:] == [
        "A member no longer says that they helped to find a solution."
    ]


def test_contribution_is_refused_when_the_solution_was_rejected(atlas):
    found = solution(problem(atlas.community), state="rejected")

    with pytest.raises(Refused, match="nothing to have helped with"):
        Contribution.help(solution=found, person=atlas.priya, at=AT)


def test_contribution_cannot_be_looked_for_by_person(atlas):
    found = solution(problem(atlas.community))

    Contribution.help(solution=found, person=atlas.priya, at=AT)

    event = Event.objects.get(verb="solution.helped")
    assert (event.by, event.actor, event.about_name) == (None, "A member", "")
    assert not Event.objects.by_person(atlas.priya).exists()
