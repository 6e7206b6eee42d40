"""Who may do what in the work of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import facilitates

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person


def takes_part(person: Person, roles: Set[str]) -> bool:
    """Everybody in a community votes, takes on, captures and helps."""
    return bool(roles) or person.is_program_manager


def steers(person: Person, roles: Set[str]) -> bool:
    """Those who facilitate gather problems, decide on solutions and lead gatherings."""
    return facilitates(person, roles)


def answers_insights(person: Person, roles: Set[str]) -> bool:
    """Sponsors speak for leadership; those who facilitate write down what it said."""
    return "sponsor" in roles or steers(person, roles)
