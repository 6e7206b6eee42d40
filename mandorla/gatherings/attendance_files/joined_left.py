"""Lists with a row each time somebody joined or left: older Teams meetings, and live events."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.tables import short
from mandorla.core.stay import Stay
from mandorla.gatherings.attendance_files.gathered import Everybody
from mandorla.people.names import plain_words

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.gatherings.attendance_files.gathered import Somebody
    from mandorla.gatherings.attendance_files.lines import Line
    from mandorla.gatherings.attendance_files.rows import Reading, Row
    from mandorla.gatherings.attendance_files.tables import Parts, Table

_JOINED = re.compile(
    r"\b(?:join|beigetret|rejoin[ts]|connect|unio|unid|incorpor|ingress|entr|adesao|"
    r"partecip|unit|access|deelgen|toegetred|dolacz)"
)
_LEFT = re.compile(
    r"\b(?:left|leav|verlass|quitt|parti\b|sali|abandon|sai|uscit|abbandon|verlat|vertrok|opusc)"
)


@dataclass(frozen=True)
class _Step:
    moment: datetime
    came: bool
    row: int


def read_joined_left(parts: Parts, reading: Reading) -> Everybody:
    """The people of a list, each with the times from joining to leaving.

    Who has not left when the list ends was there until its last moment.
    """
    people = Everybody()
    steps: dict[int, list[_Step]] = {}
    for table in parts.tables:
        if not table.has("action", "moment"):
            continue
        reading.use(table)
        came = _came(table, reading)
        for line in table.lines:
            somebody = people.of(_row(table, line, reading))
            somebody.rows.append(line.number)
            moment = reading.moment(table.cell(line, "moment"))
            action = table.cell(line, "action").casefold()
            if moment is None or action not in came:
                what = _("“{text}” is not understood as joining or leaving at some time.")
                said = f"{table.cell(line, 'action')} {table.cell(line, 'moment')}"
                reading.note(line.number, what.format(text=short(said)))
                continue
            steps.setdefault(id(somebody), []).append(_Step(moment, came[action], line.number))
    last = max((step.moment for each in steps.values() for step in each), default=None)
    for somebody in people.people:
        _walk(somebody, steps.get(id(somebody), []), last, reading)
    return people


def _row(table: Table, line: Line, reading: Reading) -> Row:
    """A row, known by the number of its participant or session where the file has them."""
    row = reading.row(table, line)
    mark = table.cell(line, "account") or table.cell(line, "session")
    return row if row.email or not mark else replace(row, mark=f"number {mark}")


def _came(table: Table, reading: Reading) -> dict[str, bool]:
    """Of each word in the column of actions, whether it means coming."""
    words = {table.cell(line, "action").casefold(): line.number for line in reversed(table.lines)}
    meaning: dict[str, bool] = {}
    unknown = []
    for word in reversed(words):
        plain = " ".join(plain_words(word))
        if _LEFT.search(plain):
            meaning[word] = False
        elif _JOINED.search(plain):
            meaning[word] = True
        elif word:
            unknown.append(word)
    if not meaning and len(unknown) == 2:  # nobody can leave before somebody has come
        meaning = {unknown[0]: True, unknown[1]: False}
        what = _("“{came}” is taken for joining and “{left}” for leaving.")
        reading.note(words[unknown[0]], what.format(came=short(unknown[0]), left=short(unknown[1])))
    return meaning


def _walk(somebody: Somebody, steps: list[_Step], last: datetime | None, reading: Reading) -> None:
    """Pair coming with leaving: with two devices, from the first coming to the last leaving."""
    start: datetime | None = None
    inside = 0
    row = 0
    for step in sorted(steps, key=lambda step: (step.moment, not step.came, step.row)):
        if step.came:
            if not inside:
                start, row = step.moment, step.row
            inside += 1
        elif inside:
            inside -= 1
            if not inside and start is not None:
                somebody.stays.append(Stay(start, step.moment))
        else:
            reading.note(step.row, _("Somebody leaves who has not joined; not counted."))
    if inside and start is not None:
        somebody.stays.append(Stay(start, last))
        reading.note(row, _("Nobody says when they left; counted until the last row of the list."))
