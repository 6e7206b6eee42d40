"""Two units that become one, when both have a line of one solution: nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.models import Event
from mandorla.gatherings.models import AttendanceCount
from mandorla.people.models import Person, Unit
from mandorla.work.models import AgendaItem, RolloutLine
from tests import make
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution

pytestmark = pytest.mark.django_db
STATES = ["not_for_us", "to_do", "adapting", "adopted"]  # the further the later


@pytest.fixture
def atlas() -> Place:
    return place()


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


def two(atlas: Place, first: str, second: str) -> tuple[Unit, Unit, RolloutLine, RolloutLine]:
    """Two units with a line of one solution each, in these states."""
    gone, stays = atlas.units[:2]
    mine, theirs = lines(solution(problem(atlas.community), state="accepted"), (gone, stays))
    for line, state in ((mine, first), (theirs, second)):
        because = "No prices here" if state == "not_for_us" else ""
        RolloutLine.objects.filter(pk=line.pk).update(state=state, because=because)
    return gone, stays, mine, theirs


@pytest.mark.parametrize("first", STATES)
@pytest.mark.parametrize("second", STATES)
def test_line_that_is_further_along_is_kept(atlas, karin, first, second):
    gone, stays, mine, theirs = two(atlas, first, second)

    gone.merge_into(stays, by=karin, at=AT)

    kept = RolloutLine.objects.get()
    assert kept.state == max(first, second, key=STATES.index)
    assert kept.unit == stays
    assert kept == (mine if STATES.index(first) > STATES.index(second) else theirs)


def test_coordinator_and_day_come_from_the_line_that_has_them(atlas, karin):
    gone, stays, mine, _theirs = two(atlas, "to_do", "adapting")
    RolloutLine.objects.filter(pk=mine.pk).update(
        coordinator=atlas.priya, due_on=AT.date() + timedelta(days=3)
    )
    RolloutLine.objects.exclude(pk=mine.pk).update(coordinator=None, due_on=None)

    gone.merge_into(stays, by=karin, at=AT)

    kept = RolloutLine.objects.get()
    assert (kept.coordinator, kept.due_on) == (atlas.priya, AT.date() + timedelta(days=3))


@pytest.mark.parametrize(("first", "second"), [("to_do", "adopted"), ("adopted", "to_do")])
def test_items_of_agendas_follow_to_the_line_that_is_kept(atlas, karin, first, second):
    gone, stays, mine, theirs = two(atlas, first, second)
    gathering = make.gathering(make.series(atlas.community))
    for position, line in enumerate((mine, theirs)):
        AgendaItem.objects.create(
            gathering=gathering, position=position, title="How far?", rollout=line
        )

    gone.merge_into(stays, by=karin, at=AT)

    kept = RolloutLine.objects.get()
    assert [item.rollout for item in AgendaItem.objects.in_order()] == [kept, kept]


def test_trail_says_how_far_each_of_the_two_was(atlas, karin):
    gone, stays, _mine, _theirs = two(atlas, "not_for_us", "adapting")

    gone.merge_into(stays, by=karin, at=AT)

    told = Event.objects.get(verb="solution.units_merged")
    assert told.sentence.startswith(
        f"Karin Lindqvist: {stays.name} (adapting) and {gone.name} (not for us) are one unit: "
    )


def test_lines_of_one_unit_alone_go_along_without_a_word(atlas, karin):
    gone, stays, other = atlas.units
    only, untouched = lines(solution(problem(atlas.community), state="accepted"), (gone, other))

    gone.merge_into(stays, by=karin, at=AT)

    only.refresh_from_db()
    untouched.refresh_from_db()
    assert (only.unit, untouched.unit) == (stays, other)
    assert not Event.objects.filter(verb="solution.units_merged").exists()


def test_parts_that_are_called_the_same_keep_one_line(atlas, karin):
    west, east = make.unit("West"), make.unit("East")
    desks = (make.unit("Desk", parent=west), make.unit("Desk", parent=east))
    mine, _theirs = lines(solution(problem(atlas.community), state="accepted"), desks)
    mine.adopt(by=atlas.ana, at=AT)

    west.merge_into(east, by=karin, at=AT)

    kept = RolloutLine.objects.get()
    assert (kept.unit, kept.state) == (desks[1], "adopted")


def test_problems_and_counts_of_attendance_follow_to_the_unit_that_stays(atlas, karin):
    gone, stays, _other = atlas.units
    both = problem(atlas.community, units=(gone, stays))
    one = problem(atlas.community, units=(gone,))
    gathering = make.gathering(make.series(atlas.community))
    for unit, people in ((gone, 6), (stays, 7)):
        AttendanceCount.objects.create(gathering=gathering, unit=unit, people=people)

    gone.merge_into(stays, by=karin, at=AT)

    assert [list(found.units.all()) for found in (both, one)] == [[stays], [stays]]
    counts = AttendanceCount.objects.filter(gathering=gathering, unit=stays)
    assert sorted(counts.values_list("people", flat=True)) == [6, 7]
