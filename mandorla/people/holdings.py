"""What people hold in places above this module, such as roles in communities.

The pages of people lie below communities. So a module above hands over, when it is loaded, how to
ask who holds what there. It answers with roles only: never with anything a person did, and never
with a count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Holding:
    """A role somebody holds in one place now.

    Attributes:
        place: The place's name.
        url: Its page.
        role: What the role is called, in words.
        is_plain: Whether it is a plain membership, held for oneself.
    """

    place: str
    url: str
    role: str
    is_plain: bool


class Source(Protocol):
    """A module that knows of roles."""

    def held_by(self, person: Person) -> list[Holding]:
        """What the person holds now, by the name of the place."""


_sources: list[Source] = []


def declare(source: Source) -> None:
    """Ask this source, too; called once, when its module is loaded."""
    _sources.append(source)


def held_by(person: Person) -> list[Holding]:
    """What a person holds now, in every place."""
    return [holding for source in _sources for holding in source.held_by(person)]
