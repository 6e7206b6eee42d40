"""The rows of a CSV or an Excel file whose headings are known."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, csv_lines, decoded, key_of
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LARGEST_BYTES: Final = 5_000_000


def lines_of(
    data: bytes, *, headings: Collection[str], most_rows: int, most_columns: int
) -> list[tuple[int, Sequence[str]]]:
    """The rows that hold something, with their numbers; the first is that of the headings.

    Args:
        data: The whole file.
        headings: The keys of the columns it can have; what divides cells is told by them.
        most_rows: How many rows it may have below its headings.
        most_columns: How many columns of a workbook are looked at.

    Raises:
        Refused: It is no table, or it is too large.
    """
    if len(data) > LARGEST_BYTES:
        size = LARGEST_BYTES // 1_000_000
        raise Refused(_("The file is larger than {size} MB.").format(size=size))
    rows = _rows(data, headings, most_rows, most_columns)
    lines = [(number, cells) for number, cells in rows if any(map(str.strip, cells))]
    if len(lines) > most_rows + 1:
        raise Refused(_("The file has more than {count} rows.").format(count=f"{most_rows:,}"))
    return lines


def _rows(
    data: bytes, headings: Collection[str], most_rows: int, most_columns: int
) -> Iterable[tuple[int, Sequence[str]]]:
    if not data.strip(NOTHING):
        return []
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(data, most_rows + 2, most_columns)
    text = decoded(data)
    separator = max(SEPARATORS, key=lambda mark: _headings_with(text, mark, headings))
    return csv_lines(text, separator, most=most_rows + 1)


def _headings_with(text: str, separator: str, headings: Collection[str]) -> int:
    """How many of the headings are found when this divides the cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        found = next((cells for cells in islice(reader, 20) if any(map(str.strip, cells))), [])
    except csv.Error:
        return 0
    return len(set(headings) & set(map(key_of, found)))
