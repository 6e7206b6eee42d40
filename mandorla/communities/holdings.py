"""Roles in communities, for the page of a person."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mandorla.communities.models.membership import PLAIN_ROLES, ROLES, Membership
from mandorla.people.holdings import Holding

if TYPE_CHECKING:
    from mandorla.people.models import Person


class CommunityRoles:
    """Who holds which role in which community."""

    def held_by(self, person: Person) -> list[Holding]:
        """The communities a person has a role in now, each with its roles."""
        held = (
            Membership.objects.current()
            .filter(person=person)
            .select_related("community")
            .order_by("community__name", "community_id", "pk")
        )
        return [_holding(list(roles)) for _pk, roles in groupby(held, lambda row: row.community_id)]


def _holding(rows: list[Membership]) -> Holding:
    community = rows[0].community
    words = [row.title or str(ROLES[row.role]) for row in rows]
    return Holding(
        place=community.name,
        url=community.get_absolute_url(),
        role=", ".join(dict.fromkeys(words)),
        is_plain=all(row.role in PLAIN_ROLES for row in rows),
    )
