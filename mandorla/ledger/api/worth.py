"""What a community brought, held against what was put in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.worth_out import as_data
from mandorla.ledger.worth_page import read_worth

router = Router(tags=["Worth"])


class WorthRange(Answer):
    """An amount as a range: it lies between its ends eight times of ten."""

    low: float = Field(description="P10.")
    middle: float = Field(description="P50.")
    high: float = Field(description="P90.")
    of: int = Field(description="How many claims, or things that were put in, are behind it.")


class WorthPart(Answer):
    """What one side got and gave, or what was got of one kind or in one year."""

    key: str = Field(
        description="`organization`, `members`; `cashable`, `capacity`, `risk`; or a year."
    )
    label: str = Field(description="The same as people say it.")
    confirmed: WorthRange | None
    unconfirmed: WorthRange | None
    cost: WorthRange | None = Field(description="Of kinds, always null.")


class WorthFound(Answer):
    """What a community brought, as the page says it; a range that nothing is behind is null."""

    worked_out_at: datetime | None = Field(description="null: not yet, so nothing is known.")
    currency: str = Field(description="Of all amounts; empty when none is chosen.")
    confirmed: WorthRange | None = Field(description="The headline; cashable and capacity only.")
    unconfirmed: WorthRange | None = Field(description="What else is claimed.")
    cost: WorthRange | None = Field(description="What was put in.")
    return_low: float | None = Field(
        description="P10 of what is confirmed less the cost, as a share of the cost."
    )
    return_high: float | None = Field(description="P90 of the same.")
    chance: float | None = Field(
        description="How likely what is confirmed is more than it cost, from 0 to 1."
    )
    without_outlier: WorthRange | None = Field(
        description="What is confirmed without a claim that is more than all others together; "
        "null when there is no such claim."
    )
    sides: list[WorthPart]
    kinds: list[WorthPart] = Field(description="`risk` is said and enters no sum.")
    years: list[WorthPart]
    not_money: int = Field(description="How many gains are not money and stand with their stories.")
    sentences: list[str] = Field(description="The headline, the odds and the return, in words.")
    is_whole: bool = Field(
        description="Whether stories count that were told to people in the community; false for "
        "those outside of it, who do not read them."
    )
    missing: list[str] = Field(description="What to enter so that more can be counted.")


@router.get("/communities/{slug}/worth", response=WorthFound)
def show_worth(request: PersonRequest, slug: str) -> dict[str, Any]:
    """Show what a community brought and what it cost, as it was last worked out."""
    return as_data(read_worth(community_of(request, slug), reader=request.user))
