"""What whoever facilitates does to an agenda, one step at a time.

The first step keeps the draft. Each step says which agenda it was meant for, so that the second
of two people is told and sees the newest one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.work.agenda import keep_agenda, put_off, put_on, redraft
from mandorla.work.agenda_page import anchor_of
from mandorla.work.backlog import backlog_of
from mandorla.work.models import AgendaItem, Issue, Problem
from mandorla.work.models.agenda_item import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Shaped:
    """What came of a step.

    Attributes:
        said: What to tell the person; empty when they see it.
        focus: The button on which their keyboard goes on.
    """

    said: str = ""
    focus: str = ""


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        gathering: Whose agenda.
        do: What to do, of `STEPS`.
        seen: The mark of the agenda the person saw.
        item: The item, by its number or its place in the draft.
        facts: What else the step needs.
        by: Who takes it.
        at: The moment.
    """

    gathering: Gathering
    do: str
    seen: str
    item: str
    facts: Mapping[str, Any]
    by: Person
    at: datetime


def shape(step: Step) -> Shaped:
    """Take a step; all of it happens, or nothing.

    Raises:
        Stale: The agenda is another one by now than the person saw.
        Refused: It cannot be done.
    """
    with transaction.atomic():
        return STEPS[step.do](step)


def _keep(step: Step) -> Shaped:
    keep_agenda(step.gathering, by=step.by, at=step.at, seen=step.seen)
    return Shaped(_("The agenda is kept. What comes up from now on waits beside it."))


def _redraft(step: Step) -> Shaped:
    redraft(step.gathering, by=step.by, at=step.at, seen=step.seen)
    return Shaped(_("Drafted anew. What you placed yourself stayed where it was."))


def _add(step: Step) -> Shaped:
    kept = keep_agenda(step.gathering, by=step.by, at=step.at).gathering
    facts = {name: step.facts[name] for name in ("title", "part")}
    row = AgendaItem.place(
        gathering=kept, minutes=step.facts["minutes"] or 0, by=step.by, at=step.at, **facts
    )
    return Shaped(_("It is on the agenda."), f"up-{anchor_of(row)}")


def _put_on(step: Step) -> Shaped:
    row = put_on(
        step.gathering,
        kind=step.facts["kind"],
        number=step.facts["number"],
        by=step.by,
        at=step.at,
    )
    return Shaped(_("It is on the agenda."), f"up-{anchor_of(row)}")


def _up(step: Step) -> Shaped:
    row, rows = _found(step)
    row.earlier(seen=mark_of(rows))
    return Shaped(focus=f"up-{anchor_of(row)}")


def _down(step: Step) -> Shaped:
    row, rows = _found(step)
    row.later(seen=mark_of(rows))
    return Shaped(focus=f"down-{anchor_of(row)}")


def _minutes(step: Step) -> Shaped:
    row, rows = _found(step)
    if step.facts["minutes"] is None:
        raise Refused(_("Say how many minutes it takes."))
    row.allot(minutes=step.facts["minutes"], seen=mark_of(rows))
    return Shaped(focus=f"minutes-{anchor_of(row)}")


def _park(step: Step) -> Shaped:
    row, rows = _found(step)
    row.park(by=step.by, at=step.at)
    return Shaped(_("Parked: {item}").format(item=row.title), _next("park", row, rows))


def _next_time(step: Step) -> Shaped:
    row, rows = _found(step)
    until = put_off(row, by=step.by, at=step.at)
    day = date_format(until.local_start, _("l, j F Y"))
    said = _("For {day}: {item}").format(day=day, item=row.title)
    return Shaped(said, _next("next_time", row, rows))


def _drop(step: Step) -> Shaped:
    row, rows = _found(step)
    row.drop(by=step.by, at=step.at)
    return Shaped(_("Dropped: {item}").format(item=row.title), _next("park", row, rows))


def _take_out(step: Step) -> Shaped:
    row, rows = _found(step)
    title, focus = row.title, _next("park", row, rows)
    row.take_out(by=step.by, at=step.at)
    return Shaped(_("Taken off: {item}").format(item=title), focus)


def _unpark(step: Step) -> Shaped:
    row, _rows = _found(step)
    row.unpark(by=step.by, at=step.at)
    return Shaped(_("Back on the agenda: {item}").format(item=row.title), f"up-{anchor_of(row)}")


def _let_go(step: Step) -> Shaped:
    """What nobody touched for three gatherings is dropped, because somebody said so."""
    kind, number = step.facts["kind"], step.facts["number"]
    backlog = backlog_of(step.gathering, at=step.at)
    subject = backlog.subjects.get((kind, number))
    told: dict[str, Any] = {"by": step.by, "at": step.at}
    if isinstance(subject, Issue | Problem):
        subject.drop(because=_("Nobody took it up in three gatherings."), **told)
    elif isinstance(subject, AgendaItem):
        subject.drop(**told)
    else:
        raise Stale(_("This does not wait any more. Look at the agenda as it is now."))
    return Shaped(_("Dropped: {item}").format(item=subject))


STEPS: Final[Mapping[str, Callable[[Step], Shaped]]] = {
    "keep": _keep,
    "redraft": _redraft,
    "add": _add,
    "put_on": _put_on,
    "up": _up,
    "down": _down,
    "minutes": _minutes,
    "park": _park,
    "next_time": _next_time,
    "drop": _drop,
    "take_out": _take_out,
    "unpark": _unpark,
    "let_go": _let_go,
}


def _found(step: Step) -> tuple[AgendaItem, Sequence[AgendaItem]]:
    """The item that a form names, on the agenda as it is kept from now on."""
    agenda = keep_agenda(step.gathering, by=step.by, at=step.at, seen=step.seen)
    rows = [*agenda.rows, *agenda.aside]
    if step.item.startswith("d"):
        place = int(step.item[1:]) if step.item[1:].isdecimal() else len(rows)
        found = rows[place] if place < len(rows) else None
    else:
        found = next((row for row in rows if str(row.pk) == step.item), None)
    if found is None:
        raise Http404
    return found, rows


def _next(button: str, row: AgendaItem, rows: Sequence[AgendaItem]) -> str:
    """The same button of the item after the one that goes away, or of the one before."""
    shown = [one for one in rows if not one.is_aside or one.pk == row.pk]
    place = next(n for n, one in enumerate(shown) if one.pk == row.pk)
    others = shown[place + 1 :] or shown[:place][::-1]
    return f"{button}-{anchor_of(others[0])}" if others else ""
