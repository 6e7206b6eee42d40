"""What both sides put in as a table, CSV or Excel: it comes in as it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.ledger.cells import Cells, FoundRows, Written, Wrong, read_rows
from mandorla.ledger.put_in import PutIn, currency_of
from mandorla.ledger.words import KINDS, ROLES, SIDES

if TYPE_CHECKING:
    from datetime import date

COLUMNS: Final = (
    "state", "side", "kind", "from", "until", "hours", "hours of", "amount", "currency", "note",
    "hours up to", "amount up to",
)  # fmt: skip
NEEDED: Final = ("state", "side", "kind", "from", "until")
STATES: Final = {"planned": "planned", "actual": "actual", "given": "actual"}  # as pages say it
MOST_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that can be used: whether it is planned or given, and what it is."""

    state: str
    put_in: PutIn


def read_investments_file(data: bytes, *, file: str, latest: date) -> FoundRows[FoundRow]:
    """The rows of a file; nothing is used unless all of them can be.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        latest: Today: what was given cannot begin after it.
    """

    def row(_number: int, cells: Written) -> tuple[FoundRow | None, Wrong]:
        reader = _Cells(cells)
        return reader.row(latest=latest), reader.wrong

    return read_rows(data, row, file=file, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)


class _Cells(Cells):
    """The cells of one row of what is put in."""

    def row(self, *, latest: date) -> FoundRow | None:
        """The row as it is written down, if it can be."""
        state = STATES.get(self.word("state", tuple(STATES)), "")
        side, kind = self.word("side", tuple(SIDES)), self.word("kind", tuple(KINDS))
        begins, ends = self.day("from"), self.day("until")
        hours = self._positive("hours", places=1)
        amount = self._positive("amount", places=2)
        hours_high = self._upper("hours up to", hours, beside="hours", places=1)
        amount_high = self._upper("amount up to", amount, beside="amount", places=2)
        role = self.word("hours of", ("", *ROLES))
        currency = self.line("currency")
        if currency:
            currency = self.read("currency", currency_of) or ""
        if self.wrong or begins is None or ends is None:
            return None
        self._check(hours=hours, amount=amount, role=role, currency=currency)
        if ends < begins:
            self.say("until", _("It ends before it begins."))
        if state == "actual" and begins > latest:
            self.say("from", _("This has not begun yet. Write it down as planned."))
        if self.wrong:
            return None
        note = self.line("note")
        put_in = PutIn(
            *(side, kind, begins, ends, role, hours, amount, currency, note),
            hours_high=hours_high,
            amount_high=amount_high,
        )
        return self._cleaned(state, put_in)

    def _cleaned(self, state: str, put_in: PutIn) -> FoundRow | None:
        try:
            return FoundRow(state, put_in.cleaned())
        except Refused as refusal:
            self.say("note" if len(put_in.note) > 300 else "", refusal.sentence)
        return None

    def _positive(self, column: str, *, places: int) -> Decimal | None:
        number = self.amount(column, places=places)
        if number is not None and number < 0:
            self.say(column, _("Hours and money are numbers from 0 on."))
        return number

    def _upper(
        self, column: str, low: Decimal | None, *, beside: str, places: int
    ) -> Decimal | None:
        """The upper end of a range, which is not below the lower one."""
        number = self._positive(column, places=places)
        if number is not None and low is None and not self.line(beside):
            self.say(column, _("Write the lower end beside it, too."))
        elif number is not None and low is not None and 0 <= number < low:
            self.say(column, _("The upper end of a range is not below its lower end."))
        return number

    def _check(
        self, *, hours: Decimal | None, amount: Decimal | None, role: str, currency: str
    ) -> None:
        """It is hours with a role, or an amount with a currency."""
        if (hours is None) == (amount is None):
            self.say("hours", _("Write hours or money: one of both."))
        elif hours is not None and not role:
            self.say("hours of", _("Say whose hours they are: of members, leaders or sponsors."))
        elif hours is not None and currency:
            self.say("currency", _("Hours have no currency. Leave it out."))
        elif amount is not None and not currency:
            self.say("currency", _("Say in which currency, such as EUR."))
        elif amount is not None and role:
            self.say("hours of", _("Only hours have a role. Leave it out where money is given."))
