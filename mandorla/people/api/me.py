"""What belongs to whoever calls: their own facts and their tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, OneLine, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import one
from mandorla.base.web import PersonRequest
from mandorla.people.models import AccessToken, Person, Placement

router = Router(tags=["You"])


class Me(Answer):
    """Whoever calls."""

    id: Id
    name: str
    email: str | None
    job_title: str
    employer: str
    is_program_manager: bool
    is_auditor: bool
    unit: Id | None = Field(description="The number of the unit they belong to now.")

    @staticmethod
    def resolve_unit(person: Person) -> int | None:
        """Where they are placed now."""
        placements = Placement.objects.current().filter(person=person)
        return placements.values_list("unit_id", flat=True).first()


class OwnFacts(Given):
    """What people say of themselves; what is left out stays as it is."""

    name: Annotated[str, OneLine(150, fewest=1)] = unsaid()
    job_title: Annotated[str, OneLine(150)] = unsaid()


class TokenFound(Answer):
    """One of one's own tokens. Its secret was shown once and is not kept."""

    id: Id
    name: str
    scope: str = Field(description="`read` or `write`, which also reads.")
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None


@router.get("/me", response=Me)
def show_me(request: PersonRequest) -> Person:
    """Say who calls."""
    return request.user


@router.patch("/me", response=Me)
def describe_me(request: PersonRequest, body: OwnFacts) -> Person:
    """Change one's own name or job title."""
    person = request.user
    facts = {"name": person.name, "job_title": person.job_title} | body.said()
    person.describe(**facts)
    return person


@router.get("/me/tokens", response=PageOf[TokenFound])
def list_my_tokens(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List one's own tokens, the newest first. Tokens are made on the account page only."""
    tokens = AccessToken.objects.visible_to(request.user)
    return page_of(request, tokens, order=["-issued_at", "-pk"], paging=paging)


@router.api_operation(["DELETE"], "/me/tokens/{token_id}", response={204: None})
def revoke_my_token(request: PersonRequest, token_id: Id) -> Status[None]:
    """Make one of one's own tokens stop working, at once and for good."""
    token = one(AccessToken.objects.visible_to(request.user), pk=token_id)
    token.revoke(by=request.user, at=timezone.now())
    return Status(204, None)
