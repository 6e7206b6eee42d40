"""Reads what is known of communities from snapshots of their conversations, for many at once."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from mandorla.base.known import Known
from mandorla.conversations.models import Snapshot
from mandorla.conversations.months import first_day, month_index
from mandorla.core.disclosure import FEWEST
from mandorla.core.health import FEWEST_THREADS, RECENT, SURE, THREADED, YEAR, changed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.base.indicators import Found

FRESH: Final = 4  # months; of older conversations nothing is known of now

Month = dict[str, float | None]


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in one query."""
    known = Known(communities)
    if not communities:
        return known.found
    now = month_index(timezone.localtime(at).date())
    rows = Snapshot.objects.of(known.communities).since(first_day(now - FRESH - YEAR))
    for pk, found in groupby(rows, key=attrgetter("community_id")):
        snapshots = list(found)
        if month_index(snapshots[-1].month_on) >= now - FRESH:
            _tell(known, pk, snapshots)
    return known.found


def _tell(known: Known, pk: int, snapshots: Sequence[Snapshot]) -> None:
    last, months = snapshots[-1], [one.month for one in snapshots]
    known.tell("writers", pk, last.people)
    if not last.people:
        return
    recent = months[-RECENT:]
    _answers(known, pk, months)
    answered, first = (_sum(recent, name) for name in ("first_answered", "first_posts"))
    known.share("newcomers_answered", pk, answered, first, fewest=FEWEST)
    stayed, came = last.figures.get("retained"), last.figures.get("retained_of")
    if stayed is not None and came:
        known.share("newcomers_writing", pk, stayed, came, fewest=FEWEST)
    known.tell("leader_posts", pk, _middle(recent, "leader_share"))
    grown = changed(months, "gini")
    known.tell("spread_steady", pk, None if grown is None else grown <= 0)
    known.tell("e_i_expected", pk, _across(last.figures))


def _answers(known: Known, pk: int, months: Sequence[Month]) -> None:
    """Not told where people hardly use threads, as the health card does not."""
    threads, answered = (_sum(months[-RECENT:], name) for name in ("threads", "answered"))
    of, ever = (_sum(months[-1 - YEAR :], name) for name in ("threads", "answered"))
    if threads < FEWEST_THREADS or ever < THREADED * of:
        return
    known.share("threads_unanswered", pk, threads - answered, threads, fewest=FEWEST_THREADS)
    known.tell("first_answer_hours", pk, _middle(months[-RECENT:], "response_median"))


def _sum(months: Sequence[Month], name: str) -> int:
    return round(sum(month.get(name) or 0 for month in months))


def _middle(months: Sequence[Month], name: str) -> float | None:
    found = [value for month in months if (value := month.get(name)) is not None]
    return median(found) if found else None


def _across(figures: dict[str, float | None]) -> float | None:
    """Ties across units, of those that chance would bring about; only beyond chance."""
    index, expected, p = (figures.get(key) for key in ("ei_index", "ei_expected", "ei_p_value"))
    if index is None or expected is None or p is None or p > SURE or expected <= -1:
        return None
    return round((index + 1) / (expected + 1), 6)
