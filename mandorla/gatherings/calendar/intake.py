"""Taking a calendar in: the series that were chosen, with what is moved and cancelled in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering, Series

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from mandorla.gatherings.calendar.meeting import Changed
    from mandorla.gatherings.calendar.plan import CalendarPlan
    from mandorla.gatherings.calendar.planned import Planned
    from mandorla.people.models import Person


def take_in(
    plan: CalendarPlan,
    *,
    community: Community,
    only: Collection[str] | None,
    by: Person | None,
    at: datetime,
) -> list[Series]:
    """The community meets as its calendar says, from now on.

    What was read before is known by its name in calendars and is left as it is, however often
    this is done.

    Args:
        plan: What was read.
        community: Whose calendar it is.
        only: The names in calendars of what was chosen; None for all of it.
        by: Who takes it in.
        at: The moment.

    Returns:
        What was made.

    Raises:
        Refused: The community has closed.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)  # of two at once, one waits
        known = set(Series.objects.filter(community=community).values_list("uid", flat=True))
        return [
            _make(one, community, by, at)
            for one in plan.planned
            if one.uid not in known and (only is None or one.uid in only)
        ]


def _make(one: Planned, community: Community, by: Person | None, at: datetime) -> Series:
    series = Series.begin(community=community, by=by, at=at, **one.facts)
    for moment in one.cancelled:
        gathering = Gathering.touch(series=series, planned_on=moment.date(), at=at)
        gathering.cancel(because="", by=by, at=at)
    for changed in one.moved:
        _move(series, changed, by, at)
    return series


def _move(series: Series, changed: Changed, by: Person | None, at: datetime) -> None:
    """Only when it differs in what a gathering keeps: a calendar changes texts as well."""
    gathering = Gathering.touch(series=series, planned_on=changed.recurs_at.date(), at=at)
    place = gathering.place if changed.place is None else changed.place[:200]
    minutes = gathering.minutes if series.starts_time is None else changed.minutes
    now = (gathering.starts_at, gathering.minutes, gathering.place)
    if (changed.starts_at, minutes, place) != now:
        gathering.reschedule(
            starts_at=changed.starts_at, minutes=minutes, place=place, by=by, at=at
        )
