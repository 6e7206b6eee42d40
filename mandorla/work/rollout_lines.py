"""How far units are with solutions, as somebody reads it who may or may not say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy

from mandorla.communities.models import Membership
from mandorla.core.lifecycle import ROLLOUT, possible
from mandorla.people.models import Person, Placement, Unit
from mandorla.work.models.rollout import OPEN
from mandorla.work.rules import marks, steers, takes_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from mandorla.communities.models import Community
    from mandorla.work.models import RolloutLine, Solution

STEPS: Final = {
    "adapt": gettext_lazy("We adapt it"),
    "adopt": gettext_lazy("Adopted"),
    "decline": gettext_lazy("Not for us"),
    "put_back": gettext_lazy("Back to to do"),
}
AT_ONCE: Final = ("adapt", "adopt", "put_back")  # the fourth one asks for a reason


@dataclass(frozen=True)
class LineRow:
    """How far one unit is, and what the reader can do about it.

    Attributes:
        is_late: Whether its day has passed.
        steps: What the reader can mark now, with the words of the button.
        may_mark: Whether the reader says how far the unit is.
        may_take_on: Whether the reader can offer to see to it.
        steers: Whether the reader steers the community.
    """

    line: RolloutLine
    is_late: bool
    steps: tuple[tuple[str, str], ...]
    may_mark: bool
    may_take_on: bool
    steers: bool

    @property
    def at_once(self) -> tuple[tuple[str, str], ...]:
        """What can be marked by one button."""
        return tuple(step for step in self.steps if step[0] in AT_ONCE)


def line_rows(
    lines: QuerySet[RolloutLine], *, reader: Person, on: date, solution: Solution | None = None
) -> tuple[LineRow, ...]:
    """Lines of any communities for one reader, in two queries; by unit, what is open first.

    Args:
        lines: Which lines.
        reader: Who reads.
        on: Today.
        solution: The solution of all of them, when it is read already.
    """
    related = ["unit", "coordinator"] + ([] if solution else ["solution__community"])
    is_done = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))
    found = list(
        lines.select_related(*related).order_by(
            is_done, F("due_on").asc(nulls_last=True), "unit__name", "pk"
        )
    )
    if solution:
        for line in found:
            line.solution = solution
    roles = _roles_in({line.solution.community_id for line in found}, person=reader)
    return tuple(_row(line, roles, reader=reader, on=on) for line in found)


def _row(line: RolloutLine, roles: dict[int, set[str]], *, reader: Person, on: date) -> LineRow:
    held = roles.get(line.solution.community_id, set())
    goes_on = line.solution.is_rolled_out and not line.solution.community.has_closed
    may = goes_on and marks(reader, held, line=line)
    verbs = possible(ROLLOUT, state=line.state) if may else ()
    return LineRow(
        line=line,
        is_late=goes_on and line.is_late(on=on),
        steps=tuple((verb, str(STEPS[verb])) for verb in verbs),
        may_mark=may,
        may_take_on=goes_on and line.is_open and takes_on(reader, held, line=line),
        steers=goes_on and steers(reader, held),
    )


def _roles_in(communities: Iterable[int], *, person: Person) -> dict[int, set[str]]:
    """The roles somebody has in each of these communities."""
    rows = Membership.objects.current().filter(person=person, community__in=set(communities))
    found: dict[int, set[str]] = {}
    for community, role in rows.values_list("community", "role"):
        found.setdefault(community, set()).add(role)
    return found


def people_of_units(community: Community, *, units: Iterable[int]) -> dict[int, list[Person]]:
    """Who has a role in the community and belongs to each of these units, by name."""
    here = community.memberships.filter(former=False).values("person")
    rows = Placement.objects.current().filter(
        unit__in=list(units), person__in=here, person__is_active=True
    )
    found: dict[int, list[Person]] = {}
    for placement in rows.select_related("person").order_by("person__name", "person_id"):
        found.setdefault(placement.unit_id, []).append(placement.person)
    return found


def units_to_offer(solution: Solution) -> list[Unit]:
    """The units it may go to, by name: those the problem touches and those people come from."""
    touched = solution.problem.units.values("pk")
    here = solution.community.memberships.filter(former=False).values("person")
    homes = Placement.objects.current().filter(person__in=here).values("unit")
    taken = solution.rollout.values("unit")
    units = Unit.objects.filter(pk__in=touched) | Unit.objects.filter(pk__in=homes)
    return list(units.exclude(pk__in=taken).order_by("name", "pk"))
