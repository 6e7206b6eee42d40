"""What is kept of a measure's readings and what they foretell, worked out when one is entered.

A forecast rests on readings, target and due date alone, not on today; so it is drawn when one of
them changes, and a page only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from mandorla.core.forecast import forecast
from mandorla.ledger.odds import as_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.core.pace import Reading

MOST_POINTS: Final = 60  # of a line
Point = tuple[date, float]


@dataclass(frozen=True)
class FanPoint:
    """What may be read on one day to come.

    Attributes:
        on: The day.
        middle: As likely to be passed as not.
        bands: By the percent it holds, "50", "80" and "95": its lower and its upper end.
    """

    on: date
    middle: float
    bands: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Outlook:
    """What the readings of a measure say and foretell.

    Attributes:
        readings: How many count.
        points: The last of them, by day.
        reason: Why there are no odds: "no_readings", "few_readings", "due_over"; empty with odds.
        missing: How many more readings odds need.
        on_date: How likely it is at its target on the due date, 0 to 1.
        by_date: How likely it gets there on that day or before.
        is_there: Whether the last reading is at the target.
        reached_on: The first day on which one was.
        every_days: The usual days between two readings.
        needed: What each month has to add from the last reading on.
        so_far: What a month added.
        fan: What may be read until the due date.
    """

    readings: int
    points: tuple[Point, ...]
    reason: str
    missing: int
    on_date: float | None
    by_date: float | None
    is_there: bool
    reached_on: date | None
    every_days: float | None
    needed: float | None
    so_far: float | None
    fan: tuple[FanPoint, ...]

    @property
    def last(self) -> Point | None:
        """The last reading."""
        return self.points[-1] if self.points else None


def worked_out(
    readings: Sequence[Reading], *, target: float, by: date, shape: str, direction: str
) -> dict[str, Any]:
    """What is kept of readings, as plain values; nothing when there are none.

    Args:
        readings: Those that count, by day.
        target: What it is to come to.
        by: By when.
        shape: "level", "share" or "count".
        direction: "up" or "down".
    """
    if not readings:
        return {}
    found = forecast(readings, target=target, by=by, kind=shape, direction=direction)
    kept = as_data(found) | {
        "reason": found.reason,
        "is_there": found.is_there,
        "every_days": found.every_days,
        "points": [[one.on.isoformat(), one.value] for one in readings[-MOST_POINTS:]],
    }
    return kept | {"missing": found.missing}


def read_outlook(kept: Mapping[str, Any], *, fan: bool = False) -> Outlook:
    """What was kept, with the fan only where it is shown."""
    pace = kept.get("pace", {})
    reached_on = kept.get("reached_on")
    return Outlook(
        readings=kept.get("readings", 0),
        points=tuple((date.fromisoformat(on), value) for on, value in kept.get("points", ())),
        reason=kept["reason"] if kept else "no_readings",
        missing=kept.get("missing", 0),
        on_date=kept.get("probability_on_date"),
        by_date=kept.get("probability_by_date"),
        is_there=kept.get("is_there", False),
        reached_on=date.fromisoformat(reached_on) if reached_on else None,
        every_days=kept.get("every_days"),
        needed=pace.get("needed_per_month"),
        so_far=pace.get("so_far_per_month"),
        fan=tuple(map(_fan_point, kept.get("fan", ()))) if fan else (),
    )


def _fan_point(kept: Mapping[str, Any]) -> FanPoint:
    bands = {share: (ends[0], ends[1]) for share, ends in kept["bands"].items()}
    return FanPoint(date.fromisoformat(kept["on"]), kept["middle"], bands)
