"""People: who they are and where they belong. Nobody's activity is part of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Words
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.people.models import Person, Placement, Unit

if TYPE_CHECKING:
    from mandorla.people.models.person_queries import PersonQuerySet

router = Router(tags=["People"])
KEEPERS = _("Program managers may.")

Role = Literal["program_manager", "auditor"]


class PersonFound(Answer):
    """Somebody in the organization, or a guest of one of its communities."""

    id: Id
    name: str
    job_title: str
    employer: str
    is_program_manager: bool
    is_auditor: bool
    is_active: bool
    unit: Id | None = Field(description="The number of the unit they belong to now.")
    email: str | None = Field(
        description="Told to program managers and to the person; null to everybody else."
    )

    @staticmethod
    def resolve_unit(person: Any) -> int | None:
        """Where they are placed now; read together with the people."""
        unit: int | None = person.current_unit
        return unit

    @staticmethod
    def resolve_email(person: Person, context: dict[str, Any]) -> str | None:
        """The address, for those who may know it."""
        reader = context["request"].user
        return person.email if reader.is_program_manager or reader.pk == person.pk else None


class PeopleAsked(Paging):
    """Which people are asked for."""

    q: Words = Field("", description="Beginnings of words of the name.")
    unit: Id | None = Field(None, description="The number of a unit; with everything below it.")


class PlacementGiven(Given):
    """Where somebody belongs."""

    unit: Id
    on: date | None = Field(None, description="The first day; today when left out.")


class PlacementFound(Answer):
    """Somebody belongs to a unit, from a day and until a day; a missing day is not known."""

    id: Id
    unit: Id = Field(validation_alias="unit_id")
    since_on: date | None
    until_on: date | None


class RoleGiven(Given):
    """A role for the whole organization."""

    role: Role


def seen_by(person: Person) -> PersonQuerySet:
    """The people somebody may see, with the unit each is in now."""
    placed = Placement.objects.current().filter(person=OuterRef("pk")).values("unit_id")[:1]
    return Person.objects.visible_to(person).annotate(current_unit=Subquery(placed))


@router.get("/people", response=PageOf[PersonFound])
def list_people(request: PersonRequest, asked: Query[PeopleAsked]) -> dict[str, Any]:
    """List people by name."""
    people = seen_by(request.user).named_like(asked.q)
    if asked.unit is not None:
        people = people.placed_in(Unit.objects.below(asked.unit))
    return page_of(request, people, order=["name", "pk"], paging=asked)


@router.get("/people/{person_id}", response=PersonFound)
def show_person(request: PersonRequest, person_id: Id) -> Person:
    """Say who somebody is."""
    return one(seen_by(request.user), pk=person_id)


@router.get("/people/{person_id}/placements", response=PageOf[PlacementFound])
def list_placements(request: PersonRequest, person_id: Id, paging: Query[Paging]) -> dict[str, Any]:
    """List where somebody belonged over time; for program managers and the person."""
    person = one(seen_by(request.user), pk=person_id)
    must_see(request.user.is_program_manager or person == request.user)
    return page_of(request, person.placements.all(), order=["-pk"], paging=paging)


@router.put("/people/{person_id}/placement", response=PlacementFound)
def place_person(request: PersonRequest, person_id: Id, body: PlacementGiven) -> Placement:
    """Place somebody in a unit from a day on; where they were before ends then."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(request.user.is_program_manager, KEEPERS)
    return Placement.place(
        person=person,
        unit=known(Unit.objects.all(), field="unit", pk=body.unit),
        on=body.on or timezone.localdate(),
        by=request.user,
        at=timezone.now(),
    )


@router.post("/people/{person_id}/roles", response={201: PersonFound})
def give_role(request: PersonRequest, person_id: Id, body: RoleGiven) -> Person:
    """Give somebody a role for the whole organization."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(request.user.is_program_manager, KEEPERS)
    person.appoint(role=body.role, by=request.user, at=timezone.now())
    return person


@router.api_operation(["DELETE"], "/people/{person_id}/roles/{role}", response={204: None})
def end_role(request: PersonRequest, person_id: Id, role: Role) -> Status[None]:
    """End somebody's role for the whole organization."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(request.user.is_program_manager, KEEPERS)
    person.relieve(role=role, by=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/people/{person_id}/deactivation", response=PersonFound)
def deactivate_person(request: PersonRequest, person_id: Id) -> Person:
    """Let somebody no longer sign in, by any way; what they did stays."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(request.user.is_program_manager, KEEPERS)
    person.deactivate(by=request.user, at=timezone.now())
    return person


@router.post("/people/{person_id}/reactivation", response=PersonFound)
def reactivate_person(request: PersonRequest, person_id: Id) -> Person:
    """Let somebody sign in again, as before."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(request.user.is_program_manager, KEEPERS)
    person.reactivate(by=request.user, at=timezone.now())
    return person
