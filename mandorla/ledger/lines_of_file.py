"""The rows of a CSV or an Excel file whose headings are known."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, csv_lines, decoded, key_of, short
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LARGEST_BYTES: Final = 5_000_000
MOST_COLUMNS: Final = 100


@dataclass(frozen=True)
class Lines:
    """The rows of a file that hold something.

    Attributes:
        rows: Each with its number; the first is that of the headings.
        separator: What divides the cells; "" in a workbook.
    """

    rows: list[tuple[int, Sequence[str]]]
    separator: str


@dataclass(frozen=True)
class Table:
    """The rows below the headings.

    Attributes:
        rows: Each with its number, its cells by the keys of their columns.
        separator: What divides the cells; "" in a workbook.
    """

    rows: list[tuple[int, dict[str, str]]]
    separator: str


def table_of(
    data: bytes, *, columns: Sequence[str], needed: Sequence[str], most_rows: int
) -> Table:
    """The rows below the headings.

    Args:
        data: The whole file.
        columns: The keys of the columns it can have.
        needed: Those it has to have.
        most_rows: How many rows it may have below its headings.

    Raises:
        Refused: It is no such table, it is too large, or nothing is below the headings.
    """
    found = lines_of(data, headings=columns, most_rows=most_rows, most_columns=MOST_COLUMNS)
    lines = found.rows
    if len(lines) < 2:
        raise Refused(_("The file has no row below its headings."))
    places = _places(lines[0][1], columns, needed)
    rows = [
        (number, {key: cells[at] for key, at in places.items() if at < len(cells)})
        for number, cells in lines[1:]
    ]
    return Table(rows, found.separator)


def _places(
    headings: Sequence[str], columns: Sequence[str], needed: Sequence[str]
) -> dict[str, int]:
    """Where each column stands.

    Raises:
        Refused: One that is needed is missing, one is there twice, or one is unknown.
    """
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = key_of(heading)
        if key in places:
            raise Refused(_("Two columns are called “{name}”. Rename one.").format(name=key))
        if key and key not in columns:
            sentence = _("No column called “{name}” is known here. Known are: {known}.")
            raise Refused(sentence.format(name=short(heading), known=", ".join(columns)))
        if key:
            places[key] = at
    missing = [key for key in needed if key not in places]
    if missing:
        sentence = _("These columns are missing: {names}.")
        raise Refused(sentence.format(names=", ".join(missing)))
    return places


def lines_of(data: bytes, *, headings: Collection[str], most_rows: int, most_columns: int) -> Lines:
    """The rows that hold something, and what divides their cells.

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
    rows, separator = _rows(data, headings, most_rows, most_columns)
    lines = [(number, cells) for number, cells in rows if any(map(str.strip, cells))]
    if len(lines) > most_rows + 1:
        raise Refused(_("The file has more than {count} rows.").format(count=f"{most_rows:,}"))
    return Lines(lines, separator)


def _rows(
    data: bytes, headings: Collection[str], most_rows: int, most_columns: int
) -> tuple[Iterable[tuple[int, Sequence[str]]], str]:
    if not data.strip(NOTHING):
        return [], ""
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(data, most_rows + 2, most_columns), ""
    text = decoded(data)
    separator = max(SEPARATORS, key=lambda mark: _headings_with(text, mark, headings))
    return csv_lines(text, separator, most=most_rows + 1), separator


def _headings_with(text: str, separator: str, headings: Collection[str]) -> int:
    """How many of the headings are found when this divides the cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        found = next((cells for cells in islice(reader, 20) if any(map(str.strip, cells))), [])
    except csv.Error:
        return 0
    return len(set(headings) & set(map(key_of, found)))
