"""The portfolio as a map: what both sides share to the right, the stage of life upward.

Few communities are circles of their own, as large as they have people. More would cover each
other: then a circle stands for all of a stage within some percent of overlap, with their number.
Wide pages and phones have a drawing each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Lower

from mandorla.dashboards.portfolio.drawing import (
    SHAPES,
    STEP,
    Cell,
    Drawing,
    Known,
    cell_of,
    drawing,
)
from mandorla.dashboards.portfolio.filters import narrowed, of_state

if TYPE_CHECKING:
    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.asked import Asked

LITTLE: Final = 40  # percent: what is below is said in the first sentence


@dataclass(frozen=True)
class Map:
    """The map.

    Attributes:
        drawings: The wide one and the tall one; none when nothing can be drawn.
        rows: Each community that is drawn, when there are few.
        cells: Otherwise how many there are, by stage and span.
        total: How many are drawn.
        measured: Of how many an overlap is known.
        little: How many of them share less than 40%.
        unmeasured: Of how many no overlap is known.
        unstaged: Of how many with an overlap no stage is known.
    """

    drawings: tuple[Drawing, ...]
    rows: tuple[Known, ...]
    cells: tuple[Cell, ...]
    total: int
    measured: int
    little: int
    unmeasured: int
    unstaged: int
    little_query: str
    unmeasured_query: str
    unstaged_query: str


def read_map(asked: Asked) -> Map:
    """Read the map of what is asked for, in two queries, or three when each is drawn."""
    filters, terms = asked.filters, asked.terms
    wanted = narrowed(asked.communities, filters, terms=terms, reader=asked.person)
    found = of_state(wanted, filters.state, terms=terms)
    facts = found.aggregate(
        measured=Count("pk", filter=Q(overlap_share__isnull=False)),
        little=Count("pk", filter=Q(overlap_share__lt=LITTLE / 100)),
        unmeasured=Count("pk", filter=Q(overlap_share=None)),
        unstaged=Count("pk", filter=Q(overlap_share__isnull=False, standing__stage=None)),
    )
    drawn = found.filter(overlap_share__isnull=False, standing__stage__isnull=False)
    counts = _counts(drawn)
    total = sum(counts.values())
    known = _known(drawn) if 0 < total <= SHAPES[0].most else ()
    cells = [] if known else sorted(counts.items())
    return Map(
        drawings=tuple(drawing(shape, known, counts, address=asked.with_) for shape in SHAPES)
        if total
        else (),
        rows=known,
        cells=tuple(cell_of(place, n, address=asked.with_) for place, n in cells),
        total=total,
        little_query=asked.with_(overlap=f"0-{LITTLE}"),
        unmeasured_query=asked.with_(overlap="unknown"),
        unstaged_query=asked.with_(overlap="0-100", stage="unknown"),
        **facts,
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
