"""Objectives and operations: what the organization pursues."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field, StringConstraints

from mandorla.base.api.events import EventFound, page_of_events
from mandorla.base.api.fields import Answer, Given, Id, Lines, Name, Named, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, one
from mandorla.base.models import Event
from mandorla.base.web import PersonRequest
from mandorla.people.models import Person
from mandorla.strategy.cells import LONGEST_DESCRIPTION
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import mark_of
from mandorla.strategy.rules import may_keep_strategy

router = Router(tags=["Strategy"])
KEEPERS = gettext_lazy("Program managers keep the strategy.")

Kind = Literal["objective", "operation"]
Description = Annotated[str, Lines(LONGEST_DESCRIPTION)]
Mark = Annotated[str, StringConstraints(max_length=16)]


class ObjectiveFound(Answer):
    """An objective or operation of the organization."""

    id: Id
    name: str
    kind: Kind
    description: str
    parent: Id | None = Field(validation_alias="parent_id", description="What it is a part of.")
    owner: Named | None
    starts_on: date | None
    ends_on: date | None
    retired_at: datetime | None = Field(description="null while it is pursued.")
    changed_at: datetime = Field(description="The last change of what it means.")
    mark: str = Field(description="Another one whenever a fact of it changes.")

    @staticmethod
    def resolve_mark(objective: Objective) -> str:
        """The mark of its facts as they are now."""
        return mark_of(objective)


class ObjectivesAsked(Paging):
    """Which objectives are asked for."""

    parent: Id | None = Field(None, description="Only the parts of this one.")
    kind: Kind | None = None
    status: Literal["current", "retired", "all"] = "current"


class ObjectiveFactsGiven(Given):
    """The facts of an objective; what is left out stays as it is."""

    name: Name = unsaid()
    kind: Kind = unsaid()
    description: Description = unsaid()
    owner: Id | None = Field(None, description="The number of a person; null for nobody.")
    starts_on: date | None = None
    ends_on: date | None = None


class ObjectiveGiven(ObjectiveFactsGiven):
    """A new objective or operation."""

    name: Name
    kind: Kind = "objective"
    parent: Id | None = Field(None, description="null for the top of the tree.")


class ObjectiveChangeGiven(ObjectiveFactsGiven):
    """Other facts of an objective."""

    seen: Mark = Field(
        "", description="The mark that was seen: when it is another by now, nothing is changed."
    )


class ObjectivePlaceGiven(Given):
    """Of which objective an objective is a part from now on."""

    parent: Id | None = Field(description="null for the top of the tree.")


def objective_of(request: PersonRequest, pk: int) -> Objective:
    """The objective with this number, when the person may see it."""
    return one(Objective.objects.visible_to(request.user).select_related("owner"), pk=pk)


def _facts(body: ObjectiveFactsGiven) -> dict[str, Any]:
    facts = {name: value for name, value in body.said().items() if name not in ("parent", "seen")}
    if body.owner is not None:
        active = Person.objects.filter(is_active=True)
        facts["owner"] = known(active, field="owner", pk=body.owner)
    return facts


def _parent(pk: int | None) -> Objective | None:
    return None if pk is None else known(Objective.objects.all(), field="parent", pk=pk)


@router.get("/objectives", response=PageOf[ObjectiveFound])
def list_objectives(request: PersonRequest, asked: Query[ObjectivesAsked]) -> dict[str, Any]:
    """List objectives by name. Each names the one it is a part of, which makes the tree."""
    rows = Objective.objects.visible_to(request.user).select_related("owner")
    if asked.status != "all":
        rows = rows.filter(retired_at__isnull=asked.status == "current")
    if asked.parent is not None:
        rows = rows.filter(parent=asked.parent)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return page_of(request, rows, order=["name", "pk"], paging=asked)


@router.post("/objectives", response={201: ObjectiveFound})
def open_objective(request: PersonRequest, body: ObjectiveGiven) -> Objective:
    """Add an objective or operation."""
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    facts = _facts(body)
    parent = _parent(body.parent)
    return Objective.open(parent=parent, by=request.user, at=timezone.now(), **facts)


@router.get("/objectives/{objective_id}", response=ObjectiveFound)
def show_objective(request: PersonRequest, objective_id: Id) -> Objective:
    """Say everything that is kept of an objective."""
    return objective_of(request, objective_id)


@router.patch("/objectives/{objective_id}", response=ObjectiveFound)
def describe_objective(
    request: PersonRequest, objective_id: Id, body: ObjectiveChangeGiven
) -> Objective:
    """Change the name, the kind, the description, the owner or the period of an objective."""
    objective = objective_of(request, objective_id)
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    facts = _facts(body)
    objective.describe(seen=body.seen, by=request.user, at=timezone.now(), **facts)
    return objective_of(request, objective_id)


@router.put("/objectives/{objective_id}/parent", response=ObjectiveFound)
def move_objective(
    request: PersonRequest, objective_id: Id, body: ObjectivePlaceGiven
) -> Objective:
    """Make an objective a part of another one, with everything below it."""
    objective = objective_of(request, objective_id)
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    objective.shift(parent=_parent(body.parent), by=request.user, at=timezone.now())
    return objective


@router.post("/objectives/{objective_id}/retirement", response=ObjectiveFound)
def retire_objective(request: PersonRequest, objective_id: Id) -> Objective:
    """Retire an objective: it is pursued no longer, nor are its parts."""
    objective = objective_of(request, objective_id)
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    objective.retire(by=request.user, at=timezone.now())
    return objective


@router.post("/objectives/{objective_id}/resumption", response=ObjectiveFound)
def resume_objective(request: PersonRequest, objective_id: Id) -> Objective:
    """Resume a retired objective, with the parts that were retired together with it."""
    objective = objective_of(request, objective_id)
    must_be_allowed(may_keep_strategy(request.user), KEEPERS)
    objective.resume(by=request.user, at=timezone.now())
    return objective


@router.get("/objectives/{objective_id}/events", response=PageOf[EventFound])
def list_objective_events(
    request: PersonRequest, objective_id: Id, paging: Query[Paging]
) -> dict[str, Any]:
    """List what happened with an objective, the newest first."""
    events = Event.objects.within(objective_of(request, objective_id))
    return page_of_events(request, events, paging=paging)
