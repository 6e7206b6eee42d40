"""Readings of a measure from a CSV or an Excel file: a column `on` and a column `value`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import (
    Problem,
    key_of,
    short,
    tidy,
)
from mandorla.core.pace import Reading
from mandorla.ledger.lines_of_file import lines_of
from mandorla.ledger.numbers import Spelling, has_percent_sign, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    Cells = Sequence[str]

MOST_ROWS = 20_000
MOST_COLUMNS = 400
SHOWN_HEADINGS = 12
ON, VALUE = "on", "value"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class FoundReadings:
    """What a file holds.

    Attributes:
        readings: By day, one a day; none when anything is wrong.
        problems: What is wrong, in the order of the rows. Nothing is used unless all rows can
            be: a forecast without the row that was written wrongly looks as sure as any.
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Row:
    """A row with its number, and the cells that count."""

    number: int
    on: str
    value: str


def read_readings(data: bytes, *, file: str, kind: str, latest: date) -> FoundReadings:
    """The readings of a file.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        kind: "level", "share" or "count": what its numbers are.
        latest: The last day on which anything can have been read.
    """
    name = tidy(file)[:100]
    try:
        rows, problems, spelling = _rows(data, name)
    except Refused as refusal:
        return FoundReadings((), (Problem(name, None, "", refusal.sentence, stops=True),))
    signs = any(has_percent_sign(row.value) for row in rows)
    rows_of: dict[date, int] = {}
    found = []
    for row in rows:
        on, value = None, None
        try:
            on = _day_in(row, rows_of, latest=latest)
        except Refused as refusal:
            problems.append(Problem(name, row.number, ON, refusal.sentence))
        try:
            value = _value_in(row, kind=kind, in_percent=signs, spelling=spelling)
        except Refused as refusal:
            problems.append(Problem(name, row.number, VALUE, refusal.sentence))
        if on is not None and value is not None:
            found.append(Reading(on, value))
    problems.sort(key=lambda one: one.row or 0)
    found.sort(key=lambda one: one.on)
    return FoundReadings(() if problems else tuple(found), tuple(problems))


def _day_in(row: _Row, rows_of: dict[date, int], *, latest: date) -> date:
    on = day_of(row.on, latest=latest)
    if on in rows_of:
        what = _("{day} stands in row {row} already. Keep one reading a day.")
        raise Refused(what.format(day=on.isoformat(), row=rows_of[on]))
    rows_of[on] = row.number
    return on


def _value_in(row: _Row, *, kind: str, in_percent: bool, spelling: Spelling) -> float:
    value = number_of(row.value, kind=kind, spelling=spelling)
    if in_percent and value and not has_percent_sign(row.value):
        raise Refused(_("Other rows have a percent sign, and this one has none. Write all alike."))
    return value


def day_of(text: str, *, latest: date | None = None) -> date:
    """The day a text names.

    Raises:
        Refused: It names none, or one that has not come yet.
    """
    plain = tidy(text)
    if not plain:
        raise Refused(_("A day is missing here."))
    try:
        on = date.fromisoformat(plain) if _DAY.fullmatch(plain) else None
    except ValueError:
        on = None
    if on is None:
        sentence = _("“{text}” is not a day of the calendar. Write it as 2027-03-31.")
        raise Refused(sentence.format(text=short(text)))
    if latest is not None and on > latest:
        sentence = _("{day} has not come yet; today is {latest}. Only what was read counts.")
        raise Refused(sentence.format(day=plain, latest=latest.isoformat()))
    return on


def _rows(data: bytes, file: str) -> tuple[list[_Row], list[Problem], Spelling]:
    """The rows below the headings, those with too many cells, and how the numbers are written.

    Raises:
        Refused: It is no table with the two columns.
    """
    found = lines_of(data, headings=(ON, VALUE), most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    if not found.rows:
        raise Refused(_("The file is empty. It has a row of headings, on and value."))
    (_head, first), *below = found.rows
    places = [_place(first, heading) for heading in (ON, VALUE)]
    if not below:
        raise Refused(_("Below the headings there is no reading."))
    rows, problems = [], []
    for number, cells in below:
        if any(cell.strip() for cell in cells[len(first) :]):
            what = _("The row has more cells than headings. Write decimals with a point: 3.5.")
            problems.append(Problem(file, number, "", what))
        else:
            rows.append(_Row(number, *(_cell(cells, place) for place in places)))
    spelling = Spelling.of((row.value for row in rows), separator=found.separator)
    return rows, problems, spelling


def _place(headings: Cells, column: str) -> int:
    """Where a column stands.

    Raises:
        Refused: There is none, or there are two.
    """
    places = [at for at, heading in enumerate(headings) if key_of(heading) == column]
    if len(places) == 1:
        return places[0]
    if places:
        raise Refused(_("Two columns are called “{name}”. Rename one.").format(name=column))
    known = ", ".join(f"“{short(heading)}”" for heading in headings[:SHOWN_HEADINGS])
    what = _("No column is called “{name}”. Name the two columns on and value; there is: {known}.")
    raise Refused(what.format(name=column, known=known))


def _cell(cells: Cells, place: int) -> str:
    return cells[place] if place < len(cells) else ""
