"""What a community brought, in a line each, as the module that keeps it says it.

That module stands above this one, so it says here how it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


class Line(NamedTuple):
    """One line: what is true, and where it is told in full."""

    words: str
    address: str


class Reader(Protocol):
    """Reads what a community brought, for somebody with roles there."""

    def __call__(
        self, community: Community, *, person: Person, roles: Set[str]
    ) -> tuple[Line, ...]:
        """Each line of it."""


_read: list[Reader] = []


def tell_brought(read: Reader) -> None:
    """The module that knows what a community brought says how it is asked."""
    _read[:] = [read]


def brought(community: Community, *, person: Person, roles: Set[str]) -> tuple[Line, ...]:
    """What a community brought, as far as somebody may know; nothing when nobody keeps it."""
    return next((read(community, person=person, roles=roles) for read in _read), ())
