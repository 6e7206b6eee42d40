"""The days a rule allows within one of its days, weeks, months or years.

Only days that a part of the rule names are looked at: the 31st of each April costs one look a
year, not one a day. So a rule that never comes true is found out in some thousandths of a second.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from mandorla.core.rhythm_parts import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.core.rhythm_rule import Rule


def days_within(rule: Rule, first: date, last: date) -> list[date]:
    """The days a rule allows within one of its repetitions.

    Args:
        rule: The rule; what it leaves to its first day is named in it.
        first: The first day of the day, week, month or year.
        last: The last one.

    Returns:
        The days, in order; those picked by BYSETPOS when the rule picks.

    Source:
        RFC 5545, section 3.3.10.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> last_weekday = rule_of("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
    >>> days_within(last_weekday, date(2026, 1, 1), date(2026, 1, 31))
    [datetime.date(2026, 1, 30)]
    """
    if rule.freq == "YEARLY":
        named = _of_year(rule, first.year)
    elif rule.freq == "MONTHLY":
        named = days_of_month(rule, first.year, first.month)
    else:
        wanted = {CODES.index(code) for _number, code in rule.days} or set(range(7))
        days = range(first.toordinal(), last.toordinal() + 1)
        named = [date.fromordinal(day) for day in days if (day - 1) % 7 in wanted]
    found = named if _says_all(rule) else sorted({day for day in named if allows(rule, day)})
    picks = rule.lists.get("BYSETPOS")
    if not picks:
        return found
    places = {pick - 1 if pick > 0 else len(found) + pick for pick in picks}
    return [found[place] for place in sorted(places) if 0 <= place < len(found)]


def _says_all(rule: Rule) -> bool:
    """Whether the days that are named are those that are allowed, so that none is looked at."""
    others = {"BYMONTH"} if rule.freq == "WEEKLY" else {"BYYEARDAY", "BYWEEKNO"}
    if rule.lists.keys() & others:
        return False
    by_number = "BYMONTHDAY" in rule.lists
    return not any(number or by_number for number, _code in rule.days)


def most_days(rule: Rule) -> int:
    """At most how many days a rule can have in one of its repetitions.

    Args:
        rule: The rule; what it leaves to its first day is named in it.

    Returns:
        A number that is never too small.

    Source:
        Counting; the longest year has 366 days, the longest month 31.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> most_days(rule_of("FREQ=MONTHLY;BYDAY=3WE")), most_days(rule_of("FREQ=WEEKLY;BYDAY=MO,TU"))
    (1, 2)
    """
    if rule.freq in {"DAILY", "WEEKLY"}:
        return 1 if rule.freq == "DAILY" else len({code for _number, code in rule.days}) or 7
    is_year = rule.freq == "YEARLY"
    months = set(rule.lists.get("BYMONTH", range(1, 13))) if is_year else {1}
    most = [sum(monthrange(2028, month)[1] for month in months) if is_year else 31]
    if rule.days:
        plain = len({code for number, code in rule.days if not number})
        each = 4 * plain + min(plain, 3) if len(months) < 12 else (52 * plain + min(plain, 2)) / 12
        nth = sum(1 for number, _code in rule.days if number)
        most.append(round((each + nth) * len(months)))
    for name, times in (("BYMONTHDAY", len(months)), ("BYYEARDAY", 1), ("BYWEEKNO", 7)):
        if name in rule.lists:
            most.append(len(rule.lists[name]) * times)
    return min(most)


def days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    """The days of a month that a rule names by their number, or else by their weekday.

    Args:
        rule: The rule.
        year: The year.
        month: The month, from 1.

    Returns:
        The days, in order; whether the other parts of the rule allow them is not looked at.

    Source:
        The calendar.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> days_of_month(rule_of("FREQ=MONTHLY;BYMONTHDAY=30"), 2026, 2)
    []
    """
    if month not in rule.lists.get("BYMONTH", (month,)):
        return []
    weekday, length = monthrange(year, month)
    if numbers := rule.lists.get("BYMONTHDAY"):
        days: Iterable[int] = sorted({n if n > 0 else length + 1 + n for n in numbers})
        return [date(year, month, day) for day in days if 1 <= day <= length]
    wanted = {CODES.index(code) for _number, code in rule.days} or set(range(7))
    days = (day for day in range(1, length + 1) if (weekday + day - 1) % 7 in wanted)
    return [date(year, month, day) for day in days]


def allows(rule: Rule, day: date) -> bool:
    """Whether every part of a rule but BYSETPOS and INTERVAL allows a day.

    Args:
        rule: The rule.
        day: A day.

    Returns:
        Whether it can be one of its days.

    Source:
        RFC 5545, section 3.3.10.

    >>> from mandorla.core.rhythm_rule import rule_of
    >>> third = rule_of("FREQ=MONTHLY;BYDAY=3WE")
    >>> allows(third, date(2026, 1, 21)), allows(third, date(2026, 1, 14))
    (True, False)
    """
    lists = rule.lists
    if "BYMONTH" in lists and day.month not in lists["BYMONTH"]:
        return False
    if "BYMONTHDAY" in lists and not _is_one(lists["BYMONTHDAY"], day.day, _length(day)):
        return False
    if "BYYEARDAY" in lists and not _is_one(lists["BYYEARDAY"], _in_year(day), _year(day.year)):
        return False
    if "BYWEEKNO" in lists and not _is_one(lists["BYWEEKNO"], *_week(day, rule)):
        return False
    if not rule.days:
        return True
    code = CODES[day.weekday()]
    return any(_is_nth(rule, number, day) for number, named in rule.days if named == code)


def _is_nth(rule: Rule, number: int, day: date) -> bool:
    """The third Wednesday is one of its month; of its year when the rule repeats by years alone."""
    if not number:
        return True
    by_month = rule.freq == "MONTHLY" or "BYMONTH" in rule.lists
    place, length = (day.day, _length(day)) if by_month else (_in_year(day), _year(day.year))
    return number in {(place - 1) // 7 + 1, -((length - place) // 7 + 1)}


def _is_one(numbers: tuple[int, ...], place: int, length: int) -> bool:
    return place in numbers or place - length - 1 in numbers


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _in_year(day: date) -> int:
    return day.timetuple().tm_yday


def _year(year: int) -> int:
    return 366 if isleap(year) else 365


def _of_year(rule: Rule, year: int) -> list[date]:
    """The days of a year that a rule names by number, week or month."""
    new_year, length = date(year, 1, 1), _year(year)
    if numbers := rule.lists.get("BYYEARDAY"):
        places = {n - 1 if n > 0 else length + n for n in numbers}
    elif numbers := rule.lists.get("BYWEEKNO"):
        # A week lies within ten days of where it would be if it began with the year.
        rough = {(n - 1) * 7 if n > 0 else length + n * 7 for n in numbers} | {0, length - 7}
        places = {place + near for place in rough for near in range(-7, 14)}
    else:
        return list(chain.from_iterable(days_of_month(rule, year, m) for m in range(1, 13)))
    return [new_year + timedelta(days=place) for place in places if 0 <= place < length]


def _week(day: date, rule: Rule) -> tuple[int, int]:
    """The number of its week and how many its year has; a week is of the year with most of it."""
    begins = (day.weekday() - CODES.index(rule.week_start)) % 7
    middle = date.fromordinal(min(day.toordinal() - begins + 3, date.max.toordinal()))
    length, place = _year(middle.year), _in_year(middle)
    return (place - 1) // 7 + 1, (place - 1) // 7 + 1 + (length - place) // 7
