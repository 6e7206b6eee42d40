"""The small pieces of a rhythm as people write them: weekdays, times, zones, first dates.

Every reader here gives back a value, or None when the text is not that piece; `rhythm.read`
turns a None into a sentence for a person.
"""

from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import ZoneInfo

DAYS: tuple[tuple[str, str], ...] = (
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
    ("SU", "Sunday"),
)
CODES: tuple[str, ...] = tuple(code for code, _ in DAYS)
DAY_NAME: dict[str, str] = dict(DAYS)
ORDINALS: dict[str, int] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": -1,
}
ORDINAL_NAME: dict[int, str] = {number: word for word, number in ORDINALS.items()}
NUMBERS: dict[str, int] = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# A zone name a reader would understand in one way only. Where an abbreviation names a winter
# time and the words beside it name a region, the region is what people keep to in summer too.
_ZONES: dict[str, str] = {
    "utc": "UTC",
    "gmt": "UTC",
    "z": "UTC",
    "pt": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
    "mt": "America/Denver",
    "mountain time": "America/Denver",
    "ct": "America/Chicago",
    "central time": "America/Chicago",
    "et": "America/New_York",
    "eastern time": "America/New_York",
    "cet": "Europe/Brussels",
    "central european time": "Europe/Brussels",
    "eet": "Europe/Athens",
    "eastern european time": "Europe/Athens",
    "wet": "Europe/Lisbon",
    "poland": "Europe/Warsaw",
    "japan": "Asia/Tokyo",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "singapore": "Asia/Singapore",
}
_FIXED: dict[str, str] = {
    "est": "Eastern Time",
    "edt": "Eastern Time",
    "cst": "Central Time",
    "cdt": "Central Time",
    "mst": "Mountain Time",
    "mdt": "Mountain Time",
    "pst": "Pacific Time",
    "pdt": "Pacific Time",
    "cest": "Central European Time",
}
_AMBIGUOUS: dict[str, str] = {
    "ist": "India, Israel or Ireland",
    "bst": "Britain or Bangladesh",
    "cst": "the center of America, China or Cuba",
}
_DAY_FORMS = {
    form: code
    for code, name in DAYS
    for form in (name.casefold(), name.casefold() + "s", name[:3].casefold())
} | {"tues": "TU", "thur": "TH", "thurs": "TH", "weds": "WE"}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+{_DAY}\b")
_DAY_MONTH = re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}")


def day_code(word: str) -> str | None:
    """The two-letter code of a weekday's name, long, short or in the plural.

    Args:
        word: one word in lower case, such as "thursdays".

    Returns:
        "MO" to "SU", or None when the word names no weekday.

    Source:
        RFC 5545, section 3.3.10 (weekday).

    >>> day_code("thursdays"), day_code("tue"), day_code("someday")
    ('TH', 'TU', None)
    """
    return _DAY_FORMS.get(word)


def clock(text: str) -> time | None:
    """A time of day as people write it.

    Args:
        text: such as "9:00", "2PM", "10:30 am", "noon".

    Returns:
        The time, or None when it is not one.

    Source:
        The spellings found in public registers of communities.

    >>> clock("2PM"), clock("09:30"), clock("12 am"), clock("25:00")
    (datetime.time(14, 0), datetime.time(9, 30), datetime.time(0, 0), None)
    """
    found = text.strip().casefold()
    if found in {"noon", "midday"}:
        return time(12)
    match = re.fullmatch(
        r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?\s*(am|pm|a\.m\.|p\.m\.|h)?", found
    )
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] not in {None, "h"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if (match[3] or "").startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def zone(text: str) -> tuple[str, str]:
    """The IANA name of a zone as people write it.

    Args:
        text: such as "PT (Pacific Time)", "UTC", "Eastern Time (ET)", "Europe/Paris".

    Returns:
        A pair: the IANA name ("" when not understood), and a remark or the reason why not.

    Source:
        IANA time zone database; CET is one clock in many countries, Brussels stands for it.

    >>> zone("PT (Pacific Time)")
    ('America/Los_Angeles', '')
    >>> zone("IST")
    ('', '“IST” can mean India, Israel or Ireland')
    """
    raw = text.strip()
    if re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+\-]+)+", raw):
        return (raw, "") if _exists(raw) else ("", f"there is no time zone “{raw}”")
    parts = [part for part in re.split(r"\s*[()]\s*", raw.casefold()) if part]
    known = {_ZONES[part] for part in parts if part in _ZONES}
    fixed = [part for part in parts if part in _FIXED]
    if len(known) == 1 and all(part in _ZONES or part in _FIXED for part in parts):
        name = known.pop()
        if any(_ZONES[_FIXED[part].casefold()] != name for part in fixed):
            return "", f"“{raw}” names two different time zones"
        remark = f"“{raw}” is taken as {name}, summer time included" if fixed else ""
        return name, remark
    if len(parts) == 1 and parts[0] in _AMBIGUOUS:
        return "", f"“{raw}” can mean {_AMBIGUOUS[parts[0]]}"
    if len(parts) == 1 and fixed:
        name = _ZONES[_FIXED[parts[0]].casefold()]
        return name, f"“{raw}” is taken as {name}, summer time included"
    return "", f"the time zone “{raw}” is not known"


def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def first_date(text: str) -> date | None:
    """The date in a phrase that holds a month's name, a day and a year in any order.

    Args:
        text: in lower case, such as "tuesday feb 11, 2025" or "2020 start date: jan. 7th".

    Returns:
        The date, or None when a part is missing or there is no such day.

    Source:
        The spellings found in public registers of communities.

    >>> first_date("tuesday december 7th, 2021"), first_date("2019 start date: jan. 11th")
    (datetime.date(2021, 12, 7), datetime.date(2019, 1, 11))
    """
    iso = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text)
    named = _MONTH_DAY.search(text) or _DAY_MONTH.search(text)
    year = re.search(r"\b(\d{4})\b", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if named and year:
            return date(int(year[1]), _MONTHS.index(named["month"]) + 1, int(named["day"]))
    except ValueError:
        return None
    return None
