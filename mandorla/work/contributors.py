"""Who helped, as far as others may know: units of enough people to be nobody in particular.

Somebody who says "I helped" is shown to nobody else. Their unit is not either, when few people of
the community come from it: everybody here would know who it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from mandorla.communities.models import Membership
from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Placement
from mandorla.work.models import Contribution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.work.models import Solution

SEVERAL: Final = 3  # units of few people each


@dataclass(frozen=True)
class Helped:
    """What somebody may know of those who helped to find a solution.

    Attributes:
        i_did: Whether the reader said so themselves.
        sentence: What others may know.
    """

    i_did: bool
    sentence: str


def helped_with(solution: Solution, *, reader: Person) -> Helped:
    """Who helped with a solution, in two queries and one for those who could have."""
    rows = list(
        Contribution.objects.filter(solution=solution).values_list("person", "unit", "unit__name")
    )
    people = people_by_unit(solution.community)  # also when nobody helped: both read the same
    names = {unit: name for _person, unit, name in rows if unit}
    return Helped(
        i_did=any(person == reader.pk for person, _unit, _name in rows),
        sentence=told_units([unit for _person, unit, _name in rows], names=names, people=people),
    )


def people_by_unit(community: Community) -> dict[int | None, int]:
    """How many people with a role in the community now belong to each unit; None is no unit."""
    return people_by_units([community.pk]).get(community.pk, {})


def people_by_units(communities: Collection[int]) -> dict[int, dict[int | None, int]]:
    """The same of many communities, by their ids; in one query."""
    placed = Placement.objects.current().filter(person=OuterRef("person")).values("unit")[:1]
    counted = (
        Membership.objects.current()
        .filter(community__in=communities, person__is_active=True)
        .annotate(belongs_to=Subquery(placed))
        .order_by()
        .values_list("community", "belongs_to")
        .annotate(people=Count("person", distinct=True))
    )
    found: dict[int, dict[int | None, int]] = defaultdict(dict)
    for community, unit, people in counted:
        found[community][unit] = people
    return found


def told_units(
    units: Iterable[int | None], *, names: Mapping[int, str], people: Mapping[int | None, int]
) -> str:
    """What others may read of the units that helped.

    A unit is named when five people of the community come from it. That others helped, too, is
    said when five people come from the units that are not named: fewer could be told apart.

    Args:
        units: The unit of each who helped.
        names: What the units are called.
        people: How many people of the community belong to each unit.
    """
    helped = set(units)
    told = {unit for unit in helped if unit and people.get(unit, 0) >= FEWEST}
    others = helped - told
    few = [number for number in people.values() if number < FEWEST]
    named = ", ".join(sorted(names[unit] for unit in told))
    if named and others and sum(few) >= FEWEST:
        return _("Helped to find it: {units}, and others.").format(units=named)
    if named:
        return _("Helped to find it: {units}.").format(units=named)
    if sum(few) < FEWEST:
        return _("Nobody has said that they helped to find it, or it would show who.")
    if not others:
        return _("Nobody has said yet that they helped to find it.")
    if len(others) > 1 and len(few) >= SEVERAL:
        return _("People of several units helped to find it.")
    return _("Somebody helped to find it.")


def may_tell_several(people: Mapping[int | None, int]) -> bool:
    """Whether it may be said of one solution that several units helped.

    Where few people of a unit are here, there have to be enough such units: of two, it would say
    that both did.
    """
    few = [number for number in people.values() if number < FEWEST]
    return not few or (sum(few) >= FEWEST and len(few) >= SEVERAL)
