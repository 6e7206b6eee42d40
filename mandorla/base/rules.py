"""Who may read what happened in the whole organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.people.models import Person


def may_read_trail(person: Person) -> bool:
    """Program managers and auditors; for anybody else the page does not exist."""
    return person.is_program_manager or person.is_auditor
