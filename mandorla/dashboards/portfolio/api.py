"""The portfolio: every community somebody looks after, decisions that are due, and saved views."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, OneLine, Words
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Archetype
from mandorla.dashboards.models import SavedView
from mandorla.dashboards.models.saved_view import LONGEST_NAME
from mandorla.dashboards.portfolio.columns import as_data
from mandorla.dashboards.portfolio.decisions import due_communities, first_first, told
from mandorla.dashboards.portfolio.filters import Filters, narrowed, of_state
from mandorla.dashboards.portfolio.forms import known_query
from mandorla.dashboards.portfolio.rows import read_rows
from mandorla.dashboards.portfolio.rules import may_see_portfolio, portfolio_of
from mandorla.dashboards.portfolio.sorting import ordered
from mandorla.dashboards.portfolio.standing import terms_on

router = Router(tags=["Portfolio"])

State = Literal[
    "decide",
    "lapsed",
    "grace",
    "review_due",
    "applied",
    "active",
    "conditional",
    "paused",
    "draft",
    "declined",
    "withdrawn",
    "replaced",
    "retired",
    "transformed",
    "none",
]


class LookedAfter(Answer):
    """A community as the portfolio lists it."""

    slug: str
    name: str
    kind: str = Field(description="Its archetype in words, or what a register calls it.")
    status: Literal["forming", "active", "closing", "closed"]
    people: int | None = Field(description="How many have a role, as of the last look.")
    license_kind: str = Field(description="`trial`, `full`, or empty without a license.")
    license_state: str = Field(
        description="What its license is worth today. `review_due`, `grace` and `lapsed` follow "
        "from days; else the state of the license; `none` without one."
    )
    until_on: date | None = Field(description="The last day of the license.")
    next_review_on: date | None
    lapses_after_on: date | None = Field(
        description="The day after which it lapses, when its review is due or over."
    )
    overlap: float | None = Field(description="From 0 to 1; null when it may not be shown.")
    overlap_low: float | None
    overlap_high: float | None
    confirmed_low: float | None = Field(
        description="P10 of what those who benefited confirmed; null when nothing of it is money."
    )
    confirmed_middle: float | None = Field(description="P50.")
    confirmed_high: float | None = Field(description="P90.")
    currency: str
    confirmed_stories: int | None = Field(description="Null while nobody has looked.")
    outcomes: int | None = Field(description="Outcome measures that are followed.")
    outcomes_with_odds: int | None
    odds_low: float | None = Field(
        description="Of the least likely outcome to be at its target on its day, from 0 to 1."
    )
    odds_high: float | None = Field(description="Of the most likely.")
    stage: int | None = Field(description="From 1 to 5.")
    stage_is_least: bool = Field(description="Whether it may be higher, once more is known.")
    gatherings_held: int | None = Field(description="Of those planned in eight weeks.")
    gatherings_planned: int | None
    warnings: int | None = Field(description="How many stand; null while nobody has looked.")
    severity: int = Field(description="Of the gravest, from 0 to 3.")
    gravest_warning: str
    sponsors: list[str] = Field(description="The names of those who sponsor it now.")
    objectives: int = Field(description="How many it serves.")
    last_decision: str = Field(description="The kind of the last decision on its license.")
    decided_on: date | None


class PortfolioAsked(Paging):
    """Which communities are asked for, as on the page."""

    q: Words = Field("", description="Words or beginnings of words in name, purpose or leaders.")
    state: State | Literal[""] = Field(
        "", description="A state as in `license_state`, or `decide` where somebody has to decide."
    )
    due_within: int | None = Field(None, ge=0, le=3650, description="In how many days.")
    archetype: Words = Field("", description="The key of an archetype.")
    unit: Id | None = Field(None, description="With members from it or from a part of it.")
    sponsor: Words = Field("", description="Words in the name of a sponsor.")
    stage: Literal["", "1", "2", "3", "4", "5", "unknown"] = ""
    warnings: Literal["", "any", "grave", "none"] = ""
    brought: Literal["", "money", "stories", "none", "unlikely"] = Field(
        "",
        description="Confirmed in money; with confirmed stories; with nothing confirmed; or "
        "with an outcome whose odds are below a third.",
    )
    overlap: str = Field(
        "", pattern=r"^(unknown|\d{1,3}-\d{1,3})?$", description="`unknown`, or percent: `40-60`."
    )
    changed: Literal["", "decisions", "warnings", "overlap", "states"] = Field(
        "", description="What happened to it since `since`."
    )
    since: datetime | None = None
    sort: str = Field(
        "name",
        pattern=r"^-?(name|license|overlap|worth|odds|stage|rhythm|warnings|sponsor|objectives|decision)$",
        description="A column, with `-` before it for the other way round.",
    )


class DecisionDueFound(Answer):
    """A decision on a license that is due."""

    slug: str
    name: str
    license_state: str = Field(validation_alias="state")
    what: str = Field(description="What is to be decided.")
    who: list[str] = Field(description="The names of its sponsors; empty when it has none.")
    decide_by_on: date | None = Field(validation_alias="by")
    otherwise: str = Field(description="What happens if nobody decides.")


class ViewFound(Answer):
    """What is looked for, under a name."""

    id: Id
    name: str
    query: str = Field(description="As in the address of the page.")
    is_shared: bool


class ViewGiven(Given):
    """A name for what is looked for."""

    name: Annotated[str, OneLine(LONGEST_NAME, fewest=1)]
    query: str = Field("", max_length=2_000)
    is_shared: bool = False


def _filters(asked: PortfolioAsked) -> Filters:
    words = asked.model_dump(exclude={"q", "limit", "cursor"})
    since = asked.since
    if since and timezone.is_naive(since):
        words["since"] = timezone.make_aware(since)
    return Filters(words=asked.q, **words)


@router.get("/portfolio", response=PageOf[LookedAfter])
def list_portfolio(request: PersonRequest, asked: Query[PortfolioAsked]) -> dict[str, Any]:
    """List the communities somebody looks after: all, or those they sponsor."""
    must_see(may_see_portfolio(request.user))
    terms, filters = terms_on(timezone.localdate()), _filters(asked)
    found = narrowed(portfolio_of(request.user), filters, terms=terms, reader=request.user)
    of_them = of_state(found, filters.state, terms=terms)
    rows, order = ordered(of_them, filters.sort, reader=request.user)
    page = page_of(request, rows, order=order, paging=asked)
    keys = [row.pk for row in page["items"]]
    archetypes = Archetype.names()
    told_rows = [
        row
        for begin in range(0, len(keys), 50)
        for row in read_rows(
            keys[begin : begin + 50], terms=terms, archetypes=archetypes, reader=request.user
        )
    ]
    return {**page, "items": [as_data(row) for row in told_rows]}


@router.get("/portfolio/decisions", response=list[DecisionDueFound])
def list_due_decisions(request: PersonRequest) -> list[Any]:
    """List decisions on licenses that are due, the first day first; at most 200."""
    must_see(may_see_portfolio(request.user))
    terms = terms_on(timezone.localdate())
    waiting = first_first(due_communities(portfolio_of(request.user), terms=terms))
    return told(list(waiting[:200]), terms=terms)


@router.get("/portfolio/views", response=PageOf[ViewFound])
def list_views(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List views of the portfolio: one's own, and those that are shared."""
    must_see(may_see_portfolio(request.user))
    views = SavedView.objects.visible_to(request.user)
    return page_of(request, views, order=["name", "pk"], paging=paging)


@router.post("/portfolio/views", response={201: ViewFound})
def save_view(request: PersonRequest, given: ViewGiven) -> Status[SavedView]:
    """Save what is looked for under a name; one's own view of that name is replaced."""
    must_see(may_see_portfolio(request.user))
    view = SavedView.save_as(
        name=given.name,
        query=known_query(given.query),
        is_shared=given.is_shared,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, view)


@router.api_operation(["DELETE"], "/portfolio/views/{view_id}", response={204: None})
def remove_view(request: PersonRequest, view_id: Id) -> Status[None]:
    """Remove one of one's own views."""
    must_see(may_see_portfolio(request.user))
    view = one(SavedView.objects.visible_to(request.user), pk=view_id)
    view.remove(by=request.user, at=timezone.now())
    return Status(204, None)
