"""Files that hold a table: their letters, their lines, and how what is wrong in them is said."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEPARATORS = (",", ";", "\t")
SHOWN = 60  # of a cell in a message
MOST_LETTERS: Final = 131_072  # of a cell, as the reader of Python has it
NOTHING = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"  # what a file may consist of that holds nothing


@dataclass(frozen=True)
class Problem:
    """Something in a file that cannot be used, and where it stands.

    Attributes:
        file: What the file is called.
        row: The number of the row, as in a spreadsheet; None when it is about the whole file.
        column: The heading of the column, or its letter; empty when it is about the whole row.
        what: What is wrong, as a sentence.
        stops: Whether it stays wrong when the row is left out.
    """

    file: str
    row: int | None
    column: str
    what: str
    stops: bool = False

    def __str__(self) -> str:
        if self.row is None:
            return _("{file}: {what}").format(file=self.file, what=self.what)
        if not self.column:
            sentence = _("{file}, row {row}: {what}")
            return sentence.format(file=self.file, row=self.row, what=self.what)
        return _("{file}, row {row}, column “{column}”: {what}").format(
            file=self.file, row=self.row, column=self.column, what=self.what
        )


def decoded(data: bytes, *, no_text: str = "") -> str:
    """The text of a file in UTF-8 or UTF-16 with its mark, in UTF-8, or in Windows' cp1252.

    Args:
        data: The file.
        no_text: What is said of one that is no text, where Excel files are not taken.

    Raises:
        Refused: It is no text.
    """
    no_text = no_text or _("This file is no text. Send a CSV or an Excel file (.xlsx).")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Refused(no_text)
        return text
    raise Refused(no_text)


def csv_lines(text: str, separator: str, *, most: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The first so many rows of a CSV text with their numbers, and one more when there are more.

    Raises:
        Refused: A quotation mark is opened and not closed, or a cell is too long.
    """
    # Strict, because a quotation mark that is never closed would swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(islice(reader, most + 1), 1):
            yield number, cells
    except csv.Error as error:
        raise Refused(why_unread(error, row=number + 1)) from error


def why_unread(error: csv.Error, *, row: int) -> str:
    """Why a row cannot be read; only by its words it is told that a cell is too long."""
    if "field limit" not in str(error):
        sentence = _(
            "Row {number} cannot be read: a quotation mark is probably opened and not closed."
        )
        return sentence.format(number=row)
    sentence = _(
        "Row {number} has a cell of more than {most} characters. Shorten it; or, if there is none, "
        "a quotation mark is opened and not closed."
    )
    return sentence.format(number=row, most=f"{MOST_LETTERS:,}")


def tidy(text: str) -> str:
    """Words with one space between them, and nothing that a screen would take for a command."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def key_of(text: str) -> str:
    """Words as they are looked up: large and small letters and white space do not count."""
    return tidy(text).casefold()


def short(text: str) -> str:
    """A cell as it is quoted in a message."""
    text = tidy(text)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
