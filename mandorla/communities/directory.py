"""The directory: which communities there are, narrowed, sorted and fifty at a time.

A page costs the same number of queries whatever it finds, and counts in the database.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.web import Page, paged
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.communities.models.membership import MembershipQuerySet
    from mandorla.people.models import Person

LONGEST_PURPOSE = 110  # letters shown in a row
SORTS = {
    "name": gettext_lazy("name"),
    "newest": gettext_lazy("newest first"),
    "oldest": gettext_lazy("oldest first"),
}


@dataclass(frozen=True)
class Filters:
    """What somebody looks for in the directory.

    Attributes:
        words: Words or beginnings of words; each must be found.
        status: One status, `current` for all that have not closed, or empty for all.
        archetype: The key of an archetype, or empty.
        unit: The id of a unit: communities with members from it or from a part of it; or None.
        sort: One of `SORTS`.
    """

    words: str = ""
    status: str = "current"
    archetype: str = ""
    unit: int | None = None
    sort: str = "name"


@dataclass(frozen=True)
class Row:
    """One community in the directory; `since` is the year it began."""

    name: str
    slug: str
    purpose: str
    status: str
    archetype: str
    since: int | None
    leaders: str
    people: int


@dataclass(frozen=True)
class Directory:
    """A page of the directory and how many communities each status has under the same filters."""

    page: Page[Row]
    counts: Mapping[str, int]


def read_directory(
    *, person: Person, filters: Filters, number: int, archetypes: Mapping[str, str]
) -> Directory:
    """Read one page of the directory for somebody.

    Args:
        person: Who looks.
        filters: What they look for.
        number: Which page, from 1.
        archetypes: What each archetype is called, by its key.
    """
    communities = narrowed(person=person, filters=filters)
    counts = {
        row["status"]: row["count"]
        for row in communities.order_by().values("status").annotate(count=Count("pk"))
    }
    counts["current"] = sum(count for status, count in counts.items() if status != "closed")
    counts[""] = counts["current"] + counts.get("closed", 0)
    communities = of_status(communities, filters.status)
    fields = ("pk", "name", "slug", "purpose", "status", "archetype", "kind", "founded_on")
    found = paged(
        _sorted(communities, filters).values_list(*fields),
        number=number,
        total=counts.get(filters.status, 0),
    )
    return Directory(page=_with_people(found, archetypes), counts=counts)


def narrowed(*, person: Person, filters: Filters) -> CommunityQuerySet:
    """The communities of any status that somebody may see and looks for, in no order."""
    communities = Community.objects.visible_to(person)
    if filters.words:
        communities = communities.matching(filters.words)
    if filters.archetype:
        communities = communities.filter(archetype=filters.archetype)
    if filters.unit is not None:
        units = Unit.objects.below(filters.unit)
        placed = Membership.objects.from_units(units).values("community_id")
        communities = communities.filter(pk__in=placed)
    return communities


def of_status(communities: CommunityQuerySet, status: str) -> CommunityQuerySet:
    """Those with one status, `current` for all that have not closed, or empty for all."""
    if status == "current":
        return communities.current()
    return communities.filter(status=status) if status else communities


def _sorted(communities: CommunityQuerySet, filters: Filters) -> CommunityQuerySet:
    if filters.sort == "newest":
        return communities.order_by(F("founded_on").desc(nulls_last=True), Lower("name"), "pk")
    if filters.sort == "oldest":
        return communities.order_by(F("founded_on").asc(nulls_last=True), Lower("name"), "pk")
    if filters.words:
        by_name = Case(
            When(name__istartswith=filters.words.strip(), then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return communities.order_by(by_name, Lower("name"), "pk")
    return communities.order_by(Lower("name"), "pk")


def _with_people(found: Page[tuple[Any, ...]], archetypes: Mapping[str, str]) -> Page[Row]:
    keys = [row[0] for row in found.rows]
    memberships = Membership.objects.current().filter(community__in=keys)
    people = dict(
        memberships.order_by()
        .values_list("community")
        .annotate(count=Count("person", distinct=True))
    )
    leaders = _leaders(memberships)
    rows = [
        Row(
            name=name,
            slug=slug,
            purpose=_beginning(purpose),
            status=status,
            archetype=archetypes.get(archetype, kind),
            since=since.year if since else None,
            leaders=leaders.get(pk, ""),
            people=people.get(pk, 0),
        )
        for pk, name, slug, purpose, status, archetype, kind, since in found.rows
    ]
    return found.showing(rows)


def _in_short(names: list[str]) -> str:
    """The first two names, and how many more there are."""
    shown = ", ".join(names[:2])
    if len(names) <= 2:
        return shown
    return _("{names} and {more} more").format(names=shown, more=len(names) - 2)


def _beginning(text: str) -> str:
    """The first words of a text, as much as fits under a name."""
    if len(text) <= LONGEST_PURPOSE:
        return text
    return text[:LONGEST_PURPOSE].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def _leaders(memberships: MembershipQuerySet) -> dict[int, str]:
    """The names of the first two leaders of each community, and how many more there are."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = memberships.filter(role="leader").order_by("person__name", "person_id")
    for community, person, name in rows.values_list("community", "person", "person__name"):
        found[community][person] = name
    return {community: _in_short(list(names.values())) for community, names in found.items()}
