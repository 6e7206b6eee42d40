"""Invitations: links that let one person in, once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Email, Given, Id, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.people.api.people import KEEPERS
from mandorla.people.models import Invitation
from mandorla.people.rules import may_manage_people

router = Router(tags=["Invitations"])


class InvitationFound(Answer):
    """An invitation. The link was told once, to whoever invited."""

    id: Id
    email: str
    name: str
    role: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None


class InvitationMade(InvitationFound):
    """A new invitation with its link, which is told only now."""

    link: str = Field(description="The address on this server that lets the person in.")


class InvitationGiven(Given):
    """Whom to invite."""

    email: Email
    name: Annotated[str, OneLine(150)] = ""
    role: Literal["", "program_manager", "auditor"] = Field(
        "", description="A role for the whole organization they get with it."
    )


@router.get(
    "/invitations",
    response=PageOf[InvitationFound],
    openapi_extra={"x-for": "program managers"},
)
def list_invitations(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List invitations, the newest first."""
    must_see(may_manage_people(request.user))
    invitations = Invitation.objects.visible_to(request.user)
    return page_of(request, invitations, order=["-invited_at", "-pk"], paging=paging)


@router.post("/invitations", response={201: InvitationMade})
def invite(request: PersonRequest, body: InvitationGiven) -> dict[str, Any]:
    """Invite somebody. An earlier open invitation of the same address stops working."""
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    invitation, secret = Invitation.invite(
        email=body.email, name=body.name, role=body.role, by=request.user, at=timezone.now()
    )
    found = InvitationFound.from_orm(invitation).dict()
    return {**found, "link": f"/invitation/{secret}/"}


@router.api_operation(["DELETE"], "/invitations/{invitation_id}", response={204: None})
def withdraw_invitation(request: PersonRequest, invitation_id: Id) -> Status[None]:
    """Make an invitation's link stop working."""
    invitation = one(Invitation.objects.visible_to(request.user), pk=invitation_id)
    invitation.withdraw(by=request.user, at=timezone.now())
    return Status(204, None)
