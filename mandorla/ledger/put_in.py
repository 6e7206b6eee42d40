"""What somebody says a side puts in: hours or money, for a purpose, in a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.core.claims import WIDEST
from mandorla.core.currencies import CURRENCIES
from mandorla.ledger.words import KINDS, ROLES, SIDES

if TYPE_CHECKING:
    from datetime import date

MOST_HOURS: Final = Decimal("999999999.9")
MOST_MONEY: Final = Decimal("999999999999.99")
LONGEST_NOTE: Final = 300
MOST_DAYS: Final = 3_660  # about ten years: longer than any term
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9000
NOT_OF_BOTH: Final = gettext_lazy("An upper end of hours goes with hours, and of money with money.")


@dataclass(frozen=True, slots=True)
class PutIn:
    """Hours of people in a role, or money; one of both, never of one person.

    Attributes:
        side: "organization" or "members": who gives it.
        kind: "funding", "resources", "people", "participation" or "time".
        begins_on: The first day of the period it is given in.
        ends_on: The last one.
        role: Of hours, whose they are: "member", "leader" or "sponsor".
        hours: How many, all of them together.
        amount: Of money, how much.
        currency: Its currency, as ISO 4217 calls it.
        note: What it was, in a few words.
        hours_high: When the hours are not known exactly, how many at most; the truth lies between
            both nine times of ten.
        amount_high: Of money likewise.
    """

    side: str
    kind: str
    begins_on: date
    ends_on: date
    role: str = ""
    hours: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    note: str = ""
    hours_high: Decimal | None = None
    amount_high: Decimal | None = None

    def cleaned(self) -> Self:
        """The same as it is kept.

        Raises:
            Refused: It cannot be; the sentence says what to write.
        """
        if self.side not in SIDES or self.kind not in KINDS:
            raise Refused(_("Say which side gives it, and what kind it is of."))
        self._refuse_wrong_days()
        note = " ".join(self.note.split())
        if len(note) > LONGEST_NOTE or not note.isprintable():
            raise Refused(_("Say what it was in at most 300 characters."))
        if (self.hours is None) == (self.amount is None):
            raise Refused(_("Write hours or money: one of both."))
        if self.hours is not None:
            return replace(self, note=note, **self._hours(self.hours))
        return replace(self, note=note, **self._money(self.amount))

    def values(self) -> dict[str, Any]:
        """By the names of the columns that keep it."""
        return {name: getattr(self, name) for name in self.__slots__}

    def _hours(self, hours: Decimal) -> dict[str, Any]:
        if self.role not in ROLES or self.currency:
            raise Refused(_("Say whose hours they are: of members, leaders or sponsors."))
        if self.amount_high is not None:
            raise Refused(str(NOT_OF_BOTH))
        found = _number(hours, step="0.1", most=MOST_HOURS)
        return {
            "hours": found,
            "hours_high": _upper(self.hours_high, found, step="0.1", most=MOST_HOURS),
        }

    def _money(self, amount: Decimal | None) -> dict[str, Any]:
        if self.role:
            raise Refused(_("Only hours have a role. Leave it out where money is given."))
        if self.hours_high is not None:
            raise Refused(str(NOT_OF_BOTH))
        found = _number(amount, step="0.01", most=MOST_MONEY)
        return {
            "amount": found,
            "amount_high": _upper(self.amount_high, found, step="0.01", most=MOST_MONEY),
            "currency": currency_of(self.currency),
        }

    def _refuse_wrong_days(self) -> None:
        if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (self.begins_on, self.ends_on)):
            raise Refused(_("Nothing is known of that year."))
        if self.ends_on < self.begins_on:
            raise Refused(_("It ends before it begins."))
        if (self.ends_on - self.begins_on).days > MOST_DAYS:
            raise Refused(_("This is longer than ten years. Write a row for each part."))


def _upper(value: Decimal | None, low: Decimal, *, step: str, most: Decimal) -> Decimal | None:
    """The upper end of a range; None when there is none, or it is the lower end again."""
    if value is None:
        return None
    high = _number(value, step=step, most=most)
    if high < low:
        raise Refused(_("The upper end of a range is not below its lower end."))
    if high == low:
        return None
    if not low or float(high / low) > WIDEST:
        raise Refused(
            _("A range begins above 0 and is not too wide to say anything. Write it closer.")
        )
    return high


def currency_of(code: str) -> str:
    """The code of a currency, in capitals.

    Raises:
        Refused: There is no such currency.
    """
    found = code.strip().upper()
    if not found:
        raise Refused(_("Say in which currency, such as EUR."))
    if found not in CURRENCIES:
        sentence = _("“{code}” is no currency that ISO 4217 knows.")
        raise Refused(sentence.format(code=found[:10]))
    return found


def _number(value: Any, *, step: str, most: Decimal) -> Decimal:
    try:
        number = Decimal(value).quantize(Decimal(step))
    except (InvalidOperation, TypeError, ValueError):
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= most:
        raise Refused(_("Hours and money are numbers from 0 on, and not beyond measure."))
    return number
