"""What a community brought, in a line each, as the module that keeps it says it.

That module stands above this one, so it says here how it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.communities.models import Community


class Line(NamedTuple):
    """One line: what is true, and where it is told in full."""

    words: str
    address: str


_read: list[Callable[[Community], tuple[Line, ...]]] = []


def tell_brought(read: Callable[[Community], tuple[Line, ...]]) -> None:
    """The module that knows what a community brought says how it is asked."""
    _read[:] = [read]


def brought(community: Community) -> tuple[Line, ...]:
    """What a community brought; nothing when nobody keeps it."""
    return next((read(community) for read in _read), ())
