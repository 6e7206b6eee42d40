"""Where somebody has a role now, and what a thing that waits for them is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from mandorla.communities.models import Membership

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from django.db.models import QuerySet

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, why, and the one click that leads to it."""

    sentence: str
    reason: str
    action: str
    address: str


@dataclass(frozen=True)
class Mine:
    """Where somebody has a role now.

    Attributes:
        person: Who looks.
        roles: Their roles by the key of the community, without closed ones.
        names: Name and address of each of these communities by its key.
    """

    person: Person
    roles: dict[int, set[str]]
    names: dict[int, tuple[str, str]]

    @classmethod
    def of(cls, person: Person) -> Mine:
        """The roles somebody holds now."""
        seats = Membership.objects.current().filter(person=person)
        found: dict[int, set[str]] = {}
        names: dict[int, tuple[str, str]] = {}
        wanted = ("community", "role", "community__name", "community__slug")
        open_ones = seats.exclude(community__status="closed")
        for community, role, name, slug in open_ones.values_list(*wanted):
            found.setdefault(community, set()).add(role)
            names[community] = (name, slug)
        return cls(person=person, roles=found, names=names)

    def where(self, roles: AbstractSet[str]) -> list[int]:
        """The communities in which they have one of these roles."""
        return [community for community, held in self.roles.items() if held & roles]

    def counted(self, rows: QuerySet[Any]) -> list[tuple[str, str, int]]:
        """Of each of their communities its name, its address, and how many of the rows are in it.

        By name; without those in which there are none.
        """
        counts = rows.order_by().values_list("community").annotate(count=Count("pk"))
        found = [(*self.names[community], community, count) for community, count in counts]
        return [(name, slug, count) for name, slug, _pk, count in sorted(found, key=_by_name)]


def _by_name(row: tuple[str, str, int, int]) -> tuple[str, int]:
    return row[0].casefold(), row[2]
