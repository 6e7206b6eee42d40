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
from mandorla.people.profile import may_see_address, profile_of
from mandorla.people.rules import (
    may_manage_people,
    may_see_inactive,
    may_see_where,
    sees_names_only,
)

if TYPE_CHECKING:
    from mandorla.people.models.person_queries import PersonQuerySet

router = Router(tags=["People"])
KEEPERS = _("Program managers keep people, units and invitations.")

Role = Literal["program_manager", "auditor"]


class PersonFound(Answer):
    """Somebody in the organization, or a guest of one of its communities."""

    id: Id
    name: str
    is_program_manager: bool
    is_auditor: bool
    is_active: bool
    employer: str
    job_title: str = Field(description="Empty when it is unknown or not for the reader.")
    unit: Id | None = Field(
        description="The unit they belong to now; null when it is unknown or not for the reader."
    )
    email: str | None = Field(
        description="Told to program managers and to the person; null to everybody else."
    )

    @staticmethod
    def resolve_job_title(person: Person, context: dict[str, Any]) -> str:
        """What they do, for colleagues."""
        return person.job_title if may_see_where(context["request"].user, person) else ""

    @staticmethod
    def resolve_unit(person: Any, context: dict[str, Any]) -> int | None:
        """Where they are placed now, for colleagues; read together with the people."""
        unit: int | None = person.current_unit
        return unit if may_see_where(context["request"].user, person) else None

    @staticmethod
    def resolve_email(person: Person, context: dict[str, Any]) -> str | None:
        """The address, for those who may know it."""
        return person.email if may_see_address(context["request"].user, person) else None


class Holding(Answer):
    """A role somebody holds in a community now."""

    place: str = Field(description="What the community is called.")
    url: str = Field(description="Its page.")
    role: str


class PersonProfile(PersonFound):
    """Somebody, with what they hold in communities."""

    email: str | None = Field(
        description="Told to program managers, the person, and those who work together with "
        "them in a community; null to everybody else."
    )
    holdings: list[Holding]

    @staticmethod
    def resolve_email(person: Person, context: dict[str, Any]) -> str | None:
        """The address, for those who may know it."""
        return person.email if may_see_address(context["request"].user, person) else None

    @staticmethod
    def resolve_holdings(person: Person, context: dict[str, Any]) -> list[Any]:
        """What they hold, as far as the reader may know."""
        return profile_of(person, viewer=context["request"].user).holdings


class PeopleAsked(Paging):
    """Which people are asked for."""

    q: Words = Field(
        "",
        description="Beginnings of words of the name; with an @, for program managers, of the "
        "address.",
    )
    inactive: bool = Field(
        default=False, description="Those whose account is not active; for program managers."
    )
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
    viewer = request.user
    inactive = asked.inactive and may_see_inactive(viewer)
    people = seen_by(viewer).filter(is_active=not inactive)
    if "@" in asked.q and viewer.is_program_manager:
        people = people.reached_at(asked.q)
    else:
        people = people.named_like(asked.q)
    if asked.unit is not None and not sees_names_only(viewer):
        people = people.placed_in(Unit.objects.below(asked.unit))
    return page_of(request, people, order=["name", "pk"], paging=asked)


@router.get("/people/{person_id}", response=PersonProfile)
def show_person(request: PersonRequest, person_id: Id) -> Person:
    """Say who somebody is."""
    return one(seen_by(request.user), pk=person_id)


@router.get("/people/{person_id}/placements", response=PageOf[PlacementFound])
def list_placements(request: PersonRequest, person_id: Id, paging: Query[Paging]) -> dict[str, Any]:
    """List where somebody belonged over time; for program managers and the person."""
    person = one(seen_by(request.user), pk=person_id)
    must_see(may_manage_people(request.user) or person == request.user)
    return page_of(request, person.placements.all(), order=["-pk"], paging=paging)


@router.put("/people/{person_id}/placement", response=PlacementFound)
def place_person(request: PersonRequest, person_id: Id, body: PlacementGiven) -> Placement:
    """Place somebody in a unit from a day on; where they were before ends then."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
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
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    person.appoint(role=body.role, by=request.user, at=timezone.now())
    return person


@router.api_operation(["DELETE"], "/people/{person_id}/roles/{role}", response={204: None})
def end_role(request: PersonRequest, person_id: Id, role: Role) -> Status[None]:
    """End somebody's role for the whole organization."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    person.relieve(role=role, by=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/people/{person_id}/deactivation", response=PersonFound)
def deactivate_person(request: PersonRequest, person_id: Id) -> Person:
    """Let somebody no longer sign in, by any way; what they did stays."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    person.deactivate(by=request.user, at=timezone.now())
    return person


@router.post("/people/{person_id}/reactivation", response=PersonFound)
def reactivate_person(request: PersonRequest, person_id: Id) -> Person:
    """Let somebody sign in again, as before."""
    person = one(seen_by(request.user), pk=person_id)
    must_be_allowed(may_manage_people(request.user), KEEPERS)
    person.reactivate(by=request.user, at=timezone.now())
    return person
