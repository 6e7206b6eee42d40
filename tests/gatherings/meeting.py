"""What tests of rhythms look at: when a series meets, and what was written about it last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mandorla.base.models import Event
from mandorla.gatherings.models import Series
from mandorla.gatherings.occurrences import gatherings_of

MONDAYS = "FREQ=WEEKLY;BYDAY=MO"
TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"
AFTER = datetime(2026, 3, 1, tzinfo=UTC)


def weeks(count: int) -> datetime:
    return AFTER + timedelta(weeks=count)


def read(series: Series) -> Series:
    return Series.objects.with_dates().get(pk=series.pk)


def dates(series: Series, *, until: datetime | None = None) -> list[str]:
    found = gatherings_of([read(series)], after=AFTER, before=until or weeks(4))
    return [f"{one.local_start:%m-%d %H:%M}{'' if one.is_kept else ' computed'}" for one in found]


def last_event() -> str:
    event = Event.objects.newest_first().first()
    assert event
    return event.plain_sentence
