"""Who may do what with a community. A page that a rule closes does not exist for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.communities.models import Charter, Community
    from mandorla.people.models import Person

RUNS = {"leader", "core"}


def runs(person: Person, roles: Set[str]) -> bool:
    """Leaders, the core group and program managers run a community."""
    return person.is_program_manager or bool(roles & RUNS)


def facilitates(person: Person, roles: Set[str]) -> bool:
    """Those who run a community and its facilitators prepare and lead what it does together."""
    return runs(person, roles) or "facilitator" in roles


def appoints(person: Person, roles: Set[str]) -> bool:
    """Leaders and program managers give and end roles."""
    return person.is_program_manager or "leader" in roles


def reads_all_history(person: Person, roles: Set[str]) -> bool:
    """Those in a community, program managers and auditors read everything that happened there."""
    return person.is_program_manager or person.is_auditor or bool(roles)


def may_run(person: Person, community: Community) -> bool:
    """Whether the person runs the community; `runs` asks the same where the roles are known."""
    return runs(person, community.roles_of(person))


def may_appoint(person: Person, community: Community) -> bool:
    """Whether the person gives and ends roles; `appoints` where the roles are known."""
    return appoints(person, community.roles_of(person))


def may_judge(person: Person, charter: Charter) -> bool:
    """Those who run a community and its sponsors judge how the forces fit."""
    return may_run(person, charter.community) or "sponsor" in charter.community.roles_of(person)


def may_edit_archetypes(person: Person) -> bool:
    """Program managers keep the archetypes of the installation."""
    return person.is_program_manager
