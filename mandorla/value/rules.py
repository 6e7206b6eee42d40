"""Who may do what in finding out the value that both sides share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import facilitates

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person

MEMBER_ROLES = {"leader", "facilitator", "core", "steward", "member"}


def side_of(roles: Set[str]) -> str:
    """The side somebody weighs on: a sponsor speaks for the organization and for nobody else.

    Guests weigh on neither side.
    """
    if "sponsor" in roles:
        return "organization"
    return "members" if roles & MEMBER_ROLES else ""


def sees_sponsors_answers(person: Person, roles: Set[str]) -> bool:
    """What each sponsor answered is for the sponsors and those who hold the round."""
    return "sponsor" in roles or facilitates(person, roles)


def settles(person: Person, roles: Set[str]) -> bool:
    """What both sides agreed on is recorded by those who hold the conversation, or a sponsor."""
    return "sponsor" in roles or facilitates(person, roles)
