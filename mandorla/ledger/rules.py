"""Who may do what with the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import runs

if TYPE_CHECKING:
    from collections.abc import Set

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
