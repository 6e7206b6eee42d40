"""Reading the trail: stretch by stretch from the newest event back, and as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base import places
from mandorla.base.web import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.base.models import Event
    from mandorla.base.models.event import EventQuerySet
    from mandorla.base.places import Place

BATCH = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One event as it is read.

    Attributes:
        event: What happened.
        place: Where, when it happened within a place that still exists.
    """

    event: Event
    place: Place | None


@dataclass(frozen=True)
class Stretch:
    """Some events in a row, and the mark at which the older ones begin.

    Attributes:
        lines: The events, newest first.
        older: The mark to go on from; empty at the end of the trail.
    """

    lines: list[Line]
    older: str


def stretch(events: EventQuerySet, *, after: str, size: int = PAGE_SIZE) -> Stretch:
    """The events that follow a mark; from the newest on when there is no (readable) mark.

    It costs the same at every depth: the mark is looked up in an index, nothing is skipped.

    Args:
        events: Which events.
        after: The mark that an earlier stretch ended with, or nothing.
        size: How many events at most.
    """
    rows = events.newest_first()
    last = _marked(events, after)
    if last:
        rows = rows.older_than(at=last.at, pk=last.pk)
    found = list(rows[: size + 1])
    shown = found[:size]
    known = places.known((event.within_kind, event.within_id) for event in shown)
    return Stretch(
        lines=[Line(event, known.get((event.within_kind, event.within_id))) for event in shown],
        older=str(shown[-1].pk) if len(found) > size else "",
    )


def _marked(events: EventQuerySet, mark: str) -> Event | None:
    """The event that a stretch ended with. Its number says no moment: that may not be told."""
    if not (mark.isascii() and mark.isdigit() and len(mark) < 19):
        return None
    return events.filter(pk=int(mark)).first()


def as_csv(events: EventQuerySet) -> Iterator[str]:
    """The events as lines of a CSV file, read in batches while they are sent.

    Of what people did for themselves the file tells the day, as the page does.
    """
    yield csv_line([_("when"), _("what happened"), _("verb"), _("who"), _("within")])
    mark = ""
    while True:
        batch = stretch(events, after=mark, size=BATCH)
        for line in batch.lines:
            event = line.event
            local = timezone.localtime(event.at)
            when = f"{local:%Y-%m-%d}" if event.is_personal else f"{local:%Y-%m-%d %H:%M:%S%z}"
            within = line.place.name if line.place else ""
            yield csv_line([when, event.plain_sentence, event.verb, event.actor, within])
        mark = batch.older
        if not mark:
            return


def csv_line(values: list[str]) -> str:
    """One line; what a spreadsheet would run as a formula is marked as text."""
    out = io.StringIO()
    csv.writer(out).writerow(
        f"'{value}" if value.startswith(FORMULA_STARTS) else value for value in values
    )
    return out.getvalue()
