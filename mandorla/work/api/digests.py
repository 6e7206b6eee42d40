"""The digest of a gathering: read, sent once with a sentence on top, and wanted by mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, Named
from mandorla.base.api.problems import must_be_allowed, must_see
from mandorla.base.web import PersonRequest
from mandorla.gatherings.models import Gathering, Subscription
from mandorla.work.api.running import PATH, planned_gathering
from mandorla.work.digest import read_digest
from mandorla.work.jobs import write_digest_later
from mandorla.work.models import Digest
from mandorla.work.models.digest import LONGEST
from mandorla.work.rules import leads

router = Router(tags=["Gatherings"])
SENT_BY = _("Those who run or facilitate a community send what came of its gatherings.")


class DecisionTold(Answer):
    """What was decided."""

    text: str = Field(validation_alias="words")


class CommitmentTold(Answer):
    """Who does what by when."""

    id: Id
    text: str
    owner: Named
    due_on: date
    is_done: bool

    @staticmethod
    def resolve_is_done(commitment: Any) -> bool:
        """Whether it was finished by now."""
        return bool(commitment.state == "done")


class IssueTold(Answer):
    """What cropped up."""

    id: int = Field(validation_alias="issue_id")
    text: str = Field(validation_alias="words")


class InsightTold(Answer):
    """What was heard, and in which unit; never who brought it."""

    id: Id
    text: str
    unit: Named | None


class AskTold(Answer):
    """Who needs a hand."""

    id: int = Field(validation_alias="ask_id")
    text: str = Field(validation_alias="words")
    asked_by: Named = Field(validation_alias="ask.asked_by")


class LessonTold(Answer):
    """What is kept."""

    id: int = Field(validation_alias="lesson_id")
    text: str = Field(validation_alias="words")
    owner: Named | None = Field(validation_alias="lesson.owner")
    look_again_on: date = Field(validation_alias="lesson.look_again_on")


class SolvedTold(Answer):
    """A problem that was solved, and how."""

    id: Id
    statement: str
    because: str


class DoneTold(Answer):
    """A commitment that was finished, and what came of it."""

    id: Id
    text: str
    came_of_it: str


class AdoptedTold(Answer):
    """A unit that adopted a solution."""

    solution: Id = Field(validation_alias="solution_id")
    proposal: str = Field(validation_alias="solution.proposal")
    unit: Named


class ChangedTold(Answer):
    """What became of what was said before."""

    since: datetime | None = Field(description="The end of the gathering before; null: the first.")
    done: list[DoneTold]
    solved: list[SolvedTold]
    adopted: list[AdoptedTold]


class DigestFound(Answer):
    """What came of a gathering, as it reads now."""

    words: str = Field(description="The sentence on top; empty before it is sent, or without one.")
    sent_at: datetime | None = Field(description="Null: not sent yet, and may still change.")
    decisions: list[DecisionTold]
    commitments: list[CommitmentTold]
    issues: list[IssueTold]
    insights: list[InsightTold]
    asks: list[AskTold]
    lessons: list[LessonTold]
    changed: ChangedTold
    is_wanted: bool = Field(description="Whether the caller gets the community's by mail.")


class DigestGiven(Given):
    """What is added to a digest before it goes out."""

    words: Annotated[str, Lines(LONGEST)] = Field("", description="A sentence on top, or none.")


@router.get(f"{PATH}/digest", response=DigestFound)
def show_digest(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> dict[str, Any]:
    """Read what came of a gathering that was held: to those in the community."""
    return _found(request, _held(request, slug, series_id, planned_on))


@router.post(f"{PATH}/digest", response={201: DigestFound})
def send_digest(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: DigestGiven
) -> Status[dict[str, Any]]:
    """Send the digest to those who want it, once, with a sentence on top."""
    gathering = _held(request, slug, series_id, planned_on)
    roles = gathering.community.roles_of(request.user)
    must_be_allowed(leads(request.user, gathering, roles), SENT_BY)
    with transaction.atomic():
        sent = Digest.send(
            gathering=gathering, words=body.words, by=request.user, at=timezone.now()
        )
        write_digest_later(sent.pk)
    return Status(201, _found(request, gathering))


@router.put(f"{PATH}/digest/mail", response={204: None})
def want_digests(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> Status[None]:
    """Get the digests of the community by mail from now on; said twice, it is the same."""
    community = planned_gathering(request, slug, series_id, planned_on).community
    Subscription.begin(person=request.user, community=community)
    return Status(204, None)


@router.api_operation(["DELETE"], f"{PATH}/digest/mail", response={204: None})
def want_no_digests(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> Status[None]:
    """Get the digests of the community by mail no longer."""
    community = planned_gathering(request, slug, series_id, planned_on).community
    Subscription.end(person=request.user, community=community)
    return Status(204, None)


def _held(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Gathering:
    found = planned_gathering(request, slug, series_id, planned_on)
    must_see(found.state == "held")
    return found


def _found(request: PersonRequest, gathering: Gathering) -> dict[str, Any]:
    told = read_digest(gathering)
    wanted = Subscription.objects.visible_to(request.user).filter(community=gathering.community)
    return {
        "words": told.sent.words if told.sent else "",
        "sent_at": told.sent.sent_at if told.sent else None,
        "decisions": told.decisions,
        "commitments": told.commitments,
        "issues": told.issues,
        "insights": told.insights,
        "asks": told.asks,
        "lessons": [one for one in told.lessons if one.lesson],
        "changed": told.changed,
        "is_wanted": wanted.exists(),
    }
