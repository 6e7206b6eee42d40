"""What conversations say: the health of a community, and how units talk."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Named
from mandorla.base.api.problems import must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Community
from mandorla.conversations.health_page import read_health
from mandorla.conversations.program_page import Program, read_program
from mandorla.conversations.rules import may_see_program

router = Router(tags=["Conversations"])
NOTHING: dict[str, Any] = {"month": None, "units": [], "cracks": [], "pairs": []}
PROGRAM = {"x-for": "program managers and auditors"}


class HealthFigure(Answer):
    """A figure behind a light, as people read it."""

    name: str
    value: str
    usual: str = Field(description="In the middle of the year before; empty when not known.")
    bound: str = Field(description="What it is held against; empty when only against the past.")


class HealthLight(Answer):
    """One light of the health of a community."""

    about: str
    state: str = Field(description="good, worth a look, worth acting on, or not known.")
    sentence: str = Field(description="Why.")
    figures: list[HealthFigure]


class BridgingCommunity(Answer):
    """A community that two units talk in."""

    community: Named
    share: str = Field(description="Its part of the replies between them.")


class UnitPair(Answer):
    """Two units and how they talk."""

    one: str
    other: str
    ties: str = Field(description="Pairs of people who answered each other; words where few do.")
    expected: str
    bridges: list[BridgingCommunity]


class UnitTalk(Answer):
    """A unit and how its people are tied."""

    name: str
    people: int = Field(description="Five or more; smaller units are put together.")
    internal: str = Field(description="Ties within; a dash where few people have them.")
    external: str = Field(description="Ties with others; a dash likewise.")
    index: str = Field(description="The E-I index of these two.")
    roles: dict[str, str] = Field(
        description="How often its people connect two who have no tie, by whom they connect."
    )


class CommunityHealth(Answer):
    """How a community does by what its people write."""

    month: date | None = Field(
        description="The first day of the last full month; null when nothing was imported."
    )
    lights: list[HealthLight]
    units: list[UnitTalk] = Field(description="How units talked in three months.")
    cracks: list[UnitPair] = Field(description="Pairs that surely talk less than expected.")
    pairs: list[UnitPair] = Field(description="The other pairs.")


class UnitsTalk(Answer):
    """How units talk across all communities in a year."""

    month: date | None = Field(
        description="The first day of the last month of the year; null when nothing was imported."
    )
    sentence: str
    units: list[UnitTalk]
    cracks: list[UnitPair] = Field(description="Pairs that surely talk less than expected.")
    pairs: list[UnitPair] = Field(description="The other pairs.")


@router.get("/communities/{slug}/health", response=CommunityHealth)
def show_health(request: PersonRequest, slug: str) -> dict[str, Any]:
    """See how a community does by what its people write: five lights, with what is behind them."""
    community = one(Community.objects.visible_to(request.user), slug=slug)
    found = read_health(community)
    if found is None:
        return NOTHING | {"lights": []}
    return {"month": found.month, "lights": found.lights} | vars(found.units)


@router.get("/conversations/units", response=UnitsTalk, openapi_extra=PROGRAM)
def show_units_talk(request: PersonRequest) -> Program | dict[str, Any]:
    """See how units talk across all communities, and which communities bridge them."""
    must_see(may_see_program(request.user))
    found = read_program(request.user)
    return found or NOTHING | {"sentence": ""}
