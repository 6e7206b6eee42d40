"""Attendance reports of Microsoft Teams: a summary, who was there, and every time they joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.tables import short
from mandorla.gatherings.attendance_files.gathered import Everybody

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.gathered import Somebody
    from mandorla.gatherings.attendance_files.rows import Reading
    from mandorla.gatherings.attendance_files.tables import Parts, Table


def read_teams(parts: Parts, reading: Reading) -> Everybody:
    """The people of a report.

    The table of participants has everybody once, with a duration in which gaps are left out. The
    table of activities repeats them for every time they joined; where it has times, those count.
    The older report has one table, with a row for every time.
    """
    people = Everybody()
    tables = [table for table in parts.tables if table.names_people]
    _read_participants(tables[0], people, reading, is_alone=len(tables) == 1)
    if len(tables) > 1:
        _read_activities(tables[1], people, reading)
    for table in tables[2:]:
        what = _("The rows from here on are not about being there; they are not used.")
        reading.note(table.head.number, what)
    return people


def _read_participants(
    table: Table, people: Everybody, reading: Reading, *, is_alone: bool
) -> None:
    reading.use(table)
    seen: dict[str, int] = {}
    for line in table.lines:
        row = reading.row(table, line)
        if row.mark and not row.email and row.mark in seen and not is_alone:
            reading.note(
                row.number,
                _("It has the same name as row {row} and no e-mail address: one person.").format(
                    row=seen[row.mark]
                ),
            )
        seen.setdefault(row.mark, row.number)
        people.add(row)


def _read_activities(table: Table, people: Everybody, reading: Reading) -> None:
    """The times of the second table take the place of the durations of the first."""
    reading.use(table)
    timed: dict[int, Somebody] = {}
    for line in table.lines:
        row = reading.row(table, line)
        somebody = people.known(row)
        if somebody is None:
            somebody = people.of(row)
            if row.name.kind == "person":
                what = _("“{name}” is not among the participants above; counted all the same.")
                reading.note(row.number, what.format(name=short(row.name.name or row.email)))
        somebody.rows.append(row.number)
        if row.start is None or row.end is None:
            if not somebody.stays:
                somebody.stays.append(row.stay)
            continue
        if id(somebody) not in timed:
            somebody.stays.clear()
            timed[id(somebody)] = somebody
        somebody.stays.append(row.stay)
