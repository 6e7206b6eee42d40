"""What a change of a rhythm does to what is kept of it: former rhythms and touched gatherings."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mandorla.base.errors import Refused
from mandorla.communities.archetypes import plain_step
from mandorla.communities.models import Archetype
from mandorla.core.occurrences import Occurrence, aligned, occurrences
from mandorla.core.rhythm_rule import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.gatherings.models.gathering import Gathering
    from mandorla.gatherings.models.series import Series, Stretch

NEAR = timedelta(days=45)  # a gathering goes along to a date of the new rhythm at most so far away
FORMER = ("rule", "timezone", "starts_on", "starts_time", "minutes", "place")


def steps_of(archetype: str) -> list[dict[str, Any]]:
    """The agenda that gatherings of an archetype begin with; empty without one."""
    found = Archetype.in_use().get(archetype)
    return [plain_step(step) for step in found.agenda] if found else []


def aligned_or_refused(rule: str, on: date) -> date:
    """The first date of a rhythm from a day on.

    Raises:
        Refused: The rule cannot be read.
    """
    try:
        return aligned(rule, on)
    except Unusable as reason:
        raise Refused(str(reason)) from None


def split_off(series: Series, *, until_on: date) -> None:
    """What the series was until a day is kept apart; what it was to be after that is forgotten."""
    series.former.filter(starts_on__gt=until_on).delete()
    series.former.filter(until_on__gt=until_on).update(until_on=until_on)
    if series.rule and (series.starts_on is None or series.starts_on <= until_on):
        known = series.former.filter(until_on=until_on)
        if not known.exists():
            facts = {name: getattr(series, name) for name in FORMER}
            last = min(filter(None, [until_on, series.ends_on]))
            series.former.create(until_on=last, **facts)


def cancel_after(
    series: Series, *, on: date, because: str, at: datetime, also_moved: bool = False
) -> None:
    """What is planned after a day does not take place; if asked, what was moved there neither."""
    zone = ZoneInfo(series.zone)
    for gathering in series.gatherings.filter(state="planned"):
        moved_to = gathering.starts_at.astimezone(zone).date()
        if gathering.planned_on > on or (also_moved and moved_to > on):
            gathering.state, gathering.cancelled_because = "cancelled", because
            _keep(gathering, "state", "cancelled_because", at=at)


def carry_over(series: Series, *, before: Sequence[Stretch], from_on: date, at: datetime) -> None:
    """Gatherings that were touched follow a rhythm that changed.

    One that was planned for a day the new rhythm has too takes the new time, place and length,
    where it had the old ones. One whose day is gone moves to the nearest free date. One that finds
    none stays on its day: an extra gathering that people can move or cancel. What was held or
    cancelled stays as it was, and so does one at which somebody was.
    """
    later = series.gatherings.filter(planned_on__gte=from_on).order_by("planned_on")
    kept = list(later)
    after = series.stretches_now()
    taken = {gathering.planned_on for gathering in kept}
    for gathering in [one for one in kept if one.state == "planned" and not one.is_attended]:
        was = _planned(before, gathering.planned_on)
        now = _planned(after, gathering.planned_on)
        if now is None:
            now = _nearest(after, gathering.planned_on, from_on, taken)
        if was is None or now is None:
            continue
        taken = taken - {gathering.planned_on} | {now[1].planned_on}
        _follow(gathering, was=was, now=now, at=at)


def _follow(
    gathering: Gathering,
    *,
    was: tuple[Stretch, Occurrence],
    now: tuple[Stretch, Occurrence],
    at: datetime,
) -> None:
    """Take over what the rhythm says, but not what somebody set for this one alone."""
    pairs = {
        "planned_on": (gathering.planned_on, now[1].planned_on),
        "starts_at": (was[1].starts_at, now[1].starts_at),
        "minutes": (was[0].minutes, now[0].minutes),
        "place": (was[0].place, now[0].place),
    }
    changed = [name for name, (old, _new) in pairs.items() if getattr(gathering, name) == old]
    changed = [name for name in changed if pairs[name][0] != pairs[name][1]]
    for name in changed:
        setattr(gathering, name, pairs[name][1])
    if changed:
        _keep(gathering, *changed, at=at)


def _keep(gathering: Gathering, *fields: str, at: datetime) -> None:
    gathering.sequence += 1
    gathering.changed_at = at
    gathering.keep(*fields, "sequence", "changed_at")


def _planned(stretches: Sequence[Stretch], day: date) -> tuple[Stretch, Occurrence] | None:
    return next((found for found in _around(stretches, day, day)), None)


def _nearest(
    stretches: Sequence[Stretch], day: date, from_on: date, taken: set[date]
) -> tuple[Stretch, Occurrence] | None:
    """The date of a rhythm that is nearest to a day and has no gathering yet."""
    found = [
        (stretch, occurrence)
        for stretch, occurrence in _around(stretches, max(day - NEAR, from_on), day + NEAR)
        if occurrence.planned_on not in taken
    ]
    return min(found, key=lambda one: abs(one[1].planned_on - day), default=None)


def _around(
    stretches: Sequence[Stretch], since: date, until: date
) -> list[tuple[Stretch, Occurrence]]:
    found = []
    for stretch in stretches:
        zone = ZoneInfo(stretch.pattern.timezone)
        after = datetime.combine(since - timedelta(days=1), time(0), tzinfo=zone)
        before = datetime.combine(until + timedelta(days=2), time(0), tzinfo=zone)
        found += [
            (stretch, occurrence)
            for occurrence in occurrences([stretch.pattern], after=after, before=before)
            if since <= occurrence.planned_on <= until
        ]
    return found
