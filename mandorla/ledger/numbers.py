"""Numbers as people write them: with a decimal point or comma, a share also with a percent sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Self

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import short, tidy
from mandorla.core.scales import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%$")
# Three digits behind the only sign: 1,234 may be one and a bit, or one thousand and some.
_THOUSAND_OR_PART = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the numbers of a column are written, as those say that can be read in one way only.

    Attributes:
        decimal: The sign before their decimals, "." or ","; "" when none of them tells, or
            some tell this and some that.
        asks_points: Whether 1.234 may be one thousand and some. Where semicolons divide the
            cells commas are likely to stand before decimals, and then it is.
    """

    decimal: str = ""
    asks_points: bool = False

    @classmethod
    def of(cls, texts: Iterable[str], *, separator: str) -> Self:
        """The spelling of a column.

        Args:
            texts: Its cells.
            separator: What divides the cells of the file; "" in a workbook, where a number has a
                point whatever stands on the screen, so that nothing follows for typed ones.
        """
        if not separator:
            return cls()
        signs = {sign for text in texts if (sign := _told_by(text))}
        return cls(signs.pop() if len(signs) == 1 else "", asks_points=separator == ";")


AS_TYPED: Final = Spelling()


def has_percent_sign(text: str) -> bool:
    """Whether a number is written in percent."""
    return bool(_PERCENT.search(tidy(text)))


def number_of(text: str, *, kind: str, spelling: Spelling = AS_TYPED) -> float:
    """What a text says, as a measure of a kind counts it; 45% is the share 0.45.

    Raises:
        Refused: It is no number of that kind. The sentence says what to write.
    """
    return float(decimal_of(text, kind=kind, spelling=spelling))


def decimal_of(text: str, *, kind: str, spelling: Spelling = AS_TYPED) -> Decimal:
    """The same to the last digit.

    Args:
        text: What was written.
        kind: "level", "share" or "count".
        spelling: How the numbers of its column are written.

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
    # No share reaches a thousand.
    number = Decimal(digits.replace(",", ".") if kind == "share" else _read(digits, spelling))
    if digits != plain and kind != "share":
        sentence = _("“{text}” has a percent sign, which only a share has. Leave the sign out.")
        raise Refused(sentence.format(text=short(text)))
    number = number / 100 if digits != plain else number
    _refuse_another_kind(number, kind=kind, text=short(text))
    return number


def _told_by(text: str) -> str:
    """The sign before the decimals of a number that can be read in one way only; else ""."""
    digits = _PERCENT.sub("", text.strip())
    if not _NUMBER.fullmatch(digits) or _THOUSAND_OR_PART.fullmatch(digits):
        return ""
    return next((sign for sign in ".," if sign in digits), "")


def _read(digits: str, spelling: Spelling) -> str:
    """The number with a decimal point.

    Raises:
        Refused: It could be two numbers, and its column does not say which.
    """
    sign = "," if "," in digits else "."
    may_be_two = sign == "," or spelling.asks_points
    if not (may_be_two and _THOUSAND_OR_PART.fullmatch(digits)):
        return digits.replace(",", ".")
    one, other = digits.replace(sign, ""), digits.replace(sign, ".")
    if not spelling.decimal:
        sentence = _("“{text}” could be {one} or {other}. Write the one that is meant.")
        if spelling.asks_points:
            sentence = _("“{text}” could be {one} or {other}. Write {one}, or {other}0.")
        raise Refused(sentence.format(text=digits, one=one, other=other))
    return other if spelling.decimal == sign else one


def _refuse_another_kind(number: Decimal, *, kind: str, text: str) -> None:
    if abs(number) > LARGEST:
        sentence = _("“{text}” is beyond what can be counted with: at most {most}.")
        raise Refused(sentence.format(text=text, most=f"{LARGEST:,.0f}"))
    if kind == "share" and number < 0:
        raise Refused(_("“{text}” is below 0. A share lies from 0 to 1.").format(text=text))
    if kind == "share" and number > 1:
        sentence = _("“{text}” is more than the whole. Write 45% as 0.45, or with its sign.")
        raise Refused(sentence.format(text=text))
    if kind == "count" and (number < 0 or number != int(number)):
        raise Refused(_("“{text}” is not a count. Write a whole number from 0.").format(text=text))
