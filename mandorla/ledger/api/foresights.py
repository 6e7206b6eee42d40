"""What somebody foresaw of measures: their own, and nobody else's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.api.measures import measure_of
from mandorla.ledger.models import Foresight
from mandorla.ledger.rules import foresees

router = Router(tags=["Measures"])
LEADERS = _("Those who lead a community commit to odds of its measures.")


class ForesightFound(Answer):
    """What the caller said of a measure, and how far it was off."""

    community: str = Field(description="Its slug.")
    measure: int = Field(description="The number of the measure.")
    probability: float
    target: float = Field(description="As it was then.")
    due_on: date
    said_at: datetime
    came_true: bool | None = Field(description="null until it is read on the day or after.")
    score: float | None = Field(description="Brier's: 0 exactly right, 1 exactly wrong.")

    @staticmethod
    def resolve_community(foresight: Foresight) -> str:
        """Where the measure is followed."""
        return foresight.measure.community.slug

    @staticmethod
    def resolve_measure(foresight: Foresight) -> int:
        """By its number there."""
        return foresight.measure.number


class ForesightGiven(Given):
    """How likely a measure is at its target on its due date."""

    probability: float = Field(ge=0, le=1)


@router.get("/foresights", response=PageOf[ForesightFound])
def list_foresights(request: PersonRequest, asked: Query[Paging]) -> dict[str, Any]:
    """List what the caller foresaw; nobody sees what others did."""
    own = Foresight.objects.visible_to(request.user).select_related("measure__community")
    return page_of(request, own, order=["-due_on", "-id"], paging=asked)


@router.post("/communities/{slug}/measures/{int:number}/foresight", response={201: ForesightFound})
def commit_foresight(
    request: PersonRequest, slug: str, number: int, body: ForesightGiven
) -> Foresight:
    """Commit to odds before the due date; once for each."""
    community = community_of(request, slug)
    found = measure_of(request, community, number)
    must_be_allowed(foresees(request.user, community.roles_of(request.user)), LEADERS)
    now, odds = timezone.now(), body.probability
    return Foresight.commit(measure=found, probability=odds, by=request.user, at=now)
