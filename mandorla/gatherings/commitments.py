"""What people took on, as pages show it: nothing is counted by person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.gatherings.models import Commitment

if TYPE_CHECKING:
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

MOST_SHOWN = 10  # beside other things; the page of commitments has them all


@dataclass(frozen=True)
class Line:
    """A commitment in a list.

    Attributes:
        is_mine: Whether the reader took it on.
        is_overdue: Whether its day has passed.
    """

    commitment: Commitment
    is_mine: bool
    is_overdue: bool


@dataclass(frozen=True)
class Open:
    """What is open in a community, what is due first on top.

    Attributes:
        lines: The first of them.
        more: How many there are beside these.
        overdue: Of how many the day has passed.
    """

    lines: tuple[Line, ...]
    more: int
    overdue: int


def line_of(commitment: Commitment, *, reader: Person, on: date) -> Line:
    """A commitment as a reader sees it on a day."""
    return Line(
        commitment=commitment,
        is_mine=commitment.owner_id == reader.pk,
        is_overdue=commitment.is_overdue(on=on),
    )


def commitments_of(community: Community, *, reader: Person, on: date) -> Open:
    """What is open in a community, for a part of a page; in three queries."""
    rows = Commitment.objects.visible_to(reader).filter(community=community)
    first = rows.open().select_related("owner").due_first()[:MOST_SHOWN]
    lines = tuple(line_of(one, reader=reader, on=on) for one in first)
    more = rows.open().count() - len(lines) if len(lines) == MOST_SHOWN else 0
    return Open(lines=lines, more=more, overdue=rows.overdue(on=on).count())
