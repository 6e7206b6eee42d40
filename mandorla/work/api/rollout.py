"""The rollout of solutions, unit by unit; and what the work yields."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.people.models import Person, Unit
from mandorla.work.api.solutions import STEERS, Sentence, solution_of
from mandorla.work.models import RolloutLine
from mandorla.work.rules import marks, steers, takes_on
from mandorla.work.yields.rows import span_of
from mandorla.work.yields.told import as_data, read_yields

router = Router(tags=["Rollout"])
MARKS = _("Whoever sees to it in the unit, and those who steer the community, say how far it is.")

State = Literal["to_do", "adapting", "adopted", "not_for_us"]
MOST_UNITS = 200


class LinesAsked(Schema):
    """Which lines."""

    state: State | None = None
    unit: Id | None = None
    solution: Id | None = None


class LineFound(Answer):
    """How far one unit is with a solution."""

    id: Id
    solution: Id = Field(validation_alias="solution_id")
    unit: Named
    coordinator: Named | None
    state: State
    because: str = Field(description="Why it is not for this unit.")
    due_on: date | None
    changed_at: datetime


class RolloutUnitGiven(Given):
    """A unit that takes a solution up, and who sees to it there."""

    unit: Id
    coordinator: Id | None = None


class RolloutGiven(Given):
    """The units a solution goes to, and until when."""

    units: list[RolloutUnitGiven] = Field(min_length=1, max_length=MOST_UNITS)
    due_on: date | None = None


class MarkGiven(Given):
    """How far the unit is."""

    verb: Literal["adapt", "adopt", "decline", "put_back"]
    because: Sentence | None = Field(None, description="Why it is not for the unit; for decline.")


class LineGiven(Given):
    """Who sees to it and until when; what is left out stays as it is."""

    coordinator: Id | None = None
    due_on: date | None = None


class UnitAdoption(Answer):
    """How much of what a unit got it has adopted."""

    unit: Named
    part: int
    of: int


class FigureFound(Answer):
    """One figure, with what it was counted from."""

    figure: str
    title: str
    part: int | None
    of: int | None = Field(description="Null when it may not be told.")
    share: float | None = Field(description="From 0 to 1; null below five.")
    median_days: float | None
    low_days: float | None = Field(description="The first quartile.")
    high_days: float | None = Field(description="The third quartile.")
    too_early: int
    sentence: str
    note: str


class YieldsFound(Answer):
    """What the work of a community yields. No figure names a person."""

    community: str
    period: str
    figures: list[FigureFound]
    adoption_by_unit: list[UnitAdoption]


def line_of(request: PersonRequest, slug: str, line_id: int) -> RolloutLine:
    """A line that the person may see."""
    found = RolloutLine.objects.visible_to(request.user).filter(
        solution__community=community_of(request, slug)
    )
    return one(found.select_related("solution__community", "unit", "coordinator"), pk=line_id)


@router.get("/communities/{slug}/rollout", response=PageOf[LineFound])
def list_rollout(
    request: PersonRequest, slug: str, asked: Query[LinesAsked], paging: Query[Paging]
) -> dict[str, Any]:
    """List how far each unit is with each solution of a community."""
    found = RolloutLine.objects.visible_to(request.user).filter(
        solution__community=community_of(request, slug)
    )
    found = found.filter(**asked.dict(exclude_none=True))
    return page_of(
        request, found.select_related("unit", "coordinator"), order=["pk"], paging=paging
    )


@router.post(
    "/communities/{slug}/solutions/{int:solution_id}/rollout", response={201: list[LineFound]}
)
def roll_out_solution(
    request: PersonRequest, slug: str, solution_id: Id, body: RolloutGiven
) -> list[RolloutLine]:
    """Send a solution to units; those that have it already keep their line."""
    found = solution_of(request, slug, solution_id)
    must_be_allowed(steers(request.user, found.community.roles_of(request.user)), STEERS)
    units = Unit.objects.in_bulk([given.unit for given in body.units])
    if len(units) != len({given.unit for given in body.units}):
        raise Invalid(units=_("There is no unit with one of these numbers."))
    chosen = {given.unit: given.coordinator for given in body.units if given.coordinator}
    people = Person.objects.filter(is_active=True).in_bulk(list(chosen.values()))
    if set(chosen.values()) - set(people):
        raise Invalid(units=_("There is nobody with one of these numbers."))
    return RolloutLine.roll_out(
        solution=found,
        units=[units[given.unit] for given in body.units],
        coordinators={unit: people[person] for unit, person in chosen.items()},
        due_on=_near(body.due_on),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/communities/{slug}/rollout/{int:line_id}", response=LineFound)
def show_line(request: PersonRequest, slug: str, line_id: Id) -> RolloutLine:
    """Read how far one unit is."""
    return line_of(request, slug, line_id)


@router.post("/communities/{slug}/rollout/{int:line_id}/state", response=LineFound)
def mark_line(request: PersonRequest, slug: str, line_id: Id, body: MarkGiven) -> RolloutLine:
    """Say how far a unit is: adapting, adopted, not for us and why, or to do again."""
    found = _line_to_mark(request, slug, line_id)
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if body.verb == "decline":
        found.decline(because=body.because or "", **told)
    elif body.verb == "adapt":
        found.adapt(**told)
    elif body.verb == "adopt":
        found.adopt(**told)
    else:
        found.put_back(**told)
    return found


@router.patch("/communities/{slug}/rollout/{int:line_id}", response=LineFound)
def change_line(request: PersonRequest, slug: str, line_id: Id, body: LineGiven) -> RolloutLine:
    """Say who sees to it in a unit and until when; a null says nobody, or no day."""
    said = body.said()
    found = line_of(request, slug, line_id)
    roles = found.solution.community.roles_of(request.user)
    offers = said == {"coordinator": request.user.pk} and takes_on(request.user, roles, line=found)
    must_be_allowed(offers or marks(request.user, roles, line=found), MARKS)
    due_on, person = _near(said.get("due_on")), None
    if said.get("coordinator"):
        people = Person.objects.filter(is_active=True)
        person = known(people, field="coordinator", pk=said["coordinator"])
    if "coordinator" in said:
        found.coordinate(person=person, by=request.user, at=timezone.now())
    if "due_on" in said:
        found.due(on=due_on, by=request.user, at=timezone.now())
    return found


@router.get("/communities/{slug}/yields", response=YieldsFound)
def show_yields(
    request: PersonRequest,
    slug: str,
    period: Literal["month", "quarter", "year", "all"] = "quarter",
) -> dict[str, Any]:
    """Count what the work of a community yields."""
    now = timezone.localtime()
    community = community_of(request, slug)
    return as_data(read_yields(span_of(community, period=period, on=now.date(), at=now)))


def _line_to_mark(request: PersonRequest, slug: str, line_id: int) -> RolloutLine:
    found = line_of(request, slug, line_id)
    roles = found.solution.community.roles_of(request.user)
    must_be_allowed(marks(request.user, roles, line=found), MARKS)
    return found


def _near(day: date | None) -> date | None:
    if day and not 2000 <= day.year < 2100:
        raise Invalid(due_on=_("Write a day of the years to come."))
    return day
