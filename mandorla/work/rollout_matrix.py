"""Solutions by units: how far each unit is with each, of a community; and of one unit, of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.trail import csv_line
from mandorla.base.web import Page, paged
from mandorla.people.models import Unit
from mandorla.work.models import RolloutLine, Solution
from mandorla.work.models.solution import ROLLED_OUT
from mandorla.work.rollout_lines import LineRow, line_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

SHOWN = ("open", "late", "all")
BATCH = 200


@dataclass(frozen=True)
class Cell:
    """How far one unit is with one solution; without a line it does not go to that unit.

    Attributes:
        address: The page of the line.
    """

    unit: str
    line: RolloutLine | None
    is_late: bool
    address: str


@dataclass(frozen=True)
class MatrixRow:
    """A solution with a cell for each unit."""

    solution: Solution
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        """How many units adopted it."""
        return sum(cell.line is not None and cell.line.state == "adopted" for cell in self.cells)

    @property
    def all(self) -> int:
        """How many units it goes to."""
        return sum(cell.line is not None for cell in self.cells)


@dataclass(frozen=True)
class UnitCount:
    """What one unit has from this community: how much is open, and how much of it is late."""

    pk: int
    name: str
    open: int
    late: int
    all: int


@dataclass(frozen=True)
class Matrix:
    """A page of the matrix of a community.

    Attributes:
        shown: Which solutions: "open", "late" or "all".
        counts: How many solutions there are of each.
        units: The units of the whole matrix, by name.
        columns: The units of this page.
    """

    page: Page[Solution]
    rows: tuple[MatrixRow, ...]
    shown: str
    counts: dict[str, int]
    units: tuple[UnitCount, ...]
    columns: tuple[UnitCount, ...]

    @property
    def late(self) -> int:
        """How many lines are late, of all units."""
        return sum(unit.late for unit in self.units)

    @property
    def open(self) -> int:
        """How many lines are open, of all units."""
        return sum(unit.open for unit in self.units)


def read_matrix(community: Community, *, shown: str, number: int, on: date) -> Matrix:
    """Solutions that go to units, and how far each unit is; in a fixed number of queries.

    Args:
        community: Of whom.
        shown: "open", "late" or "all"; anything else shows what is open, if anything is.
        number: Which page.
        on: Today.
    """
    wanted = _filters(on)
    solutions = _rolled_out(community)
    counts = solutions.aggregate(
        **{f"of_{key}": Count("pk", filter=wanted[key]) for key in ("open", "late")},
        of_all=Count("pk"),
    )
    found = {key: counts[f"of_{key}"] for key in SHOWN}
    if shown not in SHOWN:
        shown = "open" if found["open"] else "all"
    rows = solutions.filter(wanted[shown]).order_by("-decided_at", "-pk")
    page = paged(rows, number=number, total=found[shown])
    units = _units(community, on=on)
    matrix_rows = _rows(page.rows, community, units=units, on=on)
    there = {c.unit for row in matrix_rows for c in row.cells if c.line}
    keep = [place for place, unit in enumerate(units) if unit.name in there]
    return Matrix(
        page=page,
        rows=tuple(
            MatrixRow(row.solution, tuple(row.cells[place] for place in keep))
            for row in matrix_rows
        ),
        shown=shown,
        counts=found,
        units=units,
        columns=tuple(units[place] for place in keep),
    )


def _filters(on: date) -> dict[str, Q]:
    lines = RolloutLine.objects.filter(solution=OuterRef("pk"))
    return {
        "open": Q(Exists(lines.open())),
        "late": Q(Exists(lines.late(on=on))),
        "all": Q(),
    }


def _rolled_out(community: Community) -> QuerySet[Solution]:
    lines = RolloutLine.objects.filter(solution=OuterRef("pk"))
    return Solution.objects.filter(Exists(lines), community=community, state__in=ROLLED_OUT)


def _units(community: Community, *, on: date) -> tuple[UnitCount, ...]:
    lines = RolloutLine.objects.filter(
        solution__community=community, solution__state__in=ROLLED_OUT
    )
    is_open = Q(state__in=("to_do", "adapting"))
    rows = (
        lines.values("unit", "unit__name")
        .annotate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=on)),
            all=Count("pk"),
        )
        .order_by("unit__name", "unit_id")
    )
    return tuple(
        UnitCount(row["unit"], row["unit__name"], row["open"], row["late"], row["all"])
        for row in rows
    )


def _rows(
    solutions: Iterable[Solution], community: Community, *, units: Sequence[UnitCount], on: date
) -> list[MatrixRow]:
    found = list(solutions)
    lines: dict[tuple[int, int], RolloutLine] = {
        (line.solution_id, line.unit_id): line
        for line in RolloutLine.objects.filter(solution__in=[one.pk for one in found])
    }
    base = reverse("work:rollout", args=[community.slug])

    def cell(solution: Solution, unit: UnitCount) -> Cell:
        line = lines.get((solution.pk, unit.pk))
        late = line is not None and line.is_late(on=on)
        return Cell(unit.name, line, late, f"{base}{line.pk}/" if line else "")

    for solution in found:
        solution.community = community
    return [MatrixRow(one, tuple(cell(one, unit) for unit in units)) for one in found]


def matrix_as_csv(community: Community, *, on: date) -> Iterator[str]:
    """Every solution that goes to units, a line each, with a column for each unit."""
    units = _units(community, on=on)
    yield csv_line([_("solution"), _("problem"), _("state"), *(unit.name for unit in units)])
    solutions = _rolled_out(community).select_related("problem").order_by("-decided_at", "-pk")
    numbers = list(solutions.values_list("pk", flat=True))
    for begin in range(0, len(numbers), BATCH):
        batch = solutions.filter(pk__in=numbers[begin : begin + BATCH])
        for row in _rows(batch, community, units=units, on=on):
            one = row.solution
            cells = [_in_words(cell) for cell in row.cells]
            yield csv_line([one.proposal, one.problem.statement, one.state_words, *cells])


def _in_words(cell: Cell) -> str:
    if cell.line is None:
        return ""
    words = [cell.line.state_words]
    if cell.line.because:
        words = [f"{words[0]}: {cell.line.because}"]
    if cell.line.is_open and cell.line.due_on:
        words.append(_("by {day}").format(day=f"{cell.line.due_on:%Y-%m-%d}"))
    if cell.is_late:
        words.append(_("late"))
    return ", ".join(words)


@dataclass(frozen=True)
class UnitPage:
    """What one unit has to take up, from all communities.

    Attributes:
        open: What is still to be done, the first day first.
        closed: What it adopted or declined, the newest first; at most a page of it.
    """

    unit: Unit
    open: tuple[LineRow, ...]
    closed: tuple[LineRow, ...]

    @property
    def late(self) -> int:
        """How much of it is late."""
        return sum(row.is_late for row in self.open)


MOST_CLOSED = 50


def read_unit(unit: Unit, *, reader: Person, on: date) -> UnitPage:
    """Read what a unit has to take up, in a fixed number of queries."""
    lines = RolloutLine.objects.visible_to(reader).filter(unit=unit)
    done = lines.exclude(state__in=("to_do", "adapting")).order_by("-changed_at", "-pk")
    newest = list(done.values_list("pk", flat=True)[:MOST_CLOSED])
    closed = line_rows(lines.filter(pk__in=newest), reader=reader, on=on)
    return UnitPage(
        unit=unit,
        open=line_rows(lines.open(), reader=reader, on=on),
        closed=tuple(sorted(closed, key=lambda row: newest.index(row.line.pk))),
    )
