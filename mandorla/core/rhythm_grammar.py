"""The grammar of a rhythm: how often and on which days, in the words people use."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mandorla.core.rhythm_parts import CODES, DAY_NAME, NUMBERS, ORDINALS, day_code
from mandorla.core.rhythm_rule import LONGEST_INTERVAL


@dataclass(frozen=True)
class Shape:
    """How often and on which days, before it becomes a rule.

    Attributes:
        freq: DAILY, WEEKLY or MONTHLY.
        interval: every how many days, weeks or months.
        days: two-letter weekday codes.
        ordinals: weeks of the month, -1 the last.
        after: "the Wednesday after the fourth Tuesday" is (4, "TU").
        monthdays: days of the month, -1 the last.
    """

    freq: str
    interval: int = 1
    days: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    after: tuple[int, str] | None = None
    monthdays: tuple[int, ...] = ()


class Unclear(Exception):
    """The reason why a rhythm is not understood."""


_D = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAYS = rf"(?P<days>{_D}(?: (?:and )?{_D})*)"
_O = f"(?:{'|'.join(ORDINALS)})"
_ORDS = rf"(?P<ords>{_O}(?: (?:and )?{_O})*)"
_MONTH = (
    r"(?:(?:of |in )?(?:the |each |every |a )?(?P<month>month)"
    r"|of every (?P<gap>second|third) month)"
)
_LEAD = (
    r"(?:(?P<monthly>monthly|every month|each month) )?(?:on )?"
    r"(?:(?:the|(?P<each>every|each)|a) )?"
)
_SECOND = "(?:biweekly|fortnightly|every fortnight|every (?:other|second)(?: week)?)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("daily", "daily|every day|each day"),
        ("weekdays", "every weekday|every working day|weekdays"),
        ("weekly", rf"(?:weekly|once a week|every week|each week)(?: on)?(?: {_DAYS})?"),
        ("weekly", rf"(?:every |each |on )?{_DAYS}"),
        ("second", rf"{_SECOND}(?: on)?(?: {_DAYS})?"),
        ("weeks", rf"every (?P<n>\d+) weeks(?: on)?(?: {_DAYS})?"),
        ("after", rf"{_LEAD}(?P<day>{_D}) after the (?P<ord>{_O}) (?P<anchor>{_D})(?: {_MONTH})?"),
        ("ordinal", rf"{_LEAD}{_ORDS} {_DAYS}(?: {_MONTH})?"),
        ("dates", rf"{_LEAD}(?P<date>\d+(?:st|nd|rd|th)|last day)(?: {_MONTH})?"),
        ("monthly", rf"(?:monthly|every month|each month|once a month)(?: on)?(?: {_DAYS})?"),
    )
)
_DOUBTFUL = {
    "bimonthly": "“bimonthly” can mean twice a month or every two months",
    "twice a month": "which two weeks of the month is not said",
    "quarterly": "which month of the quarter is not said",
    "yearly": "which day of the year is not said",
    "annually": "which day of the year is not said",
}


def _plain(text: str) -> str:
    """Lower-case words with single spaces; days and ordinals in their long form."""
    text = text.casefold().replace("bi-weekly", "biweekly").replace("bi weekly", "biweekly")
    tokens = re.findall(r"[a-z]+|\d+(?:st|nd|rd|th)?", re.sub(r"[-–—,;:.()/&]", " ", text))
    if len("".join(tokens)) != len(re.sub(r"[\s\-–—,;:.()/&]", "", text)):
        raise Unclear(f"“{text.strip()}” holds signs that are not known")
    ordinal = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
    out = []
    for index, token in enumerate(tokens):
        code = day_code(token)
        later = tokens[index + 1 :]
        if code:
            out.append(DAY_NAME[code].casefold())
        elif token in ordinal and any(map(day_code, later)):
            out.append(ordinal[token])
        elif token in NUMBERS and later[:1] in (["weeks"], ["months"]):
            out.append(str(NUMBERS[token]))
        else:
            out.append(token)
    return " ".join(out)


def shape_of(text: str) -> Shape:
    """Read how often, when every word of the text is accounted for.

    Args:
        text: the cadence without first date and remarks.

    Returns:
        The shape; days may still be missing.

    Raises:
        Unclear: when a word is not known or the text can mean two things.

    Source:
        The spellings found in public registers of communities.

    >>> shape_of("every first Thursday of the month").ordinals
    (1,)
    """
    plain = _plain(text)
    if not plain:
        raise Unclear("how often is not said")
    if plain in _DOUBTFUL:
        raise Unclear(_DOUBTFUL[plain])
    for name, pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            return _shaped(name, match, plain)
    raise Unclear(f"“{text.strip()}” is not a rhythm that is known")


def _shaped(name: str, match: re.Match[str], plain: str) -> Shape:
    found = match.groupdict()
    days = _codes(found.get("days") or "")
    if name in {"daily", "weekdays"}:
        return Shape("DAILY") if name == "daily" else Shape("WEEKLY", days=CODES[:5])
    if name in {"weekly", "second", "weeks"}:
        interval = {"weekly": 1, "second": 2}.get(name) or int(found["n"])
        if not 1 <= interval <= LONGEST_INTERVAL:
            raise Unclear(f"“every {interval} weeks” is not one of 1 to {LONGEST_INTERVAL:,} weeks")
        return Shape("WEEKLY", interval=interval, days=days)
    if name == "monthly":
        return Shape("MONTHLY", days=days)
    by_month = found["monthly"] or found["month"] or found["gap"]
    if not by_month and (found["each"] or found.get("date") == "last day"):
        raise Unclear(f"“{plain}” does not say whether it counts weeks or weeks of the month")
    interval = ORDINALS[found["gap"]] if found["gap"] else 1
    if name == "after":
        anchor = (ORDINALS[found["ord"]], _codes(found["anchor"])[0])
        return Shape("MONTHLY", interval, _codes(found["day"]), after=anchor)
    if name == "dates":
        number = -1 if found["date"] == "last day" else int(found["date"][:-2])
        return Shape("MONTHLY", interval, monthdays=(number,))
    ordinals = tuple(ORDINALS[word] for word in found["ords"].split() if word != "and")
    return Shape("MONTHLY", interval, days, ordinals)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in map(day_code, text.split()) if code)


def day_of(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Read a day that is written apart from the cadence.

    Args:
        text: such as "Thursdays" or "third Wednesday"; may be empty.

    Returns:
        The weekdays, and the weeks of the month when they are named.

    Raises:
        Unclear: when the text names something that is not a weekday.

    Source:
        The spellings found in public registers of communities.

    >>> day_of("third Wednesday")
    (('WE',), (3,))
    """
    plain = _plain(text)
    rest = [word for word in plain.split() if not day_code(word) and word not in ORDINALS]
    if set(rest) - {"and", "the", "on"}:
        raise Unclear(f"the day “{text.strip()}” is not a weekday")
    ordinals = tuple(ORDINALS[word] for word in plain.split() if word in ORDINALS)
    return _codes(plain), ordinals


def merged(shape: Shape, days: tuple[str, ...], ordinals: tuple[int, ...]) -> Shape:
    """Put the day that is written apart into the shape.

    Args:
        shape: what the cadence says.
        days: the weekdays written apart.
        ordinals: the weeks of the month written apart.

    Returns:
        The shape with both.

    Raises:
        Unclear: when the two contradict each other.

    Source:
        The spellings found in public registers of communities.

    >>> merged(Shape("WEEKLY"), ("TU",), ()).days
    ('TU',)
    """
    if shape.days and days and set(shape.days) != set(days):
        raise Unclear(f"it says both {named_days(shape.days)} and {named_days(days)}")
    if ordinals and shape.ordinals and set(shape.ordinals) != set(ordinals):
        raise Unclear("two different weeks of the month are given")
    if ordinals and (shape.freq != "MONTHLY" or shape.after or shape.monthdays):
        raise Unclear("a week of the month is given for a rhythm that is not one of months")
    if days and (shape.freq == "DAILY" or shape.monthdays):
        raise Unclear(f"{named_days(days)} is given for a rhythm that does not keep to weekdays")
    return replace(shape, days=shape.days or days, ordinals=shape.ordinals or ordinals)


def named_days(days: tuple[str, ...]) -> str:
    """Name weekdays.

    Args:
        days: two-letter codes.

    Returns:
        Their names.

    Source:
        RFC 5545, section 3.3.10.

    >>> named_days(("TU", "TH"))
    'Tuesday and Thursday'
    """
    return " and ".join(DAY_NAME[day] for day in days)
