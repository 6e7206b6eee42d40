"""What management puts to a community, and what it answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named, OneLine, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.work.api.issues import Detail
from mandorla.work.models import Question
from mandorla.work.models.question import LONGEST, LONGEST_ANSWER, speaks_for_management
from mandorla.work.rules import steers, takes_part

router = Router(tags=["Questions"])
MANAGEMENT = _("Sponsors, owners of objectives and program managers put questions.")
COMMUNITY = _("Those who run or facilitate a community answer for it.")

State = Literal["open", "answered", "declined", "withdrawn"]
Kind = Literal["question", "request"]
Reply = Annotated[str, Lines(LONGEST_ANSWER, fewest=1)]


class QuestionFound(Answer):
    """What management put to a community."""

    id: Id
    kind: Kind
    text: str
    detail: str
    wanted_on: date | None = Field(description="Until when an answer helps.")
    asked_by: Named | None
    asked_at: datetime
    state: State
    answer: str = Field(description="What the community answered, or why it declined.")
    answered_by: Named | None
    answered_at: datetime | None
    days: int | None = Field(description="Days from the question to the answer.")


class QuestionGiven(Given):
    """A question or a request."""

    kind: Kind = "question"
    text: Annotated[str, OneLine(LONGEST)]
    detail: Detail = unsaid()
    wanted_on: date | None = None
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class ReplyGiven(Given):
    """What the community answers."""

    answer: Reply


class DeclineGiven(Given):
    """Why the community does not take it up."""

    because: Reply


@router.get("/communities/{slug}/questions", response=PageOf[QuestionFound])
def list_questions(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List what management asked of a community, the oldest first."""
    community = community_of(request, slug)
    roles = community.roles_of(request.user)
    must_see(takes_part(request.user, roles) or speaks_for_management(request.user))
    found = _questions(request).filter(community=community)
    found = found.filter(state=state) if state else found
    return page_of(request, found, order=["asked_at", "pk"], paging=paging)


@router.post("/communities/{slug}/questions", response={201: QuestionFound})
def ask_question(request: PersonRequest, slug: str, body: QuestionGiven) -> Question:
    """Put a question or a request to a community."""
    community = community_of(request, slug)
    must_be_allowed(speaks_for_management(request.user), MANAGEMENT)
    return Question.ask(
        community=community, by=request.user, at=timezone.now(), **body.model_dump()
    )


@router.get("/communities/{slug}/questions/{int:number}", response=QuestionFound)
def read_question(request: PersonRequest, slug: str, number: int) -> Question:
    """Read what management asked, with the answer."""
    return question_of(request, slug, number)


@router.post("/communities/{slug}/questions/{int:number}/reply", response=QuestionFound)
def reply_to_question(request: PersonRequest, slug: str, number: int, body: ReplyGiven) -> Question:
    """Answer for the community."""
    found = question_of(request, slug, number)
    must_be_allowed(steers(request.user, found.community.roles_of(request.user)), COMMUNITY)
    found.reply(answer=body.answer, by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/questions/{int:number}/decline", response=QuestionFound)
def decline_question(
    request: PersonRequest, slug: str, number: int, body: DeclineGiven
) -> Question:
    """Say why the community does not take it up."""
    found = question_of(request, slug, number)
    must_be_allowed(steers(request.user, found.community.roles_of(request.user)), COMMUNITY)
    found.decline(because=body.because, by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/questions/{int:number}/withdrawal", response=QuestionFound)
def withdraw_question(request: PersonRequest, slug: str, number: int) -> Question:
    """Say that an answer is no longer needed."""
    found = question_of(request, slug, number)
    found.withdraw(by=request.user, at=timezone.now())
    return found


def question_of(request: PersonRequest, slug: str, number: int) -> Question:
    """A question that the person may read."""
    community = community_of(request, slug)
    found: Question = one(_questions(request).filter(community=community), pk=number)
    return found


def _questions(request: PersonRequest) -> Any:
    found = Question.objects.visible_to(request.user)
    return found.select_related("community", "asked_by", "answered_by")
