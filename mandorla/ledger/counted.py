"""Measures that Mandorla counts itself: read once a month from what is known of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from mandorla.base.errors import DomainError
from mandorla.base.indicators import all_indicators, of, read_all
from mandorla.ledger.aims import COUNTABLE
from mandorla.ledger.models import Measure, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from mandorla.core.conditions import Finding

AT_ONCE: Final = 200  # communities


def countable() -> list[tuple[str, str, str]]:
    """What Mandorla can count for a measure: name, label and unit, by label."""
    found = [(one.name, str(one.label), one.unit) for one in all_indicators()]
    return sorted((row for row in found if row[2] in COUNTABLE), key=lambda row: row[1].lower())


def read_counted(*, at: datetime) -> int:
    """Read each measure that Mandorla counts and that it has not read this month.

    What somebody entered for the day stays; what is not known is not read; a reading of Mandorla
    that was corrected or taken back is not made again in the same month.

    Returns:
        How many were read.
    """
    return sum(_is_read(measure, found, at=at) for measure, found in _known(at))


def _known(at: datetime) -> Iterator[tuple[Measure, Mapping[str, Finding]]]:
    """The measures to be read, with what is known of their communities."""
    month = timezone.localtime(at).date().replace(day=1)
    done = Reading.objects.filter(on__gte=month, read_by=None)
    waiting = Measure.objects.current().exclude(indicator="").exclude(community__status="closed")
    rows = waiting.exclude(pk__in=done.values("measure")).select_related("community")
    measures = list(rows.order_by("community", "number"))
    places = sorted({measure.community_id for measure in measures})
    for start in range(0, len(places), AT_ONCE):
        some = places[start : start + AT_ONCE]
        known = read_all(some, at=at)
        for measure in measures:
            if measure.community_id in known:
                yield measure, known[measure.community_id]


def _is_read(measure: Measure, found: Mapping[str, Finding], *, at: datetime) -> bool:
    value = of(found, measure.indicator).value
    if value is None or isinstance(value, str):
        return False
    on = timezone.localtime(at).date()
    number = float(round(value)) if measure.shape == "count" else float(value)
    try:
        Reading.read(measure=measure, on=on, value=number, by=None, at=at)
    except DomainError:  # somebody read it today, or it was retired meanwhile
        return False
    return True
