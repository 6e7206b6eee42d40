"""Profiles: three ways beside each other, targets, and what the core group agrees on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Key, Lines, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.maturity.models import Assessment, ModelVersion, Target
from mandorla.maturity.profile_page import Way, read_profile
from mandorla.maturity.rules import agrees

router = Router(tags=["Profiles"])
AGREES = _("Those who run a community write down how far it is and where it wants to be.")

WayName = Literal["members", "core", "computed"]
Level = Annotated[int, Field(ge=0, le=9)]
Seen = Annotated[int, Field(ge=0, le=2**62)]


class LevelFound(Answer):
    """How far a dimension is: exactly where both ends are equal."""

    dimension: str
    low: int = Field(description="The highest level that is known to hold; 0: not even the first.")
    high: int = Field(description="The highest that could hold once everything is known.")


class WayFound(Answer):
    """What was found in one way."""

    way: WayName
    at: datetime | None
    stage: int | None = Field(description="In the middle of the dimensions; null: too little known")
    is_least: bool = Field(description="Whether the stage may be higher.")
    held_back_by: list[str]
    respondents: int | None = Field(description="Of the members; never fewer than five.")
    levels: list[LevelFound]


class TargetFound(Answer):
    """The level a community wants to be at."""

    dimension: str
    level: int
    because: str
    at: datetime


class ProfileFound(Answer):
    """The profile of a community by one model."""

    model: str = Field(description="The key of the model.")
    version: int
    ways: list[WayFound]
    targets: list[TargetFound]
    seen_targets: int = Field(description="Send it back with new targets.")
    seen_agreed: int = Field(description="Send it back with what you agree on.")


class AssessmentRow(Answer):
    """What was found at a moment; it is kept for ever."""

    id: Id
    model: str = Field(validation_alias="key")
    version: int = Field(validation_alias="model.version")
    way: WayName
    at: datetime
    by: Named | None
    respondents: int | None
    levels: dict[str, list[int]] = Field(description="By dimension: low and high.")


class AgreedLevelsGiven(Given):
    """What the core group agreed on."""

    model: Key = "mandorla"
    levels: dict[Key, Level | None] = Field(
        max_length=20, description="By dimension; null: cannot say."
    )
    reasons: dict[Key, Annotated[str, Lines(500)]] = Field(default_factory=dict, max_length=20)
    seen: Seen | None = Field(None, description="`seen_agreed`; null goes ahead in any case.")


class TargetsGiven(Given):
    """The levels a community wants to be at."""

    model: Key = "mandorla"
    levels: dict[Key, Level | None] = Field(
        max_length=20, description="By dimension; null: no target. What is left out stays."
    )
    because: Annotated[str, Lines(1_000)] = ""
    seen: Seen | None = Field(None, description="`seen_targets`; null goes ahead in any case.")


def model_of(key: str) -> ModelVersion:
    """The model in use that is called so."""
    found = ModelVersion.objects.offered().filter(key=key).first()
    if found is None:
        raise Invalid(model=_("No model in use is called so."))
    return found


@router.get("/communities/{slug}/profile", response=ProfileFound)
def show_profile(request: PersonRequest, slug: str, model: Key = "mandorla") -> dict[str, Any]:
    """Read how far a community is, in three ways beside each other, with its targets."""
    return _found(request, community_of(request, slug), model_of(model))


@router.get("/communities/{slug}/profile/assessments", response=PageOf[AssessmentRow])
def list_assessments(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List everything that was found of a community, the newest first."""
    found = Assessment.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    rows = found.select_related("model", "by")
    return page_of(request, rows, order=["-at", "-pk"], paging=paging)


@router.post("/communities/{slug}/profile/agreement", response={201: ProfileFound})
def agree_on_profile(request: PersonRequest, slug: str, body: AgreedLevelsGiven) -> dict[str, Any]:
    """Write down what the core group agreed on. Earlier ones stay."""
    community = _run(request, slug)
    model = model_of(body.model)
    Assessment.agree(
        community=community,
        model=model,
        levels=body.levels,
        reasons=body.reasons,
        seen=body.seen,
        by=request.user,
        at=timezone.now(),
    )
    return _found(request, community, model)


@router.post("/communities/{slug}/profile/targets", response=ProfileFound)
def agree_on_targets(request: PersonRequest, slug: str, body: TargetsGiven) -> dict[str, Any]:
    """Write down which levels the community wants to be at. Earlier ones stay in the history."""
    community = _run(request, slug)
    model = model_of(body.model)
    Target.agree(
        community=community,
        model=model,
        levels=body.levels,
        because=body.because,
        seen=body.seen,
        by=request.user,
        at=timezone.now(),
    )
    return _found(request, community, model)


def _run(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(agrees(request.user, community.roles_of(request.user)), AGREES)
    return community


def _found(request: PersonRequest, community: Community, model: ModelVersion) -> dict[str, Any]:
    page = read_profile(community, model=model, models=[model], person=request.user)
    agreed = page.ways["core"].newest
    return {
        "model": model.key,
        "version": model.version,
        "ways": [_way(way) for way in page.ways.values() if way.reached],
        "targets": list(Target.objects.of(community, model.key).current().order_by("dimension")),
        "seen_targets": Target.seen(community, model.key),
        "seen_agreed": agreed.pk if agreed else 0,
    }


def _way(way: Way) -> dict[str, Any]:
    head = way.headline
    return {
        "way": way.name,
        "at": way.at,
        "stage": head.stage,
        "is_least": head.is_least,
        "held_back_by": list(head.held_back_by),
        "respondents": way.newest.respondents if way.newest else None,
        "levels": [
            {"dimension": name, "low": at.low, "high": at.high} for name, at in way.reached.items()
        ],
    }
