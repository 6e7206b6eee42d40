"""A strategy as a file: from the bytes of a CSV or an Excel file to rows, none of it judged yet."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import NOTHING, SEPARATORS, csv_lines, decoded
from mandorla.people.roster.headings import squashed
from mandorla.people.roster.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Cells = Sequence[str]

LARGEST_BYTES = 1_000_000
LARGEST_PACKED = 2_000_000  # what a form may carry back
MOST_ROWS = 2_000
MOST_COLUMNS = 60

# By column, the headings it is known by, squashed: small letters and digits only.
HEADINGS = {
    "name": "name objective title objectivename objectiveoroperation goal what",
    "kind": "kind type",
    "parent": "parent partof parentobjective above under belongsto within path",
    "owner": "owner owneremail ownedby responsible accountable lead employeenumber email",
    "starts": "starts start startson startdate from begin begins",
    "ends": "ends end endson enddate until to due duedate deadline",
    "description": "description details about notes text",
}
_COLUMNS = {name: column for column, names in HEADINGS.items() for name in names.split()}


@dataclass(frozen=True)
class Row:
    """What one row of the file says, as it is written; empty where it says nothing."""

    number: int
    name: str = ""
    kind: str = ""
    parent: str = ""
    owner: str = ""
    starts: str = ""
    ends: str = ""
    description: str = ""
    is_too_long: bool = False  # it has more values than there are headings


@dataclass(frozen=True)
class FoundStrategy:
    """A file that has been read.

    Attributes:
        file_name: What it is called.
        rows: Its rows, with the numbers a person sees in Excel.
        headings: What each column is called in the file.
        unused: Headings that nothing is read from.
    """

    file_name: str
    rows: tuple[Row, ...]
    headings: dict[str, str]
    unused: tuple[str, ...] = ()

    def packed(self) -> str:
        """The same as text that a page carries from what it shows to what it does.

        Nothing is kept on the server between the two, so nothing has to be removed either.

        Raises:
            Refused: It is more than a page can carry.
        """
        told = [self.file_name, [astuple(row) for row in self.rows], self.headings, self.unused]
        text = signing.dumps(told, salt=_SALT, compress=True)
        if len(text) > LARGEST_PACKED:
            raise Refused(_("The file holds more text than can be looked at in one go."))
        return text

    @classmethod
    def unpacked(cls, text: str) -> FoundStrategy:
        """What was packed.

        Raises:
            Refused: It is something else.
        """
        try:
            name, rows, headings, unused = signing.loads(text, salt=_SALT)
        except signing.BadSignature as wrong:
            raise Refused(_("This is not what was shown before. Choose the file again.")) from wrong
        return cls(name, tuple(Row(*row) for row in rows), headings, tuple(unused))


_SALT = "a strategy that was read from a file"


def read_strategy(data: bytes, *, file_name: str) -> FoundStrategy:
    """The rows of a CSV or Excel file.

    Args:
        data: The whole file.
        file_name: What it is called, for messages.

    Raises:
        Refused: It is empty, too large, or no table with a column of names.
    """
    if not data.strip(NOTHING):
        raise Refused(_("The file is empty."))
    if len(data) > LARGEST_BYTES:
        raise Refused(_("The file is larger than {kb} kB.").format(kb=LARGEST_BYTES // 1000))
    if data.startswith(b"PK\x03\x04"):
        lines = read_workbook(data, MOST_ROWS + 1, MOST_COLUMNS)
    else:
        lines = _text_lines(decoded(data))
    number, first = next(((n, cells) for n, cells in lines if any(map(str.strip, cells))), (0, ()))
    headings, unused = _recognized(first)
    width = len(first)
    rows = [_row(n, cells, headings, width) for n, cells in lines if any(map(str.strip, cells))]
    if not rows:
        raise Refused(
            _("The file has headings in row {number} and nothing below.").format(number=number)
        )
    if len(rows) > MOST_ROWS:
        raise Refused(_("The file has more than {count} rows.").format(count=f"{MOST_ROWS:,}"))
    named = {column: first[place].strip() for column, place in headings.items()}
    return FoundStrategy(file_name[:200], tuple(rows), named, unused)


def _text_lines(text: str) -> Iterator[tuple[int, Cells]]:
    separator = max(SEPARATORS, key=lambda mark: _known_headings(text, mark))
    return csv_lines(text, separator, most=MOST_ROWS + 1)


def _known_headings(text: str, separator: str) -> int:
    """How many headings are recognized when the columns are separated like this."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        first = next((cells for cells in islice(reader, 20) if any(cells)), [])
    except csv.Error:
        return 0
    return sum(squashed(cell) in _COLUMNS for cell in first)


def _recognized(first: Cells) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each column we know, and the headings we do not."""
    places: dict[str, int] = {}
    unused = []
    for place, heading in enumerate(first):
        column = _COLUMNS.get(squashed(heading))
        if column is None:
            unused += [heading.strip()] if heading.strip() else []
        elif column in places:
            one, other = first[places[column]].strip(), heading.strip()
            raise Refused(
                _("Two columns say the same: “{one}” and “{other}”. Keep one of them.").format(
                    one=one, other=other
                )
            )
        else:
            places[column] = place
    if "name" not in places:
        raise Refused(
            _(
                "No column is called “name”. The first row has the headings: name, kind, parent, "
                "owner, starts, ends, description."
            )
        )
    return places, tuple(unused)


def _row(number: int, cells: Cells, places: dict[str, int], width: int) -> Row:
    said = {
        column: cells[place].strip() if place < len(cells) else ""
        for column, place in places.items()
    }
    for column in ("name", "parent", "owner"):
        said[column] = " ".join(said.get(column, "").split())
    said["description"] = "\n".join(said.get("description", "").splitlines())
    return Row(number, **said, is_too_long=any(cell.strip() for cell in cells[width:]))
