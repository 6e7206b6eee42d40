"""Loading a gathering for those who may read what is said in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from mandorla.base.errors import Refused
from mandorla.base.prepared import prepared
from mandorla.communities.models.closed import refuse_closed
from mandorla.gatherings.models import Gathering, Series
from mandorla.work.rules import leads, takes_part

if TYPE_CHECKING:
    from datetime import date

    from mandorla.base.web import PersonRequest
    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def gathering_for(request: PersonRequest, slug: str, series: int, planned_on: date) -> Gathering:
    """The gathering at an address, as it is kept or as the rhythm plans it.

    Raises:
        Http404: There is none on that day, or the person is not in the community.
    """
    kept = _kept(request.user, slug, series, planned_on)
    return kept[0] if kept else _planned(request, slug, series, planned_on)


@prepared
def _kept(person: Person, slug: str, series: int, planned_on: date) -> QuerySet[Gathering]:
    rows = Gathering.objects.open_to(person).select_related("series", "community")
    return rows.filter(series=series, planned_on=planned_on, community__slug=slug)


def _planned(request: PersonRequest, slug: str, series: int, planned_on: date) -> Gathering:
    visible = Series.objects.visible_to(request.user).with_dates()
    rhythm = get_object_or_404(visible, community__slug=slug, pk=series)
    if not takes_part(request.user, rhythm.community.roles_of(request.user)):
        raise Http404
    try:
        return Gathering.on(series=rhythm, planned_on=planned_on)
    except Refused as nothing:
        raise Http404 from nothing


def refuse_form(request: PersonRequest, community: Community) -> None:
    """What a closed community refuses is not asked for; what was sent hears it from its verb.

    Raises:
        Refused: The community has closed.
    """
    if request.method != "POST":
        refuse_closed(community)


def may_steer(request: PersonRequest, gathering: Gathering) -> bool:
    """Whether the person leads this gathering."""
    return leads(request.user, gathering, gathering.community.roles_of(request.user))
