"""Reads what is known of communities from their gatherings, for many of them at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from mandorla.base.known import Known, since
from mandorla.core.yields import FEWEST
from mandorla.gatherings.models import (
    Attendance,
    AttendanceCount,
    Commitment,
    Gathering,
    Series,
    Turn,
)
from mandorla.gatherings.rhythm_kept import HELD, planned_gatherings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.base.indicators import Found
    from mandorla.gatherings.rhythm_kept import Planned

LATELY: Final = timedelta(weeks=8)
FEWEST_DATES: Final = 3  # of a rhythm; when a community meets is about nobody in particular
ROW: Final = 3  # gatherings that are compared with as many before
YEAR: Final = timedelta(days=365)
MORE: Final = 2  # of people who lead, more is said of nobody


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if not communities:
        return known.found
    on = timezone.localtime(at).date()
    _rhythm(known, at=at, on=on)
    _held(known, at=at)
    _attendance(known, at=at)
    _facilitators(known, at=at)
    _commitments(known, at=at, on=on)
    return known.found


def _rhythm(known: Known, *, at: datetime, on: date) -> None:
    going_on = Series.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    meeting = going_on.filter(community__in=known.communities).order_by()
    rhythms = dict.fromkeys(meeting.values_list("community", flat=True).distinct(), True)
    known.tell_all("has_rhythm", rhythms, otherwise=False)
    quarter, lately = since("quarter", at=at), at - LATELY
    begin = min(quarter, lately)
    for pk, over in planned_gatherings(known.communities, after=begin, at=at).items():
        _share(known, "rhythm_held_quarter", pk, over, after=quarter)
        _share(known, "rhythm_held", pk, over, after=lately)


def _share(known: Known, name: str, pk: int, over: Sequence[Planned], *, after: datetime) -> None:
    counted = [one.state in HELD for one in over if one.starts_at >= after]
    known.share(name, pk, sum(counted), len(counted), fewest=FEWEST_DATES)


def _held(known: Known, *, at: datetime) -> None:
    """How many were held, and when the last one was."""
    rows = (
        Gathering.objects.filter(community__in=known.communities, state__in=HELD, starts_at__lte=at)
        .order_by()
        .values_list("community")
        .annotate(count=Count("pk"), last=Max("starts_at"))
    )
    counts = {}
    today = timezone.localtime(at).date()
    for pk, count, last in rows:
        counts[pk] = count
        known.tell("gathering_days", pk, (today - timezone.localtime(last).date()).days)
    known.tell_all("gatherings_held", counts, otherwise=0)


def _attendance(known: Known, *, at: datetime) -> None:
    """How many came to the last three of each rhythm, against the three before.

    A rhythm of which one of the six had fewer than five people is left out.
    """
    here = {"gathering": OuterRef("pk")}
    held = Gathering.objects.filter(
        Exists(Attendance.objects.filter(**here)) | Exists(AttendanceCount.objects.filter(**here)),
        community__in=known.communities,
        state__in=HELD,
        starts_at__gt=at - YEAR,
        starts_at__lte=at,
    )
    nth = Window(RowNumber(), partition_by="series", order_by=F("starts_at").desc())
    rows = list(
        held.annotate(nth=nth)
        .filter(nth__lte=2 * ROW)
        .order_by("series", "nth")
        .values_list("pk", "community", "series", "guests")
    )
    people: dict[int, int] = {pk: guests for pk, _community, _series, guests in rows}
    named = Attendance.objects.filter(gathering__in=people).order_by().values_list("gathering")
    counts = (
        AttendanceCount.objects.filter(gathering__in=people).order_by().values_list("gathering")
    )
    for pk, came in (*named.annotate(n=Count("pk")), *counts.annotate(n=Sum("people"))):
        people[pk] += came
    by_series: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, community, series, _guests in rows:
        by_series[community, series].append(people[pk])
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (community, _series), came in by_series.items():
        if len(came) == 2 * ROW and min(came) >= FEWEST:
            sums[community][0] += sum(came[:ROW])
            sums[community][1] += sum(came[ROW:])
    for community, (last, before) in sums.items():
        known.tell("attendance_trend", community, (last - before) / before)


def _facilitators(known: Known, *, at: datetime) -> None:
    """Whether one person led the gatherings of half a year, or more than one did.

    Of gatherings for which nobody is named, those led whose turn it was; nobody is told apart.
    """
    held = Gathering.objects.filter(
        community__in=known.communities,
        state__in=HELD,
        starts_at__gte=since("half_year", at=at),
        starts_at__lte=at,
    )
    named = held.exclude(facilitator=None).order_by().distinct()
    people: dict[int, set[int]] = defaultdict(set)
    for community, person in named.values_list("community", "facilitator"):
        people[community].add(person)
    unnamed = held.filter(facilitator=None).order_by().values_list("series")
    counts = dict(unnamed.annotate(n=Count("pk")))
    turns = Turn.objects.filter(series__community__in=known.communities).order_by("position", "pk")
    order: dict[tuple[int, int], list[int]] = defaultdict(list)
    for community, series, person in turns.values_list("series__community", "series", "person"):
        order[community, series].append(person)
    for (community, series), taking in order.items():
        people[community] |= set(taking[: counts.get(series, 0)])
    for community, led in people.items():
        known.tell("facilitators", community, min(len(led), MORE) or None)


def _commitments(known: Known, *, at: datetime, on: date) -> None:
    """Of what was due and was not dropped, what is done; only of five people or more."""
    due = (
        Commitment.objects.filter(
            community__in=known.communities,
            state__in=["open", "done"],
            due_on__gt=since("quarter", at=at).date(),
            due_on__lte=on,
        )
        .order_by()
        .values_list("community")
        .annotate(
            done=Count("pk", filter=Q(state="done")),
            every=Count("pk"),
            owners=Count("owner", distinct=True),
        )
    )
    for community, done, every, owners in due:
        if owners >= FEWEST:
            known.share("commitments_kept", community, done, every)
