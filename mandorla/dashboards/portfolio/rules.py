"""Who sees the portfolio, and which communities in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from mandorla.base.prepared import prepared
from mandorla.communities.models import Community, Membership
from mandorla.licenses.models import LicenseSponsor
from mandorla.licenses.models.license import ASKED, GRANTED
from mandorla.people.models import Person

if TYPE_CHECKING:
    from mandorla.communities.models.community import CommunityQuerySet

NOW: Final = (*GRANTED, *ASKED)  # states of licenses whose sponsors sponsor
SPONSORS: Final = Exists(
    Membership.objects.current().filter(person=OuterRef("pk"), role="sponsor")
) | Exists(LicenseSponsor.objects.filter(person=OuterRef("pk"), license__state__in=NOW))


def may_see_portfolio(person: Person) -> bool:
    """Program managers see every community, and sponsors those that they sponsor."""
    return person.is_active and (person.is_program_manager or _sponsors(person))


def _sponsors(person: Person) -> bool:
    known = getattr(person, "is_sponsor", None)  # whose session was read is known already
    return bool(_sponsoring(person.pk)) if known is None else bool(known)


@prepared
def _sponsoring(person: int) -> QuerySet[Person, int]:
    return Person.objects.filter(SPONSORS, pk=person).values_list("pk", flat=True)


def portfolio_of(person: Person | None) -> CommunityQuerySet:
    """The communities that somebody's portfolio shows; a command, which is nobody, sees all."""
    if person is None:
        return Community.objects.all()
    communities = Community.objects.visible_to(person)
    if person.is_program_manager:
        return communities
    held = Membership.objects.places_of(person).filter(role="sponsor")
    licensed = LicenseSponsor.objects.filter(person=person, license__state__in=NOW)
    named = licensed.values("license__community")
    return communities.filter(Q(pk__in=held) | Q(pk__in=named))
