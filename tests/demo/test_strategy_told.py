"""What Halden Works pursues: a strategy that is alive, with an end and a change in it."""

from __future__ import annotations

from mandorla.base.models import Event
from mandorla.strategy.models import Objective


def test_world_has_objectives_with_parts_and_operations(world):
    top = Objective.objects.current().filter(parent=None)

    assert top.filter(kind="objective").count() == 3
    assert top.filter(kind="operation").count() == 3
    assert {objective.parts.count() for objective in top.filter(kind="objective")} == {2}
    assert not Objective.objects.filter(owner=None).exists()


def test_world_has_an_objective_that_was_handed_over_and_one_that_was_given_up(world):
    atlas = Objective.objects.get(name="Atlas at every site")

    assert [event.plain_sentence for event in Event.objects.within(atlas).order_by("pk")] == [
        "Karin Lindqvist added the objective Atlas at every site.",
        "Karin Lindqvist changed the owner of Atlas at every site.",
    ]
    assert Objective.objects.exclude(retired_at=None).get().name == "A third plant"


def test_world_objectives_are_called_each_in_its_own_way(world):
    names = list(Objective.objects.values_list("name", flat=True))

    assert len(set(names)) == len(names)
