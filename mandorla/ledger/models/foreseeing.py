"""How somebody commits to a forecast and how it is scored; `Foresight` is the door.

It leaves no event: everybody sees their own scores only, and the trail would tell who said what.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.core.pace import Reading as Read
from mandorla.ledger.models.measuring import refuse_retired

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.ledger.models.foresight import Foresight
    from mandorla.ledger.models.measure import Measure
    from mandorla.people.models import Person


def commit(
    foresights: type[Foresight], measure: Measure, *, probability: float, by: Person, at: datetime
) -> Foresight:
    """Somebody says how likely it is; `Foresight.commit` is its door."""
    refuse_retired(measure)
    if not isfinite(probability) or not 0 <= probability <= 1:
        raise Refused(_("Say it from 0% to 100%."))
    if timezone.localtime(at).date() >= measure.due_on:
        raise Refused(_("The day is here or over: nothing is left to foresee."))
    said = foresights(
        measure=measure,
        person=by,
        probability=probability,
        target=measure.target,
        due_on=measure.due_on,
        said_at=at,
    )
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("You have said it for that day. What is said stays.")) from error
    return said


def score(measure: Measure, readings: Sequence[Read], *, at: datetime) -> None:
    """Each is held against the first reading on its day or after, as the readings are now.

    Args:
        measure: Of which.
        readings: Those that count, by day.
        at: The moment.
    """
    for said in measure.foresights.all():
        held = next((one for one in readings if one.on >= said.due_on), None)
        came = held.is_beyond(said.target, direction=measure.direction) if held else None
        if came != said.came_true:
            said.came_true = came
            said.scored_at = None if came is None else at
            said.keep("came_true", "scored_at")
