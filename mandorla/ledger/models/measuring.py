"""How a measure is begun, changed and retired; `Measure` is the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.pace import Reading as Read
from mandorla.ledger.figures import exact
from mandorla.ledger.outlook import worked_out

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.ledger.aims import Aim
    from mandorla.ledger.models.measure import Measure
    from mandorla.people.models import Person
    from mandorla.value.models import Expectation

MOST = 60  # of a community that are followed at once
LONGEST = 300


def begin(
    measures: type[Measure],
    community: Community,
    aim: Aim,
    *,
    expectation: Expectation | None,
    owner: Person | None,
    by: Person | None,
    at: datetime,
) -> Measure:
    """A community follows one more measure; `Measure.begin` is its door."""
    aim = aim.cleaned()
    refuse_closed(community)
    _refuse_past(aim.due_on, at=at)
    _refuse_strange(community, expectation, owner)
    measure = measures(community=community, expectation=expectation, owner=owner, begun_at=at)
    for name, value in aim.values().items():
        setattr(measure, name, value)
    with transaction.atomic():
        type(community).objects.select_for_update().get(pk=community.pk)  # numbers them one by one
        before = measures.objects.filter(community=community)
        if before.current().count() >= MOST:
            raise Refused(_("Sixty measures are more than anybody follows. Retire one first."))
        _refuse_twin(before.current(), aim)
        measure.number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
        measure.save(force_insert=True)
        tell(measure, "measure.begun", by=by, at=at, **_told(measure))
    return measure


def change(
    measure: Measure,
    aim: Aim,
    expectation: Expectation | None,
    *,
    owner: Person | None,
    edits: int,
    by: Person | None,
    at: datetime,
) -> None:
    """The measure says this; `Measure.change` is its door."""
    aim = aim.cleaned()
    refuse_retired(measure)
    if aim.due_on != measure.due_on:
        _refuse_past(aim.due_on, at=at)
    if expectation != measure.expectation or owner != measure.owner:
        _refuse_strange(
            measure.community,
            expectation if expectation != measure.expectation else None,
            owner if owner != measure.owner else None,
        )
    others = type(measure).objects.filter(community=measure.community).current()
    _refuse_twin(others.exclude(pk=measure.pk), aim)
    if aim.shape != measure.shape and measure.readings.exists():
        raise Refused(_("What was read is another kind of figure. Begin another measure for it."))
    values: dict[str, Any] = {**aim.values(), "expectation": expectation, "owner": owner}
    with transaction.atomic():
        rows = type(measure).objects.filter(pk=measure.pk, edits=edits, retired_at=None)
        if not rows.update(**values, edits=F("edits") + 1):
            raise Stale(_("Somebody else changed this in the meantime. Look at what it says now."))
        for name, value in values.items():
            setattr(measure, name, value)
        measure.edits = edits + 1
        look_ahead(measure)
        tell(measure, "measure.changed", by=by, at=at, **_told(measure))


def retire(measure: Measure, because: str, *, by: Person | None, at: datetime) -> None:
    """The measure is followed no more; `Measure.retire` is its door."""
    because = " ".join(because.split())
    if not because:
        raise Refused(_("Say why it is followed no more."))
    if len(because) > LONGEST:
        raise Refused(_("Say it in at most 300 characters."))
    with transaction.atomic():
        rows = type(measure).objects.filter(pk=measure.pk, retired_at=None)
        if not rows.update(retired_at=at, retired_because=because):
            raise Refused(_("It is followed no more already."))
        measure.retired_at, measure.retired_because = at, because
        tell(measure, "measure.retired", by=by, at=at, because=because)


def look_ahead(measure: Measure) -> list[Read]:
    """What its readings foretell is worked out anew, in the transaction of what changed.

    Returns:
        The readings that count, by day.
    """
    rows = measure.readings.filter(corrected_at=None).order_by("on")
    readings = [Read(on, value) for on, value in rows.values_list("on", "value")]
    measure.outlook = worked_out(
        readings,
        target=measure.target,
        by=measure.due_on,
        shape=measure.shape,
        direction=measure.direction,
    )
    measure.keep("outlook")
    return readings


def refuse_retired(measure: Measure) -> None:
    """Nothing is entered any more where nobody follows.

    Raises:
        Refused: The measure is retired, or its community has closed.
    """
    if measure.retired_at is not None:
        raise Refused(_("“{name}” is followed no more.").format(name=measure.name))
    refuse_closed(measure.community)


def tell(measure: Measure, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
    """Write down what happened to a measure."""
    Event.record(verb, by=by, at=at, about=measure, within=measure.community, **details)


def day_words(on: date) -> str:
    """A day as an event says it."""
    return formats.date_format(on, "j F Y")


def _told(measure: Measure) -> dict[str, str]:
    return {"target": exact(measure.target, measure.shape), "due": day_words(measure.due_on)}


def refuse_year(on: date) -> None:
    """Refuse a year that nobody means.

    Raises:
        Refused: It is none of this calendar.
    """
    if not 1900 <= on.year <= 9000:
        raise Refused(_("Nothing is known of that year."))


def _refuse_past(due_on: date, *, at: datetime) -> None:
    refuse_year(due_on)
    if due_on <= timezone.localtime(at).date():
        raise Refused(_("A measure looks forward: it is due on a day to come."))


def _refuse_strange(
    community: Community, expectation: Expectation | None, owner: Person | None
) -> None:
    """An expectation is one of the community, and an owner is in it."""
    if expectation and (expectation.community_id != community.pk or expectation.dropped_at):
        raise Refused(_("Both sides do not expect this of the community any more."))
    if owner and not (owner.is_active and community.roles_of(owner)):
        raise Refused(_("{name} is not in this community.").format(name=owner.name))


def _refuse_twin(others: Any, aim: Aim) -> None:
    if others.filter(name__iexact=aim.name).exists():
        raise Refused(_("“{name}” is measured already.").format(name=aim.name))
