"""Leading a gathering: it is started with its agenda, and ended with what was talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.gatherings.code import show_code
from mandorla.gatherings.models import Gathering
from mandorla.work.agenda import keep_agenda
from mandorla.work.models import AgendaItem, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person


def lead(
    gathering: Gathering, *, step: str, by: Person | None, at: datetime, early: bool = False
) -> Gathering:
    """The gathering takes a step; what starts has its agenda and a code.

    Args:
        gathering: Kept, or computed.
        step: "start", "unstart", "end", "resume" or "hold".
        by: Who leads it.
        at: The moment.
        early: Whether a start is meant more than an hour before its time.

    Raises:
        Early: It is planned for more than an hour later, and nobody said that it is meant.
        Refused: This is not possible now; `Stale` when somebody else was first.
    """
    with transaction.atomic():
        kept = Gathering.touch(series=gathering.series, planned_on=gathering.planned_on, at=at)
        if step == "start" and kept.state == "planned":
            keep_agenda(kept, by=by, at=at)
        if step == "unstart":
            _refuse_begun(kept)
        getattr(kept, step)(by=by, at=at, **({"early": early} if step == "start" else {}))
        if step == "end":
            for item in AgendaItem.objects.filter(gathering=kept, state="now"):
                item.finish(by=by, at=at)
        if step == "unstart":
            for item in AgendaItem.objects.filter(gathering=kept, state="now"):
                item.leave(is_talked=False)
        if step == "start":
            show_code(gathering=kept)
    return kept


def _refuse_begun(gathering: Gathering) -> None:
    """Say why it has begun, when it is so.

    Raises:
        Refused: Something came of it, or was talked about to the end.
    """
    talked = AgendaItem.objects.filter(gathering=gathering, state="done")
    if Outcome.objects.filter(gathering=gathering).exists() or talked.exists():
        raise Refused(_("Something came of it or was talked about, so it has begun. End it."))
