"""From a file of stories to a shelf: read, checked row by row, and told all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from mandorla.ledger.came_of_file import CameOfFile, came_of
from mandorla.ledger.models.bringing import StoriesBrought, bring_stories
from mandorla.ledger.named_in_file import Named
from mandorla.ledger.stories_file import read_stories_file

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def bring_file(
    data: bytes, *, name: str, community: Community, by: Person, at: datetime
) -> CameOfFile[StoriesBrought]:
    """The stories of a file are told in a community, all of them or none.

    Args:
        data: The whole file.
        name: What it is called, for messages.
        community: Of which community they are.
        by: Who brings it.
        at: The moment.

    Raises:
        Refused: The community has closed, or they do not run it.
    """
    today = timezone.localtime(at).date()
    named = Named(community, by=by)
    found = read_stories_file(data, file=name, named=named, latest=today)
    return came_of(
        found.problems,
        lambda: bring_stories(community=community, stories=found.rows, by=by, at=at),
        name=name,
    )
