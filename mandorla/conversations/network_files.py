"""Reads a network from two files: who is tied to whom, and who is of which unit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.tables import SEPARATORS, Problem, csv_lines, decoded, short, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mandorla.core.ties import Ties

MOST_ROWS: Final = 20_000_000
MOST_PROBLEMS: Final = 1_000


@dataclass
class NetworkFiles:
    """A network as it stands in files.

    Attributes:
        places: By the name of each person, their place.
        begin: Where each row begins.
        end: Where it ends.
        weight: How much there is of it.
        unit_of: By place, the place of the unit.
        units: The names of the units, by their places.
        problems: What cannot be used.
    """

    places: dict[str, int] = field(default_factory=dict)
    begin: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    unit_of: dict[int, int] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, person: str) -> int:
        """The place of a person, a new one for a new name."""
        return self.places.setdefault(person, len(self.places))

    def ties(self, *, directed: bool) -> Ties:
        """The distinct ties."""
        from mandorla.core.ties import distinct_ties  # slow import

        people = len(self.places)
        return distinct_ties(
            self.begin, self.end, people=people, directed=directed, weight=self.weight
        )

    def labels(self) -> list[int]:
        """The unit of each person, -1 for none."""
        return [self.unit_of.get(place, -1) for place in range(len(self.places))]


def read_network(
    edges: bytes, *, edges_name: str, units: bytes | None, units_name: str
) -> NetworkFiles:
    """Read both files.

    Args:
        edges: A CSV file with the columns source, target and perhaps weight.
        edges_name: What it is called.
        units: A CSV file with the columns person and unit; None when there is none.
        units_name: What it is called.

    Returns:
        The network, with every cell that cannot be used.

    Raises:
        Refused: A file is no text, or has not the columns it needs.
    """
    found = NetworkFiles()
    for row, cells, separator in _rows(edges, edges_name, found, ("source", "target"), "weight"):
        _edge(found, edges_name, row, cells, comma=separator == ";")
    if units is not None:
        by_name: dict[str, int] = {}
        for row, cells, _separator in _rows(units, units_name, found, ("person", "unit"), ""):
            _person(found, units_name, row, cells, by_name)
        found.units = list(by_name)
    return found


def _edge(found: NetworkFiles, file: str, row: int, cells: dict[str, str], *, comma: bool) -> None:
    for column in ("source", "target"):
        if not cells[column]:
            found.problems.append(Problem(file, row, column, _("Nobody is named here.")))
            return
    weight = _number(cells["weight"], comma=comma) if cells.get("weight") else 1.0
    if weight is None:
        what = _("“{cell}” is no number from 0 on.").format(cell=short(cells["weight"]))
        found.problems.append(Problem(file, row, "weight", what))
        return
    found.begin.append(found.place(cells["source"]))
    found.end.append(found.place(cells["target"]))
    found.weight.append(weight)


def _number(text: str, *, comma: bool) -> float | None:
    """A number from 0 on; where semicolons divide the cells, its decimals may follow a comma."""
    try:
        number = float(text.replace(",", ".") if comma else text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _person(
    found: NetworkFiles, file: str, row: int, cells: dict[str, str], by_name: dict[str, int]
) -> None:
    if not cells["person"]:
        found.problems.append(Problem(file, row, "person", _("Nobody is named here.")))
        return
    person = found.place(cells["person"])
    if not cells["unit"]:
        return
    unit = by_name.setdefault(cells["unit"], len(by_name))
    if found.unit_of.setdefault(person, unit) != unit:
        what = _("“{person}” is in another unit further up.").format(person=short(cells["person"]))
        found.problems.append(Problem(file, row, "unit", what))


def _rows(
    data: bytes, file: str, found: NetworkFiles, needed: Sequence[str], also: str
) -> Iterator[tuple[int, dict[str, str], str]]:
    """The rows under the headings, by column, with what divides their cells; no empty ones."""
    try:
        text = decoded(data, no_text=_("This file is no text. A CSV file is what can be read."))
        first = text.splitlines()[0] if text.strip() else ""
        separator = max(SEPARATORS, key=first.count)
        lines = csv_lines(text, separator, most=MOST_ROWS)
        headings = [tidy(cell).casefold() for cell in next(lines, (0, []))[1]]
        missing = [column for column in needed if column not in headings]
        if missing:
            raise Refused(
                _("The first row has no column “{column}”; it needs {needed}.").format(
                    column=missing[0], needed=", ".join(needed)
                )
            )
        columns = {name: headings.index(name) for name in (*needed, also) if name in headings}
        for number, cells in lines:
            if any(cell.strip() for cell in cells) and len(found.problems) < MOST_PROBLEMS:
                yield (
                    number,
                    {
                        name: tidy(cells[at]) if at < len(cells) else ""
                        for name, at in columns.items()
                    },
                    separator,
                )
    except Refused as refusal:
        raise Refused(f"{file}: {refusal.sentence}") from refusal
