"""From a file of measures to what a community follows: read, checked row by row, and begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.base.tables import Problem, tidy
from mandorla.ledger.measures_file import read_measures_file
from mandorla.ledger.models.bringing import RowsRefused
from mandorla.ledger.models.bringing_measures import MeasuresBrought, bring_measures
from mandorla.ledger.named_in_file import Named

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


@dataclass(frozen=True)
class CameOfFile:
    """What came of a file: it was brought, or something in it is wrong and nothing was."""

    brought: MeasuresBrought | None
    problems: list[Problem]


def bring_file(
    data: bytes, *, name: str, community: Community, by: Person, at: datetime
) -> CameOfFile:
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
    if found.problems:
        return CameOfFile(None, list(found.problems))
    try:
        came = bring_measures(community=community, measures=found.rows, by=by, at=at)
    except RowsRefused as refusal:
        file = tidy(name)[:100]
        rows = refusal.rows
        return CameOfFile(None, [Problem(file, row, column, what) for row, column, what in rows])
    return CameOfFile(came, [])
