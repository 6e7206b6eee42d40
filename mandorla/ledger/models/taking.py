"""How readings are taken, corrected and taken back; `Reading` is the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.ledger.aims import refuse_value
from mandorla.ledger.figures import exact
from mandorla.ledger.models.foreseeing import score
from mandorla.ledger.models.measuring import (
    day_words,
    look_ahead,
    refuse_retired,
    refuse_year,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mandorla.core import pace
    from mandorla.ledger.models.measure import Measure
    from mandorla.ledger.models.reading import Reading
    from mandorla.people.models import Person

LONGEST = 300


@dataclass(frozen=True)
class Brought:
    """What came of readings that were entered at once.

    Attributes:
        new: On how many days nothing had been read before.
        corrected: On how many another value stood.
        same: On how many the same stood.
    """

    new: int
    corrected: int
    same: int


def read(
    readings: type[Reading],
    measure: Measure,
    *,
    on: date,
    value: float,
    note: str,
    by: Person | None,
    at: datetime,
) -> Reading:
    """One more reading; `Reading.read` is its door."""
    with transaction.atomic():
        measure = _locked(measure)
        _refuse_reading(measure, on, value, note, at=at)
        if measure.readings.filter(on=on, corrected_at=None).exists():
            raise Refused(
                _("It was read on {day} already. Correct that reading instead.").format(
                    day=day_words(on)
                )
            )
        taken = _take(readings, measure, on=on, value=value, note=note, by=by, at=at)
        score(measure, look_ahead(measure), at=at)
        what = {"value": exact(value, measure.shape), "day": day_words(on)}
        tell(measure, "reading.taken", by=by, at=at, **what)
    return taken


def read_all(
    readings: type[Reading],
    measure: Measure,
    found: Sequence[pace.Reading],
    *,
    by: Person | None,
    at: datetime,
) -> Brought:
    """Several readings, all or none; `Reading.read_all` is its door."""
    if len({one.on for one in found}) < len(found):
        raise Refused(_("A day has one reading."))
    with transaction.atomic():
        measure = _locked(measure)
        for one in found:
            _refuse_reading(measure, one.on, one.value, "", at=at)
        kept = {one.on: one for one in measure.readings.filter(corrected_at=None)}
        others = [one for one in found if one.on in kept and kept[one.on].value != one.value]
        new = [one for one in found if one.on not in kept]
        replaced = [kept[one.on].pk for one in others]
        readings.objects.filter(pk__in=replaced).update(corrected_at=at)
        readings.objects.bulk_create(
            readings(measure=measure, on=one.on, value=float(one.value), read_by=by, read_at=at)
            for one in (*others, *new)
        )
        brought = Brought(len(new), len(others), len(found) - len(new) - len(others))
        if new or others:
            score(measure, look_ahead(measure), at=at)
            tell(measure, "reading.brought", by=by, at=at, number=len(new) + len(others))
    return brought


def correct(
    reading: Reading, *, value: float, note: str, by: Person | None, at: datetime
) -> Reading:
    """Another reading holds for the day; `Reading.correct` is its door."""
    with transaction.atomic():
        measure = _locked(reading.measure)
        _refuse_reading(measure, reading.on, value, note, at=at)
        _replace(reading, at=at)
        taken = _take(type(reading), measure, on=reading.on, value=value, note=note, by=by, at=at)
        score(measure, look_ahead(measure), at=at)
        tell(
            measure,
            "reading.corrected",
            by=by,
            at=at,
            before=exact(reading.value, measure.shape),
            value=exact(value, measure.shape),
            day=day_words(reading.on),
        )
    return taken


def take_back(reading: Reading, *, by: Person | None, at: datetime) -> None:
    """Nothing holds for the day; `Reading.take_back` is its door."""
    with transaction.atomic():
        measure = _locked(reading.measure)
        refuse_retired(measure)
        _replace(reading, at=at)
        score(measure, look_ahead(measure), at=at)
        what = {"value": exact(reading.value, measure.shape), "day": day_words(reading.on)}
        tell(measure, "reading.taken_back", by=by, at=at, **what)


def _locked(measure: Measure) -> Measure:
    """The measure, kept from others until what its readings foretell is worked out."""
    rows = type(measure).objects.select_for_update(of=("self",)).select_related("community")
    found = rows.filter(pk=measure.pk).first()
    if found is None:
        raise Stale(_("This was removed in the meantime. Go back and look again."))
    return found


def _take(readings: type[Reading], measure: Measure, **values: Any) -> Reading:
    by, at, note = values.pop("by"), values.pop("at"), " ".join(values.pop("note").split())
    taken = readings(measure=measure, read_by=by, read_at=at, note=note, **values)
    taken.save(force_insert=True)
    return taken


def _replace(reading: Reading, *, at: datetime) -> None:
    rows = type(reading).objects.filter(pk=reading.pk, corrected_at=None)
    if not rows.update(corrected_at=at):
        raise Stale(_("Somebody else corrected this reading in the meantime."))
    reading.corrected_at = at


def _refuse_reading(measure: Measure, on: date, value: float, note: str, *, at: datetime) -> None:
    refuse_retired(measure)
    refuse_value(value, shape=measure.shape)
    if on > timezone.localtime(at).date():
        raise Refused(_("{day} has not come yet.").format(day=day_words(on)))
    refuse_year(on)
    if len(note) > LONGEST:
        raise Refused(_("A note has at most 300 characters."))
