"""The rhythms of communities and the gatherings that were touched, as meetings of a calendar.

A calendar leaves the house: it tells when and where people meet, and names nobody. Why something
was cancelled stays inside, because such a sentence often speaks of somebody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.core.occurrences import Occurrence, planned_days, starts_at
from mandorla.gatherings.calendar.closing import with_called_off
from mandorla.gatherings.calendar.meeting import Changed, Meeting
from mandorla.gatherings.calendar.recurrence import by_rule, from_then_on, kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from mandorla.gatherings.models import Gathering, Series
    from mandorla.gatherings.models.series import Stretch

ALL_DAY = 24 * 60


class Place(NamedTuple):
    """Where a gathering belongs: which of the rhythms one after the other, and when by it."""

    number: int
    occurrence: Occurrence


def meetings_of(
    series: Series, gatherings: Iterable[Gathering], *, since: datetime, site: str
) -> list[Meeting]:
    """What a calendar shows of a series.

    Args:
        series: Read by `with_dates()`.
        gatherings: What was kept of it.
        since: What was over by then is left out.
        site: The address of this installation, for links.

    Returns:
        A meeting for each way in which it took place one after the other, and one for each
        gathering on a day that none of them has.
    """
    stretches, listed = with_called_off(series, list(gatherings))
    changed: dict[int, list[Changed]] = {}
    found: list[Meeting] = []
    places = _places(stretches, {gathering.planned_on for gathering in listed})
    for gathering in listed:
        place = places.get(gathering.planned_on)
        if place is None:
            found += _extra(series, gathering, site)
        elif one := _changed(series, gathering, stretches[place.number], place.occurrence):
            changed.setdefault(place.number, []).append(one)
    last = len(stretches) - 1
    for number, stretch in enumerate(stretches):
        uid = uid_of(series, until=None if number == last else stretch.pattern.until_on)
        meeting = _rhythm(series, stretch, uid=uid, site=site)
        if meeting:
            found.append(replace(meeting, changed=tuple(changed.get(number, ()))))
    return [later for meeting in found if (later := from_then_on(meeting, since=since))]


def meeting_of(series: Series, gathering: Gathering, *, site: str) -> Meeting:
    """One gathering on its own, known in calendars by its place in the rhythm.

    Args:
        series: Read by `with_dates()`.
        gathering: One of it, kept or only computed.
        site: The address of this installation.
    """
    stretches, _listed = with_called_off(series, [gathering])
    place = _places(stretches, {gathering.planned_on}).get(gathering.planned_on)
    if place is None:
        return _alone(series, gathering, site)
    stretch, occurrence = stretches[place.number], place.occurrence
    is_last = place.number == len(stretches) - 1
    uid = uid_of(series, until=None if is_last else stretch.pattern.until_on)
    rhythm = _meeting(series, uid=uid, start=occurrence.starts_at, stretch=stretch, site=site)
    return replace(rhythm, changed=(_told(series, gathering, occurrence, stretch),))


def uid_of(series: Series, *, until: date | None) -> str:
    """The name of a rhythm in calendars: the one it was read with, or one of our own."""
    name = f"series-{series.pk}" + (f"-until-{until}" if until else "")
    return series.uid if series.uid and not until else f"{name}@{_host()}"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "mandorla"


def _places(stretches: list[Stretch], days: Collection[date]) -> dict[date, Place]:
    """In which rhythm each of these days lies, and when it would be by it; not those in none."""
    found: dict[date, Place] = {}
    if not days:
        return found
    for number, stretch in enumerate(stretches):
        pattern = stretch.pattern
        for day in planned_days(pattern, since=min(days), until=max(days)):
            if day in days:
                found[day] = Place(number, Occurrence(day, starts_at(pattern, day)))
    return found


def _rhythm(series: Series, stretch: Stretch, *, uid: str, site: str) -> Meeting | None:
    """The rhythm by its rule; how many times it takes place is said by its last day."""
    pattern = stretch.pattern
    start = starts_at(pattern, pattern.starts_on)
    rule, until = kept(pattern.rule, start=start)
    ends = [until] if until else []
    if pattern.until_on:
        ends.append(datetime.combine(pattern.until_on, time(23, 59, 59), tzinfo=start.tzinfo))
    meeting = _meeting(series, uid=uid, start=start, stretch=stretch, site=site)
    meeting = replace(meeting, rule=rule, until=min(ends).astimezone(UTC) if ends else None)
    if "COUNT=" in rule:
        moments = list(by_rule(meeting))
        rule = ";".join(part for part in rule.split(";") if not part.startswith("COUNT="))
        end = moments[-1].astimezone(UTC) if moments else None
        meeting = replace(meeting, rule=rule, until=end) if end else meeting
    first = next(by_rule(meeting), None)
    return replace(meeting, starts_at=first) if first else None


def _meeting(series: Series, *, uid: str, start: datetime, stretch: Stretch, site: str) -> Meeting:
    community = series.community
    page = f"{site}{reverse('gatherings:gatherings', args=[community.slug])}"
    link = next((str(one.get("address", "")) for one in series.links if one.get("address")), "")
    is_all_day = stretch.pattern.starts_time is None
    return Meeting(
        uid=uid,
        summary=summary_of(series),
        starts_at=start,
        minutes=ALL_DAY if is_all_day else stretch.minutes,
        place=stretch.place,
        link=link,
        description=_description(link, page),
        page=page,
        sequence=series.sequence,
        changed_at=series.changed_at,
        is_all_day=is_all_day,
    )


def summary_of(series: Series) -> str:
    """What it is called among the meetings of other communities."""
    community = series.community.name
    if community.casefold() in series.name.casefold():
        return series.name
    return f"{community}: {series.name}"


def _description(link: str, page: str) -> str:
    """Programs that show no other field show this one."""
    lines = [_("Join: {link}").format(link=link)] if link else []
    return "\n".join([*lines, _("Agenda and changes: {page}").format(page=page)])


def _changed(
    series: Series, gathering: Gathering, stretch: Stretch, occurrence: Occurrence
) -> Changed | None:
    """What differs from the rhythm; nothing when it was only touched."""
    told = _told(series, gathering, occurrence, stretch)
    is_as_planned = (
        not told.is_cancelled
        and told.starts_at == occurrence.starts_at
        and gathering.minutes == stretch.minutes
        and told.place is None
    )
    return None if is_as_planned and not gathering.sequence else told


def _told(
    series: Series, gathering: Gathering, occurrence: Occurrence, stretch: Stretch
) -> Changed:
    """Both count changes; their sum is higher after either, which programs go by."""
    zone = ZoneInfo(stretch.pattern.timezone)
    return Changed(
        recurs_at=occurrence.starts_at,
        starts_at=gathering.starts_at.astimezone(zone),
        minutes=ALL_DAY if stretch.pattern.starts_time is None else gathering.minutes,
        is_cancelled=gathering.state == "cancelled",
        sequence=series.sequence + gathering.sequence,
        changed_at=gathering.changed_at if gathering.is_kept else None,
        place=None if gathering.place == stretch.place else gathering.place,
    )


def _extra(series: Series, gathering: Gathering, site: str) -> Iterator[Meeting]:
    """On a day that no rhythm has, it is a meeting of its own; a cancelled one waits for nobody."""
    if gathering.state != "cancelled":
        yield _alone(series, gathering, site)


def _alone(series: Series, gathering: Gathering, site: str) -> Meeting:
    start = gathering.starts_at.astimezone(ZoneInfo(series.zone))
    uid = f"series-{series.pk}-on-{gathering.planned_on}@{_host()}"
    page = f"{site}{reverse('gatherings:gatherings', args=[series.community.slug])}"
    return Meeting(
        uid=uid,
        summary=summary_of(series),
        starts_at=start,
        minutes=gathering.minutes,
        place=gathering.place,
        description=_description("", page),
        page=page,
        sequence=gathering.sequence,
        changed_at=gathering.changed_at,
        is_cancelled=gathering.state == "cancelled",
    )


def window_start(at: datetime) -> datetime:
    """Ninety days back, from the first of that month: so a calendar keeps its bytes for weeks."""
    return (at - timedelta(days=90)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
