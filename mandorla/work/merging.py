"""What becomes of the rollout when two units are one unit from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mandorla.work.models import RolloutLine
from mandorla.work.models.rollout import STATES

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person, Unit

FURTHER: Final = ("not_for_us", "to_do", "adapting", "adopted")


def merge_rollout(*, unit: Unit, other: Unit, by: Person | None, at: datetime, **_: Any) -> None:
    """Of two lines of one solution the one that is further along becomes that of both.

    Adopted is further than adapting, and adapting than to do: work that a part of the unit has
    done is not asked for again. To do is further than not for us: a no of one part must not
    silence the other, and it is said again in a line when it holds for both. Equally far, the line
    of the unit that stays is kept. Coordinator and day come from the other line where the one that
    is kept has none; agendas and what was talked about follow; the trail says what both were.

    Args:
        unit: The unit that is about to be gone.
        other: The unit that stays.
        by: Who merges them.
        at: The moment.
    """
    both = RolloutLine.objects.filter(unit__in=[unit, other]).select_related("solution__community")
    locked = both.select_for_update(of=("self",)).order_by("pk")
    lines = {(line.solution_id, line.unit_id): line for line in locked}
    for (solution, of_unit), mine in lines.items():
        theirs = lines.get((solution, other.pk))
        if of_unit != unit.pk or theirs is None:
            continue
        kept, gone = (mine, theirs) if _rank(mine) > _rank(theirs) else (theirs, mine)
        kept.solution.tell(
            "units_merged",
            by=by,
            at=at,
            unit=other.name,
            state=str(STATES[theirs.state]),
            merged=unit.name,
            merged_state=str(STATES[mine.state]),
        )
        kept.take_over(gone)


def _rank(line: RolloutLine) -> int:
    return FURTHER.index(line.state)
