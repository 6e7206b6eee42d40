"""What rounds found, as far as it may be shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Id
from mandorla.base.api.paging import PageOf
from mandorla.base.api.problems import must_see
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.value.shown import ShownRound, shown_rounds

router = Router(tags=["Results"])

Method = Literal["points", "best_worst", "facilitated"]
Quadrant = Literal["keep_going", "do_better", "perhaps_too_much", "let_rest"]
Share = float | None


class ResultItem(Answer):
    """An expectation as both sides weighed it. Weights and shares are from 0 to 1."""

    place: int = Field(description="Its place in the round, from 0.")
    item: str = Field(description="Its wording then.")
    organization: Share = Field(description="Shown in any case: this side speaks by name.")
    members: Share
    share: Share = Field(description="The smaller of the two.")
    tension: float | None = Field(description="The organization's weight less the members'.")
    is_shared: bool | None = Field(description="Both sides give it at least half an even share.")
    organization_delivery: float | None = Field(description="So far, 0 to 10.")
    member_delivery: float | None
    organization_quadrant: Quadrant | None
    member_quadrant: Quadrant | None


class ResultChange(Answer):
    """How a round differs from the shown one before it."""

    kind: Literal["rose", "fell", "cannot_tell", "other_catalogue", "other_method", "no_interval"]
    difference: float | None
    low: float | None = Field(description="The lower end of its 95% interval.")
    high: float | None


class ResultRow(Answer):
    """What a closed round found. What may not be shown, or cannot be said, is null."""

    round: int
    opened_at: datetime
    closed_at: datetime | None
    organization_method: Method
    member_method: Method
    invited: int = Field(description="How many members might answer.")
    respondents: int = Field(description="How many did.")
    organization_answers: int | None = Field(description="0 when the sponsors agreed on one.")
    organization_resampled: bool | None
    is_shown: bool
    why_hidden: str = Field(
        description="too_few, close_to_earlier, no_organization, no_members; empty when shown."
    )
    instead: int | None = Field(description="The round whose figures stay up meanwhile.")
    is_below_floor: bool = Field(description="Too few of those asked answered to conclude from.")
    overlap: Share = Field(description="The share of the weight that both give to the same.")
    interval_80: list[float] | None
    interval_95: list[float] | None
    agreement_w: Share = Field(description="How far the members agree: Kendall's W.")
    tau_b: float | None = Field(description="Whether both sides rank alike, -1 to 1.")
    coverage: Share = Field(
        description="Members with one of their top three among what is shared, rounded so that "
        "nobody can count them: to a tenth from 30 answers on, else to a fifth, a third or a half."
    )
    ceiling: Share = Field(description="The most that could be expected of these members.")
    reasons: dict[str, str] = Field(description="Why a figure is null, by its name.")
    change: ResultChange | None


class ResultFound(ResultRow):
    """What a closed round found, with every expectation."""

    items: list[ResultItem]


@router.get("/communities/{slug}/results", response=PageOf[ResultRow])
def list_results(request: PersonRequest, slug: str) -> dict[str, Any]:
    """List what the closed rounds of a community found, the newest first, all on one page."""
    rounds = shown_rounds(community_of(request, slug))
    return {"items": [_row(shown) for shown in reversed(rounds)], "next": None}


@router.get("/communities/{slug}/rounds/{int:number}/result", response=ResultFound)
def show_result(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Read what a closed round found. What may not be shown is null, and says why."""
    rounds = shown_rounds(community_of(request, slug))
    found = [shown for shown in rounds if shown.elicitation.number == number]
    must_see(found)
    return {**_row(found[0]), "items": _items(found[0])}


FIGURES = (
    "organization_answers",
    "organization_resampled",
    "overlap",
    "interval_80",
    "interval_95",
    "agreement_w",
    "tau_b",
    "coverage",
    "ceiling",
)


def _row(shown: ShownRound) -> dict[str, Any]:
    elicitation, figures = shown.elicitation, shown.figures
    reasons = dict(figures.reasons) if figures else dict.fromkeys(FIGURES, shown.why_hidden)
    return {
        "round": elicitation.number,
        "opened_at": elicitation.opens_at,
        "closed_at": elicitation.closed_at,
        "organization_method": elicitation.organization_method,
        "member_method": elicitation.member_method,
        "invited": shown.invited,
        "respondents": shown.respondents,
        "is_shown": figures is not None,
        "why_hidden": shown.why_hidden,
        "instead": shown.instead.elicitation.number if shown.instead else None,
        "is_below_floor": shown.is_below_floor,
        "reasons": reasons,
        "change": shown.change,
        **{name: getattr(figures, name, None) for name in FIGURES},
    }


def _items(shown: ShownRound) -> list[dict[str, Any]]:
    if shown.figures:
        return [{"place": n, **vars(item)} for n, item in enumerate(shown.figures.items)]
    if not shown.organization:
        return []
    words = [item.text for item in shown.elicitation.catalogue.words]
    nothing = dict.fromkeys(ResultItem.model_fields)
    return [
        {**nothing, "place": place, "item": text, "organization": weight}
        for place, (text, weight) in enumerate(zip(words, shown.organization, strict=True))
    ]
