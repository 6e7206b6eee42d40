"""Rows of a CSV file, one at a time."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.entry import Entry

DELIMITERS: Final = ",;\t|"


def rows(entry: Entry, *, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows as texts by the name of their column, in small letters; missing cells are empty.

    Args:
        entry: The file, in UTF-8 or as older programs write it, with commas, semicolons or tabs.
        needed: Columns without which it cannot be used.

    Raises:
        Unreadable: A column is missing, or it is no CSV.
    """
    before = csv.field_size_limit(entry.limits.line)  # of the whole program
    try:
        yield from _rows(entry, needed=needed)
    finally:
        csv.field_size_limit(before)


def _rows(entry: Entry, *, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    lines = _texts(entry)
    first = next(lines, "")
    delimiter = max(DELIMITERS, key=first.count)
    heading = next(csv.reader([first], delimiter=delimiter), [])
    names = [name.strip().lower() for name in heading]
    missing = [name for name in needed if name not in names]
    if missing:
        raise Unreadable("no_column", entry=entry.name, line=1, column=", ".join(missing))
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in table:
            if cells:
                padded = [*cells, *[""] * (len(names) - len(cells))]
                yield dict(zip(names, padded, strict=False))
    except csv.Error as problem:
        raise Unreadable("no_csv", entry=entry.name, line=table.line_num + 1) from problem


def _texts(entry: Entry) -> Iterator[str]:
    for number, line in enumerate(entry.lines(), 1):
        if number == 1 and line[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise Unreadable("no_utf8", entry=entry.name)
        if b"\0" in line:
            raise Unreadable("no_csv", entry=entry.name, line=number)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
