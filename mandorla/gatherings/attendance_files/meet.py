"""Attendance reports of Google Meet: one row for each person, with first and last name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mandorla.gatherings.attendance_files.gathered import Everybody

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.rows import Reading
    from mandorla.gatherings.attendance_files.tables import Parts


def read_meet(parts: Parts, reading: Reading) -> Everybody:
    """The people of a report; a duration leaves the gaps out that the times do not tell."""
    people = Everybody()
    for table in parts.tables:
        reading.use(table)
        for line in table.lines:
            row = reading.row(table, line)
            people.add(row if row.seconds is None else replace(row, start=None, end=None))
    return people
