"""Insights: brought from a unit, heard by a gathering, answered by leadership."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.people.models import Unit
from mandorla.strategy.models import Objective
from mandorla.work.models import Insight, Response
from mandorla.work.models.insight import LONGEST, LONGEST_MORE
from mandorla.work.rules import answers_insights, takes_part

router = Router(tags=["Insights"])
LEADERSHIP = _("Sponsors answer insights, and those who facilitate write down what was answered.")

State = Literal["waiting", "heard", "asked_back", "answered"]
Kind = Literal["will_do", "already_done", "cannot", "need_more"]
Said = Annotated[str, Lines(LONGEST)]


class ResponseFound(Answer):
    """What leadership said."""

    number: int = Field(description="1 for the first answer to the insight.")
    kind: Kind
    text: str
    due_on: date | None = Field(description="By when, when it will be done.")
    given_by: Named | None
    given_at: datetime


class InsightFound(Answer):
    """What a conversation in a unit brought. Who brought it is told to nobody."""

    id: Id
    text: str
    more: str = Field(description="What was added when leadership needed more.")
    unit: Named | None
    objective: Named | None
    brought_at: datetime
    state: State
    is_mine: bool = Field(description="Whether the one who asks brought it.")
    responses: list[ResponseFound]


class InsightGiven(Given):
    """What a colleague said, where, and what it is about."""

    text: Said
    unit: Id
    objective: Id | None = None
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class ResponseGiven(Given):
    """What becomes of an insight."""

    kind: Kind
    text: Said = unsaid()
    due_on: date | None = Field(None, description="Needed when it will be done.")
    seen: int = Field(0, ge=0, le=1000, description="How many answers the writer has read.")


class MoreGiven(Given):
    """What leadership needed to know."""

    more: Annotated[str, Lines(LONGEST_MORE)]


@router.get("/communities/{slug}/insights", response=PageOf[InsightFound])
def list_insights(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List the insights of a community, the oldest first: to those in it."""
    community = community_of(request, slug)
    must_see(takes_part(request.user, community.roles_of(request.user)))
    found = _insights(request).filter(community=community)
    found = found.filter(state=state) if state else found
    page = page_of(request, found, order=["brought_at", "pk"], paging=paging)
    for insight in page["items"]:
        insight.is_mine = insight.brought_by_id == request.user.pk
    return page


@router.post("/communities/{slug}/insights", response={201: InsightFound})
def bring_insight(request: PersonRequest, slug: str, body: InsightGiven) -> Insight:
    """Bring what a colleague said into the next gathering."""
    community = community_of(request, slug)
    must_see(takes_part(request.user, community.roles_of(request.user)))
    unit = known(Unit.objects.all(), field="unit", pk=body.unit)
    current = Objective.objects.current()
    objective = known(current, field="objective", pk=body.objective) if body.objective else None
    brought = Insight.bring(
        community=community,
        text=body.text,
        unit=unit,
        objective=objective,
        key=body.key,
        by=request.user,
        at=timezone.now(),
    )
    return insight_of(request, slug, brought.pk)


@router.get("/communities/{slug}/insights/{int:number}", response=InsightFound)
def read_insight(request: PersonRequest, slug: str, number: int) -> Insight:
    """Read one insight with what leadership said."""
    return insight_of(request, slug, number)


@router.post("/communities/{slug}/insights/{int:number}/responses", response={201: InsightFound})
def answer_insight(request: PersonRequest, slug: str, number: int, body: ResponseGiven) -> Insight:
    """Say for leadership what becomes of an insight."""
    insight = insight_of(request, slug, number)
    roles = insight.community.roles_of(request.user)
    must_be_allowed(answers_insights(request.user, roles), LEADERSHIP)
    Response.give(insight=insight, by=request.user, at=timezone.now(), **body.model_dump())
    return insight_of(request, slug, number)


@router.post("/communities/{slug}/insights/{int:number}/addition", response=InsightFound)
def add_to_insight(request: PersonRequest, slug: str, number: int, body: MoreGiven) -> Insight:
    """Say more about an insight one brought, because leadership needed it."""
    insight = insight_of(request, slug, number)
    insight.add(more=body.more, by=request.user, at=timezone.now())
    return insight_of(request, slug, number)


def insight_of(request: PersonRequest, slug: str, number: int) -> Insight:
    """An insight that the person may read."""
    community = community_of(request, slug)
    found: Insight = one(_insights(request).filter(community=community), pk=number)
    found.is_mine = found.brought_by_id == request.user.pk
    return found


def _insights(request: PersonRequest) -> Any:
    found = Insight.objects.visible_to(request.user)
    related = ("community", "unit", "objective")
    return found.select_related(*related).prefetch_related("responses__given_by")
