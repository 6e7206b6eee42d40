"""Common problems that are suggested, and issues that are kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id
from mandorla.base.api.problems import Invalid, must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.work.common import read_suggestions
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Apart, Issue
from mandorla.work.rules import steers

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.work.common import Suggestion

router = Router(tags=["Issues"])
STEERS = _("Those who lead or facilitate the community say what is one problem.")
MOST_ISSUES = 100


class AlikeFound(Answer):
    """An issue that waits."""

    id: Id = Field(validation_alias="pk")
    text: str
    votes: int
    units: list[str]


class SuggestedProblemFound(Answer):
    """Issues that may be one problem, and why."""

    issues: list[AlikeFound]
    problem: int | None = Field(description="The known problem they may be a part of.")
    statement: str = Field(description="What that problem says; else what most voted for.")
    words: list[str] = Field(description="Words that several of them have, as they write them.")
    units: list[str]
    reason: str = Field(description="Words and units as a sentence.")


class ApartGiven(Given):
    """Issues that are not one problem."""

    issues: list[Id] = Field(min_length=1, max_length=MOST_ISSUES)
    others: list[Id] = Field(
        default_factory=list,
        max_length=MOST_ISSUES,
        description="None of `issues` is one problem with any of these; when empty, no two of "
        "`issues` are one problem.",
    )


@router.get("/communities/{slug}/suggested-problems", response=list[SuggestedProblemFound])
def list_suggested_problems(request: PersonRequest, slug: str) -> list[Suggestion]:
    """List what is suggested as common problems, what touches most units first; at most ten."""
    return list(read_suggestions(community_of(request, slug), reader=request.user))


@router.post("/communities/{slug}/suggested-problems/comparison", response={202: None})
def compare_issues_again(request: PersonRequest, slug: str) -> Status[None]:
    """Have the issues compared again; what is suggested follows some seconds later."""
    compare_issues_later(_steered(request, slug))
    return Status(202, None)


@router.post("/communities/{slug}/issues-apart", response={204: None})
def keep_issues_apart(request: PersonRequest, slug: str, body: ApartGiven) -> Status[None]:
    """Say that issues are not one problem: they are not suggested together again."""
    community = _steered(request, slug)
    issues = _issues(community, "issues", body.issues)
    others = _issues(community, "others", body.others)
    if body.others:
        Apart.split(issues=issues, others=others, by=request.user, at=timezone.now())
    else:
        Apart.say(issues=issues, by=request.user, at=timezone.now())
    compare_issues_later(community)
    return Status(204, None)


def _steered(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(steers(request.user, community.roles_of(request.user)), STEERS)
    return community


def _issues(community: Community, field: str, numbers: list[int]) -> list[Issue]:
    """The issues with these numbers, when the community has each of them."""
    found = Issue.objects.filter(community=community, pk__in=numbers).listed()
    issues = list(found.select_related("community"))
    if len(issues) != len(set(numbers)):
        raise Invalid(**{field: _("The community has no issue with one of these numbers.")})
    return issues
