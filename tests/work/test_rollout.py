"""The rollout of a solution: a line for each unit, and how far it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.work.models import RolloutLine
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution, told

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 1)


@pytest.fixture
def atlas() -> Place:
    return place()


def test_solution_goes_to_units_with_coordinators_and_a_day(atlas):
    found = solution(problem(atlas.community), state="accepted")
    sales, finance, _service = atlas.units

    RolloutLine.roll_out(
        solution=found,
        units=[sales, finance, sales],
        coordinators={finance.pk: atlas.priya},
        due_on=DUE,
        by=atlas.ana,
        at=AT,
    )

    rows = found.rollout.order_by("pk").values_list("unit", "coordinator", "state", "due_on")
    assert list(rows) == [
        (sales.pk, None, "to_do", DUE),
        (finance.pk, atlas.priya.pk, "to_do", DUE),
    ]
    assert told(atlas.community)[-1] == (
        "Ana Marković rolled out in Sales, Finance: One price list, sent on Fridays"
    )


def test_units_can_be_added_later_and_those_that_have_it_keep_their_line(atlas):
    found = solution(problem(atlas.community), state="trying")
    first = lines(found, atlas.units[:1], due_on=DUE)[0]
    first.adopt(by=atlas.ana, at=AT)

    RolloutLine.roll_out(solution=found, units=atlas.units, by=atlas.ana, at=AT)

    rows = found.rollout.order_by("pk").values_list("unit__name", "state", "due_on")
    assert list(rows) == [
        ("Sales", "adopted", DUE),
        ("Finance", "to_do", None),
        ("Service", "to_do", None),
    ]


def test_rollout_is_refused_when_no_unit_is_new(atlas):
    found = solution(problem(atlas.community), state="accepted")
    lines(found, atlas.units)

    with pytest.raises(Refused, match="at least one unit"):
        RolloutLine.roll_out(solution=found, units=atlas.units, by=atlas.ana, at=AT)


@pytest.mark.parametrize("state", ["proposed", "escalated", "rejected"])
def test_rollout_is_refused_when_the_solution_is_neither_accepted_nor_tried(atlas, state):
    found = solution(problem(atlas.community), state=state)

    with pytest.raises(Refused, match="accepted or being tried"):
        RolloutLine.roll_out(solution=found, units=atlas.units, by=atlas.ana, at=AT)


def test_unit_adapts_and_adopts(atlas):
    found = solution(problem(atlas.community), state="accepted")
    line = lines(found, atlas.units[:1])[0]
    later = AT + timedelta(days=3)

    line.adapt(by=atlas.ana, at=AT)
    line.adopt(by=atlas.ana, at=later)

    line.refresh_from_db()
    assert (line.state, line.changed_at) == ("adopted", later)
    assert told(atlas.community)[-2:] == [
        "Ana Marković: Sales is adapting One price list, sent on Fridays",
        "Ana Marković: Sales has adopted One price list, sent on Fridays",
    ]


def test_unit_declines_for_a_reason_and_takes_it_back(atlas):
    found = solution(problem(atlas.community), state="accepted")
    line = lines(found, atlas.units[:1])[0]

    line.decline(because="We have no prices", by=atlas.ana, at=AT)
    line.refresh_from_db()
    declined = (line.state, line.because)
    line.put_back(by=atlas.ana, at=AT)

    line.refresh_from_db()
    assert declined == ("not_for_us", "We have no prices")
    assert (line.state, line.because) == ("to_do", "")


def test_unit_does_not_decline_without_a_reason(atlas):
    line = lines(solution(problem(atlas.community), state="accepted"), atlas.units[:1])[0]

    with pytest.raises(Refused, match="Say why it is not for Sales"):
        line.decline(because=" ", by=atlas.ana, at=AT)


def test_unit_does_not_go_on_while_the_solution_rests(atlas):
    found = solution(problem(atlas.community), state="trying")
    line = lines(found, atlas.units[:1])[0]
    found.reject(because="It does not work", by=atlas.ana, at=AT)
    line.solution.refresh_from_db()

    with pytest.raises(Refused, match="It is rejected"):
        line.adopt(by=atlas.ana, at=AT)


def test_second_of_two_who_mark_a_unit_is_told(atlas):
    found = solution(problem(atlas.community), state="accepted")
    line = lines(found, atlas.units[:1])[0]
    RolloutLine.objects.get().adopt(by=atlas.priya, at=AT)

    with pytest.raises(Stale, match="changed this for Sales first"):
        line.adapt(by=atlas.ana, at=AT)


def test_coordinator_and_day_of_a_unit_change(atlas):
    line = lines(solution(problem(atlas.community), state="accepted"), atlas.units[:1])[0]

    line.coordinate(person=atlas.priya, by=atlas.ana, at=AT)
    line.due(on=DUE, by=atlas.ana, at=AT)
    line.due(on=DUE, by=atlas.ana, at=AT)

    line.refresh_from_db()
    assert (line.coordinator, line.due_on) == (atlas.priya, DUE)
    assert told(atlas.community)[-2:] == [
        "Ana Marković: Priya Nair sees to it in Sales: One price list, sent on Fridays",
        "Ana Marković: Sales has until 2026-04-01: One price list, sent on Fridays",
    ]


def test_coordinator_is_refused_when_their_account_is_not_active(atlas):
    line = lines(solution(problem(atlas.community), state="accepted"), atlas.units[:1])[0]
    atlas.priya.is_active = False

    with pytest.raises(Refused, match="not active"):
        line.coordinate(person=atlas.priya, by=atlas.ana, at=AT)


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        ("to_do", DUE, False),
        ("adapting", DUE + timedelta(days=1), True),
        ("adopted", date.max, False),
    ],
)
def test_line_is_late_when_it_is_open_and_its_day_has_passed(atlas, state, day, late):
    line = RolloutLine(state=state, due_on=DUE)

    assert line.is_late(on=day) == late
