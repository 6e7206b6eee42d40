"""A community that closes meets no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.gatherings.models import Series

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def end_rhythms(community: Community, *, on: date, by: Person | None, at: datetime) -> None:
    """Every rhythm ends with the last day, and what was planned for later is cancelled.

    Args:
        community: Which has just closed.
        on: Its last day.
        by: Who closed it.
        at: The moment.

    Raises:
        Stale: Somebody changed one of its rhythms at the same moment.
    """
    for series in Series.objects.filter(community=community).exclude(rule="").order_by("pk"):
        series.community = community
        series.close(on=on, by=by, at=at)
