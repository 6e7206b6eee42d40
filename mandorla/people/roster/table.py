"""A file as a table: its headings, and its rows with the numbers a person sees in Excel.

A row leaves this module only with the cells of the columns that may be read.
"""

from __future__ import annotations

import csv
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mandorla.people.roster.columns import Columns

Cells = tuple[str, ...]
TOO_MANY_CELLS = "\0more cells than headings"  # no file can hold this: NUL never reaches a cell


@dataclass(frozen=True)
class Table:
    """Headings and rows that have not been read yet.

    Attributes:
        headings: The headings, as they are written.
        head_row: The number of the row they stand in, from 1.
        rows: Gives every row below the headings with its number; a file is read once.
    """

    headings: tuple[str, ...]
    head_row: int
    rows: Callable[[], Iterator[tuple[int, Sequence[str]]]]

    def kept_rows(self, places: Sequence[int]) -> Iterator[tuple[int, Cells]]:
        """Rows with only the cells at these places; rows without any value are left out.

        A row with more values than there are headings is marked, because its values stand under
        the wrong headings.
        """
        width = len(self.headings)
        last = max(places, default=0)
        for number, row in self.rows():
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                yield number, (TOO_MANY_CELLS,) * len(places)
                continue
            if len(row) <= last:
                row = [*row, *[""] * (last + 1 - len(row))]  # noqa: PLW2901 - a short row
            cells = tuple([row[place] for place in places])
            if any(cells):
                yield number, cells


def pack(table: Table, columns: Columns) -> bytes:
    """The part of a table that may be kept, compressed: no private column is in it.

    Raises:
        Refused: The table has headings and nothing below them.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["", *(table.headings[place] for place in columns.kept)])
    count = 0
    for number, cells in table.kept_rows(columns.kept):
        writer.writerow([number, *cells])
        count += 1
    if not count:
        raise Refused(_("The file has headings and no people below them."))
    return zlib.compress(out.getvalue().encode(), level=6)


def unpack(data: bytes) -> Table:
    """The table that was packed, with the row numbers of the original file."""
    text = zlib.decompress(data).decode()

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        reader = csv.reader(io.StringIO(text, newline=""))
        next(reader)
        return ((int(row[0]), row[1:]) for row in reader)

    headings = next(csv.reader(io.StringIO(text, newline="")))[1:]
    return Table(tuple(headings), 1, rows)
