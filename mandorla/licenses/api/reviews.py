"""Reports on a license: drafted, written, opened for comments, handed in and answered.

What is told to sponsors apart from a report is not part of the API.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Edits, Given, Id, Named, OneLine, Prose
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.licenses.drafting import draft_review, next_report
from mandorla.licenses.evidence import gather
from mandorla.licenses.models import License, Policy, Review, ReviewComment
from mandorla.licenses.models.reviewing import LONGEST_ANSWER
from mandorla.licenses.rules import comments_on, writes_review
from mandorla.people.models import Person

router = Router(tags=["Reports"])
WRITERS = _("Those who run a community write its reports.")
INSIDERS = _("Those in a community comment on its reports.")

Kind = Literal["light", "quarterly", "renewal"]
KindFound = Literal["light", "quarterly", "renewal", "past"]
State = Literal["draft", "open", "submitted", "answered", "decided", "cancelled"]
Words = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_ANSWER, pattern=r"^[^\x00]*$"
    ),
]
Text = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]


class Story(Given):
    """What was different afterwards, and for whom."""

    title: Annotated[str, OneLine(150)]
    text: Text = ""
    address: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x20]*$")] = Field(
        "", description="https://…, or a page of this installation."
    )


class StoryFound(Answer):
    """What was different afterwards, and for whom."""

    title: str
    text: str
    address: str


class ReviewAnswerFound(Answer):
    """A question that no figure answers, and what those who run it answer together."""

    name: str
    question: str
    answer: str


class ReviewFound(Answer):
    """A report on a license."""

    id: Id
    kind: KindFound
    state: State
    due_on: date
    begins_on: date | None = Field(description="The first day it tells of.")
    reader: Named | None = Field(description="Who has to answer it.")
    numbers: list[str] = Field(description="The indicators it puts first.")
    stories: list[StoryFound]
    answers: list[ReviewAnswerFound]
    ask: str = Field(description="The one thing that is asked of the sponsor.")
    evidence: dict[str, Any] = Field(description="What was known, by the name of the indicator.")
    evidence_at: datetime | None
    comments_until_at: datetime | None = Field(description="Before, it cannot be handed in.")
    submitted_at: datetime | None
    submitted_by: Named | None
    answer: str = Field(description="What its reader said to it.")
    answered_by: Named | None
    answered_at: datetime | None
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")

    @staticmethod
    def resolve_stories(review: Review) -> list[dict[str, str]]:
        """Each with its three parts, also those that a register brought."""
        return [{**dict.fromkeys(("title", "text", "address"), ""), **s} for s in review.stories]

    @staticmethod
    def resolve_answers(review: Review) -> list[dict[str, str]]:
        """Each with a name, also those that a register brought."""
        return [{"name": "", "answer": "", **one} for one in review.answers]


class ReviewGiven(Given):
    """Which report is begun."""

    kind: Kind


class WritingGiven(Given):
    """What the report says; what is left out stays as it is."""

    edits: Edits
    numbers: Annotated[list[Text], Field(max_length=3)] | None = None
    stories: Annotated[list[Story], Field(max_length=2)] | None = None
    ask: Prose | None = None
    answers: dict[str, Prose] = Field(
        default_factory=dict, description="By the name of the question."
    )


class ReaderGiven(Given):
    """Who has to answer it."""

    reader: Id


class ReviewWordsGiven(Given):
    """What somebody says."""

    text: Words


class CommentFound(Answer):
    """What somebody in the community said to a report."""

    id: Id
    text: str
    by: Named | None
    at: datetime


@router.get("/communities/{slug}/reports", response=PageOf[ReviewFound])
def list_reports(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List the reports of a community that the caller may read, the first due first."""
    found = _reviews(request).filter(license__community=community_of(request, slug))
    found = found.filter(state=state) if state else found
    return page_of(request, found, order=["due_on", "pk"], paging=paging)


@router.post("/communities/{slug}/reports", response={201: ReviewFound})
def begin_report(request: PersonRequest, slug: str, body: ReviewGiven) -> Review:
    """Begin a report, drafted from what is known."""
    community = community_of(request, slug)
    must_be_allowed(writes_review(request.user, community.roles_of(request.user)), WRITERS)
    license = License.objects.granted().filter(community=community).first()
    if license is None:
        raise Refused(_("There is no license to report on."))
    license.community = community
    now, on = timezone.now(), timezone.localdate()
    day = next_report(license, policy=Policy.of(community.archetype), on=on, kind=body.kind)
    return draft_review(license, kind=body.kind, due_on=day[0], by=request.user, at=now)


@router.get("/communities/{slug}/reports/{int:number}", response=ReviewFound)
def read_report(request: PersonRequest, slug: str, number: int) -> Review:
    """Read one report."""
    return report_of(request, slug, number)


@router.patch("/communities/{slug}/reports/{int:number}", response=ReviewFound)
def write_report(request: PersonRequest, slug: str, number: int, body: WritingGiven) -> Review:
    """Write in a report, while it is a draft."""
    found = _own(request, slug, number)
    found.write(
        numbers=found.numbers if body.numbers is None else body.numbers,
        stories=found.stories
        if body.stories is None
        else [story.model_dump() for story in body.stories],
        ask=found.ask if body.ask is None else body.ask,
        answers=body.answers,
        edits=body.edits,
    )
    return found


@router.put("/communities/{slug}/reports/{int:number}/reader", response=ReviewFound)
def name_reader(request: PersonRequest, slug: str, number: int, body: ReaderGiven) -> Review:
    """Say who has to answer it."""
    found = _own(request, slug, number)
    reader = known(Person.objects.visible_to(request.user), field="reader", pk=body.reader)
    found.name_reader(reader=reader, by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/reports/{int:number}/opening", response=ReviewFound)
def open_report(request: PersonRequest, slug: str, number: int) -> Review:
    """Open a report for comments."""
    found, now = _own(request, slug, number), timezone.now()
    evidence = gather(found.license.community, at=now)
    hours = evidence.policy.comment_hours
    found.open(evidence=evidence.plain(), hours=hours, by=request.user, at=now)
    return found


@router.post("/communities/{slug}/reports/{int:number}/recall", response=ReviewFound)
def take_report_back(request: PersonRequest, slug: str, number: int) -> Review:
    """Take a report back that is open for comments, to change it."""
    found = _own(request, slug, number)
    found.take_back(by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/reports/{int:number}/submission", response=ReviewFound)
def hand_report_in(request: PersonRequest, slug: str, number: int) -> Review:
    """Hand a report in: a light one at once, others when their time for comments is over."""
    found, now = _own(request, slug, number), timezone.now()
    evidence = gather(found.license.community, at=now).plain()
    found.submit(evidence=evidence, by=request.user, at=now)
    return found


@router.post("/communities/{slug}/reports/{int:number}/answer", response=ReviewFound)
def answer_report(request: PersonRequest, slug: str, number: int, body: ReviewWordsGiven) -> Review:
    """Answer a report as its reader."""
    found = report_of(request, slug, number)
    found.reply(text=body.text, by=request.user, at=timezone.now())
    return found


@router.post("/communities/{slug}/reports/{int:number}/cancellation", response=ReviewFound)
def cancel_report(request: PersonRequest, slug: str, number: int) -> Review:
    """Give a report up."""
    found = _own(request, slug, number)
    found.cancel(by=request.user, at=timezone.now())
    return found


@router.get("/communities/{slug}/reports/{int:number}/comments", response=list[CommentFound])
def list_comments(request: PersonRequest, slug: str, number: int) -> list[ReviewComment]:
    """List what was said to a report, the first one first."""
    found = report_of(request, slug, number)
    return list(found.comments.select_related("by").order_by("at", "pk"))


@router.post("/communities/{slug}/reports/{int:number}/comments", response={201: CommentFound})
def comment_on_report(
    request: PersonRequest, slug: str, number: int, body: ReviewWordsGiven
) -> ReviewComment:
    """Say something to a report that is open for comments."""
    found = report_of(request, slug, number)
    roles = found.license.community.roles_of(request.user)
    must_be_allowed(comments_on(request.user, roles), INSIDERS)
    return ReviewComment.say(review=found, text=body.text, by=request.user, at=timezone.now())


def report_of(request: PersonRequest, slug: str, number: int) -> Review:
    """A report that the person may read."""
    community = community_of(request, slug)
    found: Review = one(_reviews(request).filter(license__community=community), pk=number)
    return found


def _reviews(request: PersonRequest) -> Any:
    related = ("license__community", "reader", "submitted_by", "answered_by")
    return Review.objects.visible_to(request.user).select_related(*related)


def _own(request: PersonRequest, slug: str, number: int) -> Review:
    """A report that the person writes."""
    found = report_of(request, slug, number)
    roles = found.license.community.roles_of(request.user)
    must_be_allowed(writes_review(request.user, roles), WRITERS)
    return found
