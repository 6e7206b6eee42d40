"""Who may do what with the strategy. Everybody who is signed in reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.people.models import Person


def may_keep_strategy(person: Person) -> bool:
    """Program managers keep the objectives and operations."""
    return person.is_program_manager
