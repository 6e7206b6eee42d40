"""What a charter says in figures that people give: hours and money, found in its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mandorla.core.currencies import CURRENCIES

NUMBERS: Final = {
    word: Decimal(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
} | {"a": Decimal(1), "an": Decimal(1), "twelve": Decimal(12), "twenty": Decimal(20)}
SIGNS: Final = {"€": "EUR", "£": "GBP", "$": "USD", "euro": "EUR", "euros": "EUR"}
PERIODS: Final = {
    "week": "week", "weekly": "week", "month": "month", "monthly": "month", "quarter": "quarter",
    "quarterly": "quarter", "year": "year", "yearly": "year", "annual": "year",
    "annually": "year",
}  # fmt: skip
WHO: Final = (
    ("sponsor", re.compile(r"\b(sponsors?|director|executives?)\b", re.IGNORECASE)),
    ("leader", re.compile(r"\b(leaders?|leads?|chairs?|core|coordinators?|facilitators?|hosts?)\b",
                          re.IGNORECASE)),
    ("member", re.compile(r"\b(members?|participants?|champions?|people|persons?|everybody|"
                          r"everyone)\b", re.IGNORECASE)),
)  # fmt: skip
_PARTS = re.compile(r"[.;:](?=\s|$)|,(?=\s)|\n|\s+and\s+(?=(?:a budget|[\w.]+ hours?)\b)")
_HOURS = re.compile(
    r"\b(?P<number>\d{1,4}(?:[.,]\d{1,2})?|" + "|".join(NUMBERS) + r")\s+hours?\b", re.IGNORECASE
)
_NUMBER = r"(?P<number>\d{1,3}(?:[,. \u00a0\u202f]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?)"
_MONEY = (
    re.compile(r"(?P<currency>\b[A-Z]{3}\s?|[€£$]\s?)" + _NUMBER + r"(?![\d,.]*\d)"),
    re.compile(_NUMBER + r"\s?(?P<currency>[A-Z]{3}\b|[€£]|euros?\b)"),
)
_PERIOD = re.compile(
    r"\b(?:a|an|per|each|every|/)\s*(?P<span>week|month|quarter|year)\b"
    r"|\b(?P<often>weekly|monthly|quarterly|yearly|annually|annual)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:every|each)\s+(?:other|second|third|two|three|\d)|fortnight|biweekly|daily"
    r"|\b(?:a|per|each|every) day\b"
    r"|\bhalf an? hour|\bquarter of an hour|\band a half\b"
    r"|(?:\bto\b|\bor\b|[-–])\s*[\w.]+\s+hours?\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(each|every|everybody|everyone|per)\s+(?!week|month|quarter|year)|"
                   r"\b(everybody|everyone)\b", re.IGNORECASE)  # fmt: skip
_TOGETHER = re.compile(r"\b(together|altogether|in all|in total)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """Something that is given, as a text says it.

    Attributes:
        words: The part of the text.
        hours: How many; None of money.
        amount: How much; None of hours.
        currency: Of the amount, as ISO 4217 calls it.
        per: "week", "month", "quarter" or "year"; "" for money that is given once.
        who: Whose hours: "member", "leader", "sponsor", or "" when the words do not say.
        each: Whether every one of them gives it; None when the words do not say.
    """

    words: str
    hours: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    per: str = ""
    who: str = ""
    each: bool | None = None


def given_in(text: str) -> list[Given]:
    """The hours and the money that a text says are given.

    Only what is said in so many words is found: a number of hours in a week, a month, a quarter
    or a year, or an amount of money in a currency. What is said in another way is left to people.

    Args:
        text: A part of a charter, in English.

    Returns:
        In the order of the text, at most one of each part of a sentence.

    Source:
        Ours: a proposal for somebody to look at, so rather nothing than something wrong.

    Examples:
        >>> [(one.hours, one.per, one.who) for one in given_in("Two hours a week for each member")]
        [(Decimal('2'), 'week', 'member')]
        >>> [(one.amount, one.currency) for one in given_in("A room; EUR 1,200 a year for coffee")]
        [(Decimal('1200'), 'EUR')]
    """
    parts = (part.strip().removeprefix("and ") for part in _PARTS.split(text))
    found = map(_given, parts)
    return [one for one in found if one is not None]


def _given(part: str) -> Given | None:
    if _OTHERWISE.search(part):
        return None
    period = _PERIOD.search(part)
    per = PERIODS[(period["span"] or period["often"]).lower()] if period else ""
    money = next((match for pattern in _MONEY if (match := pattern.search(part))), None)
    if money:
        code = money["currency"].strip()
        currency = SIGNS.get(code, code)
        amount = _number(money["number"])
        is_one = currency in CURRENCIES and amount is not None
        return Given(part, amount=amount, currency=currency, per=per) if is_one else None
    hours = _HOURS.search(part)
    if hours is None or not per:
        return None
    said = hours["number"].lower()
    number = NUMBERS.get(said) or _number(said)
    if not number:
        return None
    return Given(part, hours=number, per=per, who=_who(part), each=_each(part))


def _number(text: str) -> Decimal | None:
    """1,200 and 1.200 and 1 200 are one thousand two hundred; 1,5 and 1.5 one and a half."""
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    plain = re.sub(r"[.,](?=\d{3}(\D|$))", "", plain).replace(",", ".")
    return Decimal(plain) if plain.count(".") <= 1 else None


def _who(part: str) -> str:
    return next((who for who, words in WHO if words.search(part)), "")


def _each(part: str) -> bool | None:
    if _TOGETHER.search(part):
        return False
    return True if _EACH.search(part) else None
