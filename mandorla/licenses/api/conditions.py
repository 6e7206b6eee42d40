"""The conditions of a license: those that are met, and those that are asked for no longer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, Reason
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.licenses.models import Condition, License
from mandorla.licenses.rules import decides

router = Router(tags=["Licenses"])
DECIDERS = _("Sponsors of the community and program managers decide on its license.")


class ConditionFound(Answer):
    """What has to be done by a day."""

    id: Id
    text: str
    due_on: date
    state: Literal["open", "met", "waived"]
    said: str = Field(description="How it was met, or why it was waived.")
    closed_by: Named | None
    closed_at: datetime | None


class ConditionSaidGiven(Given):
    """How a condition was met, or why it is waived."""

    words: Reason


@router.post("/communities/{slug}/conditions/{int:number}/meeting", response=ConditionFound)
def meet_condition(
    request: PersonRequest, slug: str, number: int, body: ConditionSaidGiven
) -> Condition:
    """Say that a condition of the license is met."""
    found = _condition(request, slug, number)
    found.meet(said=body.words, by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/conditions/{int:number}/waiver", response=ConditionFound)
def waive_condition(
    request: PersonRequest, slug: str, number: int, body: ConditionSaidGiven
) -> Condition:
    """Ask for a condition of the license no longer."""
    found = _condition(request, slug, number)
    found.waive(because=body.words, by=request.user, at=timezone.now())
    return found


def _condition(request: PersonRequest, slug: str, number: int) -> Condition:
    community = community_of(request, slug)
    seen = License.objects.visible_to(request.user).filter(community=community)
    rows = Condition.objects.filter(license__in=seen).select_related("closed_by")
    found: Condition = one(rows, pk=number)
    must_be_allowed(decides(request.user, community.roles_of(request.user)), DECIDERS)
    return found
