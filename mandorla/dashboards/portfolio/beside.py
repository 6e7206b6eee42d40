"""The names of circles on the map: beside them where there is room, else under the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mandorla.core.lettering import Box, text_width
from mandorla.dashboards.portfolio.filters import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTERS: Final = 13.0
APART: Final = 4.0  # between a circle and its name
UP, DOWN = 9.0, 4.0  # how far letters reach from the line they stand on


@dataclass(frozen=True)
class Shape:
    """How large a drawing is and how much it holds.

    Attributes:
        name: "wide" or "tall".
        left: Where 0% lies.
        right: Where 100% lies.
        band: The height of a stage.
        most: How many communities it draws one by one.
        named: Up to how many have their names beside them; more have a number each.
        step: Otherwise, how many percent one circle stands for.
    """

    name: str
    left: float
    right: float
    band: float
    most: int
    named: int
    step: int

    @property
    def top(self) -> float:
        """Where the highest stage begins."""
        return 10.0

    def x(self, share: float) -> float:
        """Where a share lies."""
        return self.left + (self.right - self.left) * share

    def y(self, stage: int) -> float:
        """The middle of a stage."""
        return self.top + (max(STAGES) - stage + 0.5) * self.band


@dataclass(frozen=True)
class Mark:
    """A circle: where it lies, what it says, where it leads.

    Attributes:
        number: What stands in it, when it stands for several.
        name: What it is called; empty when it stands for several.
        name_x: Where the name stands beside it, where there is room; empty where there is none.
        name_end: Which end of the name that is: "at-start", "at-middle" or "at-end".
        key: The number that stands in it instead, with its name under the drawing.
    """

    x: str
    y: str
    radius: str
    title: str
    address: str
    number: str = ""
    name: str = ""
    name_x: str = ""
    name_y: str = ""
    name_end: str = ""
    key: str = ""


def beside(
    marks: Sequence[Mark], shape: Shape, *, keep_apart: Sequence[Box] = ()
) -> tuple[Mark, ...]:
    """The circles, each with its name right, left, below or above it, or else with a number.

    Args:
        marks: The circles, in the order of reading.
        shape: The drawing they are in.
        keep_apart: What else stands in it.
    """
    taken = [*keep_apart, *map(_around, marks)]
    room = Box(shape.left - 14, 0, shape.right + 14, shape.top + len(STAGES) * shape.band)
    found: list[Mark] = []
    keys = 0
    for mark in marks:
        places = _places(mark, room) if len(marks) <= shape.named else ()
        free = next((one for one in places if _is_free(one[0], taken, room)), None)
        if free is None:
            keys += 1
            found.append(replace(mark, key=str(keys)))
            continue
        box, x, end = free
        taken.append(box)
        y = f"{box.bottom - DOWN:.1f}"
        found.append(replace(mark, name_x=f"{x:.1f}", name_y=y, name_end=end))
    return tuple(found)


def _is_free(box: Box, taken: Sequence[Box], room: Box) -> bool:
    return room.holds(box) and not any(box.meets(other) for other in taken)


def _places(mark: Mark, room: Box) -> Iterator[tuple[Box, float, str]]:
    """Where its name could stand, the best first; above and below it may be moved sideways."""
    x, y, radius = float(mark.x), float(mark.y), float(mark.radius)
    wide, away = text_width(mark.name, size=LETTERS), radius + APART
    top, bottom = y - (UP + DOWN) / 2, y + (UP + DOWN) / 2
    yield Box(x + away, top, x + away + wide, bottom), x + away, "at-start"
    yield Box(x - away - wide, top, x - away, bottom), x - away, "at-end"
    least, most = room.left + wide / 2, room.right - wide / 2
    middle = min(max(x, least), most)
    left, right = middle - wide / 2, middle + wide / 2
    yield Box(left, y + radius + 2, right, y + radius + 2 + UP + DOWN), middle, "at-middle"
    yield Box(left, y - radius - 2 - UP - DOWN, right, y - radius - 2), middle, "at-middle"


def _around(mark: Mark) -> Box:
    x, y, radius = float(mark.x), float(mark.y), float(mark.radius)
    return Box(x - radius, y - radius, x + radius, y + radius)
