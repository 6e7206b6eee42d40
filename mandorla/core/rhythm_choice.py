"""A rhythm chosen in words: from the answers of a form to a rule, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from mandorla.core.rhythm import NotUnderstood, Rhythm, read
from mandorla.core.rhythm_parts import CODES, clock, first_date, zone
from mandorla.core.rhythm_rule import Unusable, rule_of

_HALF = r"(?:am|pm|a\.m\.|p\.m\.)"
_CLOCK = re.compile(  # with a half of the day or with minutes, or it could be any number
    rf"(?:\bat\s+)?(?<![\w.:])(\d{{1,2}}[:.]\d{{2}}(?::00)?(?:\s*(?:{_HALF}|h))?|\d{{1,2}}\s*{_HALF}"
    r"|\d{1,2}h|noon|midday)(?![\w:]|\.\d)",
    re.IGNORECASE,
)
EVERY = ("week", "second_week", "month", "other")
WHICH = (1, 2, 3, 4, -1)


@dataclass(frozen=True)
class Choice:
    """What somebody chose.

    Attributes:
        every: "week", "second_week", "month", or "other" for what is written in `text`.
        weekday: a two-letter code; "" when `text` says it.
        which: the week of the month, -1 the last; for "month" only.
        text: another rhythm in words, or as a rule.
    """

    every: str
    weekday: str = ""
    which: int = 0
    text: str = ""


@dataclass(frozen=True)
class Said:
    """What a text says about a rhythm; what it leaves open is None or ""."""

    rule: str
    starts_time: time | None = None
    timezone: str = ""
    starts_on: date | None = None


def rule_for(choice: Choice) -> str:
    """The rule of a choice other than "other".

    Args:
        choice: A weekday every week, every second week, or once a month.

    Returns:
        RFC 5545 rule text.

    Raises:
        Unusable: When the weekday or the week of the month is missing.

    Source:
        RFC 5545, section 3.3.10.

    >>> rule_for(Choice("month", "WE", 3)), rule_for(Choice("second_week", "TU"))
    ('FREQ=MONTHLY;BYDAY=3WE', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU')
    """
    if choice.weekday not in CODES:
        raise Unusable("Say on which day of the week.")
    if choice.every == "week":
        return f"FREQ=WEEKLY;BYDAY={choice.weekday}"
    if choice.every == "second_week":
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={choice.weekday}"
    if choice.which not in WHICH:
        raise Unusable("Say in which week of the month.")
    return f"FREQ=MONTHLY;BYDAY={choice.which}{choice.weekday}"


def choice_of(rule: str) -> Choice:
    """What somebody would have chosen to get a rule.

    Args:
        rule: RFC 5545 rule text.

    Returns:
        The choice; the rule itself as the text of "other" when no simpler one gives it.

    Source:
        The inverse of `rule_for`.

    >>> choice_of("FREQ=MONTHLY;BYDAY=-1FR")
    Choice(every='month', weekday='FR', which=-1, text='')
    """
    match = re.fullmatch(r"FREQ=WEEKLY(;INTERVAL=2)?;BYDAY=([A-Z]{2})", rule)
    if match and match[2] in CODES:
        return Choice("second_week" if match[1] else "week", match[2])
    match = re.fullmatch(r"FREQ=MONTHLY;BYDAY=([1-4]|-1)([A-Z]{2})", rule)
    if match and match[2] in CODES:
        return Choice("month", match[2], int(match[1]))
    return Choice("other", text=rule)


def said(text: str, *, cities: Mapping[str, str]) -> Said:
    """A rhythm written by a person, in words or as a rule.

    Args:
        text: Such as "every second Tuesday, 09:00, Lisbon" or "FREQ=WEEKLY;BYDAY=TU".
        cities: IANA names by city in lower case, such as "lisbon".

    Returns:
        What it says.

    Raises:
        Unusable: When a part of it is not understood.

    Source:
        RFC 5545, section 3.3.10; the words of `core.rhythm`.

    >>> found = said("every second Tuesday, 09:00, Lisbon", cities={"lisbon": "Europe/Lisbon"})
    >>> found.rule, found.starts_time, found.timezone
    ('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', datetime.time(9, 0), 'Europe/Lisbon')
    """
    written = text.strip()
    if "=" in written:
        bare = re.sub(r"^RRULE:", "", written, flags=re.IGNORECASE).upper()
        rule_of(bare)
        return Said(bare)
    found, rest = Said(""), []
    for piece in (piece.strip() for piece in written.split(",")):
        day = first_date(piece.casefold())
        if day is not None and re.match(r"(?:from|since|starting) ", piece.casefold()):
            found = replace(found, starts_on=day)
            continue
        left, found = _without_time(piece, found)
        left, found = _without_zone(left, found, cities)
        rest += [left] if left else []
    understood = read(", ".join(rest))
    if isinstance(understood, NotUnderstood):
        raise Unusable(f"This is not understood: {understood.reason}.")
    rule_of(understood.rule)
    return _with(understood, found)


def _without_time(piece: str, found: Said) -> tuple[str, Said]:
    """What is left of a piece when it says the time of day, and what was said with that."""
    match = _CLOCK.search(piece)
    at = clock(match[1]) if match else None
    if match is None or at is None or found.starts_time is not None:
        return piece, found
    left = f"{piece[: match.start()].strip()} {piece[match.end() :].strip()}".strip()
    return left, replace(found, starts_time=at)


def _without_zone(piece: str, found: Said, cities: Mapping[str, str]) -> tuple[str, Said]:
    """The same of a city or a time zone that stands at its end, in as many words as possible."""
    words = piece.split()
    for start in range(0 if not found.timezone else len(words), len(words)):
        said = re.sub(r"^in\s+", "", " ".join(words[start:]), flags=re.IGNORECASE)
        plain = re.sub(r"\s+time$", "", said, flags=re.IGNORECASE)
        place = zone_of(said, cities=cities) or zone_of(plain, cities=cities)
        if place:
            return " ".join(words[:start]), replace(found, timezone=place)
    return piece, found


def _with(understood: Rhythm, found: Said) -> Said:
    return replace(found, rule=understood.rule, starts_on=found.starts_on or understood.starts_on)


def zone_of(text: str, *, cities: Mapping[str, str]) -> str:
    """The time zone that somebody means.

    Args:
        text: A city, an IANA name, or an abbreviation that can be read in one way only.
        cities: IANA names by city in lower case, without accents.

    Returns:
        The IANA name; "" when it is not known.

    Source:
        IANA time zone database.

    >>> zone_of("New York", cities={"new york": "America/New_York"}), zone_of("IST", cities={})
    ('America/New_York', '')
    """
    parts = unicodedata.normalize("NFKD", text.replace("_", " "))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return cities.get(" ".join(plain.split()).casefold()) or zone(text)[0]
