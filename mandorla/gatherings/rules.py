"""Who may do what with the gatherings of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import facilitates

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Commitment
    from mandorla.people.models import Person


def sets_rhythm(person: Person, roles: Set[str]) -> bool:
    """Those who facilitate say when it meets, and who facilitates."""
    return facilitates(person, roles)


def may_set_rhythm(person: Person, community: Community) -> bool:
    """The same, where the roles are not known yet."""
    return sets_rhythm(person, community.roles_of(person))


def sees_facilitators(person: Person, roles: Set[str]) -> bool:
    """Whose turn it is, is for those in the community and program managers."""
    return bool(roles) or person.is_program_manager


def changes_commitment(person: Person, commitment: Commitment, roles: Set[str]) -> bool:
    """Who took it on, and those who facilitate, say what becomes of it."""
    return commitment.owner_id == person.pk or facilitates(person, roles)
