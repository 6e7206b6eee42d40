"""Who may see and make imports of the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.people.models import Person


def may_import(person: Person) -> bool:
    """Program managers import the roster."""
    return person.is_active and person.is_program_manager
