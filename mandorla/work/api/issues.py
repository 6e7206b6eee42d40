"""Issues: surfaced by anybody, voted for, put right, settled."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named, OneLine, Words, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.people.models import Unit
from mandorla.work.issue_list import ORDERS, Filters, narrowed
from mandorla.work.jobs import compare_issues_later
from mandorla.work.models import Issue, Vote
from mandorla.work.models.issue import LONGEST
from mandorla.work.models.saying import LONGEST_DETAIL
from mandorla.work.rules import changes_issue, shown_surfacer, steers, takes_part

if TYPE_CHECKING:
    from mandorla.people.models import Person

router = Router(tags=["Issues"])
PART = _("Everybody with a role in the community votes.")
CHANGES = _("Whoever surfaced an issue changes it, and those who run or facilitate the community.")
STEERS = _("Those who run or facilitate a community settle its issues.")

State = Literal["open", "gathered", "solved", "dropped"]
Text = Annotated[str, OneLine(LONGEST, fewest=1)]
Because = Annotated[str, OneLine(300, fewest=1)]
Detail = Annotated[str, Lines(LONGEST_DETAIL)]


class PartOf(Answer):
    """The problem that an issue is a part of."""

    id: Id
    statement: str


class IssueFound(Answer):
    """What cropped up."""

    id: Id = Field(description="Random: issues are not numbered in their order.")
    text: str
    detail: str
    units: list[Named] = Field(description="The units it touches, by name.")
    state: State
    because: str = Field(description="How it was solved, or why it was dropped.")
    votes: int
    has_voted: bool = Field(description="Whether the one who asks voted. Nobody else is told.")
    surfaced_on: date
    surfaced_by: Named | None = Field(
        description="Null when it was surfaced without a name, or names are not for the caller."
    )
    is_anonymous: bool
    is_mine: bool = Field(description="Whether the one who asks surfaced it.")
    problem: PartOf | None
    solved_at: datetime | None

    @staticmethod
    def resolve_surfaced_by(issue: Issue) -> Any:
        """As far as the caller may know."""
        return getattr(issue, "shown_to_caller", None)

    @staticmethod
    def resolve_units(issue: Issue) -> list[Any]:
        """By name."""
        return sorted(issue.units.all(), key=lambda unit: (unit.name, unit.pk))

    @staticmethod
    def resolve_surfaced_on(issue: Issue) -> date:
        """The day."""
        return timezone.localdate(issue.surfaced_at)


class IssuesAsked(Paging):
    """Which issues are asked for."""

    state: State | None = None
    q: Words = Field("", description="Each of these words is a part of it.")
    unit: Id | None = Field(None, description="A unit that it touches.")
    sort: Literal["votes", "newest", "oldest"] = "newest"


class IssueGiven(Given):
    """What crops up."""

    text: Text
    detail: Detail = unsaid()
    units: list[Id] = Field(default_factory=list, max_length=200)
    is_anonymous: bool = Field(
        default=False,
        description="Without a name neither the hour nor one's own unit of few people is kept.",
    )
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class IssueChange(Given):
    """What an issue says from now on; what is left out stays as it is."""

    text: Text | None = None
    detail: Detail | None = None
    units: list[Id] | None = Field(None, max_length=200)


class BecauseGiven(Given):
    """How it was solved, or why nothing more is done about it."""

    because: Because


@router.get("/communities/{slug}/issues", response=PageOf[IssueFound])
def list_issues(request: PersonRequest, slug: str, asked: Query[IssuesAsked]) -> dict[str, Any]:
    """List the issues of a community: everybody who is signed in sees them."""
    filters = Filters(words=asked.q, unit=asked.unit, state=asked.state or "")
    found = narrowed(community_of(request, slug), reader=request.user, filters=filters)
    found = found.filter(state=asked.state) if asked.state else found
    order = ORDERS[asked.sort]
    page = page_of(request, _for(request, found), order=order, paging=asked)
    return {**page, "items": [_seen(request, issue) for issue in page["items"]]}


@router.post("/communities/{slug}/issues", response={201: IssueFound})
def surface_issue(request: PersonRequest, slug: str, body: IssueGiven) -> Issue:
    """Surface what crops up: anybody, for any community that has not closed."""
    community = community_of(request, slug)
    surfaced = Issue.surface(
        community=community,
        text=body.text,
        detail=body.detail,
        units=units_of(body.units),
        is_anonymous=body.is_anonymous,
        key=body.key,
        by=request.user,
        at=timezone.now(),
    )
    compare_issues_later(community)
    return issue_of(request, slug, surfaced.pk)


@router.get("/communities/{slug}/issues/{issue_id}", response=IssueFound)
def show_issue(request: PersonRequest, slug: str, issue_id: Id) -> Issue:
    """Show one issue."""
    return issue_of(request, slug, issue_id)


@router.patch("/communities/{slug}/issues/{issue_id}", response=IssueFound)
def change_issue(request: PersonRequest, slug: str, issue_id: Id, body: IssueChange) -> Issue:
    """Say an issue better: whoever surfaced it, or those who run the community."""
    issue = issue_of(request, slug, issue_id)
    roles = issue.community.roles_of(request.user)
    must_be_allowed(changes_issue(request.user, roles, issue=issue), CHANGES)
    with transaction.atomic():
        _change(issue, body, by=request.user, at=timezone.now())
    compare_issues_later(issue.community)
    return issue_of(request, slug, issue_id)


@router.api_operation(["DELETE"], "/communities/{slug}/issues/{issue_id}", response={204: None})
def withdraw_issue(request: PersonRequest, slug: str, issue_id: Id) -> Status[None]:
    """Take back what one surfaced, as long as nobody has joined: it is gone."""
    issue = issue_of(request, slug, issue_id)
    must_see(issue.is_own_of(request.user))
    issue.withdraw(by=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/communities/{slug}/issues/{issue_id}/vote", response=IssueFound)
def vote_for_issue(request: PersonRequest, slug: str, issue_id: Id) -> Issue:
    """Say that it matters to oneself, too. Voting twice counts once."""
    _to_vote(request, slug, issue_id).vote(by=request.user)
    return issue_of(request, slug, issue_id)


@router.api_operation(["DELETE"], "/communities/{slug}/issues/{issue_id}/vote", response=IssueFound)
def take_vote_back(request: PersonRequest, slug: str, issue_id: Id) -> Issue:
    """Take one's vote back."""
    _to_vote(request, slug, issue_id).unvote(by=request.user)
    return issue_of(request, slug, issue_id)


@router.post("/communities/{slug}/issues/{issue_id}/solving", response=IssueFound)
def solve_issue(request: PersonRequest, slug: str, issue_id: Id, body: BecauseGiven) -> Issue:
    """Say how an issue was solved by itself."""
    issue = _to_settle(request, slug, issue_id)
    issue.solve(because=body.because, by=request.user, at=timezone.now())
    return issue_of(request, slug, issue_id)


@router.post("/communities/{slug}/issues/{issue_id}/dropping", response=IssueFound)
def drop_issue(request: PersonRequest, slug: str, issue_id: Id, body: BecauseGiven) -> Issue:
    """Say why nothing more is done about an issue."""
    issue = _to_settle(request, slug, issue_id)
    issue.drop(because=body.because, by=request.user, at=timezone.now())
    return issue_of(request, slug, issue_id)


@router.post("/communities/{slug}/issues/{issue_id}/reopening", response=IssueFound)
def reopen_issue(request: PersonRequest, slug: str, issue_id: Id) -> Issue:
    """Open an issue again."""
    _to_settle(request, slug, issue_id).reopen(by=request.user, at=timezone.now())
    return issue_of(request, slug, issue_id)


@router.get("/me/issues", response=PageOf[IssueFound])
def list_own_issues(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List what the caller surfaced, also without a name. Nobody else is told."""
    own = _for(request, Issue.objects.own_of(request.user))
    page = page_of(request, own, order=ORDERS["newest"], paging=paging)
    return {**page, "items": [_seen(request, issue) for issue in page["items"]]}


def issue_of(request: PersonRequest, slug: str, issue_id: int) -> Issue:
    """An issue as the person may see it."""
    community = community_of(request, slug)
    visible = Issue.objects.visible_to(request.user).filter(community=community)
    return _seen(request, one(_for(request, visible), pk=issue_id))


def units_of(numbers: list[int]) -> list[Unit]:
    """The units with these numbers, when each of them exists."""
    found = list(Unit.objects.filter(pk__in=numbers))
    if len(found) != len(set(numbers)):
        raise Invalid(units=_("One of these units does not exist."))
    return found


def _change(issue: Issue, body: IssueChange, *, by: Person, at: datetime) -> None:
    """What was sent becomes true, or nothing of it."""
    if body.text is not None or body.detail is not None:
        text = issue.text if body.text is None else body.text
        detail = issue.detail if body.detail is None else body.detail
        issue.reword(text=text, detail=detail, by=by, at=at)
    if body.units is not None:
        issue.touch(units=units_of(body.units), by=by, at=at)


def _for(request: PersonRequest, issues: Any) -> Any:
    voted = Vote.objects.filter(issue=OuterRef("pk"), person=request.user)
    related = issues.select_related("community", "problem", "surfaced_by")
    return related.prefetch_related("units").annotate(has_voted=Exists(voted)).listed()


def _seen(request: PersonRequest, issue: Any) -> Issue:
    """The issue as the one who asks may see it; nothing in it leads to who left their name out."""
    issue.is_mine = issue.is_own_of(request.user)
    issue.shown_to_caller = shown_surfacer(request.user, issue=issue)
    return issue  # type: ignore[no-any-return]


def _to_vote(request: PersonRequest, slug: str, issue_id: int) -> Issue:
    issue = issue_of(request, slug, issue_id)
    must_be_allowed(takes_part(request.user, issue.community.roles_of(request.user)), PART)
    return issue


def _to_settle(request: PersonRequest, slug: str, issue_id: int) -> Issue:
    issue = issue_of(request, slug, issue_id)
    must_be_allowed(steers(request.user, issue.community.roles_of(request.user)), STEERS)
    return issue
