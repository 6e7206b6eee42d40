"""Who is in a community, in which role: rows for its Members page, never with activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from mandorla.base.web import Page, paged
from mandorla.communities.models import Membership
from mandorla.communities.models.membership import PLAIN_ROLES, ROLES
from mandorla.people.models import Placement
from mandorla.people.rules import may_see_where, sees_names_only

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

RANK = Case(
    *(When(role=role, then=Value(rank)) for rank, role in enumerate(ROLES)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Held:
    """A role somebody has or had."""

    pk: int
    person: int
    name: str
    initials: str
    role: str
    title: str
    employer: str
    unit: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class People:
    """Who is in a community.

    Attributes:
        official: Those who lead, sponsor, facilitate or keep it, by role.
        plain: One page of its members and guests, by name.
        past: Those who led, sponsored, facilitated or kept it before.
        names_only: Whether the reader sees who answers for it, and nobody else.
    """

    official: list[Held]
    plain: Page[Held]
    past: list[Held]
    names_only: bool


def read_people(*, community: Community, person: Person, number: int) -> People:
    """Read who is in a community for somebody who looks.

    Args:
        community: The community.
        person: Who looks.
        number: Which page of the plain members, from 1.
    """
    visible = Membership.objects.visible_to(person).filter(community=community)
    official = visible.official().select_related("person")
    held = official.filter(former=False).order_by(RANK, "person__name", "pk")
    past = official.filter(former=True).order_by("-until_on", "person__name", "pk")
    members = visible.current().filter(role__in=PLAIN_ROLES)
    page = paged(members.select_related("person").order_by("person__name", "pk"), number=number)
    plain = _held(page.rows, reader=person)
    return People(
        official=_held(held, reader=person),
        plain=Page(
            rows=plain, number=page.number, total=page.total, first=page.first, last=page.last
        ),
        past=_held(past, reader=person),
        names_only=sees_names_only(person),
    )


def _held(memberships: Iterable[Membership], *, reader: Person) -> list[Held]:
    found = list(memberships)
    people = {row.person_id for row in found if may_see_where(reader, row.person)}
    placed = Placement.objects.current().filter(person__in=people)
    units = dict(placed.values_list("person", "unit__name"))
    return [
        Held(
            pk=membership.pk,
            person=membership.person_id,
            name=membership.person.name,
            initials=membership.person.initials,
            role=membership.role,
            title=membership.title or membership.get_role_display(),
            employer=membership.employer,
            unit=units.get(membership.person_id, ""),
            since=membership.begin_for(reader),
            until=membership.until_on,
        )
        for membership in found
    ]
