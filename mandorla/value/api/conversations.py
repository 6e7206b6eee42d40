"""The value conversation of a round: its agenda, and what was agreed for each expectation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.value.agenda import Part, Weighed
from mandorla.value.conversation import Conversation, read_conversation
from mandorla.value.models import Elicitation, Settlement
from mandorla.value.rules import settles

router = Router(tags=["Conversations"])
RECORD = gettext_lazy("Those who run, facilitate or sponsor a community record what was agreed.")

Way = Literal["trade", "sequence", "drop"]


class SettlementFound(Answer):
    """What both sides agreed on for an expectation. The newest of a round counts."""

    id: Id
    round: int = Field(validation_alias="elicitation.number")
    place: int = Field(validation_alias="item.position", description="Its place in the round.")
    expectation: str = Field(validation_alias="item.text", description="Its wording then.")
    way: Way
    text: str
    recorded_by: Named | None
    recorded_at: datetime


class SettlementGiven(Given):
    """What both sides agreed on for an expectation."""

    place: int = Field(ge=0, lt=2**31, description="The place of the expectation in the round.")
    way: Way
    text: Annotated[str, Lines(600, fewest=1)]


class PartFound(Answer):
    """A part of the hour."""

    key: Literal["why", "tops", "map", "tensions", "statement", "measures"]
    starts: int = Field(description="After how many minutes it begins.")
    minutes: int


class WeighedFound(Answer):
    """An expectation with what both sides gave to it."""

    place: int = Field(validation_alias="item.position")
    text: str = Field(validation_alias="item.text")
    level: Literal["organization", "group", "person"] = Field(validation_alias="item.level")
    measure: str = Field(validation_alias="item.measure", description="What would show it.")
    organization: float = Field(description="The organization's weight, 0 to 1.")
    members: float = Field(description="The members' weight, 0 to 1.")
    share: float = Field(description="The smaller of the two.")
    tension: float = Field(description="The organization's weight less the members'.")


class TensionFound(Answer):
    """An expectation that the sides want differently, and what they agreed on for it."""

    weighed: WeighedFound
    agreed: SettlementFound | None
    before: list[SettlementFound] = Field(description="What counted in earlier rounds.")


class ConversationFound(Answer):
    """An hour's agenda from what a round found."""

    round: int
    why_hidden: str = Field(
        description="Why there is no agenda: too_few, close_to_earlier, no_organization, "
        "no_members, or not_closed; empty when there is one."
    )
    parts: list[PartFound] = Field(description="Sixty minutes together.")
    organization_top: list[WeighedFound]
    members_top: list[WeighedFound]
    shared: list[WeighedFound] = Field(description="The most shared first.")
    tensions: list[TensionFound] = Field(description="The widest apart first, at most three.")


def round_of(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """A round of a community, by its number."""
    community = community_of(request, slug)
    rounds = Elicitation.objects.visible_to(request.user).filter(community=community)
    return one(rounds.select_related("community"), number=number)


@router.get("/communities/{slug}/rounds/{int:number}/conversation", response=ConversationFound)
def show_conversation(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Read the agenda of the value conversation about a round, and what was agreed."""
    return _found(read_conversation(round_of(request, slug, number), person=request.user))


@router.get("/communities/{slug}/rounds/{int:number}/settlements", response=PageOf[SettlementFound])
def list_settlements(
    request: PersonRequest, slug: str, number: Id, paging: Query[Paging]
) -> dict[str, Any]:
    """List what was agreed on in a round, the newest first; the newest of an expectation counts."""
    rows = Settlement.objects.filter(elicitation=round_of(request, slug, number))
    rows = rows.select_related("elicitation", "item", "recorded_by")
    return page_of(request, rows, order=["-recorded_at", "-pk"], paging=paging)


@router.post("/communities/{slug}/rounds/{int:number}/settlements", response={201: SettlementFound})
def record_settlement(
    request: PersonRequest, slug: str, number: Id, body: SettlementGiven
) -> Settlement:
    """Record what both sides agreed on. What was agreed before stays readable."""
    elicitation = round_of(request, slug, number)
    must_be_allowed(settles(request.user, elicitation.community.roles_of(request.user)), RECORD)
    item = elicitation.catalogue.items.filter(position=body.place).first()
    if item is None:
        raise Invalid(place=_("The round has no expectation in this place."))
    return Settlement.record(
        elicitation=elicitation,
        item=item,
        way=body.way,
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )


def _found(talk: Conversation) -> dict[str, Any]:
    agenda = talk.agenda
    parts: tuple[Part, ...] = agenda.parts if agenda else ()
    tops: dict[str, tuple[Weighed, ...]] = {
        name: getattr(agenda, name) if agenda else ()
        for name in ("organization_top", "members_top", "shared")
    }
    return {
        "round": talk.elicitation.number,
        "why_hidden": talk.shown.why_hidden if talk.shown else "not_closed",
        "parts": parts,
        **tops,
        "tensions": talk.tensions,
    }
