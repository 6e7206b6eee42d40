"""A person as somebody else sees them: no more than the reader's own role asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.people import holdings
from mandorla.people.lists import roles_of
from mandorla.people.models import Placement, Unit
from mandorla.people.rules import may_manage_people, may_see_where, sees_names_only

if TYPE_CHECKING:
    from mandorla.people.holdings import Holding
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Profile:
    """What one person may know of another.

    Attributes:
        person: Who it is about.
        roles: Roles for the whole organization, in words.
        holdings: Roles in communities.
        job_title: What they do; empty when it is unknown or not for the reader.
        unit: The path of the unit; empty likewise.
        unit_id: Which unit.
        email: The address; empty when it is unknown or not for the reader.
        is_own: Whether the reader reads about themselves.
        can_sign_in: Whether they have a password here; said to program managers only.
    """

    person: Person
    roles: list[str]
    holdings: list[Holding]
    job_title: str
    unit: str
    unit_id: int | None
    email: str
    is_own: bool
    can_sign_in: bool | None


def profile_of(person: Person, *, viewer: Person) -> Profile:
    """What the viewer may know of the person."""
    shows_where = may_see_where(viewer, person)
    unit_id = _unit_of(person) if shows_where else None
    held = holdings.held_by(person)
    if sees_names_only(viewer) and viewer != person:
        held = [holding for holding in held if not holding.is_plain]
    manages = may_manage_people(viewer)
    return Profile(
        person=person,
        roles=roles_of(person),
        holdings=held,
        job_title=person.job_title if shows_where else "",
        unit=Unit.objects.paths().get(unit_id, "") if unit_id else "",
        unit_id=unit_id,
        email=(person.email or "") if may_see_address(viewer, person) else "",
        is_own=viewer == person,
        can_sign_in=person.has_usable_password() if manages else None,
    )


def may_see_address(viewer: Person, person: Person) -> bool:
    """Oneself and program managers, nobody else.

    Being in a community together must not open it: anybody may propose a community and put
    somebody into it who was not asked.
    """
    return viewer == person or viewer.is_program_manager


def _unit_of(person: Person) -> int | None:
    placement = Placement.objects.current().filter(person=person)
    return placement.values_list("unit_id", flat=True).first()
