"""Where somebody has a role now, and what a thing that waits for them is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.communities.models import Membership

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

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
    """

    person: Person
    roles: dict[int, set[str]]

    @classmethod
    def of(cls, person: Person) -> Mine:
        """The roles somebody holds now."""
        seats = Membership.objects.current().filter(person=person)
        found: dict[int, set[str]] = {}
        for community, role in seats.exclude(community__status="closed").values_list(
            "community", "role"
        ):
            found.setdefault(community, set()).add(role)
        return cls(person=person, roles=found)

    def where(self, roles: AbstractSet[str]) -> list[int]:
        """The communities in which they have one of these roles."""
        return [community for community, held in self.roles.items() if held & roles]
