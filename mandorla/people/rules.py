"""Who may see and do what with people, units and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandorla.people.models import Person


def may_manage_people(person: Person) -> bool:
    """Program managers invite, appoint, place and deactivate people, and keep the units."""
    return person.is_program_manager


def sees_names_only(viewer: Person) -> bool:
    """An auditor reads decisions, not people: of others they see the name and the roles."""
    return viewer.is_auditor and not viewer.is_program_manager


def may_see_where(viewer: Person, person: Person) -> bool:
    """Job title and unit are for colleagues, and always for oneself."""
    return viewer == person or not sees_names_only(viewer)


def may_see_inactive(viewer: Person) -> bool:
    """Whose account is not active is between them and the program managers."""
    return viewer.is_program_manager
