"""A gathering that is under way, with its agenda and twenty things caught, for its page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.urls import reverse

from mandorla.gatherings.models import Gathering, Series
from mandorla.work.leading import lead
from mandorla.work.models import AgendaItem, Outcome

if TYPE_CHECKING:
    from mandorla.people.models import Person

CAUGHT = 20


def begin(slug: str, *, by: Person, now: datetime) -> dict[str, str]:
    """Start the next gathering of a community, and give the addresses of its page and its looks."""
    series = Series.objects.get(community__slug=slug, name="Monday round")
    monday = now.date() + timedelta(days=7 - now.weekday())
    gathering = lead(
        Gathering.on(series=series, planned_on=monday),
        step="start",
        early=True,
        by=by,
        at=now,
    )
    member = series.community.memberships.filter(former=False, role="member")[0].person
    first = AgendaItem.objects.filter(gathering=gathering).order_by("position")[0]
    first.take(by=by, at=now)
    for number in range(CAUGHT):
        kind = ("decision", "commitment")[number % 2]
        Outcome.catch(
            gathering=gathering,
            kind=kind,
            text=f"One list from now on, {number}",
            key=uuid4(),
            by=by,
            at=now,
            item=first,
            owner=member if kind == "commitment" else None,
            due_on=monday + timedelta(days=7),
        )
    where = [slug, series.pk, monday]
    return {
        "running page": reverse("work:run", args=where),
        "running page, a look": reverse("work:room", args=where),
    }
