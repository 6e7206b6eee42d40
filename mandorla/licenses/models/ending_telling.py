"""Who is told what while a community ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format

from mandorla.base.models import Notification
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.licenses.models.ending import Ending


def day_words(day: date) -> str:
    """A day as it is told: "30 April 2026"."""
    return date_format(day, "j F Y")


def tell_members(ending: Ending, *, by: Person, at: datetime) -> None:
    """Everybody in it reads that it ends, why, and when."""
    _tell(
        "ending.announced",
        ending,
        _seated(ending.community),
        at_page="licenses:legacy",
        by=by,
        at=at,
        day=day_words(ending.last_on),
        reason=ending.reason,
    )


def tell_heir(ending: Ending, heir: Community, *, by: Person, at: datetime) -> None:
    """Those who run a community read that another one leaves it something."""
    _tell(
        "ending.inherited",
        ending,
        _seated(heir, roles=("leader", "core")),
        at_page="licenses:legacy",
        by=by,
        at=at,
        heir=heir.name,
    )


def tell_thanked(ending: Ending, people: Iterable[Person], *, by: Person, at: datetime) -> None:
    """Who is thanked by name reads so, and where to take the name out."""
    _tell("ending.thanked", ending, people, at_page="licenses:legacy_name", by=by, at=at)


def tell_deciders(ending: Ending, people: Iterable[Person], *, by: Person, at: datetime) -> None:
    """Who decides on the license reads that it can be closed."""
    _tell("ending.ready", ending, people, at_page="licenses:ending", by=by, at=at)


def invite(ending: Ending, heir: Community, *, by: Person, at: datetime) -> None:
    """Those in a community that goes on elsewhere are invited there; nobody is moved."""
    Notification.tell(
        "ending.invited",
        to=_seated(ending.community),
        about=heir,
        address=heir.get_absolute_url(),
        by=by,
        at=at,
        community=ending.community.name,
        heir=heir.name,
    )


def _tell(
    kind: str,
    ending: Ending,
    people: Iterable[Person],
    *,
    at_page: str,
    by: Person,
    at: datetime,
    **details: str,
) -> None:
    Notification.tell(
        kind,
        to=[person for person in people if person.is_active],
        about=ending,
        address=reverse(at_page, args=[ending.community.slug]),
        by=by,
        at=at,
        community=ending.community.name,
        **details,
    )


def _seated(community: Community, *, roles: tuple[str, ...] = ()) -> Iterable[Person]:
    seats = community.memberships.filter(former=False)
    if roles:
        seats = seats.filter(role__in=roles)
    return Person.objects.filter(pk__in=seats.values("person"), is_active=True)
