"""Decisions on licenses: those that were made, and one more."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Named, OneLine, Prose, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, must_see
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.licenses.api.conditions import DECIDERS
from mandorla.licenses.api.licenses import license_of
from mandorla.licenses.evidence import gather
from mandorla.licenses.models import Decision
from mandorla.licenses.recommending import advise
from mandorla.licenses.renewal_page import handed_in, terms_from
from mandorla.licenses.rules import decides

router = Router(tags=["Decisions"])

Kind = Literal[
    "grant",
    "grant_with_conditions",
    "decline",
    "send_back",
    "renew",
    "renew_with_conditions",
    "rescope",
    "merge",
    "split",
    "institutionalize",
    "pause",
    "resume",
    "retire",
    "transform",
]


class DecisionFound(Answer):
    """What somebody decided on a license, on what evidence."""

    id: Id
    license: int = Field(description="Its number.")
    kind: Kind
    reason: str
    terms: dict[str, Any]
    evidence: dict[str, Any] = Field(description="What was known, by the name of the indicator.")
    recommended: list[dict[str, Any]]
    overrides: list[dict[str, Any]] = Field(description="Gates that were not met, and why not.")
    report: Id | None = Field(description="The report that was put to it.")
    by: Named | None
    as_role: str
    at: datetime

    @staticmethod
    def resolve_license(decision: Decision) -> int:
        """By its number in the community."""
        return int(decision.license.number)

    @staticmethod
    def resolve_report(decision: Decision) -> int | None:
        """By its number."""
        return decision.review_id


class Condition(Given):
    """What has to be done by a day."""

    text: Annotated[str, OneLine(300, fewest=1)]
    due_on: date


class LicenseDecisionGiven(Given):
    """What is decided."""

    kind: Kind
    edits: Edits = Field(description="The `edits` of the license that was read.")
    reason: Prose = unsaid()
    conditions: Annotated[list[Condition], Field(max_length=20)] = Field(default_factory=list)
    until_on: date | None = Field(None, description="Left out: as the policy says.")
    scope: Prose = Field("", description="Of one that is renewed with another scope.")
    overrides: dict[str, Prose] = Field(
        default_factory=dict, description="By the name of a gate that is not met: why all the same."
    )


@router.get("/communities/{slug}/decisions", response=PageOf[DecisionFound])
def list_decisions(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the decisions on the licenses of a community, the first one first."""
    visible = Decision.objects.visible_to(request.user).select_related("license", "by")
    found = visible.filter(community=community_of(request, slug))
    return page_of(request, found, order=["at", "pk"], paging=paging)


@router.get("/communities/{slug}/recommendation", response=list[dict[str, Any]])
def read_recommendation(request: PersonRequest, slug: str) -> list[dict[str, Any]]:
    """Read what the evidence recommends for the license, and what is missing to say more."""
    community = community_of(request, slug)
    must_see(decides(request.user, community.roles_of(request.user)))
    return [one.plain() for one in advise(gather(community, at=timezone.now()))]


@router.post("/communities/{slug}/licenses/{int:number}/decisions", response={201: DecisionFound})
def decide(request: PersonRequest, slug: str, number: int, body: LicenseDecisionGiven) -> Decision:
    """Decide on a license. Who is second is told who was first, when, and what was decided."""
    license = license_of(request, slug, number)
    roles = license.community.roles_of(request.user)
    must_be_allowed(decides(request.user, roles), DECIDERS)
    now = timezone.now()
    evidence = gather(license.community, at=now)
    return license.decide(
        body.kind,
        reason=body.reason,
        terms=terms_from(license, kind=body.kind, until_on=body.until_on, scope=body.scope),
        conditions=[(one.text, one.due_on) for one in body.conditions],
        overrides=body.overrides,
        evidence=evidence.plain(),
        recommended=[one.plain() for one in advise(evidence)],
        review=handed_in(license) if license.state != "applied" else None,
        seen=body.edits,
        by=request.user,
        at=now,
        on=timezone.localdate(),
    )
