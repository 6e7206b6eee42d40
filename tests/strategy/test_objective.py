"""Objectives and operations: a tree that program managers keep, and whose changes are told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import mark_of
from mandorla.strategy.models.shape import LEVELS
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.AT + timedelta(days=30)


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


def told(objective: Objective) -> list[str]:
    return [event.plain_sentence for event in Event.objects.within(objective).order_by("pk")]


def test_objective_is_there_with_its_event_when_it_is_opened(karin):
    ana = make.person("Ana")
    made = Objective.open(
        name="Grow in service",
        kind="operation",
        owner=ana,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        by=karin,
        at=make.AT,
    )

    assert Objective.objects.get() == made
    assert (made.changed_at, made.is_retired, made.owner) == (make.AT, False, ana)
    assert told(made) == ["Karin Lindqvist added the operation Grow in service."]


def test_paths_name_everything_above():
    part = make.objective("Answer within a day", parent=make.objective("Grow in service"))

    assert Objective.objects.paths()[part.pk] == "Grow in service > Answer within a day"


@pytest.mark.parametrize("name", ["Grow in service", "GROW in Service"])
@pytest.mark.parametrize("below", [True, False])
def test_objective_is_refused_when_its_name_is_taken_in_its_place(karin, name, below):
    parent = make.objective("Top") if below else None
    make.objective("Grow in service", parent=parent)
    make.objective("Grow in service", parent=make.objective("Elsewhere"))

    with pytest.raises(Refused, match="in that place already"):
        Objective.open(name=name, parent=parent, by=karin, at=make.AT)

    assert Event.objects.by_person(karin).count() == 0


def test_objective_is_refused_when_it_ends_before_it_starts(karin):
    first, last = date(2026, 2, 1), date(2026, 1, 31)
    made = make.objective("Top", starts_on=first)

    with pytest.raises(Refused, match="cannot end before it starts"):
        Objective.open(name="Backwards", starts_on=first, ends_on=last, by=karin, at=make.AT)
    with pytest.raises(Refused, match="cannot end before it starts"):
        made.describe(ends_on=last, by=karin, at=make.AT)

    assert Objective.objects.values_list("name", "ends_on").get() == ("Top", None)


def test_database_keeps_no_period_that_ends_before_it_starts():
    made = make.objective(starts_on=date(2026, 2, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.filter(pk=made.pk).update(ends_on=date(2026, 1, 1))


def test_strategy_is_refused_when_it_gets_too_deep(karin):
    lowest = make.objective("Level 1")
    for level in range(2, LEVELS + 1):
        lowest = make.objective(f"Level {level}", parent=lowest)
    pair = make.objective("Pair")
    make.objective("Half", parent=pair)

    with pytest.raises(Refused, match="6 levels deep"):
        Objective.open(name="Too deep", parent=lowest, by=karin, at=make.AT)
    with pytest.raises(Refused, match="6 levels deep"):
        pair.shift(parent=lowest.parent, by=karin, at=make.AT)


def test_description_alone_changes_no_meaning(karin):
    made = make.objective("Grow")

    made.describe(description="By repeat business", by=karin, at=LATER)

    made.refresh_from_db()
    assert (made.description, made.changed_at) == ("By repeat business", make.AT)
    assert told(made)[1:] == ["Karin Lindqvist changed the description of Grow."]


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"name": "Grow faster"}, "the name of Grow faster"),
        ({"kind": "operation"}, "the kind of Grow"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}, "the period of Grow"),
        ({"name": "Shrink", "ends_on": date(2026, 2, 1)}, "the name, the period of Shrink"),
    ],
)
def test_facts_change_its_meaning_from_that_moment(karin, facts, what):
    made = make.objective("Grow")

    made.describe(**facts, by=karin, at=LATER)

    made.refresh_from_db()
    assert made.changed_at == LATER
    assert {name: getattr(made, name) for name in facts} == facts
    assert told(made)[1:] == [f"Karin Lindqvist changed {what}."]


def test_new_owner_changes_its_meaning(karin):
    made = make.objective("Grow", owner=make.person("Ana"))

    made.describe(owner=None, by=karin, at=LATER)

    made.refresh_from_db()
    assert (made.owner, made.changed_at) == (None, LATER)


def test_nothing_is_told_when_nothing_changes(karin):
    made = make.objective("Grow")

    made.describe(name="Grow", kind="objective", owner=None, by=karin, at=LATER)
    made.shift(parent=None, by=karin, at=LATER)

    made.refresh_from_db()
    assert made.changed_at == make.AT
    assert len(told(made)) == 1


def test_second_of_two_is_told_what_the_first_wrote(karin):
    made = make.objective("Grow")
    seen = mark_of(made)
    Objective.objects.get(pk=made.pk).describe(name="Grow faster", by=karin, at=make.AT)

    with pytest.raises(Stale, match="It is called Grow faster now"):
        made.describe(name="Shrink", seen=seen, by=karin, at=make.AT)

    assert Objective.objects.get().name == "Grow faster"


def test_objective_moves_with_everything_below_it(karin):
    service, sales = make.objective("Service"), make.objective("Sales")
    desk = make.objective("Desk", parent=service)
    make.objective("Phone", parent=desk)

    desk.shift(parent=sales, by=karin, at=LATER)

    assert sorted(Objective.objects.paths().values()) == [
        "Sales",
        "Sales > Desk",
        "Sales > Desk > Phone",
        "Service",
    ]
    assert told(desk)[1:] == ["Karin Lindqvist moved Desk to Sales."]
    assert Objective.objects.get(pk=desk.pk).changed_at == LATER


def test_objective_moves_to_the_top(karin):
    desk = make.objective("Desk", parent=make.objective("Service"))

    desk.shift(parent=None, by=karin, at=make.AT)

    assert Objective.objects.get(pk=desk.pk).parent is None
    assert told(desk)[1:] == ["Karin Lindqvist moved Desk to the top."]


def test_objective_refuses_to_be_below_itself(karin):
    top = make.objective("Top")
    middle = make.objective("Middle", parent=top)
    lowest = make.objective("Lowest", parent=middle)

    for below in (top, middle, lowest):
        with pytest.raises(Refused, match="Top cannot be a part of itself"):
            top.shift(parent=below, by=karin, at=make.AT)

    assert Objective.objects.get(pk=top.pk).parent is None


def test_objective_refuses_to_move_to_where_its_name_is_taken(karin):
    service = make.objective("Service")
    make.objective("Desk", parent=service)

    with pytest.raises(Refused, match="in that place already"):
        make.objective("desk").shift(parent=service, by=karin, at=make.AT)


def test_parts_retire_with_it_and_come_back_with_it(karin):
    service = make.objective("Service")
    desk = make.objective("Desk", parent=service)
    phone = make.objective("Phone", parent=desk)
    old = make.objective("Fax", parent=desk)
    old.retire(by=karin, at=make.AT)

    service.retire(by=karin, at=LATER)

    assert not Objective.objects.current().exists()
    assert told(phone)[1:] == ["Karin Lindqvist retired Phone."]
    assert len(told(old)) == 2
    service.resume(by=karin, at=LATER + timedelta(days=1))
    current = Objective.objects.current().order_by("pk")
    assert list(current) == [service, desk, phone]
    assert {found.changed_at for found in current} == {LATER + timedelta(days=1)}
    assert told(service)[1:] == [
        "Karin Lindqvist retired Service.",
        "Karin Lindqvist resumed Service.",
    ]


def test_part_refuses_to_come_back_before_what_it_is_a_part_of(karin):
    service = make.objective("Service")
    desk = make.objective("Desk", parent=service)
    service.retire(by=karin, at=make.AT)

    with pytest.raises(Refused, match="Resume that first"):
        desk.resume(by=karin, at=make.AT)


def test_retired_objective_refuses_changes_until_it_is_resumed(karin):
    made, other = make.objective("Service"), make.objective("Sales")
    made.retire(by=karin, at=make.AT)

    with pytest.raises(Refused, match="Service is retired already"):
        made.retire(by=karin, at=make.AT)
    with pytest.raises(Refused, match="Resume it before you change it"):
        made.describe(name="Else", by=karin, at=make.AT)
    with pytest.raises(Refused, match="Resume it before you change it"):
        made.shift(parent=other, by=karin, at=make.AT)
    with pytest.raises(Refused, match="nothing new can be a part of it"):
        other.shift(parent=made, by=karin, at=make.AT)
    with pytest.raises(Refused, match="nothing new can be a part of it"):
        Objective.open(name="New", parent=made, by=karin, at=make.AT)
    with pytest.raises(Refused, match="Sales is not retired"):
        other.resume(by=karin, at=make.AT)


def test_strategy_is_visible_to_everybody_who_is_active():
    make.objective()

    seen = [
        Objective.objects.visible_to(who).count()
        for who in (make.person(), make.auditor(), make.person(is_active=False))
    ]

    assert seen == [1, 1, 0]
