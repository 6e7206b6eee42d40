"""Units: the tree of the organization."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.people.api.people import KEEPERS
from mandorla.people.models import Unit
from mandorla.people.rules import may_manage_people

router = Router(tags=["Units"])

UnitName = Annotated[str, OneLine(150, fewest=1)]


class UnitFound(Answer):
    """A part of the organization."""

    id: Id
    name: str
    parent: Id | None = Field(validation_alias="parent_id")


class UnitsAsked(Paging):
    """Which units are asked for."""

    parent: Id | None = Field(None, description="Only the parts of this unit.")


class UnitGiven(Given):
    """A new unit."""

    name: UnitName
    parent: Id | None = None


class UnitNameGiven(Given):
    """What a unit is called from now on."""

    name: UnitName


class UnitPlaceGiven(Given):
    """Of which unit a unit is a part from now on."""

    parent: Id | None = Field(description="null for the top of the tree.")


class MergerGiven(Given):
    """Into which unit a unit is merged."""

    into: Id


@router.get("/units", response=PageOf[UnitFound])
def list_units(request: PersonRequest, asked: Query[UnitsAsked]) -> dict[str, Any]:
    """List the units by name. Each names the unit it is a part of, which makes the tree."""
    units = Unit.objects.all()
    if asked.parent is not None:
        units = units.filter(parent=asked.parent)
    return page_of(request, units, order=["name", "pk"], paging=asked)


@router.post("/units", response={201: UnitFound})
def open_unit(request: PersonRequest, body: UnitGiven) -> Unit:
    """Add a unit."""
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    above = body.parent
    parent = None if above is None else known(Unit.objects.all(), field="parent", pk=above)
    return Unit.open(name=body.name, parent=parent, by=request.user, at=timezone.now())


@router.get("/units/{unit_id}", response=UnitFound)
def show_unit(request: PersonRequest, unit_id: Id) -> Unit:
    """Say what a unit is called and what it is a part of."""
    return one(Unit.objects.all(), pk=unit_id)


@router.patch("/units/{unit_id}", response=UnitFound)
def rename_unit(request: PersonRequest, unit_id: Id, body: UnitNameGiven) -> Unit:
    """Call a unit something else."""
    unit = one(Unit.objects.all(), pk=unit_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    unit.rename(name=body.name, by=request.user, at=timezone.now())
    return unit


@router.put("/units/{unit_id}/parent", response=UnitFound)
def move_unit(request: PersonRequest, unit_id: Id, body: UnitPlaceGiven) -> Unit:
    """Make a unit a part of another one, with everything below it."""
    unit = one(Unit.objects.all(), pk=unit_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    above = body.parent
    parent = None if above is None else known(Unit.objects.all(), field="parent", pk=above)
    unit.shift(parent=parent, by=request.user, at=timezone.now())
    return unit


@router.post("/units/{unit_id}/merger", response=UnitFound)
def merge_unit(request: PersonRequest, unit_id: Id, body: MergerGiven) -> Unit:
    """Merge a unit into another one: people, communities and parts move along."""
    unit = one(Unit.objects.all(), pk=unit_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    into = known(Unit.objects.all(), field="into", pk=body.into)
    unit.merge_into(into, by=request.user, at=timezone.now())
    return into
