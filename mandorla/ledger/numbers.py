"""Numbers as people write them: with a decimal point or comma, a share also with a percent sign."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import short, tidy

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d{1,2})?", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%$")
# Three digits behind a comma: 1,234 may be one and a bit, or one thousand and some.
_THOUSAND_OR_PART = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def has_percent_sign(text: str) -> bool:
    """Whether a number is written in percent."""
    return bool(_PERCENT.search(tidy(text)))


def number_of(text: str, *, kind: str) -> float:
    """What a text says, as a measure of a kind counts it; 45% is the share 0.45.

    Raises:
        Refused: It is no number of that kind. The sentence says what to write.
    """
    plain = tidy(text).replace("−", "-")
    if not plain:
        raise Refused(_("A number is missing here."))
    digits = _PERCENT.sub("", plain)
    if not _NUMBER.fullmatch(digits):
        sentence = _("“{text}” is not a number. Write it as 1234.5, without units and spaces.")
        raise Refused(sentence.format(text=short(text)))
    if _THOUSAND_OR_PART.fullmatch(digits):
        sentence = _("“{text}” could be {one} or {other}. Write the one that is meant.")
        one, other = digits.replace(",", ""), digits.replace(",", ".")
        raise Refused(sentence.format(text=short(text), one=one, other=other))
    number = float(digits.replace(",", "."))
    if digits != plain and kind != "share":
        sentence = _("“{text}” has a percent sign, which only a share has. Leave the sign out.")
        raise Refused(sentence.format(text=short(text)))
    number = number / 100 if digits != plain else number
    _refuse_another_kind(number, kind=kind, text=short(text))
    return number


def _refuse_another_kind(number: float, *, kind: str, text: str) -> None:
    if kind == "share" and number < 0:
        raise Refused(_("“{text}” is below 0. A share lies from 0 to 1.").format(text=text))
    if kind == "share" and number > 1:
        sentence = _("“{text}” is more than the whole. Write 45% as 0.45, or with its sign.")
        raise Refused(sentence.format(text=text))
    if kind == "count" and (number < 0 or number != int(number)):
        raise Refused(_("“{text}” is not a count. Write a whole number from 0.").format(text=text))
