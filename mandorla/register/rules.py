"""Who may take the whole register in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.people.models import Person


def may_move_register(person: Person) -> bool:
    """Program managers; the files hold addresses of people."""
    return person.is_active and person.is_program_manager
