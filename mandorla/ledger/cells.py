"""One row of a table, cell by cell: what stands in it, and what is wrong in it by column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import key_of, short, tidy
from mandorla.ledger.numbers import number_of
from mandorla.ledger.readings_file import day_of
from mandorla.ledger.table_out import without_guard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

Value = TypeVar("Value")


class Cells:
    """The cells of a row; what cannot be used is noted in `wrong`, with its column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.wrong: list[tuple[str, str]] = []

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
        return self.read(column, lambda text: number_of(text, kind=kind))

    def amount(self, column: str, *, places: int = 2) -> Decimal | None:
        """A number with so many decimals at most."""
        if self.number(column) is None:
            return None
        number = Decimal(self.line(column).replace("−", "-").replace(",", "."))
        if number != round(number, places):
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
