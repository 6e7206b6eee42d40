"""How the three forces of a charter fit, and what changed between two versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.communities.api.charters import Version, charter_of
from mandorla.communities.models import Fit
from mandorla.communities.rules import may_judge
from mandorla.core.forces import Balance
from mandorla.core.words import EntryChange, Piece, compare_entries, compare_words

router = Router(tags=["Charters"])
JUDGES = _("Those who run or sponsor a community judge how its forces fit.")

Pair = Literal["benefit_concern", "concern_payoff", "benefit_payoff"]
Force = Literal["benefit", "concern", "payoff"]


class FitFound(Answer):
    """What somebody thinks of how two forces fit, and why."""

    id: Id
    pair: Pair
    score: int = Field(ge=0, le=3)
    reason: str
    judged_by: Named | None
    judged_at: datetime


class FitGiven(Given):
    """What somebody thinks of how two forces fit."""

    pair: Pair
    score: int = Field(
        ge=0, le=3, description="0: one works against the other; 3: one brings the other."
    )
    reason: Annotated[str, Lines(600, fewest=1)]


class BalanceFound(Answer):
    """How the three forces stand to each other, judged by the newest fit of each pair."""

    empty: list[Force] = Field(description="The forces of which nothing is written.")
    unjudged: list[Pair] = Field(description="The pairs that nobody has judged.")
    order: list[Pair] = Field(description="All pairs, the weakest first.")
    weakest: Pair | None = Field(description="The judged pair with the lowest fit.")
    holds: bool = Field(description="No force is empty and each pair was judged 2 or 3.")


class PieceFound(Answer):
    """A run of text that stayed, was added or was removed."""

    kind: Literal["same", "added", "removed"]
    text: str


class EntryFound(Answer):
    """What became of one entry of a force."""

    kind: Literal["same", "changed", "added", "removed"]
    pieces: list[PieceFound]


class Comparison(Answer):
    """What changed from one version of a charter to another, word by word."""

    before: Version
    after: Version
    texts: dict[str, list[PieceFound]] = Field(description="By field; fields that differ only.")
    forces: dict[Force, list[EntryFound]]
    extra: dict[str, list[PieceFound]] = Field(description="By heading; those that differ only.")
    review_on: list[date | None] = Field(description="The day in each of the two.")


class ComparisonAsked(Schema):
    """Which two versions are compared."""

    before: Version
    after: Version


@router.get("/communities/{slug}/charters/{int:version}/balance", response=BalanceFound)
def show_balance(request: PersonRequest, slug: str, version: Version) -> Balance:
    """Say how the three forces of a version stand to each other."""
    return charter_of(request, slug, version).balance()


@router.get("/communities/{slug}/charters/{int:version}/fits", response=PageOf[FitFound])
def list_fits(
    request: PersonRequest, slug: str, version: Version, paging: Query[Paging]
) -> dict[str, Any]:
    """List the judgments of a version's fits, the newest first; the newest of a pair counts."""
    fits = Fit.objects.filter(charter=charter_of(request, slug, version))
    return page_of(request, fits.select_related("judged_by"), order=["-pk"], paging=paging)


@router.post("/communities/{slug}/charters/{int:version}/fits", response={201: FitFound})
def judge_fit(request: PersonRequest, slug: str, version: Version, body: FitGiven) -> Fit:
    """Judge how two forces fit, with a reason. Earlier judgments stay readable."""
    charter = charter_of(request, slug, version)
    must_be_allowed(may_judge(request.user, charter), JUDGES)
    return charter.judge(
        pair=body.pair,
        score=body.score,
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/communities/{slug}/charters/comparison", response=Comparison)
def compare_charters(
    request: PersonRequest, slug: str, asked: Query[ComparisonAsked]
) -> dict[str, Any]:
    """Compare two versions of a charter, word by word."""
    before = charter_of(request, slug, asked.before)
    after = charter_of(request, slug, asked.after)
    old, new = before.texts, after.texts
    were, are = before.forces_by_kind(), after.forces_by_kind()
    return {
        "before": before.version,
        "after": after.version,
        "texts": {
            name: _pieces(compare_words(old[name], new[name]))
            for name in new
            if old[name] != new[name]
        },
        "forces": {kind: _entries(compare_entries(were[kind], are[kind])) for kind in are},
        "extra": _extra(before.extra, after.extra),
        "review_on": [before.review_on, after.review_on],
    }


def _extra(before: list[dict[str, str]], after: list[dict[str, str]]) -> dict[str, Any]:
    old = {found["heading"]: found["text"] for found in before}
    new = {found["heading"]: found["text"] for found in after}
    return {
        heading: _pieces(compare_words(old.get(heading, ""), new.get(heading, "")))
        for heading in {**old, **new}
        if old.get(heading) != new.get(heading)
    }


def _pieces(pieces: tuple[Piece, ...]) -> list[dict[str, str]]:
    return [{"kind": piece.kind, "text": piece.text} for piece in pieces]


def _entries(changes: tuple[EntryChange, ...]) -> list[dict[str, Any]]:
    return [{"kind": change.kind, "pieces": _pieces(change.pieces)} for change in changes]
