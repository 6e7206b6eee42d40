"""Common problems: gathered from issues, owned, settled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine, Words, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.people.models import Person
from mandorla.work.api.issues import BecauseGiven, Detail, units_of
from mandorla.work.models import Issue, Problem
from mandorla.work.models.problem import LONGEST
from mandorla.work.narrowing import Narrowing
from mandorla.work.rules import owns_problem, steers
from mandorla.work.stages import narrowed, staged

if TYPE_CHECKING:
    from mandorla.communities.models import Community

router = Router(tags=["Problems"])
STEERS = gettext_lazy("Those who run or facilitate a community gather and settle its problems.")
OWNS = gettext_lazy("Whoever looks after a problem changes it, and those who run the community.")

State = Literal["open", "solved", "dropped"]
Stage = Literal["open", "trying", "rolling_out", "solved", "dropped"]
Statement = Annotated[str, OneLine(LONGEST, fewest=1)]
Numbers = Annotated[list[Id], Field(min_length=1, max_length=200)]


class ProblemFound(Answer):
    """The common problem behind several issues."""

    id: Id
    statement: str
    detail: str
    units: list[Named] = Field(description="The units it touches, by name.")
    owner: Named | None = Field(description="Who looks after it.")
    state: State
    stage: Stage = Field(
        description="How far it is: an open one is trying when a solution is tried or escalated, "
        "rolling_out when one is accepted."
    )
    because: str = Field(description="How it was solved, or why it was dropped.")
    issues: int = Field(description="How many issues are a part of it.")
    gathered_at: datetime
    solved_at: datetime | None

    @staticmethod
    def resolve_units(problem: Problem) -> list[Any]:
        """By name."""
        return sorted(problem.units.all(), key=lambda unit: (unit.name, unit.pk))

    @staticmethod
    def resolve_issues(problem: Any) -> int:
        """Counted in the database."""
        return int(problem.parts)


class ProblemsAsked(Paging):
    """Which problems are asked for."""

    stage: Stage | None = None
    q: Words = Field("", description="Each of these words is a part of it.")
    unit: Id | None = Field(None, description="A unit that it touches.")


class ProblemGiven(Given):
    """Issues that are one problem."""

    issues: Numbers
    statement: Statement
    detail: Detail = unsaid()
    owner: Id | None = Field(None, description="Who looks after it: somebody with a role here.")


class ProblemChange(Given):
    """What a problem says from now on; what is left out stays as it is."""

    statement: Statement | None = None
    detail: Detail | None = None
    units: list[Id] | None = Field(None, max_length=1_000)
    owner: Id | None = Field(None, description="Null: nobody looks after it any more.")


class IssuesGiven(Given):
    """Some issues."""

    issues: Numbers


@router.get("/communities/{slug}/problems", response=PageOf[ProblemFound])
def list_problems(request: PersonRequest, slug: str, asked: Query[ProblemsAsked]) -> dict[str, Any]:
    """List the problems of a community, the newest first: everybody signed in sees them."""
    wanted = Narrowing(words=asked.q, unit=asked.unit)
    found = narrowed(_problems(request, community_of(request, slug)), wanted)
    if asked.stage:
        found = found.filter(stage=asked.stage)
    return page_of(request, found, order=["-gathered_at", "-pk"], paging=asked)


@router.post("/communities/{slug}/problems", response={201: ProblemFound})
def gather_problem(request: PersonRequest, slug: str, body: ProblemGiven) -> Problem:
    """See issues as one problem; all of them, or none when one is not open any more."""
    community = _to_steer(request, slug)
    gathered = Problem.gather(
        issues=_issues(request, community, body.issues),
        statement=body.statement,
        detail=body.detail,
        owner=_owner(community, body.owner),
        by=request.user,
        at=timezone.now(),
    )
    return problem_of(request, slug, gathered.pk)


@router.get("/communities/{slug}/problems/{problem_id}", response=ProblemFound)
def show_problem(request: PersonRequest, slug: str, problem_id: Id) -> Problem:
    """Show one problem."""
    return problem_of(request, slug, problem_id)


@router.patch("/communities/{slug}/problems/{problem_id}", response=ProblemFound)
def change_problem(
    request: PersonRequest, slug: str, problem_id: Id, body: ProblemChange
) -> Problem:
    """Word a problem anew, or say which units it touches and who looks after it."""
    problem = problem_of(request, slug, problem_id)
    roles = problem.community.roles_of(request.user)
    must_be_allowed(owns_problem(request.user, roles, problem=problem), OWNS)
    with transaction.atomic():
        _change(problem, body, by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


@router.post("/communities/{slug}/problems/{problem_id}/issues", response=ProblemFound)
def add_issues(request: PersonRequest, slug: str, problem_id: Id, body: IssuesGiven) -> Problem:
    """Add issues that are this problem, too."""
    community = _to_steer(request, slug)
    problem = problem_of(request, slug, problem_id)
    issues = _issues(request, community, body.issues)
    problem.add(issues=issues, by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


@router.post("/communities/{slug}/problems/{problem_id}/release", response=ProblemFound)
def release_issues(request: PersonRequest, slug: str, problem_id: Id, body: IssuesGiven) -> Problem:
    """Take issues out that are something else: each is open again, by itself."""
    community = _to_steer(request, slug)
    problem = problem_of(request, slug, problem_id)
    issues = _issues(request, community, body.issues)
    problem.release(issues=issues, by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


@router.post("/communities/{slug}/problems/{problem_id}/solving", response=ProblemFound)
def solve_problem(request: PersonRequest, slug: str, problem_id: Id, body: BecauseGiven) -> Problem:
    """Say how a problem was solved; its issues are solved with it."""
    _to_steer(request, slug)
    problem = problem_of(request, slug, problem_id)
    problem.solve(because=body.because, by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


@router.post("/communities/{slug}/problems/{problem_id}/dropping", response=ProblemFound)
def drop_problem(request: PersonRequest, slug: str, problem_id: Id, body: BecauseGiven) -> Problem:
    """Say why it is no problem of the community; its issues are open again."""
    _to_steer(request, slug)
    problem = problem_of(request, slug, problem_id)
    problem.drop(because=body.because, by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


@router.post("/communities/{slug}/problems/{problem_id}/reopening", response=ProblemFound)
def reopen_problem(request: PersonRequest, slug: str, problem_id: Id) -> Problem:
    """Open a problem again, with the issues that were solved with it."""
    _to_steer(request, slug)
    problem_of(request, slug, problem_id).reopen(by=request.user, at=timezone.now())
    return problem_of(request, slug, problem_id)


def problem_of(request: PersonRequest, slug: str, problem_id: int) -> Problem:
    """A problem that the person may see."""
    found: Problem = one(_problems(request, community_of(request, slug)), pk=problem_id)
    return found


def _change(problem: Problem, body: ProblemChange, *, by: Person, at: datetime) -> None:
    """What was sent becomes true, or nothing of it."""
    if body.statement is not None or body.detail is not None:
        statement = problem.statement if body.statement is None else body.statement
        detail = problem.detail if body.detail is None else body.detail
        problem.reword(statement=statement, detail=detail, by=by, at=at)
    if body.units is not None:
        problem.touch(units=units_of(body.units), by=by, at=at)
    if "owner" in body.said():
        problem.own(person=_owner(problem.community, body.owner), by=by, at=at)


def _problems(request: PersonRequest, community: Community) -> Any:
    found = staged(community, reader=request.user).select_related("community", "owner")
    return found.prefetch_related("units").annotate(parts=Count("issues"))


def _issues(request: PersonRequest, community: Community, numbers: list[int]) -> list[Issue]:
    visible = Issue.objects.visible_to(request.user).filter(community=community, pk__in=numbers)
    found = list(visible.select_related("community").listed())
    if len(found) != len(set(numbers)):
        raise Invalid(issues=_("One of these issues is not there."))
    return found


def _owner(community: Community, number: int | None) -> Person | None:
    if number is None:
        return None
    here = community.memberships.filter(former=False).values("person")
    person = Person.objects.filter(pk__in=here, pk=number).first()
    if person is None:
        raise Invalid(owner=_("Nobody here has this number."))
    return person


def _to_steer(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(steers(request.user, community.roles_of(request.user)), STEERS)
    return community
