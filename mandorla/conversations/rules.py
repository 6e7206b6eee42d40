"""Who may import conversations, and see what an import did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import RUNS

if TYPE_CHECKING:
    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.conversations.models import ConversationImport
    from mandorla.people.models import Person


def communities_run_by(person: Person) -> CommunityQuerySet:
    """The communities into which somebody imports: those they run; all for program managers."""
    communities = Community.objects.visible_to(person)
    if person.is_program_manager:
        return communities
    mine = Membership.objects.current().filter(person=person, role__in=RUNS)
    return communities.filter(pk__in=mine.values("community"))


def may_import(person: Person) -> bool:
    """Program managers, and leaders and core groups of any community."""
    return person.is_active and (person.is_program_manager or communities_run_by(person).exists())


def may_decide(person: Person, one: ConversationImport) -> bool:
    """Whoever runs all communities of an import removes it; before it has any, who sent it."""
    into = set(one.communities.values_list("pk", flat=True))
    if not into:
        return person.is_program_manager or one.by_id == person.pk
    return into <= set(communities_run_by(person).filter(pk__in=into).values_list("pk", flat=True))


def may_forget_all(person: Person) -> bool:
    """Program managers delete everything that was imported, with the salt."""
    return person.is_active and person.is_program_manager


def may_see_program(person: Person) -> bool:
    """Program managers and auditors see how units talk across all communities."""
    return person.is_active and (person.is_program_manager or person.is_auditor)
