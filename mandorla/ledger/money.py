"""What an amount, or an hour, is worth in the currency that sums are said in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.ledger.models import Currency, HourRate
from mandorla.ledger.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount in the base currency.

    Attributes:
        amount: How much; None when it is not known.
        missing: What somebody has to enter so that it is known; empty when it is.
    """

    amount: Decimal | None
    missing: str = ""


@dataclass(frozen=True)
class Rates:
    """Everything that was ever set, read once.

    Attributes:
        base: The currency that sums are said in; empty when none is chosen.
        worths: Of each other currency its worths by the day from which they hold.
        hours: Of each role what an hour costs, with its currency, likewise.
    """

    base: str
    worths: Mapping[str, Sequence[tuple[date, Decimal]]]
    hours: Mapping[str, Sequence[tuple[date, tuple[Decimal, str]]]]

    @classmethod
    def read(cls) -> Self:
        """What is set now; two queries."""
        base, worths = "", defaultdict(list)
        for row in Currency.objects.order_by("from_on"):
            if row.is_base:
                base = row.code
            else:
                worths[row.code].append((row.from_on, row.worth))
        hours = defaultdict(list)
        for rate in HourRate.objects.order_by("from_on"):
            hours[rate.role].append((rate.from_on, (rate.amount, rate.currency)))
        return cls(base, dict(worths), dict(hours))

    def in_base(self, amount: Decimal, currency: str, *, on: date) -> Worth:
        """An amount of a currency on a day.

        Args:
            amount: How much.
            currency: Of which currency.
            on: The day: what held on it counts.
        """
        if not self.base:
            return Worth(None, _("No currency is chosen in which sums are said."))
        if currency == self.base:
            return Worth(amount)
        worth = _held(self.worths.get(currency, ()), on)
        if worth is None:
            sentence = _("What one {code} is worth in {base} on {day} is not entered.")
            day = date_format(on, "j F Y")
            return Worth(None, sentence.format(code=currency, base=self.base, day=day))
        return Worth(amount * worth)

    def of_hours(self, hours: Decimal, role: str, *, on: date) -> Worth:
        """So many hours of people in a role on a day.

        Args:
            hours: How many.
            role: Whose.
            on: The day: what held on it counts.
        """
        rate = _held(self.hours.get(role, ()), on)
        if rate is None:
            sentence = _("What an hour of {role} costs on {day} is not entered.")
            missing = sentence.format(role=ROLES.get(role, role), day=date_format(on, "j F Y"))
            return Worth(None, missing)
        amount, currency = rate
        return self.in_base(hours * amount, currency, on=on)


def _held(rows: Sequence[tuple[date, Kept]], on: date) -> Kept | None:
    """What held on a day: the newest of those that began before or on it."""
    place = bisect_right([begins for begins, _kept in rows], on)
    return rows[place - 1][1] if place else None
