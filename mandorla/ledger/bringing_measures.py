"""From a file of measures to what a community follows: read, checked row by row, and begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.ledger.came_of_file import CameOfFile, came_of
from mandorla.ledger.measures_file import read_measures_file
from mandorla.ledger.models.bringing_measures import MeasuresBrought, bring_measures
from mandorla.ledger.named_in_file import Named

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def bring_file(
    data: bytes, *, name: str, community: Community, by: Person, at: datetime
) -> CameOfFile[MeasuresBrought]:
    """The measures of a file are followed by a community, all of them or none.

    Args:
        data: The whole file.
        name: What it is called, for messages.
        community: Whose they are.
        by: Who brings it.
        at: The moment.

    Raises:
        Refused: The community has closed, or they do not set its measures.
    """
    found = read_measures_file(data, file=name, named=Named(community, by=by))
    return came_of(
        found.problems,
        lambda: bring_measures(community=community, measures=found.rows, by=by, at=at),
        name=name,
    )
