"""Measures of success: what a community follows, and what its readings foretell."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Name, Named, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.aims import Aim
from mandorla.ledger.models import Measure
from mandorla.ledger.outlook import read_outlook
from mandorla.ledger.rules import sets_measures
from mandorla.people.models import Person
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from mandorla.communities.models import Community

router = Router(tags=["Measures"])
SETTERS = _("Those who run a community and its sponsors set its measures.")

Role = Literal["leading", "outcome"]
Shape = Literal["level", "share", "count"]
Direction = Literal["up", "down"]
Unit = Annotated[str, OneLine(40)]
Source = Annotated[str, OneLine(300)]
Indicated = Annotated[str, OneLine(60)]


class MeasureFound(Answer):
    """A measure: from where, to where, by when, and what it was last."""

    number: int = Field(description="Of this community, from 1.")
    name: str
    role: Role
    shape: Shape
    direction: Direction
    unit: str
    baseline: float | None
    target: float = Field(description="Of a share, from 0 to 1.")
    due_on: date
    expectation_id: Id | None = Field(description="What it would show; null when nothing yet.")
    owner: Named | None
    source: str
    indicator: str = Field(description="What Mandorla counts for it; empty when people read it.")
    readings: int = Field(description="How many count.")
    last_on: date | None
    last_value: float | None
    retired_at: datetime | None
    retired_because: str
    edits: int = Field(description="Send it back with a change.")

    @staticmethod
    def resolve_readings(measure: Measure) -> int:
        """As they were looked at when the last one was entered."""
        return read_outlook(measure.outlook).readings

    @staticmethod
    def resolve_last_on(measure: Measure) -> date | None:
        """The day of the last reading."""
        last = read_outlook(measure.outlook).last
        return last[0] if last else None

    @staticmethod
    def resolve_last_value(measure: Measure) -> float | None:
        """What it was then."""
        last = read_outlook(measure.outlook).last
        return last[1] if last else None


class MeasuresAsked(Paging):
    """Which measures are asked for."""

    retired: bool = Field(default=False, description="Those that are followed no more, instead.")


class MeasureGiven(Given):
    """A new measure."""

    name: Name
    role: Role
    target: float
    due_on: date
    shape: Shape = "level"
    direction: Direction = "up"
    unit: Unit = ""
    baseline: float | None = None
    source: Source = ""
    indicator: Indicated = ""
    expectation: Id | None = None
    owner: Id | None = None


class MeasureChangeGiven(Given):
    """What a measure says from now on; what is left out stays as it is."""

    edits: Edits = Field(description="As it was read, so that two at once notice each other.")
    name: Name | None = None
    role: Role | None = None
    target: float | None = None
    due_on: date | None = None
    shape: Shape | None = None
    direction: Direction | None = None
    unit: Unit | None = None
    baseline: float | None = Field(None, description="null takes it out.")
    source: Source | None = None
    indicator: Indicated | None = None
    expectation: Id | None = Field(None, description="null takes it out.")
    owner: Id | None = Field(None, description="null takes them out.")


class MeasureRetiredGiven(Given):
    """Why a measure is followed no more."""

    because: Annotated[str, OneLine(300, fewest=1)]


class BandFound(Schema):
    """Between what a share of what may come lies."""

    low: float
    high: float


class FanDayFound(Answer):
    """What may be read on one day to come."""

    on: date
    middle: float
    bands: dict[str, BandFound] = Field(description="By percent: `50`, `80` and `95`.")


class ForecastFound(Answer):
    """What the readings of a measure foretell."""

    readings: int
    reason: Literal["", "no_readings", "few_readings", "due_over"] = Field(
        description="Why there are no odds; empty when there are."
    )
    missing: int = Field(description="How many more readings odds need.")
    probability_on_date: float | None = Field(
        description="To be at the target on the due date, 0 to 1."
    )
    probability_by_date: float | None = Field(
        description="To get there on the due date or before, 0 to 1."
    )
    is_there: bool = Field(description="Whether the last reading is at the target.")
    reached_on: date | None
    needed_per_month: float | None
    so_far_per_month: float | None
    fan: list[FanDayFound]


@router.get("/communities/{slug}/measures", response=PageOf[MeasureFound])
def list_measures(request: PersonRequest, slug: str, asked: Query[MeasuresAsked]) -> dict[str, Any]:
    """List what a community follows, by number."""
    rows = Measure.objects.visible_to(request.user).filter(community=community_of(request, slug))
    rows = rows.filter(retired_at__isnull=not asked.retired).select_related("owner")
    return page_of(request, rows, order=["number"], paging=asked)


@router.post("/communities/{slug}/measures", response={201: MeasureFound})
def begin_measure(request: PersonRequest, slug: str, body: MeasureGiven) -> Measure:
    """Begin a measure: from where, to where, by when."""
    community = _to_set(request, slug)
    values = body.dict(exclude={"expectation", "owner"})
    return Measure.begin(
        community=community,
        aim=Aim(**values),
        expectation=_expectation(community, body.expectation),
        owner=_owner(request, body.owner),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/communities/{slug}/measures/{int:number}", response=MeasureFound)
def show_measure(request: PersonRequest, slug: str, number: int) -> Measure:
    """Show one measure, also one that is followed no more."""
    return measure_of(request, community_of(request, slug), number)


@router.patch("/communities/{slug}/measures/{int:number}", response=MeasureFound)
def change_measure(
    request: PersonRequest, slug: str, number: int, body: MeasureChangeGiven
) -> Measure:
    """Change what a measure is to come to, by when, or who sees to it."""
    community = _to_set(request, slug)
    found, said = measure_of(request, community, number), body.said()
    named = {"expectation", "owner", "edits"}
    can_be_none = {"baseline"}
    values = {
        name: value
        for name, value in said.items()
        if name not in named and (value is not None or name in can_be_none)
    }
    found.change(
        aim=Aim(**{**Aim.of(found).values(), **values}),
        expectation=_expectation(community, body.expectation)
        if "expectation" in said
        else found.expectation,
        owner=_owner(request, body.owner) if "owner" in said else found.owner,
        edits=body.edits,
        by=request.user,
        at=timezone.now(),
    )
    return found


@router.post("/communities/{slug}/measures/{int:number}/retirement", response=MeasureFound)
def retire_measure(
    request: PersonRequest, slug: str, number: int, body: MeasureRetiredGiven
) -> Measure:
    """Follow a measure no more; what was read stays."""
    found = measure_of(request, _to_set(request, slug), number)
    found.retire(because=body.because, by=request.user, at=timezone.now())
    return found


@router.get("/communities/{slug}/measures/{int:number}/forecast", response=ForecastFound)
def show_forecast(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Show how likely a measure is at its target on the due date, and to get there by then."""
    found = measure_of(request, community_of(request, slug), number)
    outlook = read_outlook(found.outlook, fan=True)
    return {
        "readings": outlook.readings,
        "reason": outlook.reason,
        "missing": outlook.missing,
        "probability_on_date": outlook.on_date,
        "probability_by_date": outlook.by_date,
        "is_there": outlook.is_there,
        "reached_on": outlook.reached_on,
        "needed_per_month": outlook.needed,
        "so_far_per_month": outlook.so_far,
        "fan": [
            {
                "on": day.on,
                "middle": day.middle,
                "bands": {
                    share: {"low": low, "high": high} for share, (low, high) in day.bands.items()
                },
            }
            for day in outlook.fan
        ],
    }


def measure_of(request: PersonRequest, community: Community, number: int) -> Measure:
    """The measure at an address, when the person may see it."""
    visible = Measure.objects.visible_to(request.user).filter(community=community)
    return one(visible.select_related("community", "expectation", "owner"), number=number)


def _to_set(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(sets_measures(request.user, community.roles_of(request.user)), SETTERS)
    return community


def _expectation(community: Community, pk: int | None) -> Expectation | None:
    rows = Expectation.objects.filter(community=community).current()
    return known(rows, field="expectation", pk=pk) if pk else None


def _owner(request: PersonRequest, pk: int | None) -> Person | None:
    return known(Person.objects.visible_to(request.user), field="owner", pk=pk) if pk else None
