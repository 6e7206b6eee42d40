"""Participants of a Zoom meeting: a row for each time they joined, or one with the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.gatherings.attendance_files.gathered import Everybody

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.rows import Reading
    from mandorla.gatherings.attendance_files.tables import Parts

_YES = frozenset("yes ja oui si sí sim tak true 1 y".split())  # noqa: SIM905 -- readable
_NO = frozenset("no nein non não nie nee false 0 n".split())  # noqa: SIM905 -- readable


def read_zoom(parts: Parts, reading: Reading) -> Everybody:
    """The people of a report. Waiting to be let in, or being registered, is not being there."""
    people = Everybody()
    for table in parts.tables:
        reading.use(table)
        for line in table.lines:
            if table.cell(line, "waiting").casefold() in _YES:
                reading.note(line.number, _("It is time in the waiting room; not counted."))
            elif table.cell(line, "attended").casefold() in _NO:
                reading.note(line.number, _("It says registered and not there; not counted."))
            else:
                people.add(reading.row(table, line, bare=60))
    return people
