"""Claims: what a story brought, as a range, and whether somebody who has the gain confirms it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine, unsaid
from mandorla.base.api.problems import known, must_be_allowed, must_see
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.models import Claim
from mandorla.ledger.models.claiming import WHO_CONFIRMS, Gain, may_confirm
from mandorla.ledger.shelf import read_story
from mandorla.people.models import Person, Unit

router = Router(tags=["Claims"])

Kind = Literal["cashable", "capacity", "risk", "other"]
Side = Literal["organization", "members"]
End = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=4, decimal_places=3)]
WHOLE = "In all, of the whole time from begins_on to ends_on; never for each month."
Because = Annotated[str, OneLine(300, fewest=1)]


class ClaimFound(Answer):
    """What a story claims."""

    kind: Kind
    side: Side
    unit: Named | None = Field(description="Where it was got; null: not in one unit.")
    hours: bool = Field(description="Whether low and high are hours.")
    currency: str = Field(description="Of what money they are; empty: of none.")
    what: str = Field(description="What is counted, when it is neither hours nor money.")
    low: Decimal = Field(description="At least so much in all, from begins_on to ends_on.")
    high: Decimal = Field(description="At most so much in all, from begins_on to ends_on.")
    share: Decimal = Field(description="Due to the community, 0 to 1.")
    confidence: Decimal = Field(description="In the estimate, 0 to 1.")
    begins_on: date
    ends_on: date
    state: Literal["claimed", "confirmed", "refused"]
    claimed_by: Named | None
    confirmed_by: Named | None
    because: str = Field(description="Why it was corrected or refused.")
    apart: str = Field(description="Why it is another gain than one that overlaps.")
    first: dict[str, str] = Field(description="The numbers as claimed, when they were corrected.")


class ClaimNumbersGiven(Given):
    """A range that holds the true value nine times in ten, and what it stands for."""

    low: End = Field(description=WHOLE)
    high: End = Field(description=WHOLE)
    share: Share
    confidence: Share


class ClaimGiven(ClaimNumbersGiven):
    """What somebody claims that a story brought."""

    kind: Kind
    side: Side = "organization"
    unit: Id | None = None
    hours: bool = False
    currency: Annotated[str, OneLine(3)] = unsaid()
    what: Annotated[str, OneLine(60)] = unsaid()
    begins_on: date
    ends_on: date
    asked: Id | None = Field(None, description="Who else has the gain and can confirm it.")
    apart: Annotated[str, OneLine(300)] = Field(
        default_factory=str,
        description="Why it is another gain: asked for when a claim of this kind overlaps.",
    )


class ClaimCorrectionGiven(ClaimNumbersGiven):
    """Other numbers, and why."""

    because: Because


class ClaimRefusalGiven(Given):
    """Why it is not so."""

    because: Because


@router.post("/communities/{slug}/stories/{int:number}/claim", response={201: ClaimFound})
def claim_gain(
    request: PersonRequest, slug: str, number: int, body: ClaimGiven
) -> dict[str, Any] | None:
    """Claim what a story brought, once."""
    told = read_story(community_of(request, slug), number=number, reader=request.user)
    must_see(told)
    facts = body.model_dump(exclude={"unit", "asked", "apart"})
    unit = known(Unit.objects.all(), field="unit", pk=body.unit) if body.unit else None
    people = Person.objects.visible_to(request.user)
    asked = known(people, field="asked", pk=body.asked) if body.asked else None
    made = Claim.make(
        story=told.story,  # type: ignore[union-attr]  # what is not there is a 404 by now
        gain=Gain(unit=unit, **facts),
        asked=asked,
        apart=body.apart,
        by=request.user,
        at=timezone.now(),
    )
    return claim_found(made)


@router.post("/communities/{slug}/stories/{int:number}/claim/confirmation", response=ClaimFound)
def confirm_claim(request: PersonRequest, slug: str, number: int) -> dict[str, Any] | None:
    """Confirm what a story claims, as somebody who has the gain."""
    found = _to_answer(request, slug, number)
    found.confirm(by=request.user, at=timezone.now())
    return claim_found(found)


@router.post("/communities/{slug}/stories/{int:number}/claim/correction", response=ClaimFound)
def correct_claim(
    request: PersonRequest, slug: str, number: int, body: ClaimCorrectionGiven
) -> dict[str, Any] | None:
    """Confirm what a story claims with other numbers."""
    found = _to_answer(request, slug, number)
    found.correct(by=request.user, at=timezone.now(), **body.model_dump())
    return claim_found(found)


@router.post("/communities/{slug}/stories/{int:number}/claim/refusal", response=ClaimFound)
def refuse_claim(
    request: PersonRequest, slug: str, number: int, body: ClaimRefusalGiven
) -> dict[str, Any] | None:
    """Say that what a story claims is not so."""
    found = _to_answer(request, slug, number)
    found.refuse(because=body.because, by=request.user, at=timezone.now())
    return claim_found(found)


@router.post("/communities/{slug}/stories/{int:number}/claim/withdrawal", response={204: None})
def withdraw_claim(request: PersonRequest, slug: str, number: int) -> None:
    """Take a claim back: it counts no more."""
    _claim(request, slug, number).withdraw(by=request.user, at=timezone.now())


def claim_found(claim: Claim | None) -> dict[str, Any] | None:
    """A claim as the caller may read it: never who made or confirmed it without a name."""
    if claim is None:
        return None
    same = [name for name in ClaimFound.model_fields if not name.endswith("_by")]
    shown = {"claimed_by": claim.shown_claimant, "confirmed_by": claim.shown_confirmer}
    return {name: getattr(claim, name) for name in same} | shown


def _claim(request: PersonRequest, slug: str, number: int) -> Claim:
    told = read_story(community_of(request, slug), number=number, reader=request.user)
    must_see(told and told.claim)
    return told.claim  # type: ignore[union-attr,return-value]  # a 404 by now


def _to_answer(request: PersonRequest, slug: str, number: int) -> Claim:
    found = _claim(request, slug, number)
    must_be_allowed(may_confirm(found, request.user), WHO_CONFIRMS)
    return found
