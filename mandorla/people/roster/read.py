"""From the bytes of a file to a table: which kind of file, which letters, which separator."""

from __future__ import annotations

import csv
import io
from itertools import chain, islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, decoded, why_unread
from mandorla.people.roster.columns import known_count
from mandorla.people.roster.table import Table
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 250_000
MOST_COLUMNS = 400
TITLE_ROWS = 12  # some exports begin with a title and a date before the headings

# How files begin that are something else, with what to call them.
_OTHER_FILES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
)


def read_table(data: bytes, chosen: Mapping[str, str]) -> Table:
    """The table in a CSV or Excel file.

    Args:
        data: The whole file.
        chosen: Headings somebody chose by hand, which help to find the row of headings.

    Raises:
        Refused: The file is empty, too large, damaged, or no table.
    """
    if not data.strip(NOTHING):
        raise Refused(_("The file is empty."))
    if len(data) > LARGEST_BYTES:
        raise Refused(
            _(
                "The file is larger than {size} MB. Export fewer columns, or one part at a time."
            ).format(size=LARGEST_BYTES // 1024 // 1024)
        )
    for signature, kind in _OTHER_FILES:
        if data.startswith(signature):
            raise Refused(
                _("This is a {kind} file. A roster is a CSV or an Excel file (.xlsx).").format(
                    kind=kind
                )
            )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _(
                "This is an Excel file of the old kind (.xls), or one with a password. Save it as "
                ".xlsx without a password, or as CSV."
            )
        )
    if data.startswith(b"PK\x03\x04"):
        return _below_headings(read_workbook(data, MOST_ROWS, MOST_COLUMNS), chosen)
    return _read_text(decoded(data), chosen)


def _read_text(text: str, chosen: Mapping[str, str]) -> Table:
    start = text.lstrip()[:200]
    if start.startswith(("{", "[")):
        raise Refused(_("This is a JSON file. A roster is a CSV or an Excel file (.xlsx)."))
    if start.startswith("<"):
        raise Refused(
            _("This is a web page or XML file. A roster is a CSV or an Excel file (.xlsx).")
        )
    skipped = 0
    if start.casefold().startswith("sep=") and start[4:5] in SEPARATORS:  # Excel's own hint
        text, skipped = text.lstrip().partition("\n")[2], 1
    separator, head, headings = _find_headings(text, chosen)

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        return islice(_csv_rows(text, separator, skipped), head + 1, None)

    return Table(_checked_headings(headings), head + 1 + skipped, rows)


def _csv_rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, Sequence[str]]]:
    # Strict, because a quotation mark that is never closed would swallow the rows after it, and
    # the people in them would look as if they had left.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    try:
        for row in reader:
            number += 1
            if number > MOST_ROWS:
                raise Refused(_too_many_rows())
            yield number, row
    except csv.Error as error:
        why = why_unread(error, row=number + 1)
        raise Refused(_("{why} Nothing was imported.").format(why=why)) from error


def _too_many_rows() -> str:
    return _("The file has more than {count} rows. Import one part at a time.").format(
        count=f"{MOST_ROWS:,}"
    )


def _find_headings(text: str, chosen: Mapping[str, str]) -> tuple[str, int, Sequence[str]]:
    """The separator, the place of the row of headings, and the headings themselves."""
    lines = "".join(islice(io.StringIO(text), 60))
    best: tuple[tuple[int, int], str, int, Sequence[str]] = ((0, 0), "", 0, ())
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
        try:
            head = list(islice(reader, TITLE_ROWS))
        except csv.Error:
            continue
        for place, row in enumerate(head):
            score = _score(row, chosen)
            if score > best[0]:
                best = (score, separator, place, row)
    if sum(best[0]) < 2:
        raise Refused(
            _(
                "This file is no table with headings. A roster has one row for each person, and "
                "headings such as e-mail, name and department."
            )
        )
    return best[1:]


def _below_headings(rows: Iterator[tuple[int, Sequence[str]]], chosen: Mapping[str, str]) -> Table:
    """A table out of the rows of a sheet, which are read once and not held."""
    head = list(islice(rows, TITLE_ROWS))
    if not head:
        raise Refused(_("The file is empty."))
    place = max(range(len(head)), key=lambda at: (*_score(head[at][1], chosen), -at))
    number, headings = head[place]
    return Table(_checked_headings(headings), number, lambda: chain(head[place + 1 :], rows))


def _score(cells: Sequence[str], chosen: Mapping[str, str]) -> tuple[int, int]:
    """How much a row looks like the headings; of rows alike the first is taken."""
    return known_count(cells, chosen), min(2, sum(1 for cell in cells if cell.strip()))


def _checked_headings(headings: Sequence[str]) -> tuple[str, ...]:
    if any("@" in heading for heading in headings):
        raise Refused(
            _(
                "The file has no headings: its first row is a person already. Add a first row that "
                "says what each column holds, such as e-mail, name, department."
            )
        )
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise Refused(_("The file has more than {count} columns.").format(count=MOST_COLUMNS))
    return tuple(heading.strip() for heading in headings)
