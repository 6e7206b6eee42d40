"""Members' rounds of the profile: opened, answered, closed, canceled."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from mandorla.base.api.fields import Answer, Given, Id, Key, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.maturity.api.profiles import model_of
from mandorla.maturity.models import ProfileRound
from mandorla.maturity.rules import asks_members

router = Router(tags=["Profiles"])
HOLD = _("Those who run a community and its facilitators hold members' rounds.")
Level = Annotated[int, Field(ge=0, le=9)]


class ProfileRoundRow(Answer):
    """A round in which members say how far their community is. Who answered is not told."""

    number: Id
    model: str = Field(validation_alias="model.key")
    version: int = Field(validation_alias="model.version")
    state: Literal["open", "closed", "canceled"]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    opened_by: Named | None
    invited: int
    answered: int = Field(validation_alias="urn.count", description="How many; never who.")
    why_hidden: Literal["", "too_few", "close_to_earlier"] = Field(
        description="Why what they said is not shown."
    )


class ProfileRoundGiven(Given):
    """By which model, and until when."""

    model: Key = "mandorla"
    closes_at: AwareDatetime = Field(description="At most 60 days ahead.")


class ProfileAnswerGiven(Given):
    """What one member says. It goes into an urn, without their name."""

    levels: dict[Key, Level | None] = Field(
        max_length=20, description="By dimension; null or left out: cannot say."
    )
    time_usable: bool | None = Field(None, description="My manager supports the time.")
    may_speak: bool | None = Field(None, description="I can bring a real problem.")
    benefits_me: bool | None = Field(None, description="It is worth it for me.")


class Cast(Answer):
    """That the answer is in the urn."""

    cast: bool


def _round(request: PersonRequest, slug: str, number: int) -> ProfileRound:
    rounds = ProfileRound.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    found = rounds.select_related("community", "model", "opened_by", "urn")
    return one(found, number=number)


def _held(request: PersonRequest, slug: str, number: int) -> ProfileRound:
    held = _round(request, slug, number)
    must_be_allowed(asks_members(request.user, held.community.roles_of(request.user)), HOLD)
    return held


@router.get("/communities/{slug}/profile/rounds", response=PageOf[ProfileRoundRow])
def list_profile_rounds(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the members' rounds of a community, the newest first."""
    rounds = ProfileRound.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    rows = rounds.select_related("model", "opened_by", "urn")
    return page_of(request, rows, order=["-number"], paging=paging)


@router.post("/communities/{slug}/profile/rounds", response={201: ProfileRoundRow})
def open_profile_round(request: PersonRequest, slug: str, body: ProfileRoundGiven) -> ProfileRound:
    """Ask the members how far the community is."""
    community = community_of(request, slug)
    must_be_allowed(asks_members(request.user, community.roles_of(request.user)), HOLD)
    held = ProfileRound.open(
        community=community,
        model=model_of(body.model),
        closes_at=body.closes_at,
        by=request.user,
        at=timezone.now(),
    )
    return _round(request, slug, held.number)


@router.get("/communities/{slug}/profile/rounds/{int:number}", response=ProfileRoundRow)
def show_profile_round(request: PersonRequest, slug: str, number: Id) -> ProfileRound:
    """Read how far a members' round is."""
    return _round(request, slug, number)


@router.post("/communities/{slug}/profile/rounds/{int:number}/ballot", response=Cast)
def cast_profile_answer(
    request: PersonRequest, slug: str, number: Id, body: ProfileAnswerGiven
) -> dict[str, Any]:
    """Answer once, without your name. It cannot be changed or taken back."""
    said = body.model_dump()
    levels = said.pop("levels")
    held = _round(request, slug, number)
    held.cast(levels=levels, statements=said, person=request.user, at=timezone.now())
    return {"cast": True}


@router.post("/communities/{slug}/profile/rounds/{int:number}/closure", response=ProfileRoundRow)
def close_profile_round(request: PersonRequest, slug: str, number: Id) -> ProfileRound:
    """Close a members' round and count its answers."""
    _held(request, slug, number).close(by=request.user, at=timezone.now())
    return _round(request, slug, number)


@router.post(
    "/communities/{slug}/profile/rounds/{int:number}/cancellation", response=ProfileRoundRow
)
def cancel_profile_round(request: PersonRequest, slug: str, number: Id) -> ProfileRound:
    """Cancel a members' round in which nobody has answered."""
    _held(request, slug, number).cancel(by=request.user, at=timezone.now())
    return _round(request, slug, number)
