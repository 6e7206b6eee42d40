"""What may be kept of somebody who surfaces an issue without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.people.models import Person, Unit


def without_own_of_few(units: Sequence[Unit], by: Person | None) -> Sequence[Unit]:
    """The units, without that of the person when it has fewer than five people."""
    own = Placement.objects.current().filter(person=by).values_list("unit", flat=True).first()
    if own not in {unit.pk for unit in units}:
        return units
    here = Placement.objects.current().filter(unit=own, person__is_active=True)
    return units if here.count() >= FEWEST else [unit for unit in units if unit.pk != own]
