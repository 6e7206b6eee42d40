"""What of a claim, or of something that was put in, falls into a period, and what it is worth.

The balance of a period and the years of what a community brought are taken apart here alone, so
that they cannot contradict each other. Days still to come count: what was given or claimed for
them was so for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from mandorla.ledger.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.ledger.money import Rates, Worth


class Dated(Protocol):
    """What goes on from a day to a day: a claim, or something that was put in."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """The days of something in a period.

    Attributes:
        period: The period.
        begins_on: The first of the days: what held on it counts for all of them.
        days: How many days lie in the period.
        of_days: How many days there are in all.
    """

    period: Period
    begins_on: date
    days: int
    of_days: int

    def of(self, whole: Decimal) -> Decimal:
        """What of a whole falls on these days."""
        return whole * self.days / self.of_days


@dataclass(frozen=True, slots=True)
class Valued:
    """What a range comes to in the currency that sums are said in.

    Attributes:
        low: The lower end, as far as it is known.
        high: The upper end.
        parts: The years, each with its share of the whole; the shares add up to 1.
        missing: What somebody has to enter so that all of it is known.
    """

    low: float
    high: float
    parts: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether some of it is."""
        return bool(self.parts)


def beyond_measure() -> str:
    """What is said of something that is too much to be reckoned with."""
    return _("Something comes to more than can be reckoned with: look at its rate.")


def span_in(dated: Dated, period: Period) -> Span:
    """The days of something in a period that it has a day in."""
    begins = max(dated.begins_on, period.begins_on)
    days = (min(dated.ends_on, period.ends_on) - begins).days + 1
    return Span(period, begins, days, (dated.ends_on - dated.begins_on).days + 1)


def spans_by_year(dated: Dated) -> list[Span]:
    """The days of something in each year that it has a day in."""
    years = range(dated.begins_on.year, dated.ends_on.year + 1)
    return [span_in(dated, Period(year)) for year in years]


def worth_in(number: Decimal, span: Span, *, role: str, currency: str, rates: Rates) -> Worth:
    """What the part of hours, or of money, on some days is worth in the currency of sums.

    Args:
        number: How many hours, or how much money, in all.
        span: The days.
        role: Of hours, whose they are; empty of money.
        currency: Of money, which.
        rates: What held when.
    """
    part = span.of(number)
    if role:
        return rates.of_hours(part, role, on=span.begins_on)
    return rates.in_base(part, currency, on=span.begins_on)


def value_by_year(
    dated: Dated, ends: tuple[Decimal, Decimal], *, role: str, currency: str, rates: Rates
) -> Valued:
    """A range in the currency of sums, each year with what held on its first day there.

    A year of which the worth is not known is left out, and it is said what is missing.
    """
    known: list[tuple[str, Decimal]] = []
    missing = []
    for span in spans_by_year(dated):
        one = worth_in(Decimal(1), span, role=role, currency=currency, rates=rates)
        if one.amount is None:
            missing.append(one.missing)
        else:
            known.append((span.period.key, one.amount))
    times = sum((amount for _year, amount in known), Decimal(0))
    low, high = (float(end * times) for end in ends)
    return Valued(low, high, _shares(known), tuple(missing))


def _shares(weights: Sequence[tuple[str, Decimal]]) -> tuple[tuple[str, float], ...]:
    """Which share of the whole each year has; nothing is shared out as its number of years."""
    whole = sum((weight for _year, weight in weights), Decimal(0))
    return tuple(
        (year, float(weight / whole) if whole else 1 / len(weights)) for year, weight in weights
    )
