"""Which figures stay when the posts of an import go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min

from mandorla.conversations.models import Snapshot

if TYPE_CHECKING:
    from datetime import date

    from mandorla.conversations.models import ConversationImport


@dataclass(frozen=True)
class Staying:
    """The months of a community whose figures were made of an import, with others perhaps.

    Attributes:
        community: Its name.
        months: How many.
        first: The first day of the first of them.
        last: The first day of the last of them.
    """

    community: str
    months: int
    first: date
    last: date


def staying(found: ConversationImport) -> list[Staying]:
    """The figures that stay, community by community, in one query."""
    if found.first_on is None or found.last_on is None:
        return []
    rows = (
        Snapshot.objects.filter(
            community__in=found.communities.all(),
            month_on__gte=found.first_on.replace(day=1),
            month_on__lte=found.last_on,
        )
        .order_by("community__name")
        .values_list("community__name")
        .annotate(months=Count("pk"), first=Min("month_on"), last=Max("month_on"))
    )
    return [Staying(*row) for row in rows]
