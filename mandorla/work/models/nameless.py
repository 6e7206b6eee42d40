"""What may be kept of somebody who surfaces an issue without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.communities.models import Community
    from mandorla.people.models import Person, Unit


def shows_unit(unit: Unit | None, *, community: Community | None) -> bool:
    """Whether a unit has so many people in a community that none of them stands out."""
    if unit is None or community is None:
        return False
    here = Placement.objects.current().filter(
        unit=unit,
        person__is_active=True,
        person__memberships__community=community,
        person__memberships__former=False,
    )
    return here.values("person").distinct().count() >= FEWEST


def without_own_of_few(
    units: Sequence[Unit], *, community: Community, person: Person | None
) -> Sequence[Unit]:
    """The units, without that of the person when it has fewer than five people there."""
    own = Placement.objects.current().filter(person=person).values_list("unit", flat=True).first()
    mine = next((unit for unit in units if unit.pk == own), None)
    if mine is None or shows_unit(mine, community=community):
        return units
    return [unit for unit in units if unit.pk != own]
