from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from mandorla.communities.models.membership import Membership

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from mandorla.people.models import Person

Rows = TypeVar("Rows", bound="QuerySet[Model]")


def inside(
    rows: Rows, person: Person, *, community: str = "community", own: str | None = None
) -> Rows:
    """What is said in a community is for those with a role in it now, and program managers.

    Args:
        rows: What was said.
        person: Who wants to read it.
        community: The field by which a row knows its community.
        own: The field by which a row knows whose it is, when that person reads it from anywhere.
    """
    if not person.is_active:
        return rows.none()
    if person.is_program_manager:
        return rows
    places = Membership.objects.places_of(person)
    readable = Q(**{f"{community}__in": places})
    return rows.filter(readable | Q(**{own: person}) if own else readable)
