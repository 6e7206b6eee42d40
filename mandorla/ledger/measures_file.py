"""Measures as a table, CSV or Excel: they come in as they go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.ledger.aims import Aim
from mandorla.ledger.cells import Cells, FoundRows, Written, Wrong, read_rows
from mandorla.ledger.figures import typed
from mandorla.ledger.models.measure import DIRECTIONS, ROLES, SHAPES
from mandorla.ledger.named_in_file import name_out, words_out
from mandorla.ledger.table_out import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.ledger.models import Measure
    from mandorla.ledger.named_in_file import Named
    from mandorla.people.models import Person
    from mandorla.value.models import Expectation

COLUMNS: Final = (
    "measure", "role", "shape", "direction", "unit", "from", "to", "by", "owner", "expectation",
    "source", "indicator",
)  # fmt: skip
NEEDED: Final = ("measure", "role", "to", "by")
MOST_ROWS: Final = 500


@dataclass(frozen=True)
class FoundMeasure:
    """A measure that a row names.

    Attributes:
        row: Its number in the file.
        aim: What is measured: from where, to where, by when.
        expectation: What it would show.
        owner: Who sees to it.
    """

    row: int
    aim: Aim
    expectation: Expectation | None
    owner: Person | None


def read_measures_file(data: bytes, *, file: str, named: Named) -> FoundRows[FoundMeasure]:
    """The measures of a file; nothing is used unless all of them can be.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        named: Whom and what its cells can name.
    """
    rows_of: dict[str, int] = {}

    def row(number: int, cells: Written) -> tuple[FoundMeasure | None, Wrong]:
        reader = _Cells(cells)
        found = reader.measure(number, named)
        if found is not None:
            before = rows_of.setdefault(found.aim.name.casefold(), number)
            if before != number:
                reader.say("measure", _("It stands in row {row} already.").format(row=before))
        return found, reader.wrong

    return read_rows(data, row, file=file, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)


class _Cells(Cells):
    """The cells of one measure."""

    def measure(self, row: int, named: Named) -> FoundMeasure | None:
        """The measure, if it can be one."""
        role = self.word("role", tuple(ROLES))
        shape = self.word("shape", tuple(SHAPES), default="level")
        direction = self.word("direction", tuple(DIRECTIONS), default="up")
        kind = "share" if shape == "share" else "level"
        baseline, target = self.number("from", kind=kind), self.number("to", kind=kind)
        if not self.line("to"):
            self.say("to", _("A number is missing here."))
        due_on = self.day("by")
        expectation = self.read("expectation", named.expectation)
        owner = self.read("owner", named.person)
        if self.wrong or target is None or due_on is None:
            return None
        words = {name: self.line(name) for name in ("unit", "source", "indicator")}
        aim = Aim(
            self.line("measure"),
            role,
            target,
            due_on,
            shape=shape,
            direction=direction,
            baseline=baseline,
            **words,
        )
        cleaned = self._cleaned(aim)
        return FoundMeasure(row, cleaned, expectation, owner) if cleaned else None

    def _cleaned(self, aim: Aim) -> Aim | None:
        try:
            return aim.cleaned()
        except Refused as refusal:
            self.say("" if aim.name else "measure", refusal.sentence)
        return None


def measures_out(measures: Iterable[Measure], *, reader: Person) -> list[list[Any]]:
    """The cells of each measure, in the order of `COLUMNS`."""
    return [
        [
            one.name,
            one.role,
            one.shape,
            one.direction,
            one.unit,
            _figure(one.baseline, one.shape),
            _figure(one.target, one.shape),
            one.due_on,
            name_out(one.owner, reader=reader) if one.owner and one.owner.is_active else "",
            _expected(one),
            one.source,
            one.indicator,
        ]
        for one in measures
    ]


def _expected(measure: Measure) -> str:
    expectation = measure.expectation
    return words_out(expectation.text) if expectation and not expectation.dropped_at else ""


def _figure(value: float | None, shape: str) -> Figure | None:
    return None if value is None else Figure(typed(value, shape), value)
