"""Rounds: opened, watched, given more time, closed, canceled; and where one is due."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from mandorla.base.api.fields import Answer, Given, Id, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Community
from mandorla.communities.rules import facilitates
from mandorla.value.counting import close
from mandorla.value.due import due_rounds, due_rounds_of
from mandorla.value.holding import ask_newcomers
from mandorla.value.models import Elicitation
from mandorla.value.models.round_facts import FLOOR
from mandorla.value.round_page import Progress, read_progress

router = Router(tags=["Rounds"])
HOLD = _("Those who run a community and its facilitators hold rounds.")

Phase = Literal["coming", "open", "over", "closed", "canceled"]
Method = Literal["points", "best_worst", "facilitated"]
WhyDue = Literal["founding", "six_months", "yearly", "sponsor", "archetype", "objective"]
WhyAsked = Literal["founding", "six_months", "yearly", "sponsor", "archetype", "objective", "asked"]
Why = Literal[
    "founding", "six_months", "yearly", "sponsor", "archetype", "objective", "asked", "survey"
]
Days = Annotated[int, Field(ge=1, le=90)]


class RoundRow(Answer):
    """A round in which both sides of a community weigh the same expectations."""

    number: Id
    phase: Phase = Field(description="`over`: its time has come and it waits to be counted.")
    reason: Why = Field(description="Why it is held.")
    organization_method: Method
    member_method: Method
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    floor_share: float = Field(
        description="The share of members, 0 to 1, under which little can be concluded."
    )
    reminder_days: list[int] = Field(description="How many days before the closing.")
    opened_by: Named | None

    @staticmethod
    def resolve_phase(found: Any) -> str:
        """Where it is in its life now."""
        if isinstance(found, dict):
            return str(found["phase"])
        return str(found.phase(at=timezone.now()))


class SponsorAsked(Answer):
    """A sponsor, who answers by name."""

    name: str
    role: str
    has_answered: bool = Field(
        description="By name; nobody does where the sponsors agree on one in a gathering."
    )


class RoundFound(RoundRow):
    """A round with how far it is. Of the members there are counts and nothing else."""

    items: list[str] = Field(description="What is weighed, in the order in which ballots count it.")
    invited: int = Field(description="How many members may vote.")
    voted: int = Field(description="How many have.")
    sponsors: list[SponsorAsked]
    has_agreed: bool = Field(description="Whether the sponsors have agreed on one answer.")
    group: int | None = Field(description="How many agreed on one answer in a gathering.")
    newcomers: int | None = Field(
        description="Members who came since and are not asked; null to those who do not hold it."
    )


class RoundGiven(Given):
    """How a round is held."""

    reason: WhyAsked = "asked"
    organization_method: Method = "points"
    member_method: Method
    opens_at: AwareDatetime | None = Field(None, description="null opens it now.")
    closes_at: AwareDatetime = Field(description="At most 90 days after it opens.")
    floor_share: float = Field(FLOOR, ge=0, le=1)
    reminder_days: list[Days] = Field(default_factory=lambda: [7, 2], max_length=10)


class ExtensionGiven(Given):
    """Until when people have time."""

    closes_at: AwareDatetime


class DueFound(Answer):
    """A community in which a round is due."""

    community: str = Field(validation_alias="slug", description="Its slug.")
    name: str
    reason: WhyDue = Field(validation_alias="due_reason")


def _round(request: PersonRequest, slug: str, number: int) -> Elicitation:
    rounds = Elicitation.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    return one(rounds.select_related("community", "catalogue", "opened_by", "urn"), number=number)


def _held(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """A round that the person holds."""
    elicitation = _round(request, slug, number)
    must_be_allowed(facilitates(request.user, elicitation.community.roles_of(request.user)), HOLD)
    return elicitation


def _found(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    elicitation = _round(request, slug, number)
    progress: Progress = read_progress(
        elicitation,
        roles=elicitation.community.roles_of(request.user),
        person=request.user,
        at=timezone.now(),
    )
    return {
        **{name: getattr(elicitation, name) for name in RoundRow.model_fields if name != "phase"},
        "phase": progress.phase,
        "items": [item.text for item in elicitation.catalogue.words],
        "invited": progress.invited,
        "voted": progress.voted,
        "sponsors": list(progress.sponsors),
        "has_agreed": progress.has_agreed,
        "group": progress.group,
        "newcomers": progress.newcomers if progress.holds else None,
    }


@router.get("/communities/{slug}/rounds", response=PageOf[RoundRow])
def list_rounds(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the rounds of a community, the newest first."""
    rounds = Elicitation.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    return page_of(request, rounds.select_related("opened_by"), order=["-number"], paging=paging)


@router.post("/communities/{slug}/rounds", response={201: RoundFound})
def open_round(request: PersonRequest, slug: str, body: RoundGiven) -> dict[str, Any]:
    """Open a round, now or later. What is weighed and how is fixed from then on."""
    community = community_of(request, slug)
    must_be_allowed(facilitates(request.user, community.roles_of(request.user)), HOLD)
    now = timezone.now()
    elicitation = Elicitation.open(
        community=community,
        reason=body.reason,
        methods={"organization": body.organization_method, "members": body.member_method},
        opens_at=body.opens_at or now,
        closes_at=body.closes_at,
        floor_share=body.floor_share,
        reminder_days=body.reminder_days,
        by=request.user,
        at=now,
    )
    return _found(request, slug, elicitation.number)


@router.get("/communities/{slug}/rounds/{int:number}", response=RoundFound)
def show_round(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Read how far a round is."""
    return _found(request, slug, number)


@router.post("/communities/{slug}/rounds/{int:number}/extension", response=RoundFound)
def extend_round(
    request: PersonRequest, slug: str, number: Id, body: ExtensionGiven
) -> dict[str, Any]:
    """Give people time until another moment."""
    elicitation = _held(request, slug, number)
    elicitation.extend(closes_at=body.closes_at, by=request.user, at=timezone.now())
    return _found(request, slug, number)


@router.post("/communities/{slug}/rounds/{int:number}/closure", response=RoundFound)
def close_round(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Close a round and count its ballots."""
    close(_held(request, slug, number), by=request.user, at=timezone.now())
    return _found(request, slug, number)


@router.post("/communities/{slug}/rounds/{int:number}/cancellation", response=RoundFound)
def cancel_round(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Cancel a round in which nobody has answered."""
    _held(request, slug, number).cancel(by=request.user, at=timezone.now())
    return _found(request, slug, number)


@router.post("/communities/{slug}/rounds/{int:number}/newcomers", response=RoundFound)
def ask_newcomers_too(request: PersonRequest, slug: str, number: Id) -> dict[str, Any]:
    """Ask members who came since the round was opened, too."""
    ask_newcomers(_held(request, slug, number))
    return _found(request, slug, number)


@router.get("/rounds/due", response=PageOf[DueFound])
def list_due_rounds(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List where a round is due: to program managers everywhere, to others where they hold them."""
    on = timezone.localdate()
    due = (
        due_rounds(Community.objects.all(), on=on)
        if request.user.is_program_manager
        else due_rounds_of(request.user, on=on)
    )
    return page_of(request, due, order=["name", "pk"], paging=paging)
