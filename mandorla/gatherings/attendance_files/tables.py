"""The tables in an attendance file, and what each of their columns is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.tables import short
from mandorla.gatherings.attendance_files.durations import seconds_of
from mandorla.gatherings.attendance_files.headings import (
    NUMBERED,
    fact_of,
    field_of,
    known_count,
)
from mandorla.gatherings.attendance_files.moments import ORDERS, Clock, is_time
from mandorla.gatherings.attendance_files.names import email_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.gatherings.attendance_files.lines import Line

NEEDED_HEADINGS = 2
LOOKED_AT = 50  # rows, to find out what a column holds


@dataclass
class Table:
    """Rows under one line of headings.

    Attributes:
        head: The line of headings.
        lines: The rows below.
        columns: The place of each field that was found, by its heading or by what it holds.
        guessed: Headings that were not known, of columns found by what they hold.
        unused: Headings that were not known, of columns that are not used.
    """

    head: Line
    lines: list[Line] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def cell(self, line: Line, name: str) -> str:
        """What a row says in a field; empty when the table has no such column."""
        return line[self.columns.get(name)]

    def has(self, *names: str) -> bool:
        """Whether there is a column for each of these fields."""
        return all(name in self.columns for name in names)

    @property
    def names_people(self) -> bool:
        """Whether its rows are about people."""
        return self.has("name") or self.has("first_name") or self.has("email")


@dataclass
class Parts:
    """A file taken apart.

    Attributes:
        facts: What the file says of the meeting itself, each with its word: in Teams a row
            each, in Zoom a column each.
        tables: The tables about people.
        unread: Rows that are neither.
    """

    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)


def take_apart(lines: list[Line]) -> Parts:
    """Find the tables in the rows of a file.

    A table begins with a row that has two known headings at least, or, below a numbered title
    such as "2. Participants" in whatever language, with the first row of three cells.
    """
    parts = Parts()
    section = 0
    open_table: Table | None = None
    facts_head: Line | None = None
    for place, line in enumerate(lines):
        numbered = NUMBERED.match(line[0]) if len(line.filled) == 1 else None
        if numbered:
            section, open_table = int(numbered[1]), None
        elif facts_head is not None:
            parts.facts += zip(facts_head.cells, line.cells, strict=False)
            facts_head = None
        elif len({fact_of(cell) for cell in line.filled} - {""}) >= 2:
            facts_head, open_table = line, None
        elif _is_title(line, lines[place + 1 : place + 2]):
            open_table = None
        elif _is_head(line) or (open_table is None and section > 1 and len(line.filled) >= 3):
            open_table = Table(line)
            parts.tables.append(open_table)
        elif open_table is not None:
            open_table.lines.append(line)
        elif len(line.filled) == 2:
            parts.facts.append((line.filled[0], line.filled[1]))
        elif place or len(line.filled) > 1:  # a first row of one cell is a title
            parts.unread.append(line)
    for table in parts.tables:
        _find_columns(table)
    return parts


def _is_head(line: Line) -> bool:
    return known_count(line.cells) >= NEEDED_HEADINGS and not _holds_values(line)


def _is_title(line: Line, following: list[Line]) -> bool:
    """Whether a row of one cell stands above headings."""
    return len(line.filled) == 1 and bool(following) and _is_head(following[0])


def _holds_values(line: Line) -> bool:
    """Whether a row has an address, a moment or a duration in it, which headings have not."""
    return any(
        _is_email(cell) or is_time(cell) or _is_moment(cell) or _is_duration(cell)
        for cell in line.filled
    )


def _find_columns(table: Table) -> None:
    unknown = []
    for place, heading in enumerate(table.head.cells):
        known = field_of(heading)
        if known and known not in table.columns:
            table.columns[known] = place
        elif heading and known not in {"unused", "role"} and place not in table.columns.values():
            unknown.append(place)
    if not (table.has("action") or table.has("seconds") or table.has("start", "end")):
        _find_by_content(table, unknown)
    table.unused += [table.head[place] for place in unknown]


def _find_by_content(table: Table, unknown: list[int]) -> None:
    """Columns by what they hold: names stand first, then moments, durations and addresses."""
    wanted: list[tuple[str, Callable[[str], bool]]] = [
        ("seconds", _is_duration),
        ("start", _is_moment),
        ("end", _is_moment),
        ("email", _is_email),
        ("account", _is_email),
    ]
    if not table.names_people and 0 in unknown:
        _take(table, "name", 0, unknown)
    for name, fits in wanted:
        if name in table.columns:
            continue
        for place in unknown:
            cells = [cell for line in table.lines[:LOOKED_AT] if (cell := line[place])]
            if cells and sum(map(fits, cells)) * 2 > len(cells):
                _take(table, name, place, unknown)
                break


def _take(table: Table, name: str, place: int, unknown: list[int]) -> None:
    table.columns[name] = place
    table.guessed.append(table.head[place])
    unknown.remove(place)


def _is_duration(cell: str) -> bool:
    return not is_time(cell) and seconds_of(cell) is not None


def _is_moment(cell: str) -> bool:
    """Whether it names a day; a time alone could be a duration as well."""
    if is_time(cell) or _is_duration(cell):
        return False
    return any(Clock(order).read(cell) is not None for order in ORDERS)


def _is_email(cell: str) -> bool:
    return bool(email_of(cell)) or "#ext#" in cell.lower()


def notes_on(table: Table) -> list[str]:
    """Sentences about columns that were understood by what they hold, or not at all."""
    notes = []
    if table.guessed:
        sentence = _("These headings are not known; the cells below told what they mean: {list}.")
        notes.append(sentence.format(list=_quoted(table.guessed)))
    if table.unused:
        notes.append(_("These columns are not used: {list}.").format(list=_quoted(table.unused)))
    return notes


def _quoted(headings: list[str]) -> str:
    return ", ".join(f"“{short(heading)}”" for heading in headings)
