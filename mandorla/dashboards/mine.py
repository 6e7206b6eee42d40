"""Where somebody has a role now, and what a thing that waits for them is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, QuerySet

from mandorla.base.prepared import prepared
from mandorla.communities.models import Community, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from mandorla.people.models import Person

_READ: Final = ("name", "slug", "status", "archetype", "founded_on")  # of a community


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, why, and the one click that leads to it.

    `ending` is where saying that there is nothing to it leads, when one can.
    """

    sentence: str
    reason: str
    action: str
    address: str
    ending: str = ""


@dataclass(frozen=True)
class Mine:
    """Where somebody has a role now.

    Attributes:
        person: Who looks.
        roles: Their roles by the key of the community, without closed ones.
        communities: These communities by their keys: name, address and what rounds and dates ask.
    """

    person: Person
    roles: dict[int, set[str]]
    communities: dict[int, Community]

    @classmethod
    def of(cls, person: Person) -> Mine:
        """The roles somebody holds now."""
        roles: dict[int, set[str]] = {}
        communities: dict[int, Community] = {}
        for seat in _seats(person.pk):
            roles.setdefault(seat.community_id, set()).add(seat.role)
            communities[seat.community_id] = seat.community
        return cls(person=person, roles=roles, communities=communities)

    def where(self, roles: AbstractSet[str]) -> tuple[int, ...]:
        """The communities in which they have one of these roles."""
        return tuple(community for community, held in self.roles.items() if held & roles)

    def named(self, counts: Iterable[tuple[int, int]]) -> list[tuple[str, str, int]]:
        """Of each of their communities its name, its address, and how many there are; by name."""
        found = [(self.communities[pk], count) for pk, count in counts]
        found.sort(key=lambda row: (row[0].name.casefold(), row[0].pk))
        return [(one.name, one.slug, count) for one, count in found]


def by_community(rows: QuerySet[Any, Any]) -> QuerySet[Any, tuple[int, int]]:
    """How many of the rows each community has that has one, as a query that can be prepared."""
    counts: QuerySet[Any, tuple[int, int]] = (
        rows.order_by().values_list("community").annotate(count=Count("pk"))
    )
    return counts


@prepared
def _seats(person: int) -> QuerySet[Membership]:
    seats = Membership.objects.current().filter(person=person).exclude(community__status="closed")
    wanted = (f"community__{name}" for name in _READ)
    return seats.select_related("community").only("role", *wanted)
