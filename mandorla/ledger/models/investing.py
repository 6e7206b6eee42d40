"""How what both sides put in is planned, written down, confirmed and taken out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models.closed import refuse_closed
from mandorla.ledger.put_in import PutIn
from mandorla.ledger.words import HOURS_OF, KINDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.ledger.models.investment import Investment
    from mandorla.people.models import Person


def plan(
    rows: type[Investment],
    community: Community,
    put_in: PutIn,
    *,
    source: str,
    by: Person | None,
    at: datetime,
) -> Investment:
    """A side means to put this in; `Investment.plan` is its door."""
    made = unsaved(rows, community, put_in, state="planned", source=source, by=by, at=at)
    return _written(made, "investment.planned", by=by, at=at)


def give(
    rows: type[Investment],
    community: Community,
    put_in: PutIn,
    *,
    source: str,
    by: Person | None,
    at: datetime,
) -> Investment:
    """A side has put this in; `Investment.give` is its door."""
    if put_in.begins_on > timezone.localtime(at).date():
        raise Refused(_("This has not begun yet. Write it down as planned."))
    made = unsaved(rows, community, put_in, state="actual", source=source, by=by, at=at)
    made.confirmed_by, made.confirmed_at = by, at
    return _written(made, "investment.given", by=by, at=at)


def propose(
    rows: type[Investment], community: Community, put_in: PutIn, *, at: datetime
) -> Investment | None:
    """Hours were worked out; `Investment.propose` is its door."""
    made = unsaved(rows, community, put_in, state="proposed", source="gatherings", by=None, at=at)
    known = rows.objects.filter(
        community=community, source="gatherings", role=made.role, begins_on=made.begins_on
    )
    if known.exists():
        return None
    try:
        with transaction.atomic():
            return _written(made, "investment.proposed", by=None, at=at)
    except IntegrityError:  # another process worked it out at the same moment
        return None


def confirm(row: Investment, hours: Decimal | None, *, by: Person, at: datetime) -> None:
    """So many hours were given; `Investment.confirm` is its door."""
    refuse_closed(row.community)
    if row.state != "proposed":
        raise Refused(_("This does not wait to be confirmed."))
    if hours is not None:
        known = replace(_as_put_in(row), hours=hours, hours_high=None)  # now it is counted
        row.hours, row.hours_high = known.cleaned().hours, None
    with transaction.atomic():
        row.move(
            "state",
            before="proposed",
            after="actual",
            sentence=_("Somebody else was first. Look at what it says now."),
            hours=row.hours,
            hours_high=row.hours_high,
            confirmed_by=by,
            confirmed_at=at,
        )
        _tell(row, "investment.confirmed", by=by, at=at)


def confirm_all(rows: Sequence[Investment], *, by: Person, at: datetime) -> None:
    """All of these are right; `Investment.confirm_all` is its door."""
    if not rows:
        raise Refused(_("Nothing waits to be confirmed any more."))
    with transaction.atomic():
        for row in rows:
            confirm(row, None, by=by, at=at)


def drop(row: Investment, *, by: Person, at: datetime) -> None:
    """This was not so; `Investment.drop` is its door."""
    refuse_closed(row.community)
    if row.state == "dropped":
        raise Refused(_("This was taken out already."))
    with transaction.atomic():
        row.move(
            "state",
            before=row.state,
            after="dropped",
            sentence=_("Somebody else was first. Look at what it says now."),
        )
        _tell(row, "investment.dropped", by=by, at=at)


def bring(
    rows: type[Investment],
    community: Community,
    given: Sequence[tuple[str, PutIn]],
    *,
    by: Person,
    at: datetime,
) -> int:
    """Rows of a file are written down, all or none; `Investment.bring` is its door."""
    refuse_closed(community)
    today = timezone.localtime(at).date()
    with transaction.atomic():
        there = rows.objects.filter(community=community).counted()
        known = Counter((row.state, _as_put_in(row)) for row in there)
        new = list((Counter((state, one.cleaned()) for state, one in given) - known).elements())
        if any(state == "actual" and one.begins_on > today for state, one in new):
            raise Refused(_("This has not begun yet. Write it down as planned."))
        made = [
            unsaved(rows, community, one, state=state, source="file", by=by, at=at)
            for state, one in new
        ]
        for row in made:
            if row.state == "actual":
                row.confirmed_by, row.confirmed_at = by, at
        rows.objects.bulk_create(made)
        if made:
            about = {"about": community, "within": community}
            Event.record("investment.brought", by=by, at=at, count=len(made), **about)
    return len(made)


# --- what they rest on ---


def told(row: Investment) -> str:
    """What it is in a few words: "participation, 40 hours of members"."""
    if row.hours is not None:
        sentence = _("{kind}, {hours} {of}")
        return sentence.format(kind=KINDS[row.kind], hours=row.quantity, of=HOURS_OF[row.role])
    return _("{kind}, {money}").format(kind=KINDS[row.kind], money=row.quantity)


def money_words(row: Investment) -> str:
    """How much money, as it is said: "EUR 1,200.00", "EUR 1,000.00 to 1,400.00"."""
    low, high = row.ends
    if low == high:
        return f"{row.currency} {low:,.2f}"
    ends = _("{low} to {high}").format(low=f"{low:,.2f}", high=f"{high:,.2f}")
    return f"{row.currency} {ends}"


def hours_words(hours: Decimal, high: Decimal | None = None) -> str:
    """So many hours, as they are said; from the fewest to the most of a range."""
    said = f"{hours:,.1f}".removesuffix(".0")
    if high is not None and high != hours:
        most = f"{high:,.1f}".removesuffix(".0")
        return _("{low} to {high} hours").format(low=said, high=most)
    sentence = ngettext("{hours} hour", "{hours} hours", 1 if hours == 1 else 2)
    return sentence.format(hours=said)


def part_of(quantity: Decimal, *, days: int, of: int, step: str) -> Decimal:
    """What falls on so many of the days that something is given in."""
    return (quantity * days / of).quantize(Decimal(step), rounding=ROUND_HALF_UP)


def unsaved(
    rows: type[Investment],
    community: Community,
    put_in: PutIn,
    *,
    state: str,
    source: str,
    by: Person | None,
    at: datetime,
) -> Investment:
    """A row that is not kept yet.

    Raises:
        Refused: It cannot be, or the community has closed.
    """
    refuse_closed(community)
    values: dict[str, Any] = put_in.cleaned().values()
    return rows(
        community=community, state=state, source=source, entered_by=by, entered_at=at, **values
    )


def _written(made: Investment, verb: str, *, by: Person | None, at: datetime) -> Investment:
    with transaction.atomic():
        made.save(force_insert=True)
        _tell(made, verb, by=by, at=at)
    return made


def _tell(row: Investment, verb: str, *, by: Person | None, at: datetime) -> None:
    Event.record(
        verb,
        by=by,
        at=at,
        about=row,
        within=row.community,
        side=str(SIDES[row.side]),
        what=told(row),
        day=row.begins_on.isoformat(),
        until=row.ends_on.isoformat(),
    )


def _as_put_in(row: Investment) -> PutIn:
    return PutIn(**{name: getattr(row, name) for name in PutIn.__slots__})
