"""Units: a tree that program managers keep, and in which nothing gets lost when it changes."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.people.models import Placement, Unit
from mandorla.people.models.unit import relations_of_units
from tests import make

pytestmark = pytest.mark.django_db


def test_unit_moves_with_everything_below_it():
    karin = make.program_manager()
    sales, north = make.unit("Sales"), make.unit("North")
    make.unit("Desk", parent=sales)
    sales.shift(parent=north, by=karin, at=make.AT)
    assert sorted(Unit.objects.paths().values()) == [
        "North",
        "North / Sales",
        "North / Sales / Desk",
    ]
    assert Event.objects.by_person(karin).get().sentence == (
        "Karin Lindqvist moved the unit Sales to North."
    )


def test_unit_moves_to_the_top():
    karin, north = make.program_manager(), make.unit("North")
    desk = make.unit("Desk", parent=north)
    desk.shift(parent=None, by=karin, at=make.AT)
    assert Unit.objects.get(pk=desk.pk).parent is None


def test_unit_refuses_to_be_below_itself():
    karin, north = make.program_manager(), make.unit("North")
    desk = make.unit("Desk", parent=north)
    for below in (north, desk):
        with pytest.raises(Refused, match="cannot be a part of itself"):
            north.shift(parent=below, by=karin, at=make.AT)


def test_unit_refuses_to_move_when_its_name_is_taken_there():
    karin, north = make.program_manager(), make.unit("North")
    make.unit("Desk", parent=north)
    with pytest.raises(Refused, match="merge the two instead"):
        make.unit("Desk").shift(parent=north, by=karin, at=make.AT)


def test_unit_refuses_a_name_that_is_taken():
    karin = make.program_manager()
    make.unit("Sales")
    with pytest.raises(Refused, match="“Sales” here already"):
        make.unit("Sale").rename(name="Sales", by=karin, at=make.AT)
    with pytest.raises(Refused, match="“Sales” here already"):
        Unit.open(name="Sales", parent=None, by=karin, at=make.AT)


def test_merging_takes_people_communities_and_parts_along():
    karin = make.program_manager()
    service, typo = make.unit("Services"), make.unit("Servcies")
    desk, other_desk = make.unit("Desk", parent=service), make.unit("Desk", parent=typo)
    lab = make.unit("Lab", parent=typo)
    ana, ben = make.person("Ana", unit=typo), make.person("Ben", unit=other_desk)
    community = make.community("Welding", unit=typo)
    typo.merge_into(service, by=karin, at=make.AT)
    community.refresh_from_db()
    lab.refresh_from_db()
    assert sorted(Unit.objects.paths().values()) == [
        "Services",
        "Services / Desk",
        "Services / Lab",
    ]
    assert Placement.objects.get(person=ana).unit == service
    assert Placement.objects.get(person=ben).unit == desk
    assert (community.unit, lab.parent) == (service, service)
    assert [e.sentence for e in Event.objects.by_person(karin).order_by("pk")] == [
        "Karin Lindqvist merged Desk into Desk.",
        "Karin Lindqvist merged Servcies into Services.",
    ]


def test_merging_a_part_into_its_whole_keeps_the_parts_of_the_part():
    karin, whole = make.program_manager(), make.unit("Whole")
    part = make.unit("Part", parent=whole)
    make.unit("Piece", parent=part)
    part.merge_into(whole, by=karin, at=make.AT)
    assert sorted(Unit.objects.paths().values()) == ["Whole", "Whole / Piece"]


def test_merging_into_itself_or_a_part_is_refused():
    karin, whole = make.program_manager(), make.unit("Whole")
    part = make.unit("Part", parent=whole)
    for other in (whole, part):
        with pytest.raises(Refused, match="cannot be merged into itself"):
            whole.merge_into(other, by=karin, at=make.AT)
    assert Unit.objects.count() == 2


def test_every_relation_of_a_unit_is_handed_over():
    """A relation of another kind than these could be lost in a merge."""
    kinds = {(r.one_to_many, r.many_to_many) for r in relations_of_units()}
    assert kinds <= {(True, False), (False, True)}


def test_units_of_an_issue_are_merged_when_it_touches_both():
    karin, desk, service = make.program_manager(), make.unit("Desk"), make.unit("Service")
    community = make.community()
    both = make.issue(community, units=[desk, service])
    one = make.issue(community, units=[desk])

    desk.merge_into(service, by=karin, at=make.AT)

    assert list(both.units.all()) == [service]
    assert list(one.units.all()) == [service]


def test_person_is_in_one_unit_at_a_time():
    karin, ana = make.program_manager(), make.person("Ana", unit=make.unit("Sales"))
    north = make.unit("North")
    Placement.place(person=ana, unit=north, on=make.AT.date(), by=karin, at=make.AT)
    assert [p.unit.name for p in ana.placements.filter(until_on=None)] == ["North"]
    assert Event.objects.by_person(karin).get().sentence == (
        "Karin Lindqvist placed somebody in North."
    )
