"""Drafting a value statement from the newest round whose result may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.value.agenda import agenda_of
from mandorla.value.conversation import worded
from mandorla.value.models import CatalogueItem, ValueStatement
from mandorla.value.shown import newest_round, shown_rounds
from mandorla.value.wording import Shared

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def draft_statement(*, community: Community, by: Person | None, at: datetime) -> ValueStatement:
    """The next version exists as a draft, resting on the newest round that may be shown.

    Args:
        community: Whose statement it is.
        by: Who begins it.
        at: The moment.

    Raises:
        Refused: The community has closed, or has a draft already.
        Stale: Somebody else began it at the same moment.
    """
    shown = newest_round(shown_rounds(community))
    if shown is None or shown.figures is None:
        return ValueStatement.draft(community=community, elicitation=None, shared=(), by=by, at=at)
    items = CatalogueItem.objects.filter(catalogue=shown.elicitation.catalogue_id)
    words = worded(list(items.select_related("expectation").order_by("position")))
    shared = [
        Shared(text=one.item.text, level=one.item.level, measure=one.item.measure)
        for one in agenda_of(shown.figures, words).shared
    ]
    return ValueStatement.draft(
        community=community, elicitation=shown.elicitation, shared=shared, by=by, at=at
    )
