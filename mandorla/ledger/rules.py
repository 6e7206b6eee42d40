"""Who may do what with the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import RUNS, runs

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.ledger.models import Measure
    from mandorla.people.models import Person


def enters_investments(person: Person, roles: Set[str]) -> bool:
    """Those who run a community and its sponsors write down what both sides put in."""
    return person.is_active and (runs(person, roles) or "sponsor" in roles)


def sets_rates(person: Person) -> bool:
    """Program managers say what an hour costs and what currencies are worth."""
    return person.is_active and person.is_program_manager


def reads_rates(person: Person) -> bool:
    """Everybody may know with what the figures are reckoned."""
    return person.is_active


def sets_measures(person: Person, roles: Set[str]) -> bool:
    """Those who run a community and its sponsors say what shows that it brings what it should."""
    return person.is_active and (runs(person, roles) or "sponsor" in roles)


def takes_readings(person: Person, roles: Set[str], measure: Measure) -> bool:
    """Those who run a community, and who was asked to see to a measure, enter what it was."""
    sees_to_it = bool(roles) and measure.owner_id == person.pk
    return person.is_active and (runs(person, roles) or sees_to_it)


def foresees(person: Person, roles: Set[str]) -> bool:
    """Those who lead a community say how likely they hold it that a measure gets there."""
    return person.is_active and bool(roles & RUNS)


def reads_stories_inside(person: Person, roles: Set[str]) -> bool:
    """Stories told to people in the community are read by them and by program managers."""
    return person.is_active and (person.is_program_manager or bool(roles))


def moves_stories(person: Person, roles: Set[str]) -> bool:
    """Those who run a community take its stories along as a file, and bring them from one."""
    return person.is_active and runs(person, roles)
