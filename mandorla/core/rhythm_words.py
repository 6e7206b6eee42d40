"""A rule of RFC 5545 in words a person would use: "every second Tuesday"."""

from __future__ import annotations

import re
from datetime import date, time

from mandorla.core.rhythm_parts import CODES, DAY_NAME, NUMBERS, ORDINAL_NAME

_NUMBER_NAME = {number: word for word, number in NUMBERS.items()}
_WORKING_DAYS = list(CODES[:5])
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}


def words(rule: str, *, starts_at: time | None = None, timezone: str = "") -> str:
    """Say a rule in words, with its time and zone when they are given.

    Args:
        rule: RFC 5545 rule text without "RRULE:", such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU".
        starts_at: the time of day it starts, local to the zone.
        timezone: an IANA name.

    Returns:
        The words; "" for an empty rule. A rule with parts that have no words here is given
        back as it is written, after "by the rule", rather than said only in part.

    Source:
        RFC 5545, section 3.3.10.

    >>> words("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", starts_at=time(9), timezone="UTC")
    'every second Tuesday, 09:00, UTC'
    >>> words("FREQ=MONTHLY;BYDAY=-1FR")
    'the last Friday of each month'
    >>> words("FREQ=DAILY;COUNT=1")
    'once'
    >>> words("FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29")
    'the Wednesday after the fourth Tuesday of each month'
    """
    if not rule.strip():
        return ""
    said = _repetition(rule) or f"by the rule {rule}"
    clock = f"{starts_at:%H:%M}" if starts_at is not None else ""
    return ", ".join(part for part in (said, clock, timezone) if part)


def parts(rule: str) -> dict[str, str]:
    """Split a rule into its parts.

    Args:
        rule: RFC 5545 rule text.

    Returns:
        Part names to values, both in upper case; empty when the text is not a rule.

    Source:
        RFC 5545, section 3.3.10.

    >>> parts("FREQ=WEEKLY;BYDAY=TU")
    {'FREQ': 'WEEKLY', 'BYDAY': 'TU'}
    """
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    if not pairs or any(not name or not value for name, _, value in pairs):
        return {}
    return {name: value for name, _, value in pairs}


def _repetition(rule: str) -> str:
    found = parts(rule)
    if found.get("FREQ") not in _UNITS or not found.keys() <= _KNOWN:
        return ""
    if found.get("COUNT") == "1":
        return "once"
    interval = found.get("INTERVAL", "1")
    if not interval.isdecimal() or int(interval) < 1:
        return ""
    days = found["BYDAY"].split(",") if "BYDAY" in found else []
    dates = found["BYMONTHDAY"].split(",") if "BYMONTHDAY" in found else []
    if found["FREQ"] == "MONTHLY":
        said = _monthly(days, dates, int(interval))
    elif dates or any(day not in DAY_NAME for day in days):
        return ""
    elif found["FREQ"] == "WEEKLY":
        said = _weekly(days, int(interval))
    else:
        said = "" if days else f"every {_spaced(int(interval), _UNITS[found['FREQ']])}"
    return said + _end(found) if said else ""


def _weekly(days: list[str], interval: int) -> str:
    if not days:
        return f"every {_spaced(interval, 'week')}"
    named = _joined([DAY_NAME[day] for day in days])
    if interval == 1:
        return "every weekday" if days == _WORKING_DAYS else f"every {named}"
    if interval == 2 and len(days) == 1:
        return f"every second {named}"
    return f"every {_spaced(interval, 'week')} on {named}"


def _monthly(days: list[str], dates: list[str], interval: int) -> str:
    months = {1: "each month", 2: "every second month", 3: "every third month"}
    tail = f"of {months.get(interval) or f'every {interval}th month'}"
    if dates and days:
        return _after(days, dates, tail)
    if dates:
        if not all(re.fullmatch(r"[1-9]|[12]\d|3[01]|-1", day) for day in dates):
            return ""
        names = [_nth(int(day)) if day != "-1" else "last day" for day in dates]
        return f"the {_joined(names)} {tail}"
    matches = [re.fullmatch(r"\+?([1-5]|-1)([A-Z]{2})", day) for day in days]
    if not matches or not all(match and match[2] in DAY_NAME for match in matches):
        return ""
    pairs = [(int(match[1]), match[2]) for match in matches if match]
    if len({code for _, code in pairs}) == 1:
        which = _joined([ORDINAL_NAME[number] for number, _ in pairs])
        return f"the {which} {DAY_NAME[pairs[0][1]]} {tail}"
    return f"the {_joined([f'{ORDINAL_NAME[n]} {DAY_NAME[code]}' for n, code in pairs])} {tail}"


def _after(days: list[str], dates: list[str], tail: str) -> str:
    """One weekday within seven days running: the first such day after the nth other one."""
    if len(days) != 1 or days[0] not in DAY_NAME or not all(day.isdecimal() for day in dates):
        return ""
    span = [int(day) for day in dates]
    if span != list(range(span[0], span[0] + 7)) or not 2 <= span[0] <= 25:
        return ""
    which, later = divmod(span[0] - 1, 7)
    if later == 0:
        return f"the {ORDINAL_NAME[which + 1]} {DAY_NAME[days[0]]} {tail}"
    before = CODES[(CODES.index(days[0]) - later) % 7]
    anchor = f"the {ORDINAL_NAME[which + 1]} {DAY_NAME[before]}"
    return f"the {DAY_NAME[days[0]]} after {anchor} {tail}"


def _end(found: dict[str, str]) -> str:
    count, until = found.get("COUNT", ""), found.get("UNTIL", "")
    said = f", {count} times" if count.isdecimal() else ""
    if re.fullmatch(r"\d{8}(T\d{6}Z?)?", until):
        said += f", until {date(int(until[:4]), int(until[4:6]), int(until[6:8]))}"
    return said


def _spaced(interval: int, unit: str) -> str:
    if interval == 1:
        return unit
    return f"{_NUMBER_NAME.get(interval, interval)} {unit}s"


def _nth(day: int) -> str:
    ending = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + " and " + names[-1]
