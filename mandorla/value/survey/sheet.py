"""From the bytes of a file to rows of text, with the numbers a person sees in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, Problem, csv_lines, decoded, tidy
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cells = Sequence[str]

LARGEST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 400


class Unusable(Exception):
    """A file from which no answer can be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Sheet:
    """A file as rows of text.

    Attributes:
        file: What it is called.
        head: The number of the row of headings.
        headings: The headings, each without white space around it.
        rows: The rows below that hold something, with their numbers.
    """

    file: str
    head: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def wrong(self, row: int | None, column: str, what: str, *, stops: bool = False) -> Problem:
        """A problem in this file."""
        return Problem(self.file, row, column, what, stops)

    def wrong_heading(self, column: str, what: str) -> Problem:
        """A problem of a whole column, which no row can be left out for."""
        return Problem(self.file, self.head, column, what, stops=True)

    def name_of(self, place: int) -> str:
        """What a column is called; its letter when it has no heading."""
        heading = self.headings[place] if place < len(self.headings) else ""
        return heading or letter(place)


def letter(place: int) -> str:
    """What a spreadsheet calls a column.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_sheet(data: bytes, *, file: str) -> Sheet:
    """The rows of a CSV file (comma, semicolon or tab) or of the first sheet of an Excel file.

    Args:
        data: The whole file.
        file: What it is called, for messages.

    Raises:
        Unusable: It is empty, too large, no table, or has no row below its headings.
    """
    try:
        lines = [(n, cells) for n, cells in _lines(data) if any(map(str.strip, cells))]
        if not lines:
            raise Refused(_("The file is empty."))
        if len(lines) > MOST_ROWS + 1:
            raise Refused(_("The file has more than {count} rows.").format(count=f"{MOST_ROWS:,}"))
    except Refused as refusal:
        raise Unusable(Problem(file, None, "", refusal.sentence, stops=True)) from refusal
    head, first = lines[0]
    headings = [tidy(heading) for heading in first]
    while not headings[-1]:
        headings.pop()
    sheet = Sheet(file, head, tuple(headings), tuple((n, tuple(cells)) for n, cells in lines[1:]))
    _refuse_without_headings(sheet)
    return sheet


def _refuse_without_headings(sheet: Sheet) -> None:
    place = next((at for at, text in enumerate(sheet.headings) if is_number(text)), None)
    if place is not None:
        what = _("This is a number. The first row has to name the items; add a row of headings.")
        raise Unusable(sheet.wrong_heading(letter(place), what))
    if not sheet.rows:
        what = _("Below the headings there is no answer.")
        raise Unusable(sheet.wrong(None, "", what, stops=True))


def is_number(text: str) -> bool:
    """Whether a cell holds a number rather than words."""
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _lines(data: bytes) -> Iterable[tuple[int, Cells]]:
    if len(data) > LARGEST_BYTES:
        raise Refused(
            _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
        )
    if not data.strip(NOTHING):
        return []
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(data, MOST_ROWS + 1, MOST_COLUMNS)
    text = decoded(data)
    separator = max(SEPARATORS, key=lambda mark: _width(text, mark))
    lines = csv_lines(text, separator, most=MOST_ROWS + 1)
    return ((number, cells[:MOST_COLUMNS]) for number, cells in lines)


def _width(text: str, separator: str) -> int:
    """How many headings there are when the columns are separated like this."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        first = next((cells for cells in islice(reader, 20) if any(map(str.strip, cells))), [])
    except csv.Error:
        return 0
    return len(first)
