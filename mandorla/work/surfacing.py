"""What the page on which something is surfaced offers, so that a line and a tap are enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Placement, Unit
from mandorla.work.models import Issue
from mandorla.work.models.nameless import shows_unit

if TYPE_CHECKING:
    from mandorla.people.models import Person

MOST_UNITS = 8  # that are one tap away


@dataclass(frozen=True)
class Offer:
    """What somebody can choose among.

    Attributes:
        communities: Those they belong to and the one they come from, by name.
        chosen: The one that is chosen before they choose; None when there is none to choose.
        own_unit: Where they belong.
        units: Those that are one tap away, their own first.
        shows_own: Whether their own unit may be shown when their name is left out.
    """

    communities: tuple[Community, ...]
    chosen: Community | None
    own_unit: Unit | None
    units: tuple[Unit, ...]
    shows_own: bool


def offer_to(person: Person, *, asked: str) -> Offer:
    """What the page offers to somebody.

    Args:
        person: Who surfaces something.
        asked: The address of the community they come from, if they come from one.
    """
    here = Membership.objects.places_of(person)
    open_ones = Community.objects.visible_to(person).current()
    mine = open_ones.filter(pk__in=here) | open_ones.filter(slug=asked)
    communities = tuple(mine.only("name", "slug", "status").order_by("name", "pk"))
    chosen = _chosen(communities, asked=asked, person=person)
    own = Placement.objects.current().filter(person=person).select_related("unit").first()
    own_unit = own.unit if own else None
    return Offer(
        communities=communities,
        chosen=chosen,
        own_unit=own_unit,
        units=_near(chosen, own_unit),
        shows_own=shows_unit(own_unit, community=chosen),
    )


def _chosen(communities: tuple[Community, ...], *, asked: str, person: Person) -> Community | None:
    """The one they come from, or for which they surfaced something last, or the first."""
    if len(communities) < 2:
        return communities[0] if communities else None
    by_slug = {community.slug: community for community in communities}
    if asked in by_slug:
        return by_slug[asked]
    newest = Issue.objects.own_of(person).order_by("-surfaced_at", "-pk")
    last = newest.values_list("community", flat=True).first()
    by_pk = {community.pk: community for community in communities}
    return by_pk.get(last or 0, communities[0])


def _near(community: Community | None, own: Unit | None) -> tuple[Unit, ...]:
    """The person's own unit, and those that people of the community come from, by name."""
    first = [own] if own else []
    if community is None:
        return tuple(first)
    homes = Placement.objects.current().filter(
        person__memberships__community=community, person__memberships__former=False
    )
    others = Unit.objects.filter(pk__in=homes.values("unit"))
    others = others.exclude(pk=own.pk) if own else others
    return (*first, *others.order_by("name", "pk")[: MOST_UNITS - len(first)])
