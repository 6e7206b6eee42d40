"""Who was at a gathering, as far as somebody may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext_lazy

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Attendance, AttendanceCount
from mandorla.gatherings.models.attendance import known_until, opens_at
from mandorla.gatherings.turns import facilitators_of
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import datetime

    from mandorla.gatherings.models import Gathering

KEEPERS = {"leader", "facilitator"}
MOST_TICKED = 200  # members in the list to tick; a larger community types the code
WAYS = {
    "tap": gettext_lazy("said so"),
    "code": gettext_lazy("typed the code"),
    "told": gettext_lazy("ticked by the facilitator"),
    "file": gettext_lazy("from a file"),
}


@dataclass(frozen=True)
class Here:
    """Somebody who was there, for those who may know it by person."""

    pk: int
    name: str
    way: str
    minutes: int | None


@dataclass(frozen=True)
class OfUnit:
    """How many of a unit were there; no name means all other units together."""

    name: str
    people: int


@dataclass(frozen=True)
class Attended:
    """Who was at a gathering, as far as the reader may know.

    Attributes:
        people: How many with an account.
        guests: How many without.
        is_open: Whether somebody can be noted as there now.
        may_tap: Whether the reader can say now that they are there.
        is_forgotten: Whether it is so long ago that nobody knows it by person.
        last_on: The last day on which it is known by person.
        mine: Whether the reader was there; None when that is forgotten.
        keeps: Whether the reader may see and tick who was there.
        here: Who was there, for those who may see it; else empty.
        absent: Members who are not noted as there, for those who tick them; else empty.
        units: How many of each larger unit, once it is forgotten who.
        total: All of them.
    """

    gathering: Gathering
    people: int
    guests: int
    is_open: bool
    may_tap: bool
    is_forgotten: bool
    last_on: datetime
    mine: bool | None
    keeps: bool
    here: tuple[Here, ...]
    absent: tuple[Person, ...]
    units: tuple[OfUnit, ...]

    @property
    def total(self) -> int:
        """Everybody who was there."""
        return self.people + self.guests


def keeps_attendance(person: Person, *, gathering: Gathering, roles: Set[str]) -> bool:
    """Leaders, facilitators and the one whose turn it is see and tick who was there."""
    if KEEPERS & roles:
        return True
    turn = facilitators_of([gathering]).get((gathering.series_id, gathering.planned_on))
    return turn is not None and turn.pk == person.pk


def attendance_of(
    gathering: Gathering, *, reader: Person, roles: Set[str], at: datetime
) -> Attended:
    """Read who was there, for somebody with a role in the community.

    Args:
        gathering: Kept or computed; its series read with its community.
        reader: Who asks.
        roles: The roles the reader has in the community.
        at: The moment, which decides what is still known by person.
    """
    forgotten = at >= known_until(gathering)
    keeps = not forgotten and keeps_attendance(reader, gathering=gathering, roles=roles)
    here = _here(gathering, at=at) if keeps else ()
    is_open = _is_open(gathering, at=at)
    mine = None if forgotten else _was_there(gathering, reader, at=at)
    goes_on = bool(mine) or not gathering.community.has_closed
    return Attended(
        gathering=gathering,
        people=_count(gathering),
        guests=gathering.guests,
        is_open=is_open,
        may_tap=is_open and goes_on and bool(roles),
        is_forgotten=forgotten,
        last_on=known_until(gathering),
        mine=mine,
        keeps=keeps,
        here=here,
        absent=_absent(gathering, here) if keeps else (),
        units=_units(gathering),
    )


def _is_open(gathering: Gathering, *, at: datetime) -> bool:
    if gathering.state == "cancelled" or at >= known_until(gathering):
        return False
    return gathering.state != "planned" or at >= opens_at(gathering)


def _count(gathering: Gathering) -> int:
    if not gathering.is_kept:
        return 0
    kept = Attendance.objects.filter(gathering=gathering).count()
    counted = AttendanceCount.objects.filter(gathering=gathering).aggregate(all=Sum("people"))
    return kept + (counted["all"] or 0)


def _was_there(gathering: Gathering, reader: Person, *, at: datetime) -> bool:
    own = Attendance.objects.own_of(reader, at=at)
    return gathering.is_kept and own.filter(gathering=gathering).exists()


def _here(gathering: Gathering, *, at: datetime) -> tuple[Here, ...]:
    if not gathering.is_kept:
        return ()
    rows = Attendance.objects.kept(at=at).filter(gathering=gathering)
    listed = rows.order_by("person__name", "person_id").values_list(
        "person", "person__name", "way", "seconds"
    )
    return tuple(
        Here(pk, name, str(WAYS[way]), None if seconds is None else round(seconds / 60))
        for pk, name, way, seconds in listed
    )


def _absent(gathering: Gathering, here: tuple[Here, ...]) -> tuple[Person, ...]:
    """Members to tick, by name."""
    members = Membership.objects.current().filter(community=gathering.community_id)
    people = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return tuple(people.exclude(pk__in=[one.pk for one in here]).listed()[:MOST_TICKED])


def _units(gathering: Gathering) -> tuple[OfUnit, ...]:
    """The larger units by size, then all others together."""
    if not gathering.is_kept:
        return ()
    counts = AttendanceCount.objects.filter(gathering=gathering)
    rows = counts.values_list("unit__name").annotate(all=Sum("people"))
    found = [OfUnit(name or "", people) for name, people in rows]
    return tuple(sorted(found, key=lambda one: (not one.name, -one.people, one.name)))
