"""What the form for catching things offers: people, units, and a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.core.occurrences import occurrences
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person

MOST_PEOPLE = 300  # a list to choose from; more are found on the page of commitments
USUAL_DAYS = 14  # until a commitment is due when no next gathering is known


@dataclass(frozen=True)
class Offer:
    """What can be chosen while something is caught.

    Attributes:
        people: Who can take something on, by number and name; the reader first.
        units: The units they come from, by number and name.
        heard_in: The unit in which an insight was heard, as long as nobody chose: the reader's.
        due_on: The day that is offered: that of the next gathering.
        key: For a page without scripts, which sends it once.
    """

    people: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    heard_in: int | None
    due_on: date
    key: UUID

    @property
    def people_options(self) -> SafeString:
        """The people as options of a list; a template would take three times as long."""
        return _options(self.people)

    @property
    def unit_options(self) -> SafeString:
        """The units as options of a list."""
        return _options(self.units)

    @property
    def heard_options(self) -> SafeString:
        """The units as options of where an insight was heard; the one that is chosen on top."""
        return _options(tuple(sorted(self.units, key=lambda one: one[0] != self.heard_in)))

    def chosen(self, *, owner: object, unit: object, heard_in: object) -> Offer:
        """The same, with what was chosen before on top."""
        return replace(
            self,
            people=tuple(sorted(self.people, key=lambda one: str(one[0]) != owner)),
            units=tuple(sorted(self.units, key=lambda one: str(one[0]) != unit)),
            heard_in=next((pk for pk, _name in self.units if str(pk) == heard_in), self.heard_in),
        )


def _options(rows: tuple[tuple[int, str], ...]) -> SafeString:
    options = (f'<option value="{number}">{escape(name)}</option>' for number, name in rows)
    return mark_safe("".join(options))  # noqa: S308 - numbers, and names that are escaped


def offer_for(gathering: Gathering, *, reader: Person, at: datetime) -> Offer:
    """What the form offers to somebody at a moment, in three queries."""
    people = dict(_people(gathering.community_id))
    placed = {person: (unit, name) for person, unit, name in _placed(tuple(people))}
    units = {pk: placed[pk] for pk in people if pk in placed}
    first = [reader.pk] if reader.pk in people else []
    ordered = [*first, *(pk for pk in people if pk != reader.pk)]
    same = Counter(people.values())
    return Offer(
        people=tuple(
            (pk, _named(people[pk], units.get(pk), is_alone=same[people[pk]] == 1))
            for pk in ordered
        ),
        units=tuple(sorted(set(units.values()), key=lambda unit: unit[1])),
        heard_in=units[reader.pk][0] if reader.pk in units else None,
        due_on=next_day(gathering, at=at),
        key=uuid4(),
    )


def next_day(gathering: Gathering, *, at: datetime) -> date:
    """The next day in the rhythm, also when it is noted long after; in two weeks without one."""
    patterns = gathering.series.patterns
    after = max(gathering.ends_at, at)
    coming = occurrences(patterns, after=after, limit=1) if patterns else []
    later = [one.planned_on for one in coming if one.planned_on > gathering.planned_on]
    return later[0] if later else after.date() + timedelta(days=USUAL_DAYS)


@prepared
def _people(community: int) -> QuerySet[Membership, tuple[int, str]]:
    here = Membership.objects.current().filter(community=community, person__is_active=True)
    rows = here.order_by("person__name", "person_id").values_list("person", "person__name")
    return rows.distinct()[:MOST_PEOPLE]


@prepared
def _placed(people: tuple[int, ...]) -> QuerySet[Placement, tuple[int, int, str]]:
    """Where people are placed now: who, the unit's number and its name."""
    rows = Placement.objects.filter(until_on=None, person__in=people)
    return rows.values_list("person", "unit", "unit__name")


def _named(name: str, unit: tuple[int, str] | None, *, is_alone: bool) -> str:
    """The name; with the unit where two are called the same."""
    return name if is_alone or unit is None else f"{name}, {unit[1]}"
