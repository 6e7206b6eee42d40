"""From what was found of the ledger to the values of rows, and back to whom it names."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from mandorla.register.found import FoundPerson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mandorla.people.models import Person, Unit
    from mandorla.register.found import FoundCommunity
    from mandorla.register.found_ledger import (
        FoundClaim,
        FoundInvestment,
        FoundMeasure,
        FoundStory,
    )
    from mandorla.strategy.models import Objective

    Known = Callable[[FoundPerson | None], Person | None]


class LedgerRows:
    """Makes the values of rows, for one import.

    Args:
        known: The person here who is meant.
        unit: The unit here at the end of a path.
        objectives: The objectives here by the names on the way to them.
    """

    def __init__(
        self,
        *,
        known: Known,
        unit: Callable[[tuple[str, ...]], Unit | None],
        objectives: dict[tuple[str, ...], Objective],
    ) -> None:
        self._known = known
        self._unit = unit
        self._objectives = objectives

    def investment(self, found: FoundInvestment) -> dict[str, Any]:
        """The values of a row."""
        return self._values(found)

    def measure(self, found: FoundMeasure) -> dict[str, Any]:
        """The values of a measure, with those of its readings."""
        return self._values(found) | {
            "target": float(found.target),
            "baseline": None if found.baseline is None else float(found.baseline),
            "readings": [self._values(one) | {"value": float(one.value)} for one in found.readings],
        }

    def story(self, found: FoundStory) -> dict[str, Any]:
        """The values of a story, with those of what shows it and of what it claims."""
        paths = (path for path in found.objectives if path in self._objectives)
        return self._values(found) | {
            "unit": self._unit(found.unit),
            "steps": dict(found.steps),
            "objectives": [self._objectives[path] for path in paths],
            "proofs": [self._values(one) for one in found.proofs],
            "claim": self._claim(found.claim) if found.claim else None,
        }

    def _claim(self, found: FoundClaim) -> dict[str, Any]:
        return self._values(found) | {"unit": self._unit(found.unit), "first": dict(found.first)}

    def _values(self, found: Any) -> dict[str, Any]:
        values = {one.name: getattr(found, one.name) for one in fields(found)}
        return {
            name: self._known(value) if isinstance(value, FoundPerson) else value
            for name, value in values.items()
        }


def people_of_ledger(community: FoundCommunity) -> Iterator[FoundPerson]:
    """Everybody whom what both sides put in, the measures and the stories name."""
    for one in (*community.investments, *community.measures, *community.stories):
        yield from _people_in(one)


def _people_in(value: Any) -> Iterator[FoundPerson]:
    if isinstance(value, FoundPerson):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _people_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _people_in(getattr(value, field.name))


def renamed(value: Any, known: Callable[[FoundPerson], FoundPerson]) -> Any:
    """The same, with everybody in it named as they are here."""
    if isinstance(value, FoundPerson):
        return known(value)
    if isinstance(value, tuple):
        return tuple(renamed(one, known) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: renamed(getattr(value, one.name), known) for one in fields(value)}
        return replace(value, **changed)
    return value
