"""Leading a gathering: it is started with its agenda, and ended with what was talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mandorla.gatherings.code import show_code
from mandorla.gatherings.models import Gathering
from mandorla.work.agenda import keep_agenda
from mandorla.work.models import AgendaItem

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person


def lead(gathering: Gathering, *, step: str, by: Person | None, at: datetime) -> Gathering:
    """The gathering is started, ended, resumed or held; what starts has its agenda and a code.

    Args:
        gathering: Kept, or computed.
        step: "start", "end", "resume" or "hold".
        by: Who leads it.
        at: The moment.

    Raises:
        Refused: This is not possible now; `Stale` when somebody else was first.
    """
    with transaction.atomic():
        kept = Gathering.touch(series=gathering.series, planned_on=gathering.planned_on, at=at)
        if step == "start" and kept.state == "planned":
            keep_agenda(kept, by=by, at=at)
        getattr(kept, step)(by=by, at=at)
        if step == "end":
            for item in AgendaItem.objects.filter(gathering=kept, state="now"):
                item.finish(by=by, at=at)
        if step == "start":
            show_code(gathering=kept)
    return kept
