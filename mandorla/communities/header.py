"""The header that every page of a community begins with, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.prepared import number_of, prepared
from mandorla.communities.models import Archetype, Community, Membership, MembershipRequest
from mandorla.communities.rules import appoints, runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Named:
    """A person to link to, and what their role is called in the group."""

    pk: int
    name: str
    title: str


@dataclass(frozen=True)
class Tab:
    """One of the pages of a community."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Soon:
    """The next gathering of a community: its day, its time by the clock of a zone, its page."""

    on: date
    time: str
    zone: str
    address: str


@dataclass(frozen=True)
class Licensed:
    """How the license of a community stands, in words with the day that counts.

    Attributes:
        words: "licensed until", or all of it when no day belongs to it.
        tone: How it is colored: "good", "watch", "act" or "none".
        on: The day.
        is_asked: It is only applied for, which is for those whom it concerns.
    """

    words: str
    tone: str
    on: date | None = None
    is_asked: bool = False


@dataclass(frozen=True)
class Ended:
    """The end of a community that closes or has closed.

    Attributes:
        last_on: Its last day, when one was said.
        went_on: Where it goes on: the name and the slug of each community.
    """

    last_on: date | None = None
    went_on: tuple[tuple[str, str], ...] = ()


_next_gathering: list[Callable[[Community, datetime], Soon | None]] = []


def tell_next_gathering(read: Callable[[Community, datetime], Soon | None]) -> None:
    """The module that knows when communities meet says how the header asks for it."""
    _next_gathering[:] = [read]


_license: list[Callable[[Community, datetime], Licensed]] = []


def tell_license(read: Callable[[Community, datetime], Licensed]) -> None:
    """The module that keeps licenses says how the header asks how one stands."""
    _license[:] = [read]


_end: list[Callable[[Community], Ended]] = []


def tell_end(read: Callable[[Community], Ended]) -> None:
    """The module that brings communities to their end says how the header asks for it."""
    _end[:] = [read]


@dataclass(frozen=True)
class Header:
    """What is true of a community at a glance, and what the reader is in it.

    Attributes:
        people: How many people have a role now.
        units: From how many units they come.
        roles: The roles the reader has here now.
        has_asked: Whether the reader asked to join and waits for the answer.
        runs: Whether the reader runs the community.
        appoints: Whether the reader may give and end roles.
        soon: The next gathering, when one is known.
        license: How its license stands, as far as the reader may know.
        ended: Its end, when it closes or has closed.
        tab: The tab the reader is on.
    """

    community: Community
    archetype: str
    leaders: tuple[Named, ...]
    sponsors: tuple[Named, ...]
    people: int
    units: int
    roles: frozenset[str]
    has_asked: bool
    runs: bool
    appoints: bool
    soon: Soon | None
    license: Licensed | None
    ended: Ended | None
    tab: str
    tabs: tuple[Tab, ...]

    @property
    def may_join(self) -> bool:
        """Whether one click makes the reader a member."""
        return self._is_outside and self.community.joining == "open"

    @property
    def may_ask(self) -> bool:
        """Whether the reader can ask to join."""
        return self._is_outside and self.community.joining == "ask" and not self.has_asked

    @property
    def _is_outside(self) -> bool:
        return not self.roles and not self.community.has_closed


def header_of(community: Community, *, person: Person, tab: str) -> Header:
    """Read the header of a community for somebody who looks at one of its tabs.

    Args:
        community: The community.
        person: Who looks.
        tab: The tab they are on: overview, charter, gatherings, work, value, license, members
            or history.
    """
    rows = _roles(community.pk, person.pk)
    ((people, units),) = _counts(community.pk)
    roles = frozenset(role for role, pk, _name, _title in rows if pk == person.pk)
    return Header(
        community=community,
        archetype=Archetype.names().get(community.archetype, ""),
        leaders=_named(rows, "leader"),
        sponsors=_named(rows, "sponsor"),
        people=people,
        units=units,
        roles=roles,
        has_asked=not roles and _has_asked(community, person),
        runs=runs(person, roles),
        appoints=appoints(person, roles),
        soon=_soon(community),
        license=_licensed(community, person, roles),
        ended=_ended(community),
        tab=tab,
        tabs=_tabs(community, tab),
    )


@prepared
def _roles(community: int, person: int) -> QuerySet[Membership, tuple[str, int, str, str]]:
    current = Membership.objects.current().filter(community=community)
    rows = current.filter(Q(role__in=["leader", "sponsor"]) | Q(person=person))
    names = rows.order_by("person__name", "pk")
    return names.values_list("role", "person_id", "person__name", "title")


@prepared
def _counts(community: int) -> QuerySet[Membership, tuple[int, int]]:
    current = Membership.objects.current().filter(community=community)
    now = Case(When(person__placements__until_on=None, then=F("person__placements__unit")))
    return current.values_list(number_of(F("person")), number_of(now))


def _soon(community: Community) -> Soon | None:
    if community.has_closed:
        return None
    now = timezone.now()  # noqa: TID251 - only pages have a header, and they are edges
    return next((read(community, now) for read in _next_gathering), None)


def _ended(community: Community) -> Ended | None:
    if community.status not in {"closing", "closed"}:
        return None
    return next((read(community) for read in _end), None)


def _licensed(community: Community, person: Person, roles: frozenset[str]) -> Licensed | None:
    if community.has_closed:
        return None
    now = timezone.now()  # noqa: TID251 - only pages have a header, and they are edges
    found = next((read(community, now) for read in _license), None)
    if found is None or not found.is_asked:
        return found
    is_told = runs(person, roles) or "sponsor" in roles or person.is_auditor
    return found if is_told else Licensed(_("no license"), "none")


def _has_asked(community: Community, person: Person) -> bool:
    if community.joining != "ask":
        return False
    return bool(_requests(community.pk, person.pk))


@prepared
def _requests(community: int, person: int) -> QuerySet[MembershipRequest]:
    waiting = MembershipRequest.objects.filter(answered_at=None)
    return waiting.filter(community=community, person=person)


def _named(rows: list[tuple[str, int, str, str]], role: str) -> tuple[Named, ...]:
    found = {
        pk: Named(pk=pk, name=name, title=title) for held, pk, name, title in rows if held == role
    }
    return tuple(found.values())


def _tabs(community: Community, current: str) -> tuple[Tab, ...]:
    labels = {
        "overview": (_("Overview"), "dashboards:overview"),
        "charter": (_("Charter"), "communities:charter"),
        "gatherings": (_("Gatherings"), "gatherings:gatherings"),
        "work": (_("Work"), "work:work"),
        "value": (_("Value"), "value:value"),
        "license": (_("License"), "licenses:license"),
        "members": (_("Members"), "communities:members"),
        "history": (_("History"), "communities:history"),
    }
    return tuple(
        Tab(label, _address(name).format(community.slug), key == current)
        for key, (label, name) in labels.items()
    )


@lru_cache
def _address(name: str) -> str:
    """Where this page of a community lies, with a place for its slug."""
    return reverse(name, args=["slug"]).replace("/slug/", "/{}/")
