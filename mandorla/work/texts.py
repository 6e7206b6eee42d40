"""Texts from one column of a CSV or an Excel file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import (
    NOTHING,
    SEPARATORS,
    Problem,
    csv_lines,
    decoded,
    key_of,
    short,
    tidy,
)
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cells = Sequence[str]
    Lines = list[tuple[int, Cells]]

LARGEST_BYTES = 50_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 400
SHOWN_HEADINGS = 12


@dataclass(frozen=True)
class FoundTexts:
    """The texts of a file.

    Attributes:
        texts: One for each row below the headings, in order; empty where the row says nothing.
        units: For each text the names of the units it touches; empty without such a column.
        rows: For each text the number of its row, as in a spreadsheet.
    """

    texts: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]


def read_texts(data: bytes, *, file: str, column: str, units: str = "") -> FoundTexts:
    """The texts of one column, with the units of another.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        column: The heading of the texts; large and small letters and white space do not count.
        units: The heading of the units, several in a cell divided by semicolons; empty for none.

    Raises:
        Refused: It is empty, too large, no table, has no such column or no text in it. The
            sentence names the file, the row and the column.
    """
    try:
        lines = _lines(data, column)
        if not lines:
            raise Refused(_("The file is empty."))
    except Refused as refusal:
        raise _wrong(file, None, "", refusal.sentence) from refusal
    (head, first), *below = lines
    place = _place(first, column, file=file, row=head)
    units_place = _place(first, units, file=file, row=head) if units else None
    if not below:
        raise _wrong(file, head, "", _("These are headings, and nothing stands below them."))
    for number, cells in below:
        if any(cell.strip() for cell in cells[len(first) :]):
            what = _("The row has more cells than headings. A text with commas needs quotes.")
            raise _wrong(file, number, "", what)
    texts = tuple(_cell(cells, place) for _number, cells in below)
    if not any(texts):
        raise _wrong(file, None, "", _("No row has a text in “{name}”.").format(name=short(column)))
    said = (() if units_place is None else _divided(_cell(row, units_place)) for _n, row in below)
    return FoundTexts(
        texts=texts,
        units=() if units_place is None else tuple(said),
        rows=tuple(number for number, _cells in below),
    )


def _wrong(file: str, row: int | None, column: str, what: str) -> Refused:
    return Refused(Problem(tidy(file)[:100], row, column, what))


def _lines(data: bytes, column: str) -> Lines:
    """All rows but empty lines, and those above the headings."""
    if len(data) > LARGEST_BYTES:
        size = LARGEST_BYTES // 1_000_000
        raise Refused(_("The file is larger than {size} MB.").format(size=size))
    if not data.strip(NOTHING):
        return []
    lines: Iterable[tuple[int, Cells]]
    if data.startswith(b"PK\x03\x04"):
        lines = read_workbook(data, MOST_ROWS + 1, MOST_COLUMNS)
    else:
        text = decoded(data)
        lines = csv_lines(text, _separator(text, column), most=MOST_ROWS + 1)
    found = [(number, cells) for number, cells in lines if cells]
    while found and not any(map(str.strip, found[0][1])):
        found.pop(0)
    if len(found) > MOST_ROWS + 1:
        raise Refused(_("The file has more than {count} rows.").format(count=f"{MOST_ROWS:,}"))
    return found


def _separator(text: str, column: str) -> str:
    """What divides the cells: with it the heading is found, or most headings are."""

    def worth(separator: str) -> tuple[bool, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            rows = islice(reader, 20)
            headings = next((cells for cells in rows if any(map(str.strip, cells))), [])
        except csv.Error:
            return False, 0
        return key_of(column) in map(key_of, headings), len(headings)

    return max(SEPARATORS, key=worth)


def _place(headings: Cells, column: str, *, file: str, row: int) -> int:
    places = [at for at, heading in enumerate(headings) if key_of(heading) == key_of(column)]
    if len(places) == 1:
        return places[0]
    if places:
        raise _wrong(file, row, short(column), _("Two columns are called this. Rename one."))
    known = ", ".join(f"“{short(heading)}”" for heading in headings[:SHOWN_HEADINGS])
    what = _("No column is called “{name}”. There is: {known}.")
    raise _wrong(file, row, "", what.format(name=short(column), known=known))


def _cell(cells: Cells, place: int) -> str:
    return tidy(cells[place]) if place < len(cells) else ""


def _divided(cell: str) -> tuple[str, ...]:
    names = (name.strip() for name in re.split(r"[;|]", cell))
    return tuple(dict.fromkeys(name for name in names if name))
