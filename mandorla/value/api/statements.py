"""Value statements: versions that are drafted, written, published and signed by both sides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Lines, Named, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.charters import SignatureFound, SignatureGiven
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.communities.rules import facilitates
from mandorla.value.drafting import draft_statement
from mandorla.value.models import StatementSignature, ValueStatement
from mandorla.value.models.statement import DAYS, LONGEST, TEXTS

router = Router(tags=["Value statements"])
WRITERS = _("Those who run or facilitate a community write its value statement.")

State = Literal["draft", "published", "agreed"]
Part = Annotated[str, Lines(LONGEST)]


class StatementRow(Answer):
    """A version of a value statement."""

    version: Id
    state: State
    round: int | None = Field(
        validation_alias="round_number", description="The number of the round that supports it."
    )
    text: str = Field(description="The whole of it.")
    valid_until: date | None
    drafted_by: Named | None
    drafted_at: datetime
    published_by: Named | None
    published_at: datetime | None
    agreed_at: datetime | None


class StatementFound(StatementRow):
    """A version of a value statement with its parts."""

    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")
    shared: list[str] = Field(description="What both sides shared in the round, the most first.")
    for_organization: str
    for_members: str
    invested: str = Field(description="What both sides put in.")
    known_on: date | None = Field(description="When both will know.")
    because: str = Field(description="Who will then do what differently.")
    signatures: list[SignatureFound]


class StatementGiven(Given):
    """What a draft says from now on; what is left out stays as it is."""

    edits: Edits = Field(description="The number of edits the writer saw.")
    for_organization: Part = unsaid()
    for_members: Part = unsaid()
    invested: Part = unsaid()
    because: Part = unsaid()
    known_on: date | None = None
    valid_until: date | None = None


def statement_of(request: PersonRequest, slug: str, version: int) -> ValueStatement:
    """A version that the person may read."""
    signatures = StatementSignature.objects.order_by("signed_at", "pk")
    found = ValueStatement.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    related = ("community", "elicitation", "drafted_by", "published_by")
    return one(
        found.select_related(*related).prefetch_related(
            Prefetch("signatures", queryset=signatures)
        ),
        version=version,
    )


@router.get("/communities/{slug}/statements", response=PageOf[StatementRow])
def list_statements(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the versions of a value statement, the newest first."""
    found = ValueStatement.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    rows = found.select_related("elicitation", "drafted_by", "published_by")
    return page_of(request, rows, order=["-version"], paging=paging)


@router.post("/communities/{slug}/statements", response={201: StatementFound})
def draft_value_statement(request: PersonRequest, slug: str) -> ValueStatement:
    """Begin the next version with what both sides share in the newest round that may be shown."""
    community = community_of(request, slug)
    _must_write(request, community)
    statement = draft_statement(community=community, by=request.user, at=timezone.now())
    return statement_of(request, slug, statement.version)


@router.get("/communities/{slug}/statements/{int:version}", response=StatementFound)
def show_statement(request: PersonRequest, slug: str, version: Id) -> ValueStatement:
    """Read a version of a value statement."""
    return statement_of(request, slug, version)


@router.patch("/communities/{slug}/statements/{int:version}", response=StatementFound)
def write_statement(
    request: PersonRequest, slug: str, version: Id, body: StatementGiven
) -> ValueStatement:
    """Write in a draft. Somebody who wrote meanwhile is not overwritten: the answer is a 409."""
    statement = statement_of(request, slug, version)
    _must_write(request, statement.community)
    said = body.said()
    statement.write(
        texts={name: said[name] for name in TEXTS if name in said},
        days={name: said[name] for name in DAYS if name in said},
        edits=body.edits,
    )
    return statement_of(request, slug, version)


@router.api_operation(
    ["DELETE"], "/communities/{slug}/statements/{int:version}", response={204: None}
)
def discard_statement(request: PersonRequest, slug: str, version: Id) -> Status[None]:
    """Discard a draft."""
    statement = statement_of(request, slug, version)
    _must_write(request, statement.community)
    statement.discard(by=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/communities/{slug}/statements/{int:version}/publication", response=StatementFound)
def publish_statement(request: PersonRequest, slug: str, version: Id) -> ValueStatement:
    """Publish a draft: everybody can read it, and nobody can change it."""
    statement = statement_of(request, slug, version)
    _must_write(request, statement.community)
    statement.publish(by=request.user, at=timezone.now())
    return statement_of(request, slug, version)


@router.post(
    "/communities/{slug}/statements/{int:version}/signature", response={201: StatementFound}
)
def sign_statement(
    request: PersonRequest, slug: str, version: Id, body: SignatureGiven
) -> ValueStatement:
    """Sign a published version; when both sides have, it is agreed and the charter gets it."""
    statement = statement_of(request, slug, version)
    statement.sign(side=body.side, by=request.user, at=timezone.now())
    return statement_of(request, slug, version)


def _must_write(request: PersonRequest, community: Community) -> None:
    must_be_allowed(facilitates(request.user, community.roles_of(request.user)), WRITERS)
