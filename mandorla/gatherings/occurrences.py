"""When communities meet: dates computed from their rhythms, and the gatherings that were kept.

A computed gathering looks like a kept one, but is not in the database: `is_kept` tells. What is
computed is bounded by the window, whatever the age of a rhythm; what is read, by two queries.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mandorla.base.prepared import prepared
from mandorla.core.occurrences import occurrence_on, occurrences
from mandorla.gatherings.dated import dated_series
from mandorla.gatherings.models import Gathering

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Series

AROUND = timedelta(days=2)  # a planned day and its moment are less than that apart
LONGEST = timedelta(days=1)  # what began earlier is over
SOON = timedelta(days=14)
GONE = frozenset({"cancelled", "held"})  # nobody waits for it


def gatherings_of(
    series: Iterable[Series], *, after: datetime, before: datetime
) -> list[Gathering]:
    """The gatherings that take place in a window, in order; also those that were cancelled.

    Args:
        series: Read by `with_dates()`.
        after: The window's start.
        before: Its end, not in it.
    """
    listed = list(series)
    kept = _kept(listed, after=after, before=before)
    found: list[Gathering] = []
    for one in listed:
        rows = kept[one.pk]
        found += [row for row in rows.values() if after <= row.starts_at < before]
        found += _planned(one, after=after, before=before, limit=None, but=rows)
    return _in_order(found)


def next_gatherings(
    series: Iterable[Series],
    *,
    at: datetime,
    limit: int,
    each: bool = False,
    every: bool = True,
) -> list[Gathering]:
    """The next gatherings that are not over at a moment, in order.

    Args:
        series: Read by `with_dates()`.
        at: The moment.
        limit: How many.
        each: Whether so many of each series are wanted, instead of all together.
        every: Whether those that were cancelled, or ended before their time, are among them.
    """
    listed = list(series)
    after = at - LONGEST
    kept = _kept(listed, after=after, before=None)
    found: list[Gathering] = []
    for one in listed:
        rows = kept[one.pk]
        known = [row for row in rows.values() if row.ends_at > at]
        mine = [row for row in known if every or row.state not in GONE]
        most = limit + len(rows) + LONGEST.days + 1
        coming = (
            planned
            for planned in _planned(one, after=after, before=None, limit=most, but=rows)
            if planned.ends_at > at
        )
        mine += islice(coming, limit)
        found += _in_order(mine)[:limit]
    return _in_order(found) if each else _in_order(found)[:limit]


def next_of(communities: Sequence[Community], *, at: datetime) -> dict[int, Gathering]:
    """The next gathering of each community that has one, by its id; in four queries at most.

    Most communities meet soon, so what was kept of a later day is read for the others only.
    """
    series = dated_series(one for one in communities if one.status != "closed")
    soon = gatherings_of(series, after=at - LONGEST, before=at + SOON)
    found: dict[int, Gathering] = {}
    for gathering in soon:
        if gathering.ends_at > at and gathering.state not in GONE:
            found.setdefault(gathering.community_id, gathering)
    later = [one for one in series if one.community_id not in found]
    for gathering in next_gatherings(later, at=at, limit=1, each=True, every=False):
        found.setdefault(gathering.community_id, gathering)
    return found


def _in_order(gatherings: list[Gathering]) -> list[Gathering]:
    return sorted(gatherings, key=lambda one: (one.starts_at, one.series_id, one.planned_on))


def _kept(
    series: Sequence[Series], *, after: datetime, before: datetime | None
) -> dict[int, dict[date, Gathering]]:
    """What was kept of the days of a window, and what was moved into it, by series and day."""
    by_id = {one.pk: one for one in series}
    found: dict[int, dict[date, Gathering]] = defaultdict(dict)
    if not by_id:
        return found
    since = (after - AROUND).date()
    rows = (
        _kept_since(tuple(by_id), after, since)
        if before is None
        else _kept_between(tuple(by_id), after, since, before, (before + AROUND).date())
    )
    for row in rows:
        row.series = by_id[row.series_id]
        row.community = row.series.community
        if not _is_gone(row):
            found[row.series_id][row.planned_on] = row
    return found


def _rows_of(series: tuple[int, ...]) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(series__in=series)
    return rows.select_related("facilitator").defer("notes")


@prepared
def _kept_since(series: tuple[int, ...], after: datetime, since: date) -> QuerySet[Gathering]:
    return _rows_of(series).filter(Q(starts_at__gte=after) | Q(planned_on__gte=since))


@prepared
def _kept_between(
    series: tuple[int, ...], after: datetime, since: date, before: datetime, until: date
) -> QuerySet[Gathering]:
    taking_place = Q(starts_at__gte=after, starts_at__lt=before)
    planned = Q(planned_on__gte=since, planned_on__lte=until)
    return _rows_of(series).filter(taking_place | planned)


def _is_gone(row: Gathering) -> bool:
    """Cancelled, on a day that the rhythm does not have any more: nobody waits for it."""
    return row.state == "cancelled" and not occurrence_on(row.series.patterns, row.planned_on)


def _planned(
    series: Series,
    *,
    after: datetime,
    before: datetime | None,
    limit: int | None,
    but: Container[date],
) -> Iterator[Gathering]:
    """What the rhythm plans, but for days of which something is kept."""
    for stretch in series.stretches:
        found = occurrences([stretch.pattern], after=after, before=before, limit=limit)
        for occurrence in found:
            if occurrence.planned_on not in but:
                yield Gathering.computed(series, stretch, occurrence)
