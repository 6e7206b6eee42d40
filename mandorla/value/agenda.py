"""An hour's conversation about value, drawn from what a round found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.value.figures import Figures, ItemFigures

MINUTES: Final = 60
MINUTES_OF_A_TENSION: Final = 7
TOP: Final = 3  # of each side
TENSIONS: Final = 3  # more would not be settled in an hour
SMALLEST_TENSION: Final = 0.05  # of the weight; sides that differ by less want much the same
# What happens in the hour, in its order; the minutes of the tensions come on top.
PARTS: Final = (
    ("why", 4),
    ("tops", 10),
    ("map", 8),
    ("tensions", 0),
    ("statement", 10),
    ("measures", 7),
)
_DIGITS: Final = 12  # weights that agree so far are the same weight


@dataclass(frozen=True)
class Worded:
    """An expectation as it was weighed.

    Attributes:
        position: Its place in the catalogue, from 0.
        text: Its wording.
        level: For whom it is: "organization", "group" or "person".
        measure: What would show that it is there; may be empty.
    """

    position: int
    text: str
    level: str
    measure: str = ""


@dataclass(frozen=True)
class Weighed:
    """An expectation with what both sides gave to it.

    Attributes:
        item: The expectation.
        organization: The organization's weight, 0 to 1.
        members: The members' weight, 0 to 1.
        share: The smaller of the two.
        tension: The organization's weight less the members'.
        organization_delivery: How much of it the organization sees so far, 0 to 10, if it said.
        member_delivery: The same for the members.
    """

    item: Worded
    organization: float
    members: float
    share: float
    tension: float
    organization_delivery: float | None
    member_delivery: float | None

    @property
    def led_by(self) -> str:
        """The side that wants it more."""
        return "organization" if self.tension > 0 else "members"

    @property
    def organization_points(self) -> int:
        """The organization's weight as points of 100."""
        return round(100 * self.organization)

    @property
    def organization_from(self) -> int:
        """Where the organization's bar begins: it grows from the middle, 100, to the left."""
        return 100 - self.organization_points

    @property
    def members_points(self) -> int:
        """The members' weight as points of 100."""
        return round(100 * self.members)


@dataclass(frozen=True)
class Part:
    """A part of the hour.

    Attributes:
        key: Which one, of `PARTS`.
        starts: After how many minutes.
        minutes: How long it takes.
    """

    key: str
    starts: int
    minutes: int

    @property
    def ends(self) -> int:
        """After how many minutes it is over."""
        return self.starts + self.minutes


@dataclass(frozen=True)
class Agenda:
    """What to talk about in an hour, and in which order.

    Attributes:
        parts: The parts, which make an hour together.
        organization_top: What the organization weighs most, the most first.
        members_top: What the members weigh most.
        shared: What both sides share, the most shared first.
        tensions: Where they pull apart most, the widest apart first; at most three.
    """

    parts: tuple[Part, ...]
    organization_top: tuple[Weighed, ...]
    members_top: tuple[Weighed, ...]
    shared: tuple[Weighed, ...]
    tensions: tuple[Weighed, ...]


def agenda_of(figures: Figures, items: Sequence[Worded]) -> Agenda:
    """The agenda for what a round found.

    Args:
        figures: What may be shown of the round.
        items: The expectations that were weighed, in the catalogue's order.
    """
    weighed = [_weighed(item, found) for item, found in zip(items, figures.items, strict=True)]
    shared = {
        item.position for item, found in zip(items, figures.items, strict=True) if found.is_shared
    }
    tensions = tuple(
        sorted(
            (one for one in weighed if round(abs(one.tension) - SMALLEST_TENSION, _DIGITS) >= 0),
            key=lambda one: (-round(abs(one.tension), _DIGITS), one.item.position),
        )[:TENSIONS]
    )
    return Agenda(
        parts=_parts(len(tensions)),
        organization_top=_most(weighed, by="organization")[:TOP],
        members_top=_most(weighed, by="members")[:TOP],
        shared=_most([one for one in weighed if one.item.position in shared], by="share"),
        tensions=tensions,
    )


def _weighed(item: Worded, found: ItemFigures) -> Weighed:
    return Weighed(
        item=item,
        organization=found.organization or 0.0,
        members=found.members or 0.0,
        share=found.share or 0.0,
        tension=found.tension or 0.0,
        organization_delivery=found.organization_delivery,
        member_delivery=found.member_delivery,
    )


def _most(weighed: Sequence[Weighed], *, by: str) -> tuple[Weighed, ...]:
    """Those that have any weight, the most first; equals in the catalogue's order."""
    some = [one for one in weighed if getattr(one, by) > 0]
    return tuple(
        sorted(some, key=lambda one: (-round(getattr(one, by), _DIGITS), one.item.position))
    )


def _parts(tensions: int) -> tuple[Part, ...]:
    """The parts of the hour. Minutes that fewer tensions leave go to statement and measures."""
    minutes = dict(PARTS)
    minutes["tensions"] = MINUTES_OF_A_TENSION * tensions
    left = MINUTES - sum(minutes.values())
    minutes["statement"] += left - left // 2
    minutes["measures"] += left // 2
    parts, starts = [], 0
    for key, length in minutes.items():
        if length:
            parts.append(Part(key=key, starts=starts, minutes=length))
        starts += length
    return tuple(parts)
