"""Rows of a table, cell by cell: what stands in each, and what is wrong in it by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import Problem, key_of, short, tidy
from mandorla.ledger.lines_of_file import table_of
from mandorla.ledger.numbers import AS_TYPED, Spelling, decimal_of, number_of
from mandorla.ledger.readings_file import day_of
from mandorla.ledger.table_out import without_guard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

Row = TypeVar("Row")
Value = TypeVar("Value")
Wrong = list[tuple[str, str]]  # by column, what is wrong there


@dataclass(frozen=True)
class FoundRows(Generic[Row]):
    """What a file holds.

    Attributes:
        rows: In the order of the file; none when anything is wrong.
        problems: What is wrong, in the order of the rows.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The cells of a row by the keys of their columns, and how the numbers of each are written."""

    cells: Mapping[str, str]
    spellings: Mapping[str, Spelling]


def read_rows(
    data: bytes,
    read: Callable[[int, Written], tuple[Row | None, Wrong]],
    *,
    file: str,
    columns: Sequence[str],
    needed: Sequence[str],
    most_rows: int,
) -> FoundRows[Row]:
    """The rows of a file; nothing is used unless all of them can be.

    Args:
        data: The whole file.
        read: What a row with its number and cells is, if it can be used, and what is wrong in it.
        file: What the file is called, for messages.
        columns: The keys of the columns it can have.
        needed: Those it has to have.
        most_rows: How many rows it may have below its headings.
    """
    name = tidy(file)[:100]
    try:
        table = table_of(data, columns=columns, needed=needed, most_rows=most_rows)
    except Refused as refusal:
        return FoundRows((), (Problem(name, None, "", refusal.sentence, stops=True),))
    rows, problems = [], []
    spellings = {
        column: Spelling.of(
            (cells.get(column, "") for _number, cells in table.rows), separator=table.separator
        )
        for column in columns
    }
    for number, cells in table.rows:
        found, wrong = read(number, Written(cells, spellings))
        problems += [Problem(name, number, column, what) for column, what in wrong]
        if found is not None:
            rows.append(found)
    return FoundRows(() if problems else tuple(rows), tuple(problems))


class Cells:
    """The cells of a row; what cannot be used is noted in `wrong`, with its column."""

    def __init__(self, written: Written) -> None:
        self.cells = written.cells
        self.spellings = written.spellings
        self.wrong: Wrong = []

    def line(self, column: str) -> str:
        """Words with one space between them; "" where nothing stands."""
        return without_guard(tidy(self.cells.get(column, "")))

    def text(self, column: str) -> str:
        """A text of any number of lines."""
        text = self.cells.get(column, "").replace("\r\n", "\n").replace("\r", "\n")
        return without_guard(text.strip())

    def word(self, column: str, known: Sequence[str], *, default: str | None = None) -> str:
        """One of some words; an empty cell is the default, where there is one."""
        found = key_of(self.cells.get(column, ""))
        if not found and default is not None:
            return default
        if found not in known:
            sentence = _("“{text}” is none of: {known}.")
            words = ", ".join(filter(None, known))
            self.say(column, sentence.format(text=short(found), known=words))
        return found

    def day(self, column: str, *, latest: date | None = None) -> date | None:
        """A day; None when it is none."""
        return self.read(column, lambda text: day_of(text, latest=latest))

    def number(self, column: str, *, kind: str = "level") -> float | None:
        """A number of a kind; None when nothing stands there, or no such number."""
        if not self.line(column):
            return None
        spelling = self.spellings.get(column, AS_TYPED)
        return self.read(column, lambda text: number_of(text, kind=kind, spelling=spelling))

    def amount(self, column: str, *, places: int = 2) -> Decimal | None:
        """A number with so many decimals at most."""
        if not self.line(column):
            return None
        spelling = self.spellings.get(column, AS_TYPED)
        number = self.read(column, lambda text: decimal_of(text, kind="level", spelling=spelling))
        if number is not None and number != round(number, places):
            sentence = _("“{text}” has too many decimals: at most {places} here.")
            self.say(column, sentence.format(text=short(self.line(column)), places=places))
            return None
        return number

    def read(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """What somebody makes of a cell; None when they refuse it, which is noted."""
        try:
            return read(self.line(column))
        except Refused as refusal:
            self.say(column, refusal.sentence)
            return None

    def say(self, column: str, what: str) -> None:
        """Something is wrong there."""
        self.wrong.append((column, what))
