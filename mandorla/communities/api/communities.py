"""Communities: the directory, the facts of each, and its way from forming to closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Name, Named, Reason, Words, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.directory import Filters, narrowed, of_status
from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import may_appoint, may_run
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models.community import CommunityQuerySet

router = Router(tags=["Communities"])
RUNNERS = _("Those who run a community change its facts and answer who asks to join.")
APPOINTERS = _("Leaders and program managers give and end roles, start and close a community.")
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)

Status = Literal["forming", "active", "closing", "closed"]
Joining = Literal["open", "ask", "closed"]


class CommunityRow(Answer):
    """A community as the directory lists it."""

    id: Id
    slug: str
    name: str
    archetype: str = Field(description="The key of its archetype; empty when it follows none.")
    purpose: str
    status: Status
    joining: Joining = Field(
        description="`open`: anybody joins; `ask`: people ask; `closed`: people are invited."
    )
    unit: Id | None = Field(validation_alias="unit_id", description="Its home unit.")
    kind: str = Field(description="What the register it came from calls it.")
    founded_on: date | None
    closed_on: date | None
    leaders: list[Named]
    people: int = Field(description="How many people have a role now.")

    @staticmethod
    def resolve_leaders(community: Any) -> list[Any]:
        """Who leads it now, each once."""
        return _people(community, "leader")


class CommunityFound(CommunityRow):
    """A community with everything that is kept of it."""

    sponsors: list[Named]
    parent: str | None = Field(description="The slug of the community it is a part of.")
    closing_reason: str
    source: str = Field(description="The register it came from; empty when it began here.")
    channels: list[dict[str, Any]]
    subgroups: list[dict[str, Any]]

    @staticmethod
    def resolve_sponsors(community: Any) -> list[Any]:
        """Who sponsors it now, each once."""
        return _people(community, "sponsor")

    @staticmethod
    def resolve_parent(community: Community) -> str | None:
        """The address of what it is a part of."""
        return community.parent.slug if community.parent else None


class CommunitiesAsked(Paging):
    """Which communities are asked for, as in the directory."""

    q: Words = Field("", description="Words or beginnings of words in name, purpose or leaders.")
    status: Literal["forming", "active", "closing", "closed", "current", "all"] = Field(
        "current", description="One status, `current` for all that have not closed, or `all`."
    )
    archetype: Words = Field("", description="The key of an archetype.")
    unit: Id | None = Field(
        None, description="The number of a unit: with members from it or from a part of it."
    )
    sort: Literal["name", "newest", "oldest"] = "name"


class CommunityFactsGiven(Given):
    """The facts of a community; what is left out stays as it is."""

    name: Name = unsaid()
    purpose: Reason = unsaid()
    joining: Joining = unsaid()
    unit: Id | None = None


class ReasonGiven(Given):
    """Why; the members will read it."""

    reason: Annotated[str, Lines(500, fewest=1)]


class ClosingGiven(ReasonGiven):
    """Why a community ends, and when."""

    on: date | None = Field(None, description="The last day; today when left out.")


def _people(community: Any, role: str) -> list[Any]:
    found = {m.person_id: m.person for m in community.in_charge if m.role == role}
    return list(found.values())


def community_of(request: PersonRequest, slug: str) -> Community:
    """The community at an address, when the person may see it."""
    return one(Community.objects.visible_to(request.user), slug=slug)


def read_community(request: PersonRequest, slug: str) -> Community:
    """The community at an address, with what is told of it."""
    communities = _with_people_in_charge(Community.objects.visible_to(request.user))
    found = one(communities.select_related("parent"), slug=slug)
    _count_people([found])
    return found


def _with_people_in_charge(communities: CommunityQuerySet) -> CommunityQuerySet:
    in_charge = Membership.objects.current().filter(role__in=["leader", "sponsor"])
    in_charge = in_charge.select_related("person").order_by("person__name", "pk")
    return communities.prefetch_related(
        Prefetch("memberships", queryset=in_charge, to_attr="in_charge")
    )


def _count_people(communities: Iterable[Any]) -> None:
    found = list(communities)
    memberships = Membership.objects.current().filter(community__in=[c.pk for c in found])
    counted = memberships.order_by().values_list("community")
    counts = dict(counted.annotate(count=Count("person", distinct=True)))
    for community in found:
        community.people = counts.get(community.pk, 0)


def _ordered(communities: CommunityQuerySet, asked: CommunitiesAsked) -> tuple[Any, list[str]]:
    if asked.sort == "newest":
        since = Coalesce("founded_on", FIRST)
        return communities.annotate(since=since), ["-since", "name", "pk"]
    if asked.sort == "oldest":
        since = Coalesce("founded_on", LAST)
        return communities.annotate(since=since), ["since", "name", "pk"]
    if asked.q:
        begins = When(Q(name__istartswith=asked.q), then=Value(0))
        rank = Case(begins, default=Value(1), output_field=IntegerField())
        return communities.annotate(rank=rank), ["rank", "name", "pk"]
    return communities, ["name", "pk"]


@router.get("/communities", response=PageOf[CommunityRow])
def list_communities(request: PersonRequest, asked: Query[CommunitiesAsked]) -> dict[str, Any]:
    """List communities, narrowed and sorted as in the directory."""
    filters = Filters(words=asked.q, archetype=asked.archetype, unit=asked.unit)
    communities = narrowed(person=request.user, filters=filters)
    communities = of_status(communities, "" if asked.status == "all" else asked.status)
    rows, order = _ordered(_with_people_in_charge(communities), asked)
    page = page_of(request, rows, order=order, paging=asked)
    _count_people(page["items"])
    return page


@router.get("/communities/{slug}", response=CommunityFound)
def show_community(request: PersonRequest, slug: str) -> Community:
    """Say everything that is kept of a community."""
    return read_community(request, slug)


@router.patch("/communities/{slug}", response=CommunityFound)
def describe_community(request: PersonRequest, slug: str, body: CommunityFactsGiven) -> Community:
    """Change the name, the purpose, the home unit or how people join."""
    community = community_of(request, slug)
    must_be_allowed(may_run(request.user, community), RUNNERS)
    facts = {name: getattr(community, name) for name in ("name", "purpose", "joining", "unit")}
    facts |= body.said()
    if body.unit is not None:
        facts["unit"] = known(Unit.objects.all(), field="unit", pk=body.unit)
    community.describe(**facts, by=request.user, at=timezone.now())
    return read_community(request, slug)


@router.post("/communities/{slug}/start", response=CommunityFound)
def start_community(request: PersonRequest, slug: str) -> Community:
    """Start a forming community: it is active from now on."""
    community = community_of(request, slug)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    community.start(by=request.user, at=timezone.now())
    return read_community(request, slug)


@router.post("/communities/{slug}/winding-down", response=CommunityFound)
def wind_down_community(request: PersonRequest, slug: str, body: ReasonGiven) -> Community:
    """Begin to close an active community."""
    community = community_of(request, slug)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    community.wind_down(reason=body.reason, by=request.user, at=timezone.now())
    return read_community(request, slug)


@router.post("/communities/{slug}/resumption", response=CommunityFound)
def resume_community(request: PersonRequest, slug: str) -> Community:
    """Go on with a community that was closing."""
    community = community_of(request, slug)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    community.resume(by=request.user, at=timezone.now())
    return read_community(request, slug)


@router.post("/communities/{slug}/closure", response=CommunityFound)
def close_community(request: PersonRequest, slug: str, body: ClosingGiven) -> Community:
    """End a forming or closing community; what it did stays readable."""
    community = community_of(request, slug)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    community.close(
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
        on=body.on or timezone.localdate(),
    )
    return read_community(request, slug)
