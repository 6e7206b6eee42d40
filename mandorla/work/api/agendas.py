"""Agendas: drafted from what waits, kept, and shaped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, OneLine
from mandorla.base.api.problems import must_be_allowed, must_see
from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest
from mandorla.gatherings.api.series import series_of
from mandorla.gatherings.models import Gathering
from mandorla.work.agenda import agenda_of
from mandorla.work.agenda_page import read_lists, read_page
from mandorla.work.backlog import is_over
from mandorla.work.hints import read_hints
from mandorla.work.models.agenda_item import LONGEST, MOST_MINUTES
from mandorla.work.rules import leads, takes_part
from mandorla.work.shaping import Step, shape

router = Router(tags=["Agendas"])
PATH = "/communities/{slug}/gatherings/{series_id}/{planned_on}/agenda"
LED_BY = _("Those who run or facilitate a community shape its agendas.")


class AgendaItemFound(Answer):
    """An item of an agenda."""

    ref: str = Field(description="What names it in a step: its number, or its place in a draft.")
    title: str = Field(validation_alias="row.title")
    part: str = Field(validation_alias="row.part", description="The part it belongs to.")
    minutes: int = Field(validation_alias="row.minutes")
    begins: datetime | None = Field(description="By the clock of the series, without a zone.")
    state: Literal["planned", "now", "done", "parked", "dropped"] = Field(
        validation_alias="row.state"
    )
    why: str = Field(description="Why it is there, as a sentence; empty when placed by hand.")
    about: str = Field(
        validation_alias="row.kind",
        description="issue, insight, problem, solution, rollout, commitment, question, ask or "
        "lesson; may be empty.",
    )
    number: int | None = Field(description="The number of what it is about.")


class BesideFound(Answer):
    """What waits and is not on the agenda."""

    kind: str
    number: int = Field(description="Which one of its kind; of a rollout, its solution.")
    title: str
    why: str
    reason: str = Field(description="Why it is not on the agenda; empty when it is offered.")


class HintFound(Answer):
    """Open issues, on the agenda or waiting beside it, that look like one problem."""

    issues: list[int] = Field(description="Their numbers, in the order of the agenda.")
    texts: list[str] = Field(description="What they say, in the same order.")
    reason: str = Field(description="What they have in common, in words.")


class AgendaFound(Answer):
    """The agenda of a gathering."""

    is_kept: bool = Field(description="False: drafted anew each time, and not kept by anybody.")
    mark: str = Field(description="Send it as `seen`, so that nobody overrides another.")
    minutes: int = Field(description="The gathering's minutes.")
    used: int = Field(description="The minutes that the items take.")
    items: list[AgendaItemFound]
    aside: list[AgendaItemFound] = Field(description="What was parked or dropped.")
    waiting: list[BesideFound] = Field(description="Left for next time, the most pressing first.")
    offered: list[BesideFound] = Field(description="Untouched for three gatherings.")
    more: int = Field(description="How many more wait.")
    hints: list[HintFound] = Field(description="What looks like one problem.")


class AgendaStepGiven(Given):
    """One step of shaping an agenda; the first one keeps the draft."""

    do: Literal[
        "keep",
        "redraft",
        "put_on",
        "up",
        "down",
        "minutes",
        "park",
        "unpark",
        "next_time",
        "drop",
        "take_out",
        "let_go",
    ] = Field(
        description="`put_on` and `let_go` take `kind` and `number` of what waits, `minutes` "
        "takes `minutes`, the others but `keep` and `redraft` take `item`."
    )
    seen: str = Field("", max_length=16, description="The mark of the agenda it is meant for.")
    item: str = Field("", max_length=20, description="The `ref` of an item.")
    kind: str = Field("", max_length=20)
    number: Id | None = None
    minutes: int | None = Field(None, ge=0, le=MOST_MINUTES)


class ItemGiven(Given):
    """Something that is put on an agenda in one's own words."""

    title: Annotated[str, OneLine(LONGEST, fewest=1)]
    minutes: int = Field(5, ge=0, le=MOST_MINUTES)
    part: Annotated[str, OneLine(LONGEST)] = Field("", description="At the end of this part.")


@router.get(PATH, response=AgendaFound)
def show_agenda(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date
) -> dict[str, Any]:
    """Read an agenda, or its draft: to those in the community. Reading keeps nothing."""
    return _found(_gathering(request, slug, series_id, planned_on))


@router.post(f"{PATH}/steps", response=AgendaFound)
def shape_agenda(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: AgendaStepGiven
) -> dict[str, Any]:
    """Keep an agenda, arrange it, park an item, put it off, take up what waits, or let it go."""
    gathering = _led(request, slug, series_id, planned_on)
    _shape(request, gathering, body.do, **body.model_dump(exclude={"do"}))
    return _found(_gathering(request, slug, series_id, planned_on))


@router.post(f"{PATH}/items", response={201: AgendaFound})
def add_to_agenda(
    request: PersonRequest, slug: str, series_id: Id, planned_on: date, body: ItemGiven
) -> Status[dict[str, Any]]:
    """Put something on an agenda in one's own words."""
    gathering = _led(request, slug, series_id, planned_on)
    _shape(request, gathering, "add", **body.model_dump())
    return Status(201, _found(_gathering(request, slug, series_id, planned_on)))


def _shape(request: PersonRequest, gathering: Gathering, do: str, **facts: Any) -> None:
    shape(
        Step(
            gathering=gathering,
            do=do,
            seen=facts.pop("seen", ""),
            item=facts.pop("item", ""),
            facts=facts,
            by=request.user,
            at=timezone.now(),
        )
    )


def _gathering(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Gathering:
    series = series_of(request, slug, series_id)
    must_see(takes_part(request.user, series.community.roles_of(request.user)))
    try:
        return Gathering.on(series=series, planned_on=planned_on)
    except Refused:
        raise Http404 from None


def _led(request: PersonRequest, slug: str, series_id: int, planned_on: date) -> Gathering:
    found = _gathering(request, slug, series_id, planned_on)
    roles = found.community.roles_of(request.user)
    must_be_allowed(leads(request.user, found, roles), LED_BY)
    return found


def _found(gathering: Gathering) -> dict[str, Any]:
    now = timezone.now()
    agenda = agenda_of(gathering, at=now)
    page = read_page(agenda)
    lists = None if is_over(gathering, at=now) else read_lists(agenda, at=now)
    return {
        "is_kept": agenda.is_kept,
        "mark": agenda.mark,
        "minutes": agenda.minutes,
        "used": agenda.used,
        "items": page.lines,
        "aside": page.aside,
        "waiting": lists.waiting if lists else (),
        "offered": lists.offered if lists else (),
        "more": lists.more if lists else 0,
        "hints": read_hints(page, lists) if lists else (),
    }
