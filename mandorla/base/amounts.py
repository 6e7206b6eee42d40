"""Amounts and ranges as people read them: no more digits than a range can know."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mandorla.base.figure import percent

DIGITS: Final = 2  # more would claim to know more than ranges do
MOST_DIGITS: Final = 4  # as many as it takes to tell the ends of a narrow range apart


def rounded(value: float, digits: int = DIGITS) -> str:
    """A number with its first digits.

    >>> rounded(12_345.6), rounded(0.0), rounded(-987.0)
    ('12,000', '0', '-990')
    """
    if not value:
        return "0"
    places = digits - 1 - floor(log10(abs(value)))
    found = round(value, places)
    return str(number_format(found if places > 0 else int(found), force_grouping=True))


def amounts_between(low: float, high: float, currency: str) -> str:
    """A range of money, always from one end to the other: "330 to 460 EUR"."""
    ends = [rounded(low), rounded(high)]
    for digits in range(DIGITS + 1, MOST_DIGITS + 1):
        if low == high or ends[0] != ends[1]:
            break
        ends = [rounded(low, digits), rounded(high, digits)]
    words = _("{low} to {high} {currency}")
    return _signed(words.format(low=ends[0], high=ends[1], currency=currency).strip())


def shares_between(low: float, high: float) -> str:
    """A range of shares: "35% to 80%", or "35%" when both ends are read the same."""
    ends = _signed(percent(low)), _signed(percent(high))
    return ends[0] if ends[0] == ends[1] else _("{low} to {high}").format(low=ends[0], high=ends[1])


def _signed(words: str) -> str:
    """With a minus that is not read as a dash between two numbers."""
    return words.replace("-", "\N{MINUS SIGN}")
