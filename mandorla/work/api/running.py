"""A gathering while it runs: its steps, what comes of it, and the notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.models.held import LONGEST_NOTES
from mandorla.people.models import Person, Unit
from mandorla.work.jobs import compare_issues_later
from mandorla.work.leading import lead
from mandorla.work.models import AgendaItem, Outcome
from mandorla.work.models.outcome import BEGUN
from mandorla.work.rules import leads, takes_part

router = Router(tags=["Gatherings"])
PATH = "/communities/{slug}/gatherings/{series_id}/{planned_on}"
LED_BY = _("Those who run or facilitate a community lead its gatherings.")
Notes = Annotated[str, Lines(LONGEST_NOTES)]


class RunningStepGiven(Given):
    """What is done with the gathering."""

    step: Literal["start", "unstart", "hold", "end", "resume"]
    early: bool = Field(
        default=False, description="Start it though it is planned for more than an hour later."
    )


class StateFound(Answer):
    """Where a gathering is."""

    state: Literal["planned", "running", "held", "cancelled"]
    started_at: datetime | None
    ended_at: datetime | None


class OutcomeFound(Answer):
    """What came of an item."""

    kind: Literal["decision", "commitment", "issue", "insight", "ask", "lesson"]
    text: str = Field(validation_alias="words")
    key: UUID
    item: Id | None = Field(validation_alias="item_id")
    commitment: Id | None = Field(validation_alias="commitment_id")
    issue: int | None = Field(validation_alias="issue_id")
    insight: int | None = Field(validation_alias="insight_id")
    ask: int | None = Field(validation_alias="ask_id")
    lesson: int | None = Field(validation_alias="lesson_id")
    caught_at: datetime


class OutcomeGiven(Given):
    """What came of it; who, by when or where only of what has it."""

    kind: Literal["decision", "commitment", "issue", "insight", "ask", "lesson"]
    text: Annotated[str, OneLine(300, fewest=1)]
    key: UUID = Field(description="Made by the sender: the same key again changes nothing.")
    item: Id | None = None
    owner: Id | None = Field(None, description="Of a commitment, an ask or a lesson.")
    due_on: date | None = None
    units: list[Id] = Field(
        default_factory=list, max_length=20, description="Of an issue; of an insight the one."
    )


class ClashFound(Answer):
    """A passage that two people changed, each in their own way."""

    mine: list[str]
    theirs: list[str]


class NotesFound(Answer):
    """The notes; with clashes nothing was kept, and both wordings stand in the text."""

    text: str
    seen: str = Field(description="Send it back with a change: what the text was made of.")
    clashes: list[ClashFound]


class NotesGiven(Given):
    """The notes as they should be, and as they were seen before."""

    text: Notes
    seen: Notes = ""


@router.put(f"{PATH}/state", response=StateFound)
def step_gathering(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: RunningStepGiven
) -> Gathering:
    """Start a gathering or say that it has not begun, end it, go on, or note that it took place."""
    gathering = planned_gathering(request, slug, series_id, planned_on)
    roles = gathering.community.roles_of(request.user)
    must_be_allowed(leads(request.user, gathering, roles), LED_BY)
    return lead(gathering, by=request.user, at=timezone.now(), **body.model_dump())


@router.get(f"{PATH}/outcomes", response=PageOf[OutcomeFound])
def list_outcomes(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, paging: Query[Paging]
) -> dict[str, Any]:
    """List what came of a gathering: to those in the community. Nobody is named."""
    community = community_of(request, slug)
    rows = (
        Outcome.objects.visible_to(request.user)
        .told()
        .filter(
            gathering__community=community,
            gathering__series=series_id,
            gathering__planned_on=planned_on,
        )
    )
    must_see(takes_part(request.user, community.roles_of(request.user)))
    found = rows.select_related(*BEGUN)
    return page_of(request, found, order=["caught_at", "pk"], paging=paging)


@router.post(f"{PATH}/outcomes", response={201: OutcomeFound})
def catch_outcome(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: OutcomeGiven
) -> Outcome:
    """Write down what came of it, once for each key."""
    gathering = _kept(request, slug, series_id, planned_on)
    people, items = Person.objects.filter(is_active=True), AgendaItem.objects.all()
    units = [known(Unit.objects.all(), field="units", pk=pk) for pk in set(body.units)]
    caught = Outcome.catch(
        gathering=gathering,
        kind=body.kind,
        text=body.text,
        key=body.key,
        by=request.user,
        at=timezone.now(),
        item=known(items.filter(gathering=gathering), field="item", pk=body.item)
        if body.item
        else None,
        owner=known(people, field="owner", pk=body.owner) if body.owner else None,
        due_on=body.due_on,
        units=units,
    )
    if caught.kind == "issue":
        compare_issues_later(gathering.community)
    return caught


@router.get(f"{PATH}/notes", response=NotesFound)
def read_notes(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> dict[str, Any]:
    """Read the notes, in Markdown: to those in the community."""
    gathering = planned_gathering(request, slug, series_id, planned_on)
    return {"text": gathering.notes, "seen": gathering.notes, "clashes": []}


@router.put(f"{PATH}/notes", response=NotesFound)
def write_notes(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: NotesGiven
) -> dict[str, Any]:
    """Write the notes; what others wrote meanwhile stays, and a clash keeps nothing yet."""
    gathering = _kept(request, slug, series_id, planned_on)
    merged = gathering.write_notes(**body.model_dump(), by=request.user, at=timezone.now())
    return {"text": merged.text, "seen": gathering.notes, "clashes": list(merged.clashes)}


def planned_gathering(
    request: PersonRequest, slug: str, series_id: int, planned_on: date
) -> Gathering:
    """A gathering as it is kept or planned, for those in its community."""
    community = community_of(request, slug)
    must_see(takes_part(request.user, community.roles_of(request.user)))
    series = one(Series.objects.filter(community=community).with_dates(), pk=series_id)
    try:
        return Gathering.on(series=series, planned_on=planned_on)
    except Refused:
        raise Http404 from None


def _kept(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Gathering:
    found = planned_gathering(request, slug, series_id, planned_on)
    return Gathering.touch(series=found.series, planned_on=planned_on, at=timezone.now())
