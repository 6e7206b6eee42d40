"""What the organization of the story pursues: its strategy, told through the verbs people use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from mandorla.demo import texts
from mandorla.strategy.models import Objective

if TYPE_CHECKING:
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population


def pursue(*, people: Population, calendar: Calendar) -> None:
    """The strategy is there, kept by the program manager."""
    for told in sorted(texts.strategy(), key=lambda told: -int(told["opened"])):
        _open(told, opened=told["opened"], parent=None, people=people, calendar=calendar)
    by = people.parts["karin"]
    for told in texts.strategy():
        if "handed_over" in told:
            handed = told["handed_over"]
            owner, at = people.parts[handed["to"]], calendar.moment(handed["on"])
            Objective.objects.get(name=told["name"]).describe(owner=owner, by=by, at=at)
        if "retired" in told:
            at = calendar.moment(told["retired"])
            Objective.objects.get(name=told["name"]).retire(by=by, at=at)


def _open(
    told: dict[str, Any],
    *,
    opened: int,
    parent: Objective | None,
    people: Population,
    calendar: Calendar,
) -> None:
    first, last = told.get("years", (None, None))
    made = Objective.open(
        name=told["name"],
        kind=told.get("kind", "objective"),
        parent=parent,
        owner=people.parts[told["owner"]],
        starts_on=None if first is None else date(calendar.on.year + first, 1, 1),
        ends_on=None if last is None else date(calendar.on.year + last, 12, 31),
        description=told.get("description", ""),
        by=people.parts["karin"],
        at=calendar.moment(opened),
    )
    for part in told.get("parts", []):
        _open(part, opened=opened, parent=made, people=people, calendar=calendar)
