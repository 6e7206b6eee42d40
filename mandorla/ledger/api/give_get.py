"""What each side expected of a community, gets of it and gives to it."""

from __future__ import annotations

from typing import Any, Literal

from django.utils import timezone
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Id
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.api.investments import InvestmentBalanceFound, PeriodKey, Side, period_of
from mandorla.ledger.give_get import read_give_get
from mandorla.ledger.give_get_out import as_data
from mandorla.ledger.periods import Period

router = Router(tags=["Give and get"])

Gap = Literal["short", "unshown", "kept", "beyond", "small"]


class SideOfItemFound(Answer):
    """One expectation for one side; null is what may not be shown, or was not said."""

    side: Side
    weight: float | None = Field(description="Of the side's whole weight, from 0 to 1.")
    delivery: float | None = Field(description="What the side says it gets, from 0 to 10.")
    gap: Gap | None = Field(
        description="`short`: expects much, gets little; `unshown`: expects much, and nothing "
        "shows it; `kept`; `beyond`: gets it, expects little; `small`: expects little of it."
    )
    missing: float | None = Field(description="The part of the whole weight that is missing.")
    confirmed_stories: int = Field(description="That serve it, with a gain confirmed for the side.")


class GiveGetItemFound(Answer):
    """One expectation, and what shows that it is there."""

    expectation: str = Field(description="As it was worded in the round.")
    expectation_id: Id | None
    is_shared: bool = Field(description="Whether both sides want it.")
    stories: int = Field(description="That serve it, as far as the caller may read them.")
    solutions: int
    measures: int
    outcomes_reached: int = Field(description="Outcome measures last read at their targets.")
    objectives: list[str] = Field(description="What of the strategy it serves.")
    sides: list[SideOfItemFound]


class SideGivenAndGot(Answer):
    """All of it for one side; `got`, `missing` and `unrated` make 1."""

    side: Side
    got: float | None = Field(description="Of what it weighs, as it says itself, from 0 to 1.")
    missing: float | None
    unrated: float | None
    shown: float | None = Field(
        description="The weight of what a confirmed story or an outcome at its target shows."
    )
    reason: str = Field(description="`too_few_rated`, `not_rated`, or empty.")
    worth_low: float | None = Field(description="P10 of what is confirmed for the side, ever.")
    worth_middle: float | None
    worth_high: float | None
    currency: str


class GiveGetFound(Answer):
    """What both sides expected, get and give."""

    round: int | None = Field(description="Whose weights these are; null before the first.")
    hidden: str = Field(description="Why the newest round is not shown; empty when it is.")
    items: list[GiveGetItemFound] = Field(description="The widest gap first.")
    sides: list[SideGivenAndGot]
    balance: InvestmentBalanceFound = Field(
        description="What was given in the period; attributed to no expectation."
    )


@router.get("/communities/{slug}/give-and-get", response=GiveGetFound)
def show_give_get(request: PersonRequest, slug: str, period: PeriodKey = "") -> dict[str, Any]:
    """Show what each side expects, gets and gives; without a period, in the year we are in."""
    community = community_of(request, slug)
    asked = period_of(period) or Period(timezone.localdate().year)
    return as_data(read_give_get(community, asked, reader=request.user))
