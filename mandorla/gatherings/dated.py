"""Series with what their dates are computed from, for pages that are opened all day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from mandorla.base.prepared import prepared
from mandorla.gatherings.models import FormerRhythm, Series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def dated_series(communities: Iterable[Community]) -> list[Series]:
    """The series of communities that have a rule, in two queries."""
    known = {one.pk: one for one in communities}
    found = _with_rules(tuple(known)) if known else []
    for one in found:
        one.community = known[one.community_id]
    return _with_former(found)


def series_in(community: Community, *, number: int, person: Person) -> Series | None:
    """A series of a community, when somebody may see it, in two queries."""
    found = _numbered(person, community.pk, number)
    for one in found:
        one.community = community
    return next(iter(_with_former(found)), None)


def _with_former(series: list[Series]) -> list[Series]:
    """The same series, knowing what each was before; in one query."""
    rows = _former(tuple(one.pk for one in series)) if series else []
    for one in series:
        one.known_former = [row for row in rows if row.series_id == one.pk]
    return series


@prepared
def _with_rules(communities: tuple[int, ...]) -> QuerySet[Series]:
    return Series.objects.filter(community__in=communities).exclude(rule="")


@prepared
def _numbered(person: Person, community: int, number: int) -> QuerySet[Series]:
    return Series.objects.visible_to(person).filter(community=community, pk=number)


@prepared
def _former(series: tuple[int, ...]) -> QuerySet[FormerRhythm]:
    return FormerRhythm.objects.filter(series__in=series).order_by("until_on")
