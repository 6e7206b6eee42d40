"""The units as a tree, with how many people belong to each, and which two are probably one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from mandorla.people.models import Person, Placement, Unit
from mandorla.people.models.unit import PATH_SEPARATOR
from mandorla.people.roster.units import alike

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LEVELS = 6  # deeper units are not indented further


@dataclass(frozen=True)
class Branch:
    """One unit in its place in the tree.

    Attributes:
        pk: Which unit.
        name: What it is called.
        level: How deep it is, from 0; at most `MOST_LEVELS`.
        within: The path of the unit it is a part of.
        people: How many people belong to it or to a unit below it.
    """

    pk: int
    name: str
    level: int
    within: str
    people: int


@dataclass(frozen=True)
class Twins:
    """Two units beside each other that are probably one.

    Attributes:
        one: The one with fewer people, which would be merged.
        other: The one that would stay.
        why: What is alike.
    """

    one: Branch
    other: Branch
    why: str


def read_tree() -> list[Branch]:
    """Every unit, each under the one it is a part of, in three queries."""
    rows = list(Unit.objects.order_by("name").values_list("pk", "name", "parent_id"))
    below: dict[int | None, list[tuple[int, str]]] = {}
    for pk, name, parent in rows:
        below.setdefault(parent, []).append((pk, name))
    own = _people_by_unit()

    def count(pk: int) -> int:
        return own.get(pk, 0) + sum(count(part) for part, _name in below.get(pk, []))

    def walk(parent: int | None, path: tuple[str, ...]) -> Iterator[Branch]:
        for pk, name in below.get(parent, []):
            level = min(len(path), MOST_LEVELS)
            yield Branch(pk, name, level, PATH_SEPARATOR.join(path), count(pk))
            yield from walk(pk, (*path, name))

    return list(walk(None, ()))


def _people_by_unit() -> dict[int, int]:
    """Active people by unit. The few inactive ones are taken off, so that an index has the rest."""
    placed = Placement.objects.current().order_by()
    everybody = placed.values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n")
    inactive = Person.objects.filter(is_active=False).values("pk")
    gone = dict(everybody.filter(person__in=inactive))
    return {unit: count - gone.get(unit, 0) for unit, count in everybody}


def probably_one(tree: list[Branch]) -> list[Twins]:
    """Units under the same unit whose names are nearly the same, those with most people first."""
    beside: dict[str, dict[str, Branch]] = {}
    for branch in tree:
        beside.setdefault(branch.within, {})[branch.name] = branch
    found = []
    for branches in beside.values():
        for one, other, why in alike(sorted(branches)):
            fewer, more = sorted(
                (branches[one], branches[other]), key=lambda branch: (branch.people, branch.name)
            )
            found.append(Twins(fewer, more, why))
    return sorted(found, key=lambda twins: (-twins.one.people, twins.one.name))
