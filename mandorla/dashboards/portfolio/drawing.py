"""The drawings of the map: where each circle of the portfolio lies, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.figure import percent
from mandorla.core.lettering import Box, text_width
from mandorla.core.swarm import swarm
from mandorla.dashboards.portfolio.beside import LETTERS, Mark, Shape, beside
from mandorla.dashboards.portfolio.filters import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Address = Callable[..., str]

STEP: Final = 5  # percent in the narrowest span that is counted
SMALLEST, LARGEST = 8.0, 22.0  # radii; a number of two digits fits into the smallest
SHAPES: Final = (
    Shape("wide", left=120, right=970, band=96, most=99, named=40, step=5),
    Shape("tall", left=18, right=342, band=112, most=40, named=12, step=10),
)


@dataclass(frozen=True)
class Known:
    """A community that can be drawn."""

    name: str
    slug: str
    share: float
    stage: int
    people: int

    @property
    def shared(self) -> str:
        """The share, in words."""
        return percent(self.share)

    @property
    def stage_words(self) -> str:
        """The stage, in words."""
        return str(STAGES[self.stage])


@dataclass(frozen=True)
class Band:
    """A stage: its name, where that stands, and where the stage begins."""

    name: str
    middle: str
    top: str


@dataclass(frozen=True)
class Drawing:
    """One of the two drawings."""

    name: str
    width: int
    height: int
    middle: str
    bottom: str
    tick_y: str
    label_y: str
    bands: tuple[Band, ...]
    ticks: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    is_counted: bool

    @property
    def numbered(self) -> list[Mark]:
        """The circles whose names have no room beside them: they stand under the drawing."""
        return [mark for mark in self.marks if mark.key]


@dataclass(frozen=True)
class Cell:
    """How many communities of a stage share so much, and where they are listed."""

    stage: str
    span: str
    count: int
    address: str


def drawing(
    shape: Shape,
    known: Sequence[Known],
    counts: Mapping[tuple[int, int], int],
    *,
    address: Address,
) -> Drawing:
    """The map in one of its shapes; `address` gives what the page is asked for a circle."""
    one_by_one = 0 < len(known) <= shape.most
    bottom = shape.top + len(STAGES) * shape.band
    return Drawing(
        name=shape.name,
        width=round(shape.right + (30 if shape.name == "wide" else 18)),
        height=round(bottom + 46),
        middle=f"{shape.x(0.5):g}",
        bottom=f"{bottom:g}",
        tick_y=f"{bottom + 18:g}",
        label_y=f"{bottom + 38:g}",
        bands=tuple(
            Band(
                str(name),
                f"{shape.y(stage) + 4:g}"
                if shape.name == "wide"
                else f"{_top(shape, stage) + 14:g}",
                f"{_top(shape, stage):g}",
            )
            for stage, name in STAGES.items()
        ),
        ticks=tuple((f"{shape.x(n / 100):g}", f"{n}%") for n in (0, 25, 50, 75, 100)),
        marks=_one_by_one(shape, known) if one_by_one else _together(shape, counts, address),
        is_counted=not one_by_one,
    )


def _top(shape: Shape, stage: int) -> float:
    return shape.y(stage) - shape.band / 2


def _one_by_one(shape: Shape, known: Sequence[Known]) -> tuple[Mark, ...]:
    """A circle each, in the order of reading: from the highest stage, from left to right."""
    most = max(one.people for one in known) or 1
    marks: list[Mark] = []
    for stage in sorted(STAGES, reverse=True):
        here = sorted((one for one in known if one.stage == stage), key=lambda one: one.share)
        radii = [max(SMALLEST, LARGEST * sqrt(one.people / most)) for one in here]
        places = [(shape.x(one.share), radius) for one, radius in zip(here, radii, strict=True)]
        away = swarm(places, reach=shape.band / 2)
        for one, (x, radius), down in zip(here, places, away, strict=True):
            y = f"{shape.y(stage) + down:.1f}"
            address = f"/communities/{one.slug}/"
            marks.append(Mark(f"{x:.1f}", y, f"{radius:.1f}", _words(one), address, name=one.name))
    return beside(marks, shape, keep_apart=_band_names(shape))


def _band_names(shape: Shape) -> list[Box]:
    """Where the names of the stages stand among the circles; beside them on a wide page."""
    if shape.name == "wide":
        return []
    return [
        Box(0, _top(shape, stage), 2 + text_width(str(name), size=LETTERS), _top(shape, stage) + 18)
        for stage, name in STAGES.items()
    ]


def _words(one: Known) -> str:
    people = ngettext("{n} person", "{n} people", one.people).format(n=one.people)
    return _("{name}: {share} shared, {stage}, {people}").format(
        name=one.name, share=percent(one.share), stage=STAGES[one.stage], people=people
    )


def _together(
    shape: Shape, counts: Mapping[tuple[int, int], int], address: Address
) -> tuple[Mark, ...]:
    """A circle for all of a stage within a span, with their number in it."""
    sums: dict[tuple[int, int], int] = {}
    for (stage, low), count in counts.items():
        place = (-stage, low - low % shape.step)
        sums[place] = sums.get(place, 0) + count
    most = max(sums.values())
    room = (shape.right - shape.left) * shape.step / 200
    least = 9.0
    marks = []
    for (stage, low), count in sorted(sums.items()):
        cell = cell_of((-stage, low), count, address=address, step=shape.step)
        radius = max(least, (room - 1) * sqrt(count / most))
        words = ngettext("{n} community", "{n} communities", count).format(n=count)
        title = f"{words}: {cell.stage}, {cell.span}"
        x, y = shape.x((low + shape.step / 2) / 100), shape.y(-stage)
        marks.append(Mark(f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", title, cell.address, str(count)))
    return tuple(marks)


def cell_of(place: tuple[int, int], count: int, *, address: Address, step: int = STEP) -> Cell:
    """How many there are in one place of the map, and where they are listed."""
    stage, low = place
    span = _("{low}% to {high}%").format(low=low, high=low + step)
    listed = address(overlap=f"{low}-{low + step}", stage=str(stage))
    return Cell(str(STAGES[stage]), span, count, f"/portfolio/?{listed}")
