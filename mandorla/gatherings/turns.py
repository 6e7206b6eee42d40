"""Who facilitates a gathering: people take turns, and one gathering may be somebody else's."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.core.occurrences import index_of
from mandorla.gatherings.models import Turn
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Gathering, Series

MOST_OFFERED = 60  # people a form asks about; in a larger community, those with a role first


def facilitators_of(gatherings: Sequence[Gathering]) -> dict[tuple[int, date], Person]:
    """Who facilitates which gathering, by series and planned day; in two queries.

    The place of a gathering in its rhythm says whose turn it is. Somebody who has left is skipped
    for the next one in the order, so nobody else's turn changes.

    Args:
        gatherings: With their series, read by `with_dates()`.
    """
    order: dict[int, list[Person]] = defaultdict(list)
    for turn in _turns(tuple({one.series_id for one in gatherings})):
        order[turn.series_id].append(turn.person)
    named = {one.facilitator_id for one in gatherings if one.facilitator_id}
    asked = named | {person.pk for people in order.values() for person in people}
    here = _here({one.community_id for one in gatherings}, asked)
    found: dict[tuple[int, date], Person] = {}
    for one in gatherings:
        people = [one.facilitator, *_from_turn(one, order[one.series_id])]
        for person in people:
            if person and (one.community_id, person.pk) in here:
                found[one.series_id, one.planned_on] = person
                break
    return found


def _from_turn(gathering: Gathering, people: list[Person]) -> list[Person]:
    """The order of a series from the one on whose turn it is."""
    if not people:
        return []
    turn = index_of(gathering.series.patterns, gathering.planned_on) % len(people)
    return people[turn:] + people[:turn]


def _here(communities: set[int], people: set[int]) -> set[tuple[int, int]]:
    """Who of these people belongs to which community now."""
    return set(_places(tuple(communities), tuple(people))) if people else set()


@prepared
def _turns(series: tuple[int, ...]) -> QuerySet[Turn]:
    rows = Turn.objects.filter(series__in=series).select_related("person")
    return rows.order_by("position", "pk")


@prepared
def _places(
    communities: tuple[int, ...], people: tuple[int, ...]
) -> QuerySet[Membership, tuple[int, int]]:
    held = Membership.objects.current().filter(community__in=communities, person__in=people)
    return held.filter(person__is_active=True).values_list("community_id", "person_id")


def members_of(community: Community) -> QuerySet[Person]:
    """Who can facilitate in a community: everybody who belongs to it now."""
    here = Membership.objects.current().filter(community=community)
    return Person.objects.filter(pk__in=here.values("person"), is_active=True).order_by("name")


def people_for_turns(series: Series) -> list[Person]:
    """Who is asked for a place in the order: those who have one, those with a role, the others."""
    place = dict(series.turns.values_list("person_id", "position"))
    official = Membership.objects.current().official().filter(community=series.community)
    first = members_of(series.community).filter(
        Q(pk__in=place) | Q(pk__in=official.values("person"))
    )
    others = members_of(series.community).exclude(pk__in=first.values("pk"))
    known = sorted(first, key=lambda person: (place.get(person.pk, MOST_OFFERED), person.name))
    return [*known, *others[: max(0, MOST_OFFERED - len(known))]]
