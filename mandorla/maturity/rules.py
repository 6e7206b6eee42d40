"""Who may do what with profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import facilitates, runs

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person


def agrees(person: Person, roles: Set[str]) -> bool:
    """Those who run a community write down how far it is and where it wants to be."""
    return runs(person, roles)


def asks_members(person: Person, roles: Set[str]) -> bool:
    """Those who run a community and its facilitators hold members' rounds."""
    return facilitates(person, roles)


def brings_models(person: Person) -> bool:
    """Program managers keep the maturity models of the installation."""
    return person.is_program_manager
