"""What both sides put in as a table, CSV or Excel: it comes in as it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import (
    Problem,
    key_of,
    short,
    tidy,
)
from mandorla.ledger.lines_of_file import table_of
from mandorla.ledger.numbers import number_of
from mandorla.ledger.put_in import PutIn, currency_of
from mandorla.ledger.readings_file import day_of
from mandorla.ledger.table_out import without_guard
from mandorla.ledger.words import KINDS, ROLES, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

Value = TypeVar("Value")
COLUMNS: Final = (
    "state", "side", "kind", "from", "until", "hours", "hours of", "amount", "currency", "note",
)  # fmt: skip
NEEDED: Final = ("state", "side", "kind", "from", "until")
STATES: Final = ("planned", "actual")
MOST_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that can be used: whether it is planned or given, and what it is."""

    state: str
    put_in: PutIn


@dataclass(frozen=True)
class FoundInvestments:
    """What a file holds.

    Attributes:
        rows: In the order of the file; none when anything is wrong.
        problems: What is wrong, in the order of the rows.
    """

    rows: tuple[FoundRow, ...]
    problems: tuple[Problem, ...]


def read_investments_file(data: bytes, *, file: str, latest: date) -> FoundInvestments:
    """The rows of a file; nothing is used unless all of them can be.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        latest: Today: what was given cannot begin after it.
    """
    name = tidy(file)[:100]
    try:
        table = table_of(data, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)
    except Refused as refusal:
        return FoundInvestments((), (Problem(name, None, "", refusal.sentence, stops=True),))
    rows, problems = [], []
    for number, cells in table:
        reader = _Cells(cells)
        found = reader.row(latest=latest)
        problems += [Problem(name, number, column, what) for column, what in reader.wrong]
        if found is not None:
            rows.append(found)
    return FoundInvestments(() if problems else tuple(rows), tuple(problems))


class _Cells:
    """The cells of one row, and what is wrong in them by column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = {key: tidy(text) for key, text in cells.items()}
        self.wrong: list[tuple[str, str]] = []

    def row(self, *, latest: date) -> FoundRow | None:
        """The row as it is written down, if it can be."""
        state = self._word("state", STATES)
        side, kind = self._word("side", tuple(SIDES)), self._word("kind", tuple(KINDS))
        begins, ends = self._read("from", day_of), self._read("until", day_of)
        hours = self._number("hours", places=1)
        amount = self._number("amount", places=2)
        role = self._word("hours of", ("", *ROLES))
        currency = self.cells.get("currency", "")
        if currency:
            currency = self._read("currency", currency_of) or ""
        if self.wrong or begins is None or ends is None:
            return None
        self._check(hours=hours, amount=amount, role=role, currency=currency)
        if ends < begins:
            self._say("until", _("It ends before it begins."))
        if state == "actual" and begins > latest:
            self._say("from", _("This has not begun yet. Write it down as planned."))
        if self.wrong:
            return None
        note = without_guard(self.cells.get("note", ""))
        put_in = PutIn(side, kind, begins, ends, role, hours, amount, currency, note)
        return self._cleaned(state, put_in)

    def _cleaned(self, state: str, put_in: PutIn) -> FoundRow | None:
        try:
            return FoundRow(state, put_in.cleaned())
        except Refused as refusal:
            self._say("note" if len(put_in.note) > 300 else "", refusal.sentence)
        return None

    def _check(
        self, *, hours: Decimal | None, amount: Decimal | None, role: str, currency: str
    ) -> None:
        """It is hours with a role, or an amount with a currency."""
        if (hours is None) == (amount is None):
            self._say("hours", _("Write hours or money: one of both."))
        elif hours is not None and not role:
            self._say("hours of", _("Say whose hours they are: of members, leaders or sponsors."))
        elif hours is not None and currency:
            self._say("currency", _("Hours have no currency. Leave it out."))
        elif amount is not None and not currency:
            self._say("currency", _("Say in which currency, such as EUR."))
        elif amount is not None and role:
            self._say("hours of", _("Only hours have a role. Leave it out where money is given."))

    def _word(self, column: str, known: Sequence[str]) -> str:
        found = key_of(self.cells.get(column, ""))
        if found not in known:
            sentence = _("“{text}” is none of: {known}.")
            words = ", ".join(filter(None, known))
            self._say(column, sentence.format(text=short(found), known=words))
        return found

    def _number(self, column: str, *, places: int) -> Decimal | None:
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            if number_of(text, kind="level") < 0:
                raise Refused(_("Hours and money are numbers from 0 on."))
            number = Decimal(text.replace("−", "-").replace(",", "."))
            if number != round(number, places):
                sentence = _("“{text}” has too many decimals: at most {places} here.")
                raise Refused(sentence.format(text=short(text), places=places))
        except Refused as refusal:
            self._say(column, refusal.sentence)
            return None
        return number

    def _read(self, column: str, read: Callable[[str], Value]) -> Value | None:
        try:
            return read(self.cells.get(column, ""))
        except Refused as refusal:
            self._say(column, refusal.sentence)
            return None

    def _say(self, column: str, what: str) -> None:
        self.wrong.append((column, what))
