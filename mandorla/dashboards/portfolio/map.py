"""The portfolio as a map: what both sides share to the right, the stage of life upward.

Few communities are circles of their own, as large as they have people. More would cover each
other: then a circle stands for all of a stage within some percent of overlap, with their number.
Wide pages and phones have a drawing each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.figure import percent
from mandorla.core.swarm import swarm
from mandorla.dashboards.portfolio.filters import STAGES, narrowed, of_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.filters import Filters
    from mandorla.dashboards.portfolio.standing import Terms

STEP: Final = 5  # percent in the narrowest span that is counted
LITTLE: Final = 40  # percent: what is below is said in the first sentence
SMALLEST, LARGEST = 6.0, 22.0  # radii


@dataclass(frozen=True)
class Shape:
    """How large a drawing is and how much it holds.

    Attributes:
        name: "wide" or "tall".
        left: Where 0% lies.
        right: Where 100% lies.
        band: The height of a stage.
        most: How many communities it draws one by one.
        step: Otherwise, how many percent one circle stands for.
    """

    name: str
    left: float
    right: float
    band: float
    most: int
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


SHAPES: Final = (
    Shape("wide", left=120, right=970, band=96, most=120, step=5),
    Shape("tall", left=18, right=342, band=112, most=40, step=10),
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
class Mark:
    """A circle: where it lies, what it says, where it leads, and the number in it, if any."""

    x: str
    y: str
    radius: str
    title: str
    address: str
    number: str = ""


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


@dataclass(frozen=True)
class Cell:
    """How many communities of a stage share so much, and where they are listed."""

    stage: str
    span: str
    count: int
    address: str


@dataclass(frozen=True)
class Map:
    """The map.

    Attributes:
        drawings: The wide one and the tall one; none when nothing can be drawn.
        rows: Each community that is drawn, when there are few.
        cells: Otherwise how many there are, by stage and span.
        total: How many are drawn.
        little: How many of them share less than 40%.
        unmeasured: Of how many no overlap is known.
        unstaged: Of how many with an overlap no stage is known.
    """

    drawings: tuple[Drawing, ...]
    rows: tuple[Known, ...]
    cells: tuple[Cell, ...]
    total: int
    little: int
    unmeasured: int
    unstaged: int


def read_map(communities: CommunityQuerySet, filters: Filters, *, terms: Terms) -> Map:
    """Read the map of what is looked for, in two queries, or three when each is drawn.

    Args:
        communities: Those that somebody's portfolio shows.
        filters: What they look for among them.
        terms: The days that count.
    """
    found = of_state(narrowed(communities, filters, terms=terms), filters.state, terms=terms)
    can_be = Q(overlap_share__isnull=False, standing__stage__isnull=False)
    missing = found.aggregate(
        unmeasured=Count("pk", filter=Q(overlap_share=None)),
        unstaged=Count("pk", filter=Q(overlap_share__isnull=False, standing__stage=None)),
    )
    drawn = found.filter(can_be)
    counts = _counts(drawn)
    total = sum(counts.values())
    known = _known(drawn) if 0 < total <= SHAPES[0].most else ()
    return Map(
        drawings=tuple(_drawing(shape, known, counts) for shape in SHAPES) if total else (),
        rows=known,
        cells=() if known else tuple(_cell(place, n) for place, n in sorted(counts.items())),
        total=total,
        little=sum(count for (_stage, low), count in counts.items() if low < LITTLE),
        **missing,
    )


def _counts(drawn: CommunityQuerySet) -> dict[tuple[int, int], int]:
    """How many there are, by stage and by the percent where their span of `STEP` begins."""
    spans = [
        When(overlap_share__lt=(low + STEP) / 100, then=Value(low))
        for low in range(0, 100 - STEP, STEP)
    ]
    low = Case(*spans, default=Value(100 - STEP), output_field=IntegerField())
    counted = drawn.order_by().annotate(low=low).values_list("standing__stage", "low")
    return {(stage, low): count for stage, low, count in counted.annotate(count=Count("pk"))}


def _known(drawn: CommunityQuerySet) -> tuple[Known, ...]:
    facts = ("name", "slug", "overlap_share", "standing__stage", "standing__people")
    return tuple(Known(*row) for row in drawn.order_by(Lower("name"), "pk").values_list(*facts))


def _drawing(
    shape: Shape, known: Sequence[Known], counts: Mapping[tuple[int, int], int]
) -> Drawing:
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
        marks=_one_by_one(shape, known) if one_by_one else _together(shape, counts),
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
            marks.append(Mark(f"{x:.1f}", y, f"{radius:.1f}", _words(one), address))
    return tuple(marks)


def _words(one: Known) -> str:
    people = ngettext("{n} person", "{n} people", one.people).format(n=one.people)
    return _("{name}: {share} shared, {stage}, {people}").format(
        name=one.name, share=percent(one.share), stage=STAGES[one.stage], people=people
    )


def _together(shape: Shape, counts: Mapping[tuple[int, int], int]) -> tuple[Mark, ...]:
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
        cell = _cell((-stage, low), count, step=shape.step)
        radius = max(least, (room - 1) * sqrt(count / most))
        words = ngettext("{n} community", "{n} communities", count).format(n=count)
        title = f"{words}: {cell.stage}, {cell.span}"
        x, y = shape.x((low + shape.step / 2) / 100), shape.y(-stage)
        marks.append(Mark(f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", title, cell.address, str(count)))
    return tuple(marks)


def _cell(place: tuple[int, int], count: int, *, step: int = STEP) -> Cell:
    stage, low = place
    span = _("{low}% to {high}%").format(low=low, high=low + step)
    return Cell(
        str(STAGES[stage]), span, count, f"/portfolio/?overlap={low}-{low + step}&stage={stage}"
    )
