"""From the bytes of an attendance file to its rows, whoever saved it again in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, csv_lines, decoded, tidy
from mandorla.gatherings.attendance_files.headings import known_count
from mandorla.gatherings.attendance_files.moments import is_date, is_time
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 300


@dataclass(frozen=True)
class Line:
    """A row that holds something: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, place: int | None) -> str:
        """The cell at a place; empty when there is no such cell or place."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


def lines_of(data: bytes) -> list[Line]:
    """The rows of a file that hold something: UTF-16 with tabs, UTF-8 or cp1252 with commas, Excel.

    Raises:
        Refused: It is empty, too large, or no table.
    """
    if len(data) > LARGEST_BYTES:
        raise Refused(
            _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
        )
    if not data.strip(NOTHING):
        raise Refused(_("The file is empty."))
    rows = read_workbook(data, MOST_ROWS, MOST_COLUMNS) if _is_workbook(data) else _rows_of(data)
    lines = []
    for number, cells in rows:
        if number > MOST_ROWS:
            raise Refused(_("The file has more than {count} rows.").format(count=f"{MOST_ROWS:,}"))
        clean = tuple(tidy(cell)[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS])
        if any(clean):
            lines.append(Line(number, clean))
    if not lines:
        raise Refused(_("The file is empty."))
    return lines


def _is_workbook(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _rows_of(data: bytes) -> Iterable[tuple[int, Sequence[str]]]:
    text = decoded(data)
    if text.lstrip()[:1] in {"{", "[", "<"}:
        raise Refused(
            _("This is no table. Send the attendance file as the meeting program gave it.")
        )
    separator = max(SEPARATORS, key=lambda mark: _headings_found(text, mark))
    if separator == "\t":
        return _tabbed(text)
    rows = csv_lines(text, separator, most=MOST_ROWS)
    return ((number, _rejoined(cells) if separator == "," else cells) for number, cells in rows)


def _tabbed(text: str) -> Iterable[tuple[int, Sequence[str]]]:
    """Rows with tabs, each on a line of its own: a quotation mark may be a part of a name."""
    rows = enumerate(text.splitlines(), 1)
    return ((number, [_unquoted(cell) for cell in row.split("\t")]) for number, row in rows)


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _rejoined(cells: Sequence[str]) -> list[str]:
    """Cells with moments in one piece, where tabs became commas: "7/22/26", " 7:00:11 PM"."""
    whole: list[str] = []
    for cell in cells:
        if whole and is_date(whole[-1]) and is_time(cell):
            whole[-1] = f"{whole[-1]}, {cell.strip()}"
        else:
            whole.append(cell)
    return whole


def _headings_found(text: str, separator: str) -> tuple[int, int]:
    """How many headings are known when columns are separated like this, and how wide rows are."""
    best, widest = 0, 0
    for row in text.splitlines()[:MOST_ROWS]:
        cells = [cell.strip('" ') for cell in row.split(separator)[:MOST_COLUMNS]]
        best = max(best, known_count(cells))
        widest = max(widest, sum(1 for cell in cells if cell))
    return best, widest
