"""How what a license permits and what a charter says is planned; `Investment` is the door."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models.closed import refuse_closed
from mandorla.ledger.models.investing import part_of, unsaved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.ledger.models.investment import Investment, InvestmentQuerySet
    from mandorla.ledger.put_in import PutIn
    from mandorla.people.models import Person


def hand_down(
    rows: type[Investment],
    community: Community,
    plans: Sequence[PutIn],
    *,
    from_on: date,
    by: Person,
    at: datetime,
) -> None:
    """What a license permits from a day on; `Investment.hand_down` is its door."""
    planned = rows.objects.filter(community=community, state="planned")
    same = Q(source="license")
    for one in plans:  # a license says it anew, so what the charter said of it ends
        same |= Q(source="charter", side=one.side, kind=one.kind, role=one.role)
    with transaction.atomic():
        _end_all(planned.filter(same), from_on)
        _plan_all(rows, community, plans, source="license", by=by, at=at)
        if plans:
            _tell_plans("investment.handed_down", community, plans, from_on, by=by, at=at)


def take_over(
    rows: type[Investment],
    community: Community,
    plans: Sequence[PutIn],
    *,
    from_on: date,
    by: Person,
    at: datetime,
) -> None:
    """What a charter says from a day on; `Investment.take_over` is its door."""
    refuse_closed(community)
    if not plans:
        raise Refused(_("Nothing of the charter waits to be planned any more."))
    with transaction.atomic():
        type(community).objects.select_for_update().get(pk=community.pk)
        of_charter = rows.objects.filter(community=community, source="charter")
        if of_charter.filter(begins_on=from_on).exists():
            raise Refused(_("Nothing of the charter waits to be planned any more."))
        _end_all(of_charter.filter(state="planned"), from_on)
        _plan_all(rows, community, plans, source="charter", by=by, at=at)
        _tell_plans("investment.taken_over", community, plans, from_on, by=by, at=at)


def _end_all(earlier: InvestmentQuerySet, from_on: date) -> None:
    """What was planned from a day on is dropped, and what reaches it ends the day before."""
    earlier.filter(begins_on__gte=from_on).update(state="dropped")
    for row in earlier.filter(begins_on__lt=from_on, ends_on__gte=from_on).select_for_update():
        _end_before(row, from_on)


def _plan_all(
    rows: type[Investment],
    community: Community,
    plans: Sequence[PutIn],
    *,
    source: str,
    by: Person,
    at: datetime,
) -> None:
    for one in plans:
        made = unsaved(rows, community, one, state="planned", source=source, by=by, at=at)
        made.save(force_insert=True)


def _tell_plans(
    verb: str,
    community: Community,
    plans: Sequence[PutIn],
    from_on: date,
    *,
    by: Person,
    at: datetime,
) -> None:
    about = {"about": community, "within": community}
    Event.record(verb, by=by, at=at, count=len(plans), day=from_on.isoformat(), **about)


def _end_before(row: Investment, on: date) -> None:
    """The part of a plan before a day stays."""
    whole, kept = (row.ends_on - row.begins_on).days + 1, (on - row.begins_on).days
    for name, step in (("hours", "0.1"), ("amount", "0.01")):
        low, high = getattr(row, name), getattr(row, f"{name}_high")
        if low is not None:
            low = part_of(low, days=kept, of=whole, step=step)
        if high is not None:
            high = part_of(high, days=kept, of=whole, step=step)
        setattr(row, name, low)
        setattr(row, f"{name}_high", high if high != low else None)
    row.ends_on = on - timedelta(days=1)
    row.keep("hours", "hours_high", "amount", "amount_high", "ends_on")
