"""Readings of a measure: entered, corrected, taken back; one by one or many at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.core import pace
from mandorla.ledger.api.measures import measure_of
from mandorla.ledger.models import Measure, Reading
from mandorla.ledger.models.taking import Brought
from mandorla.ledger.rules import takes_readings

router = Router(tags=["Measures"])
TAKERS = _("Those who run a community, and who sees to a measure, enter its readings.")
MOST_AT_ONCE = 2_000
READINGS = "/communities/{slug}/measures/{int:number}/readings"

Note = Annotated[str, OneLine(300)]


class ReadingFound(Answer):
    """What a measure was on a day."""

    id: Id
    on: date
    value: float = Field(description="Of a share, from 0 to 1.")
    note: str
    read_by: Named | None
    read_at: datetime
    corrected_at: datetime | None = Field(
        description="Since when another one holds for the day, or none; null while it counts."
    )


class ReadingsAsked(Paging):
    """Which readings are asked for."""

    all: bool = Field(default=False, description="Also those that were corrected or taken back.")


class ReadingGiven(Given):
    """What a measure was on a day."""

    on: date
    value: float
    note: Note = ""


class ReadingCorrectionGiven(Given):
    """What it was instead."""

    value: float
    note: Note = ""


class DayReadGiven(Given):
    """What a measure was on one of several days."""

    on: date
    value: float


class ReadingsGiven(Given):
    """Several readings: all are entered, or none when one of them cannot be."""

    readings: list[DayReadGiven] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ReadingsBrought(Answer):
    """What came of several readings."""

    new: int
    corrected: int = Field(description="On how many days another value stood.")
    same: int


@router.get(READINGS, response=PageOf[ReadingFound])
def list_readings(
    request: PersonRequest, slug: str, number: int, asked: Query[ReadingsAsked]
) -> dict[str, Any]:
    """List the readings of a measure, the newest day first."""
    found = measure_of(request, community_of(request, slug), number)
    rows = Reading.objects.visible_to(request.user).filter(measure=found)
    rows = rows if asked.all else rows.counting()
    return page_of(request, rows.select_related("read_by"), order=["-on", "-id"], paging=asked)


@router.post(READINGS, response={201: ReadingFound})
def take_reading(request: PersonRequest, slug: str, number: int, body: ReadingGiven) -> Reading:
    """Enter what a measure was on a day."""
    found = _to_take(request, slug, number)
    return Reading.read(measure=found, by=request.user, at=timezone.now(), **body.dict())


@router.post(f"{READINGS}/all", response=ReadingsBrought)
def take_readings(request: PersonRequest, slug: str, number: int, body: ReadingsGiven) -> Brought:
    """Enter several readings at once; another value for a day corrects the earlier one."""
    found = _to_take(request, slug, number)
    given = [pace.Reading(one.on, one.value) for one in body.readings]
    return Reading.read_all(measure=found, readings=given, by=request.user, at=timezone.now())


@router.patch(f"{READINGS}/{{reading_id}}", response=ReadingFound)
def correct_reading(
    request: PersonRequest, slug: str, number: int, reading_id: Id, body: ReadingCorrectionGiven
) -> Reading:
    """Say what it was instead; the earlier reading is kept."""
    reading = _reading(request, _to_take(request, slug, number), reading_id)
    return reading.correct(by=request.user, at=timezone.now(), **body.dict())


@router.api_operation(["DELETE"], f"{READINGS}/{{reading_id}}", response={204: None})
def take_reading_back(
    request: PersonRequest, slug: str, number: int, reading_id: Id
) -> Status[None]:
    """Say that nothing was read on that day; what was entered is kept among the corrections."""
    reading = _reading(request, _to_take(request, slug, number), reading_id)
    reading.take_back(by=request.user, at=timezone.now())
    return Status(204, None)


def _to_take(request: PersonRequest, slug: str, number: int) -> Measure:
    community = community_of(request, slug)
    found = measure_of(request, community, number)
    may = takes_readings(request.user, community.roles_of(request.user), found)
    must_be_allowed(may, TAKERS)
    return found


def _reading(request: PersonRequest, measure: Measure, pk: int) -> Reading:
    rows = Reading.objects.visible_to(request.user).filter(measure=measure).counting()
    found: Reading = one(rows, pk=pk)
    found.measure = measure
    return found
