"""Who is in a community, joining and leaving it, and those who ask to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.errors import NotAllowed
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import APPOINTERS, RUNNERS, community_of
from mandorla.communities.models import Community, Membership, MembershipRequest
from mandorla.communities.rules import may_appoint, may_run
from mandorla.people.models import Person

router = Router(tags=["Members"])

Role = Literal["sponsor", "leader", "facilitator", "core", "steward", "member", "guest"]
Wish = Literal["member", "leader"]


class MembershipFound(Answer):
    """A role somebody has in a community, from a day and until a day."""

    id: Id
    person: Named
    role: Role
    title: str = Field(description="What the role is called in this community, when otherwise.")
    employer: str = Field(description="Whom an outside person works for.")
    since_on: date | None = Field(
        description="null when it is unknown, or when a plain member who is not the reader joined."
    )
    until_on: date | None
    former: bool

    @staticmethod
    def resolve_since_on(membership: Membership, context: dict[str, Any]) -> date | None:
        """The day it began; when somebody joined is for themselves."""
        return membership.begin_for(context["request"].user)


class MembershipGiven(Given):
    """A role for somebody."""

    person: Id
    role: Role
    title: Annotated[str, OneLine(60)] = ""


class MembershipsAsked(Paging):
    """Which roles are asked for."""

    role: Role | None = None
    former: bool = Field(
        default=False, description="Those who held an official role before, instead of now."
    )


class RequestFound(Answer):
    """Somebody asks to join or to co-lead."""

    id: Id
    person: Named
    role: Wish = Field(description="`member` asks to join, `leader` to co-lead.")
    note: str
    asked_at: datetime
    answered_at: datetime | None
    accepted: bool | None = Field(description="null while nobody has answered.")


class RequestGiven(Given):
    """What somebody asks for, and why."""

    role: Wish = "member"
    note: Annotated[str, Lines(1_000)] = ""


@router.get("/communities/{slug}/memberships", response=PageOf[MembershipFound])
def list_memberships(
    request: PersonRequest, slug: str, asked: Query[MembershipsAsked]
) -> dict[str, Any]:
    """List who holds which role, by name. Nobody's activity is part of it."""
    memberships = Membership.objects.visible_to(request.user).filter(
        community=community_of(request, slug), former=asked.former
    )
    if asked.role:
        memberships = memberships.filter(role=asked.role)
    return page_of(
        request,
        memberships.select_related("person"),
        order=["person__name", "pk"],
        paging=asked,
    )


@router.post("/communities/{slug}/memberships", response={201: MembershipFound})
def appoint_member(request: PersonRequest, slug: str, body: MembershipGiven) -> Membership:
    """Give somebody a role."""
    community = community_of(request, slug)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    person = known(Person.objects.filter(is_active=True), field="person", pk=body.person)
    return Membership.appoint(
        community=community,
        person=person,
        role=body.role,
        title=body.title,
        by=request.user,
        at=timezone.now(),
    )


@router.api_operation(
    ["DELETE"], "/communities/{slug}/memberships/{membership_id}", response={204: None}
)
def end_membership(request: PersonRequest, slug: str, membership_id: Id) -> Status[None]:
    """End somebody's role."""
    community = community_of(request, slug)
    memberships = Membership.objects.visible_to(request.user).filter(community=community)
    membership = one(memberships, pk=membership_id)
    must_be_allowed(may_appoint(request.user, community), APPOINTERS)
    membership.end(by=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/communities/{slug}/membership", response=MembershipFound)
def join_community(request: PersonRequest, slug: str) -> Membership:
    """Join a community that anybody may join. Whoever is in it already stays as they are."""
    community = community_of(request, slug)
    return Membership.join(community=community, person=request.user, at=timezone.now())


@router.api_operation(["DELETE"], "/communities/{slug}/membership", response={204: None})
def leave_community(request: PersonRequest, slug: str) -> Status[None]:
    """Leave a community, with every role one has in it. Always possible."""
    community = community_of(request, slug)
    Membership.leave(community=community, person=request.user, at=timezone.now())
    return Status(204, None)


def _requests(request: PersonRequest, community: Community) -> QuerySet[MembershipRequest]:
    """Everything asked of those who run it, to them; to others what they asked themselves."""
    found = MembershipRequest.objects.filter(community=community).select_related("person")
    return found if may_run(request.user, community) else found.filter(person=request.user)


@router.get("/communities/{slug}/requests", response=PageOf[RequestFound])
def list_requests(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List who asked to join or to co-lead: to those who run it all, to others their own."""
    found = _requests(request, community_of(request, slug))
    return page_of(request, found, order=["-asked_at", "-pk"], paging=paging)


@router.post("/communities/{slug}/requests", response={201: RequestFound})
def ask_community(request: PersonRequest, slug: str, body: RequestGiven) -> MembershipRequest:
    """Ask to join, or to co-lead."""
    return MembershipRequest.ask(
        community=community_of(request, slug),
        person=request.user,
        role=body.role,
        note=body.note,
        at=timezone.now(),
    )


def _to_answer(request: PersonRequest, slug: str, request_id: int) -> MembershipRequest:
    """A request that the person may answer."""
    community = community_of(request, slug)
    asked = one(_requests(request, community), pk=request_id)
    must_be_allowed(may_run(request.user, community), RUNNERS)
    if asked.role == "leader" and not may_appoint(request.user, community):
        raise NotAllowed(_("Only a leader can answer somebody who asks to co-lead."))
    return asked


@router.post("/communities/{slug}/requests/{request_id}/acceptance", response=RequestFound)
def accept_request(request: PersonRequest, slug: str, request_id: Id) -> MembershipRequest:
    """Say yes: the person has the role from now on."""
    asked = _to_answer(request, slug, request_id)
    asked.accept(by=request.user, at=timezone.now())
    return one(MembershipRequest.objects.select_related("person"), pk=asked.pk)


@router.post("/communities/{slug}/requests/{request_id}/refusal", response=RequestFound)
def decline_request(request: PersonRequest, slug: str, request_id: Id) -> MembershipRequest:
    """Say no."""
    asked = _to_answer(request, slug, request_id)
    asked.decline(by=request.user, at=timezone.now())
    return one(MembershipRequest.objects.select_related("person"), pk=asked.pk)
