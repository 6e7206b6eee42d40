"""Which gatherings a rhythm planned that are over, and what became of each, for many at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Min, Q

from mandorla.core.occurrences import occurrence_on, occurrences
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.occurrences import AROUND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

HELD: Final = ("held", "running")  # one that nobody ended took place all the same


class Planned(NamedTuple):
    """A gathering that was planned and is over.

    Attributes:
        state: As it was noted; "planned" when nothing was.
    """

    community: int
    series: int
    name: str
    planned_on: date
    starts_at: datetime
    state: str


def planned_gatherings(
    communities: Collection[int], *, after: datetime, at: datetime
) -> dict[int, list[Planned]]:
    """What the rhythms of communities planned since something was noted there, in four queries.

    Args:
        communities: Their ids.
        after: The first moment to look at.
        at: The moment of looking; what is not over by plan is left out.

    Returns:
        In the order they began, by community; nothing of one in which no gathering was noted yet.
    """
    begun = dict(
        Gathering.objects.filter(community__in=communities, state__in=HELD)
        .order_by()
        .values_list("community")
        .annotate(first=Min("starts_at"))
    )
    found: dict[int, list[Planned]] = {pk: [] for pk in begun}
    series = list(
        Series.objects.filter(community__in=list(begun))
        .exclude(rule="")
        .with_dates()
        .defer("template", "links", "found_text")
    )
    kept = _kept(series, after=after, at=at)
    for one in series:
        first = max(after, begun[one.community_id])
        found[one.community_id] += _over(one, kept[one.pk], after=first, at=at)
    for rows in found.values():
        rows.sort(key=lambda row: (row.starts_at, row.series, row.planned_on))
    return found


Row = tuple["date", "datetime", int, str]


def _kept(series: list[Series], *, after: datetime, at: datetime) -> dict[int, list[Row]]:
    """What was kept of the days of the window, and what was moved into it, by series."""
    days = Q(planned_on__gte=(after - AROUND).date(), planned_on__lte=(at + AROUND).date())
    moved = Q(starts_at__gte=after, starts_at__lt=at)
    rows = Gathering.objects.filter(days | moved, series__in=[one.pk for one in series])
    found: dict[int, list[Row]] = defaultdict(list)
    wanted = ("series", "planned_on", "starts_at", "minutes", "state")
    for pk, planned_on, starts_at, minutes, state in rows.values_list(*wanted):
        found[pk].append((planned_on, starts_at, minutes, state))
    return found


def _over(series: Series, kept: list[Row], *, after: datetime, at: datetime) -> Iterator[Planned]:
    """As kept, and as planned on days of which nothing is kept."""
    stretches = series.stretches
    known = set()
    for day, starts_at, minutes, state in kept:
        if state == "cancelled" and not occurrence_on(series.patterns, day):
            continue  # on a day that the rhythm does not have any more
        known.add(day)
        if after <= starts_at and starts_at + timedelta(minutes=minutes) <= at:
            yield Planned(series.community_id, series.pk, series.name, day, starts_at, state)
    for stretch in stretches:
        for one in occurrences([stretch.pattern], after=after, before=at):
            is_over = one.starts_at + timedelta(minutes=stretch.minutes) <= at
            if one.planned_on not in known and is_over:
                yield Planned(
                    series.community_id,
                    series.pk,
                    series.name,
                    one.planned_on,
                    one.starts_at,
                    "planned",
                )
