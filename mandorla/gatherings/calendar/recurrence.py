"""Rules as calendars write them beside those a community keeps, and the moments of a meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.core.occurrences import Pattern, planned_days, starts_at
from mandorla.core.rhythm_days import horizon
from mandorla.core.rhythm_rule import WITHIN_A_DAY, Unusable, rule_of
from mandorla.core.rhythm_words import parts
from mandorla.gatherings.calendar.moments import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.gatherings.calendar.meeting import Meeting

_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_COUNT = re.compile(r"COUNT=(\d+)")


def kept(rule: str, *, start: datetime) -> tuple[str, datetime | None]:
    """A rule as a community can keep it.

    Args:
        rule: what the calendar says.
        start: the first time, on its own clock.

    Returns:
        The rule without its end by a date and without the time of day, and that end.

    Raises:
        NotUnderstood: it is no rule, or repeats more than once a day.
    """
    found = parts(rule)
    if found.get("FREQ") in WITHIN_A_DAY or _several_a_day(found, start):
        raise NotUnderstood(_("it repeats more than once a day"))
    plain = {name: value for name, value in found.items() if name not in _OF_DAY}
    if plain.get("INTERVAL") == "1":
        del plain["INTERVAL"]
    try:
        until = rule_of(_written(plain) if plain else rule).until
    except Unusable as error:
        raise NotUnderstood(str(error).rstrip(".")) from error
    plain.pop("UNTIL", None)
    return _written(plain), _end(until, start)


def _written(found: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in found.items())


def _several_a_day(found: dict[str, str], start: datetime) -> bool:
    """A time of day in a rule is the one at which it starts, or there are several."""
    own = (start.hour, start.minute, start.second)
    return any(
        name in found and found[name].lstrip("0") != str(said).lstrip("0")
        for name, said in zip(_OF_DAY, own, strict=True)
    )


def _end(until: date | datetime | None, start: datetime) -> datetime | None:
    """The last moment: a day alone holds until it is over."""
    if until is None:
        return None
    if not isinstance(until, datetime):
        return datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=start.tzinfo)
    return until if until.tzinfo else until.replace(tzinfo=start.tzinfo)


def by_rule(meeting: Meeting, *, since: date | None = None) -> Iterator[datetime]:
    """The moments of the rule alone, in order; the start alone when there is none.

    Args:
        meeting: A rhythm, or one meeting.
        since: The first day to look at; from the beginning when it is not given.
    """
    if not meeting.rule:
        yield meeting.starts_at
        return
    local = meeting.starts_at
    pattern = Pattern(meeting.rule, local.date(), local.time(), meeting.zone)
    first = max(since or local.date(), local.date())
    for day in planned_days(pattern, since=first, until=horizon(first)):
        moment = starts_at(pattern, day)
        if meeting.until and moment.astimezone(UTC) > meeting.until:
            return
        yield moment


def occurrences(meeting: Meeting, *, first: datetime, last: datetime) -> list[datetime]:
    """When it takes place within two moments: moved ones as they are, cancelled ones not."""
    away = {*meeting.left_out, *(one.recurs_at for one in meeting.changed)}
    found = {one.starts_at for one in meeting.changed if not one.is_cancelled}
    found |= set(meeting.added) - away
    for moment in by_rule(meeting, since=_day_of(first, meeting)):
        if moment > last:
            break
        if moment not in away:
            found.add(moment)
    return sorted(moment for moment in found if first <= moment <= last)


def from_then_on(meeting: Meeting, *, since: datetime) -> Meeting | None:
    """The meeting without what is over.

    A rule then begins at its first moment from there on, which keeps its weeks as they were.

    Returns:
        None when nothing is left.
    """
    changed = tuple(one for one in meeting.changed if max(one.recurs_at, one.starts_at) >= since)
    since = min([since, *(one.recurs_at for one in changed)])
    later = replace(
        meeting,
        changed=changed,
        left_out=tuple(moment for moment in meeting.left_out if moment >= since),
        added=tuple(sorted(moment for moment in meeting.added if moment >= since)),
    )
    for moment in by_rule(meeting, since=_day_of(since, meeting)):
        if moment >= since:
            return replace(later, starts_at=moment, rule=_without_earlier(meeting, moment))
    if not later.added:
        return None
    return replace(later, starts_at=later.added[0], added=later.added[1:], rule="", until=None)


def _day_of(moment: datetime, meeting: Meeting) -> date:
    return moment.astimezone(meeting.starts_at.tzinfo).date()


def _without_earlier(meeting: Meeting, first: datetime) -> str:
    """A rule that says how many times says how many are left."""
    if not _COUNT.search(meeting.rule):
        return meeting.rule
    over = sum(1 for moment in by_rule(meeting) if moment < first)
    return _COUNT.sub(lambda said: f"COUNT={int(said[1]) - over}", meeting.rule)
