"""Whether a community keeps its rhythm: what was held of what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.gatherings.models import Gathering


@dataclass(frozen=True)
class Kept:
    """How a rhythm was kept over a span of time.

    Attributes:
        planned: Gatherings that were to take place, also those that were cancelled.
        held: Those that took place.
        cancelled: Those that were cancelled.
    """

    planned: int
    held: int
    cancelled: int

    @property
    def not_noted(self) -> int:
        """Those of which nobody said whether they took place."""
        return self.planned - self.held - self.cancelled

    @property
    def share(self) -> float | None:
        """Held of planned; nothing when none was planned."""
        return self.held / self.planned if self.planned else None


def kept_of(gatherings: Iterable[Gathering]) -> Kept:
    """How a rhythm was kept, from the gatherings of a span that is over.

    What was planned is computed and not stored: each date of the rhythm counts, touched or not,
    and what was moved counts where it took place.

    Args:
        gatherings: As `occurrences.gatherings_of` reads them.
    """
    states = [one.state for one in gatherings]
    held = sum(state in {"held", "running"} for state in states)
    return Kept(planned=len(states), held=held, cancelled=states.count("cancelled"))
