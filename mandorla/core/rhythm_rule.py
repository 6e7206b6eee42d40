"""A rule of RFC 5545, read part by part and refused with a sentence where it cannot be kept.

A rhythm has at most one gathering a day, at a time of day that is said beside the rule; so rules
that repeat within a day, or name hours themselves, are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from mandorla.core.rhythm_parts import CODES
from mandorla.core.rhythm_words import parts

LONGEST_INTERVAL = 1000
MOST_TIMES = 5000
WITHIN_A_DAY = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")

# The numbers a part may hold, and how often a rule with that part may repeat (RFC 5545, 3.3.10).
_LISTS: dict[str, tuple[int, bool, frozenset[str]]] = {
    "BYMONTH": (12, False, frozenset(FREQUENCIES)),
    "BYMONTHDAY": (31, True, frozenset({"DAILY", "MONTHLY", "YEARLY"})),
    "BYYEARDAY": (366, True, frozenset({"YEARLY"})),
    "BYWEEKNO": (53, True, frozenset({"YEARLY"})),
    "BYSETPOS": (366, True, frozenset(FREQUENCIES)),
}
_OTHERS = {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}


class Unusable(ValueError):
    """Why a rule cannot be a rhythm, in a sentence for a person."""


@dataclass(frozen=True)
class Rule:
    """A rule that a rhythm can keep.

    Attributes:
        freq: DAILY, WEEKLY, MONTHLY or YEARLY.
        interval: every how many of them.
        days: weekdays with their week (0 for every week, -1 the last), such as (3, "WE").
        lists: the numbers of BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO and BYSETPOS that are given.
        count: how many times it happens, None when it goes on.
        until: the last day, or the last moment; naive when the rule gives it without a zone.
        week_start: the day with which its weeks begin.
    """

    freq: str
    interval: int = 1
    days: tuple[tuple[int, str], ...] = ()
    lists: dict[str, tuple[int, ...]] = field(default_factory=dict)
    count: int | None = None
    until: date | datetime | None = None
    week_start: str = "MO"


@lru_cache(maxsize=4096)
def rule_of(text: str) -> Rule:
    """Read a rule.

    Args:
        text: RFC 5545 rule text, with or without "RRULE:".

    Returns:
        The rule.

    Raises:
        Unusable: When the text is no rule, or one that a rhythm cannot keep.

    Source:
        RFC 5545, section 3.3.10.

    >>> rule_of("FREQ=MONTHLY;BYDAY=3WE").days
    ((3, 'WE'),)
    >>> rule_of("FREQ=FORTNIGHTLY")
    Traceback (most recent call last):
    mandorla.core.rhythm_rule.Unusable: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.
    """
    found = _parts(text)
    freq = found.get("FREQ", "")
    if freq in WITHIN_A_DAY or found.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        raise Unusable(_WITHIN_A_DAY)
    if freq not in FREQUENCIES:
        raise Unusable("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.")
    unknown = sorted(found.keys() - _OTHERS - _LISTS.keys())
    if unknown:
        raise Unusable(f"The rule has a part that is not known: {unknown[0]}.")
    if "COUNT" in found and "UNTIL" in found:
        raise Unusable("The rule says both how many times and until when; only one of them can be.")
    lists = {name: _numbers(name, found[name], freq) for name in _LISTS if name in found}
    days = tuple(_day(day, freq) for day in found["BYDAY"].split(",")) if "BYDAY" in found else ()
    if "BYSETPOS" in lists and not days and len(lists) == 1:
        raise Unusable("BYSETPOS picks from days, and the rule names none.")
    if found.get("WKST", "MO") not in CODES:
        raise Unusable(f"“{found['WKST']}” is not a weekday.")
    return Rule(
        freq=freq,
        interval=_number(found, "INTERVAL", LONGEST_INTERVAL) or 1,
        days=days,
        lists=lists,
        count=_number(found, "COUNT", MOST_TIMES),
        until=_until(found["UNTIL"]) if "UNTIL" in found else None,
        week_start=found.get("WKST", "MO"),
    )


def needs_first_date(rule: Rule) -> bool:
    """Whether the days of a rule depend on the day it begins.

    Args:
        rule: A rule.

    Returns:
        True when it skips weeks or months, counts, or leaves the day to the first one.

    Source:
        RFC 5545, section 3.3.10.

    >>> needs_first_date(rule_of("FREQ=WEEKLY;BYDAY=TU"))
    False
    >>> needs_first_date(rule_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))
    True
    """
    names_days = bool(rule.days) or rule.lists.keys() & {"BYMONTHDAY", "BYYEARDAY"}
    return rule.interval > 1 or rule.count is not None or not (names_days or rule.freq == "DAILY")


_WITHIN_A_DAY = (
    "The rule meets more than once a day; a rhythm has at most one gathering a day, "
    "and its time is said beside the rule."
)


def _parts(text: str) -> dict[str, str]:
    found = parts(text)
    written = [part for part in text.strip().split(";") if part]
    if not found or len(written) != len(found):
        raise Unusable(f"“{text.strip()[:80]}” is not a rule, such as FREQ=WEEKLY;BYDAY=TU.")
    return found


def _number(found: dict[str, str], name: str, most: int) -> int | None:
    if name not in found:
        return None
    value = found[name]
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
        raise Unusable(f"{name} is a whole number from 1 to {most:,}.")
    return int(value)


def _numbers(name: str, value: str, freq: str) -> tuple[int, ...]:
    most, from_the_end, allowed = _LISTS[name]
    if freq not in allowed:
        raise Unusable(f"{name} cannot stand in a rule with FREQ={freq}.")
    found = []
    for text in value.split(","):
        number = int(text) if re.fullmatch(r"[+-]?[0-9]{1,3}", text) else 0
        if not 1 <= abs(number) <= most or (number < 0 and not from_the_end):
            raise Unusable(f"“{text}” cannot stand in {name}.")
        found.append(number)
    return tuple(found)


def _day(text: str, freq: str) -> tuple[int, str]:
    match = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", text)
    if match is None or match[2] not in CODES:
        raise Unusable(f"“{text}” is not a weekday.")
    number = int(match[1] or 0)
    most = {"MONTHLY": 5, "YEARLY": 53}.get(freq, 0)
    if match[1] and not 1 <= abs(number) <= most:
        raise Unusable(f"“{text}” cannot stand in a rule with FREQ={freq}.")
    return number, match[2]


def _until(text: str) -> date | datetime:
    match = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", text)
    try:
        if match is None:
            raise ValueError
        if match[2] is None:
            return date.fromisoformat(match[1])
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        raise Unusable(f"UNTIL={text} is not a date, such as 20261231.") from None
    return moment.replace(tzinfo=UTC) if match[3] else moment
