"""People as a list: who they are and where they belong, by name, and nothing one could count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.base.web import PAGE_SIZE, Page, paged
from mandorla.people.models import Person, Placement, Unit
from mandorla.people.models.person import ROLES
from mandorla.people.rules import may_see_inactive, sees_names_only
from mandorla.people.search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_COUNTED = 1000  # a longer list of found people is not counted to its end


@dataclass(frozen=True)
class Listed:
    """One person in a list, as far as the reader may know.

    Attributes:
        person: Who.
        unit: The path of the unit they belong to now.
        roles: Their roles for the whole organization, in words.
        shows_where: Whether the reader may see job title and unit.
    """

    person: Person
    unit: str
    roles: list[str]
    shows_where: bool


@dataclass(frozen=True)
class Directory:
    """A page of people and what was asked for.

    Attributes:
        rows: The people of this page.
        page: Where the page is in the list.
        is_cut: Whether there are more people than were counted.
        unit: The path of the unit that was asked for.
    """

    rows: list[Listed]
    page: Page[Person]
    is_cut: bool
    unit: str


def roles_of(person: Person) -> list[str]:
    """The roles of a person for the whole organization, in words."""
    return [str(word) for role, word in ROLES.items() if getattr(person, f"is_{role}")]


def find_people(
    *, viewer: Person, words: str, unit: int | None, inactive: bool, number: int
) -> Directory:
    """A page of the people somebody may see and asked for.

    Args:
        viewer: Who asks. An address is looked up for program managers only.
        words: Beginnings of the words of a name, or of an address.
        unit: A unit; those who belong to it or below it.
        inactive: Whether those are meant whose account is not active.
        number: Which page.
    """
    people = Person.objects.visible_to(viewer).filter(
        is_active=not (inactive and may_see_inactive(viewer))
    )
    paths = Unit.objects.paths()
    if "@" in words and viewer.is_program_manager:
        people, words = people.reached_at(words.strip()), ""
    in_unit = unit in paths and not sees_names_only(viewer)
    search = Search(words, frozenset(Unit.objects.below(unit)) if unit and in_unit else None)
    found = search.by_index(people)
    count = found[: MOST_COUNTED + 1].count() if words else found.count()
    if count > MOST_COUNTED >= number * PAGE_SIZE:
        found = search.along_names(people)
    is_cut = bool(words) and count > MOST_COUNTED
    page = paged(found.listed(), number=number, total=MOST_COUNTED if is_cut else count)
    return Directory(
        rows=_listed(page.rows, viewer=viewer, paths=paths),
        page=page,
        is_cut=is_cut,
        unit=paths[unit] if unit and in_unit else "",
    )


def _listed(rows: Sequence[Person], *, viewer: Person, paths: dict[int, str]) -> list[Listed]:
    placed = dict(
        Placement.objects.current().filter(person__in=rows).values_list("person_id", "unit_id")
    )
    shows_where = not sees_names_only(viewer)
    return [
        Listed(person, paths.get(placed.get(person.pk, 0), ""), roles_of(person), shows_where)
        for person in rows
    ]
