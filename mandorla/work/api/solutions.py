"""Solutions: proposed for a problem, decided, and who says that they helped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named, OneLine, Words, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.gatherings.models import Gathering
from mandorla.work.contributors import helped_with
from mandorla.work.models import Contribution, Problem, Solution
from mandorla.work.models.solution import LONGEST, LONGEST_DETAIL, WORDS
from mandorla.work.narrowing import Narrowing
from mandorla.work.rules import rewords, steers, takes_part
from mandorla.work.solution_list import ORDER, narrowed

router = Router(tags=["Solutions"])
PART = _("Everybody with a role in the community proposes and helps.")
STEERS = _("Those who run or facilitate a community decide on its solutions.")

State = Literal["proposed", "trying", "accepted", "escalated", "rejected"]
Sentence = Annotated[str, OneLine(LONGEST, fewest=1)]
Bound = Annotated[str, OneLine(LONGEST)]
Whom = Annotated[str, OneLine(150, fewest=1)]
Detail = Annotated[str, Lines(LONGEST_DETAIL)]


class GatheringNamed(Answer):
    """A gathering, as its series and the day it was planned for."""

    series: Id = Field(validation_alias="series_id")
    planned_on: date


class SolutionRow(Answer):
    """What is or could be done about a problem."""

    id: Id
    problem: Id = Field(validation_alias="problem_id")
    proposal: str
    may_not_bypass: str = Field(description="A rule that holds all the same; may be empty.")
    touches_control: bool = Field(description="Whether it touches a rule of safety or law.")
    state: State
    because: str = Field(description="Why it was escalated or rejected.")
    escalated_to: str
    decided_by: Named | None
    decided_in: GatheringNamed | None
    decided_at: datetime | None
    proposed_at: datetime


class SolutionFound(SolutionRow):
    """A solution with what the caller may know of those who helped."""

    detail: str
    helped: str = Field(description="What may be said of those who helped, in a sentence.")
    i_helped: bool


class SolutionsAsked(Paging):
    """Which solutions are asked for."""

    state: State | None = None
    problem: Id | None = None
    q: Words = Field("", description="Each of these words is a part of it or of its problem.")
    unit: Id | None = Field(None, description="A unit that it goes to.")


class SolutionGiven(Given):
    """What could be done."""

    proposal: Sentence
    may_not_bypass: Bound = unsaid()
    touches_control: bool = False
    detail: Detail = unsaid()


class SolutionWordsGiven(Given):
    """What a solution says from now on; what is left out stays as it is."""

    proposal: Sentence | None = None
    may_not_bypass: Bound | None = None
    touches_control: bool | None = None
    detail: Detail | None = None


class GatheringGiven(Given):
    """The gathering in which something was decided."""

    series: Id
    planned_on: date


class SolutionDecisionGiven(Given):
    """What was decided."""

    verb: Literal["accept", "try", "escalate", "reject", "reconsider"]
    to_whom: Whom | None = Field(None, description="Who decides now; for escalate.")
    because: Sentence | None = Field(None, description="Why; for escalate and reject.")
    gathering: GatheringGiven | None = Field(None, description="Where it was decided.")


def solution_of(request: PersonRequest, slug: str, solution_id: int) -> Solution:
    """A solution that the person may see."""
    found = _solutions(request).filter(community=community_of(request, slug))
    return one(found, pk=solution_id)


def _solutions(request: PersonRequest) -> QuerySet[Solution]:
    related = ("community", "problem__community", "decided_by", "decided_in")
    return Solution.objects.visible_to(request.user).select_related(*related)


@router.get("/communities/{slug}/solutions", response=PageOf[SolutionRow])
def list_solutions(
    request: PersonRequest, slug: str, asked: Query[SolutionsAsked]
) -> dict[str, Any]:
    """List the solutions of a community, the newest first."""
    found = _solutions(request).filter(community=community_of(request, slug))
    found = narrowed(found, Narrowing(words=asked.q, unit=asked.unit))
    found = found.filter(state=asked.state) if asked.state else found
    found = found.filter(problem=asked.problem) if asked.problem else found
    return page_of(request, found, order=ORDER, paging=asked)


@router.post(
    "/communities/{slug}/problems/{int:problem_id}/solutions", response={201: SolutionFound}
)
def propose_solution(
    request: PersonRequest, slug: str, problem_id: Id, body: SolutionGiven
) -> dict[str, Any]:
    """Propose what could be done about a problem."""
    community = community_of(request, slug)
    visible = Problem.objects.visible_to(request.user).select_related("community")
    problem = one(visible.filter(community=community), pk=problem_id)
    must_be_allowed(takes_part(request.user, community.roles_of(request.user)), PART)
    made = Solution.propose(problem=problem, by=request.user, at=timezone.now(), **body.dict())
    return _as_data(request, made)


@router.get("/communities/{slug}/solutions/{int:solution_id}", response=SolutionFound)
def show_solution(request: PersonRequest, slug: str, solution_id: Id) -> dict[str, Any]:
    """Read a solution."""
    return _as_data(request, solution_of(request, slug, solution_id))


@router.patch("/communities/{slug}/solutions/{int:solution_id}", response=SolutionFound)
def reword_solution(
    request: PersonRequest, slug: str, solution_id: Id, body: SolutionWordsGiven
) -> dict[str, Any]:
    """Change the words of a solution that is not accepted or rejected."""
    found = solution_of(request, slug, solution_id)
    roles = found.community.roles_of(request.user)
    decided = found.state in {"accepted", "rejected"} and steers(request.user, roles)
    must_be_allowed(decided or rewords(request.user, roles, solution=found), PART)
    words: dict[str, Any] = {name: getattr(found, name) for name in WORDS}
    words |= {name: said for name, said in body.said().items() if said is not None}
    found.reword(by=request.user, at=timezone.now(), **words)
    return _as_data(request, found)


@router.post("/communities/{slug}/solutions/{int:solution_id}/decision", response=SolutionFound)
def decide_solution(
    request: PersonRequest, slug: str, solution_id: Id, body: SolutionDecisionGiven
) -> dict[str, Any]:
    """Write down what was decided: accepted, tried, escalated, rejected, or open again."""
    found = solution_of(request, slug, solution_id)
    must_be_allowed(steers(request.user, found.community.roles_of(request.user)), STEERS)
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if body.verb == "reconsider":
        found.reconsider(**told)
        return _as_data(request, found)
    told["gathering"] = _gathering(found, body.gathering)
    if body.verb == "accept":
        found.accept(**told)
    elif body.verb == "try":
        found.start_trying(**told)
    elif body.verb == "reject":
        found.reject(because=body.because or "", **told)
    else:
        found.escalate(to_whom=body.to_whom or "", because=body.because or "", **told)
    return _as_data(request, found)


@router.post("/communities/{slug}/solutions/{int:solution_id}/help", response=SolutionFound)
def help_with_solution(request: PersonRequest, slug: str, solution_id: Id) -> dict[str, Any]:
    """Say that one helped to find it; only the caller sees that it was them."""
    found = solution_of(request, slug, solution_id)
    must_be_allowed(takes_part(request.user, found.community.roles_of(request.user)), PART)
    Contribution.help(solution=found, person=request.user, at=timezone.now())
    return _as_data(request, found)


@router.api_operation(
    ["DELETE"], "/communities/{slug}/solutions/{int:solution_id}/help", response={204: None}
)
def withdraw_help(request: PersonRequest, slug: str, solution_id: Id) -> Status[None]:
    """Take back that one helped."""
    found = solution_of(request, slug, solution_id)
    Contribution.withdraw(solution=found, person=request.user, at=timezone.now())
    return Status(204, None)


def _gathering(found: Solution, given: GatheringGiven | None) -> Gathering | None:
    if given is None:
        return None
    kept = Gathering.objects.filter(community=found.community, series=given.series)
    gathering = kept.filter(planned_on=given.planned_on).first()
    if gathering is None:
        raise Invalid(gathering=_("There is no such gathering of this community."))
    return gathering


def _as_data(request: PersonRequest, found: Solution) -> dict[str, Any]:
    helped = helped_with(found, reader=request.user)
    row = SolutionRow.from_orm(found).dict(by_alias=False)
    own = {"helped": helped.sentence, "i_helped": helped.i_did, "detail": found.detail}
    return {**row, **own, "problem_id": found.problem_id, "decided_in": found.decided_in}
