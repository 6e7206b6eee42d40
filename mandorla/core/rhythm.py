"""Free-text rhythms ("biweekly, starting Tuesday Feb 11, 2025") as rules of RFC 5545.

A rhythm is understood only when every word of it is accounted for. What is left over makes it
not understood, with the reason: a wrong date in a calendar costs more than a missing one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from mandorla.core.rhythm_grammar import Shape, Unclear, day_of, merged, named_days, shape_of
from mandorla.core.rhythm_parts import (
    CODES,
    DAY_NAME,
    ORDINAL_NAME,
    clock,
    day_code,
    first_date,
    zone,
)
from mandorla.core.rhythm_words import words

__all__ = ["NotUnderstood", "Rhythm", "read", "words"]

NO_PHASE = "which of the weeks is not said: a first date would settle it"
ALTERNATES = "alternates with another meeting: it takes the weeks the other one does not"


@dataclass(frozen=True)
class Rhythm:
    """A rhythm that was understood.

    Attributes:
        rule: RFC 5545 rule text.
        timezone: IANA name, "" when none was given.
        starts_at: time of day in that zone, None when none was given.
        starts_on: the first date when one was given; it fixes which weeks are meant.
        notes: what a reader of the rule should know beside it.
    """

    rule: str
    timezone: str
    starts_at: time | None
    starts_on: date | None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The rhythm said back, such as "every second Tuesday, 09:00, America/Los_Angeles"."""
        return words(self.rule, starts_at=self.starts_at, timezone=self.timezone)


@dataclass(frozen=True)
class NotUnderstood:
    """A rhythm that is kept as text.

    Attributes:
        found: what was written.
        reason: why it is not understood, for a person.
    """

    found: str
    reason: str


_REMARKS = re.compile(
    r"\(?\[[^\]]*\]\([^)]*\)\)?|[,;.]?\s*\byou (?:must|need to|have to|should)\b.*$", re.IGNORECASE
)
_ALTERNATING = re.compile(
    r"[-,;]?\s*\b(?:interleaved|interleaving|alternating|alternates|alternate)\b"
    r"(?:\s+with\s+(?:the\s+|our\s+)?[a-z ]*)?"
)
_STARTING = re.compile(
    r"\(?\s*\b(?:starting|beginning|from|since)\b\s+(?P<a>[^()]*)\)?|"
    r"\b(?P<b>\d{4} start(?:ing)? date:? .*)$"
)


def read(
    cadence: str, *, weekday: str = "", at: str = "", zone_text: str = ""
) -> Rhythm | NotUnderstood:
    """Read a rhythm as people write it.

    Args:
        cadence: how often, such as "biweekly starting Tuesday Feb 11, 2025".
        weekday: the day where it is written apart, such as "Tuesday" or "third Wednesday".
        at: the time of day, such as "9:00" or "2PM".
        zone_text: the zone, such as "PT (Pacific Time)".

    Returns:
        The rhythm, or why it is not understood. "Biweekly" is read as every second week.

    Source:
        RFC 5545, section 3.3.10; spellings of public registers of communities.

    >>> read("biweekly", weekday="Tuesday", at="9:00", zone_text="PT (Pacific Time)").words
    'every second Tuesday, 09:00, America/Los_Angeles'
    >>> read("monthly", weekday="Thursday").reason
    'which Thursday of the month is not said'
    """
    found = ", ".join(part.strip() for part in (cadence, weekday, at, zone_text) if part.strip())
    try:
        return _read(cadence, weekday, at, zone_text)
    except Unclear as unclear:
        return NotUnderstood(found=found, reason=str(unclear))


def _read(cadence: str, weekday: str, at: str, zone_text: str) -> Rhythm:
    notes: list[str] = []
    text, starts_on = _without_start(cadence)
    day_text, day_start = _without_start(weekday)
    if starts_on and day_start and starts_on != day_start:
        raise Unclear(f"two first dates are given, {starts_on} and {day_start}")
    text, alternates = _without_remarks(text, notes)
    shape = merged(shape_of(text), *day_of(day_text))
    starts_on = starts_on or day_start
    rule = _rule(shape, starts_on)
    if alternates:
        notes.append(ALTERNATES)
    if shape.interval > 1 and starts_on is None:
        notes.append(NO_PHASE)
    notes += _short_months(shape)
    starts_at, timezone = _time(at, zone_text, notes)
    return Rhythm(rule, timezone, starts_at, starts_on, tuple(notes))


def _without_start(text: str) -> tuple[str, date | None]:
    folded = text.casefold()
    match = _STARTING.search(folded)
    if match is None:
        return folded, None
    phrase = match["a"] or match["b"]
    starts_on = first_date(phrase)
    if starts_on is None:
        raise Unclear(f"the first date “{phrase.strip()}” is not one")
    for code in filter(None, map(day_code, re.findall(r"[a-z]+", phrase))):
        if CODES[starts_on.weekday()] != code:
            actual = DAY_NAME[CODES[starts_on.weekday()]]
            raise Unclear(f"{starts_on} is a {actual}, not a {DAY_NAME[code]}")
    return folded[: match.start()] + " " + folded[match.end() :], starts_on


def _without_remarks(text: str, notes: list[str]) -> tuple[str, bool]:
    remarks = [remark.strip(" ,;.") for remark in _REMARKS.findall(text)]
    notes += [f"beside the rhythm it says: {remark}" for remark in remarks]
    text = _REMARKS.sub(" ", text)
    return _ALTERNATING.sub(" ", text), _ALTERNATING.search(text) is not None


def _rule(shape: Shape, starts_on: date | None) -> str:
    days = shape.days
    if not days and starts_on and shape.freq == "WEEKLY":
        days = (CODES[starts_on.weekday()],)
    if not days and shape.freq == "WEEKLY":
        raise Unclear("the weekday is not said")
    parts = [f"FREQ={shape.freq}"]
    if shape.interval > 1:
        parts.append(f"INTERVAL={shape.interval}")
    if shape.freq == "MONTHLY":
        parts.append(_month_part(replace(shape, days=days), starts_on))
    elif days:
        parts.append("BYDAY=" + ",".join(sorted(set(days), key=CODES.index)))
    return ";".join(parts)


def _month_part(shape: Shape, starts_on: date | None) -> str:
    if shape.monthdays:
        return f"BYMONTHDAY={','.join(map(str, shape.monthdays))}"
    if shape.after:
        span = _span(shape)
        return f"BYDAY={shape.days[0]};BYMONTHDAY={','.join(map(str, span))}"
    if not shape.days:
        raise Unclear("which day of the month is not said")
    named = named_days(shape.days)
    if not shape.ordinals:
        raise Unclear(f"which {named} of the month is not said")
    if starts_on and 5 not in shape.ordinals and -1 not in shape.ordinals:
        week = (starts_on.day - 1) // 7 + 1
        if week not in shape.ordinals:
            raise Unclear(f"{starts_on} is the {ORDINAL_NAME[week]} {named} of its month")
    return "BYDAY=" + ",".join(
        f"{number}{day}"
        for number in sorted(set(shape.ordinals), key=lambda n: n % 7)
        for day in sorted(set(shape.days), key=CODES.index)
    )


def _span(shape: Shape) -> range:
    """The seven days of the month in which "the Wednesday after the fourth Tuesday" falls."""
    number, anchor = shape.after or (0, "")
    later = (CODES.index(shape.days[0]) - CODES.index(anchor)) % 7 or 7
    first = (number - 1) * 7 + 1 + later
    if number < 1 or first + 6 > 31:
        raise Unclear("the day can fall into the next month, which a rule cannot say")
    return range(first, first + 7)


def _short_months(shape: Shape) -> list[str]:
    if not shape.after or _span(shape)[-1] <= 28:
        return []
    return ["in a month that ends before that day the rule has no date for it"]


def _time(at: str, zone_text: str, notes: list[str]) -> tuple[time | None, str]:
    starts_at, timezone = None, ""
    if at.strip():
        starts_at = clock(at)
        if starts_at is None:
            raise Unclear(f"“{at.strip()}” is not a time of day")
    if zone_text.strip():
        timezone, remark = zone(zone_text)
        if not timezone:
            raise Unclear(remark)
        notes += [remark] if remark else []
    elif starts_at is not None:
        notes.append("the time zone is not said")
    return starts_at, timezone
