"""What else ends when a community closes.

Rhythms and what follows from them lie above communities. So a module above says, when it is loaded,
what ends there; it happens together with the closing, or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models.community import Community
    from mandorla.people.models import Person


class Ending(Protocol):
    """Ends what a module keeps of a community."""

    def __call__(self, community: Community, *, on: date, by: Person | None, at: datetime) -> None:
        """The last day of the community, who closed it, and when."""


_endings: list[Ending] = []


def declare(ending: Ending) -> None:
    """Do this, too; called once, when its module is loaded."""
    _endings.append(ending)


class Resuming(Protocol):
    """Takes back what a module began because a community was about to end."""

    def __call__(self, community: Community, *, by: Person | None, at: datetime) -> None:
        """Which goes on after all, who said so, and when."""


_resumings: list[Resuming] = []


def declare_resuming(resuming: Resuming) -> None:
    """Do this, too, when a community goes on after all; called once, when its module is loaded."""
    _resumings.append(resuming)


def resume_all(community: Community, *, by: Person | None, at: datetime) -> None:
    """Take back what every module began because a community was about to end."""
    for resuming in _resumings:
        resuming(community, by=by, at=at)


def end_all(community: Community, *, on: date, by: Person | None, at: datetime) -> None:
    """End what every module keeps of a community that closes."""
    for ending in _endings:
        ending(community, on=on, by=by, at=at)
