"""What the form for catching things offers: people, units, and a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.occurrences import next_gatherings
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.people.models import Person

MOST_PEOPLE = 300  # a list to choose from; more are found on the page of commitments
MOST_CANCELLED = 8  # in a row, before nobody expects a next gathering
USUAL_DAYS = 14  # until a commitment is due when no next gathering is known


@dataclass(frozen=True)
class Offer:
    """What can be chosen while something is caught.

    Attributes:
        people: Who can take something on, by number and name; the reader first.
        units: The units they come from, by number and name.
        due_on: The day that is offered: that of the next gathering.
        key: For a page without scripts, which sends it once.
    """

    people: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    due_on: date
    key: UUID


def offer_for(gathering: Gathering, *, reader: Person) -> Offer:
    """What the form offers to somebody, in three queries."""
    here = Membership.objects.current().filter(community=gathering.community)
    rows = here.filter(person__is_active=True).order_by("person__name", "person")
    people = dict(rows.values_list("person", "person__name").distinct()[:MOST_PEOPLE])
    units = _units(list(people))
    first = [reader.pk] if reader.pk in people else []
    ordered = [*first, *(pk for pk in people if pk != reader.pk)]
    same = Counter(people.values())
    return Offer(
        people=tuple(
            (pk, _named(people[pk], units.get(pk), is_alone=same[people[pk]] == 1))
            for pk in ordered
        ),
        units=tuple(sorted(set(units.values()), key=lambda unit: unit[1])),
        due_on=next_day(gathering),
        key=uuid4(),
    )


def next_day(gathering: Gathering) -> date:
    """The day of the next gathering in the rhythm; in two weeks when none is known."""
    following = _following(gathering, at=gathering.ends_at)
    if following is None:
        return gathering.local_start.date() + timedelta(days=USUAL_DAYS)
    return following.local_start.date()


def _following(gathering: Gathering, *, at: datetime) -> Gathering | None:
    """The first gathering of the series that begins after a moment and is not cancelled."""
    coming = next_gatherings([gathering.series], at=at, limit=MOST_CANCELLED)
    later = (one for one in coming if one.planned_on != gathering.planned_on)
    return next((one for one in later if one.state == "planned" and one.starts_at >= at), None)


def _units(people: list[int]) -> dict[int, tuple[int, str]]:
    """The unit of each of these people."""
    now = Placement.objects.filter(person__in=people, until_on=None)
    return {
        person: (unit, name)
        for person, unit, name in now.values_list("person", "unit", "unit__name")
    }


def _named(name: str, unit: tuple[int, str] | None, *, is_alone: bool) -> str:
    """The name; with the unit where two are called the same."""
    return name if is_alone or unit is None else f"{name}, {unit[1]}"
