"""What everybody takes back from a gathering to their unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Lines
from mandorla.base.api.problems import must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.gatherings.models import Gathering
from mandorla.work.insights import carried_from
from mandorla.work.models import TakeBack
from mandorla.work.models.take_back import LONGEST
from mandorla.work.rules import steers

router = Router(tags=["Gatherings"])
PATH = "/communities/{slug}/series/{int:series}/gatherings/{planned_on}/take-back"
WRITERS = _("Those who run or facilitate a community word what everybody takes back.")


class TakeBackFound(Answer):
    """The text, and how many talked about it in their units; never who."""

    text: str
    written_at: datetime
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")
    talked: int
    i_did: bool = Field(description="Whether the one who asks talked about it.")


class TakeBackGiven(Given):
    """What everybody takes back."""

    text: Annotated[str, Lines(LONGEST)]
    edits: Edits = 0


class TalkGiven(Given):
    """Whether the person talked about it in their unit."""

    talked: bool


@router.get(PATH, response=TakeBackFound)
def read_take_back(
    request: PersonRequest, slug: str, series: Id, planned_on: date
) -> TakeBackFound:
    """Read what everybody takes back from a gathering: to those in the community."""
    return _found(request, _gathering(request, slug, series, planned_on))


@router.put(PATH, response=TakeBackFound)
def write_take_back(
    request: PersonRequest, slug: str, series: Id, planned_on: date, body: TakeBackGiven
) -> TakeBackFound:
    """Word what everybody takes back from a gathering."""
    gathering = _gathering(request, slug, series, planned_on)
    must_be_allowed(steers(request.user, gathering.community.roles_of(request.user)), WRITERS)
    TakeBack.write(gathering=gathering, by=request.user, at=timezone.now(), **body.model_dump())
    return _found(request, gathering)


@router.put(f"{PATH}/talk", response=TakeBackFound)
def talk_about_take_back(
    request: PersonRequest, slug: str, series: Id, planned_on: date, body: TalkGiven
) -> TakeBackFound:
    """Say that one talked about it in one's unit, or had not after all."""
    gathering = _gathering(request, slug, series, planned_on)
    roles = gathering.community.roles_of(request.user)
    carried = carried_from(gathering, reader=request.user, roles=roles)
    must_see(carried.may_talk)
    if carried.take_back is not None:
        verb = carried.take_back.talk if body.talked else carried.take_back.untalk
        verb(by=request.user, at=timezone.now())
    return _found(request, gathering)


def _gathering(request: PersonRequest, slug: str, series: int, planned_on: date) -> Gathering:
    found = Gathering.objects.open_to(request.user).select_related("community", "series")
    return one(found.filter(community__slug=slug), series=series, planned_on=planned_on)


def _found(request: PersonRequest, gathering: Gathering) -> TakeBackFound:
    roles = gathering.community.roles_of(request.user)
    carried = carried_from(gathering, reader=request.user, roles=roles)
    must_see(carried.take_back)
    assert carried.take_back is not None  # noqa: S101 -- just seen
    return TakeBackFound(
        text=carried.take_back.text,
        written_at=carried.take_back.written_at,
        edits=carried.take_back.edits,
        talked=carried.talked,
        i_did=carried.i_did,
    )
