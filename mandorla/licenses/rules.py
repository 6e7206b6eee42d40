"""Who may do what with a license."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import runs

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person


def applies(person: Person, roles: Set[str]) -> bool:
    """Those who run a community apply for its license, and take an application back."""
    return runs(person, roles)


def decides(person: Person, roles: Set[str]) -> bool:
    """Sponsors of a community and program managers decide on its license."""
    return person.is_active and (person.is_program_manager or "sponsor" in roles)


def ends(person: Person, roles: Set[str]) -> bool:
    """Those who run a community, its sponsors and program managers bring it to its end."""
    return person.is_active and (applies(person, roles) or decides(person, roles))


def reads_application(person: Person, roles: Set[str]) -> bool:
    """What is asked for concerns those who ask and those who decide; auditors read decisions."""
    return decides(person, roles) or applies(person, roles) or person.is_auditor


def is_inside(person: Person, roles: Set[str]) -> bool:
    """Decisions and reports are for those in a community, program managers and auditors."""
    return bool(roles) or person.is_program_manager or person.is_auditor


def reads_remarks(person: Person, roles: Set[str]) -> bool:
    """Private remarks are for sponsors and program managers; who wrote one reads it anyway."""
    return decides(person, roles)


def writes_review(person: Person, roles: Set[str]) -> bool:
    """Those who run a community write its reports and hand them in."""
    return person.is_active and runs(person, roles)


def comments_on(person: Person, roles: Set[str]) -> bool:
    """Everybody in a community says something to its report."""
    return person.is_active and (person.is_program_manager or bool(roles))


def keeps_policy(person: Person) -> bool:
    """Program managers say what licenses ask for."""
    return person.is_active and person.is_program_manager


def reads_policy(person: Person) -> bool:
    """Everybody may know what is asked of them."""
    return person.is_active
