"""Who may do what with advice.

What stands in a community is for those who can do something about it: those who run it, its
sponsors, and program managers. Other members see the figures behind it on the pages they are
counted from, and the rules and guides, which are for everybody; that something is said to be
wrong would only blame those who lead them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.rules import runs

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person


def is_advised(person: Person, roles: Set[str]) -> bool:
    """Those who run a community, its sponsors and program managers read and answer its advice."""
    return person.is_active and (runs(person, roles) or "sponsor" in roles)


def keeps_rules(person: Person) -> bool:
    """Program managers set thresholds and switch rules off."""
    return person.is_active and person.is_program_manager


def hats(person: Person, roles: Set[str]) -> set[str]:
    """For what advice a person is the one to act, in the words of the rules."""
    worn = {"run"} if roles & {"leader", "core"} else set()
    worn |= {"sponsor"} if "sponsor" in roles else set()
    return worn | ({"program_manager"} if person.is_program_manager else set())
