"""What a strategy file would change, looked at before anything is changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from mandorla.strategy.cells import Owners, Wrong, facts_of
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import FACTS, differing
from mandorla.strategy.models.objective import PATH_SEPARATOR
from mandorla.strategy.places import Node, nodes_of, settle

if TYPE_CHECKING:
    from mandorla.strategy.reading import FoundStrategy


@dataclass(frozen=True)
class Problem:
    """Something in a file that cannot be used, and where it stands.

    Attributes:
        file: What the file is called.
        row: The number of the row, as in Excel.
        column: The heading of the column.
        what: What is wrong, as a sentence.
    """

    file: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return _("{file}, row {row}, column {column}: {what}").format(
            file=self.file, row=self.row, column=self.column, what=self.what
        )


@dataclass(frozen=True)
class Change:
    """What becomes of one row.

    Attributes:
        row: Its number.
        path: Where the objective will stand, from the top down, with its name.
        does: Whether it is new, changes or stays the same.
        what: What changes, in words.
        node: The objective with its place.
    """

    row: int
    path: str
    does: Literal["new", "changed", "same"]
    what: tuple[str, ...]
    node: Node


@dataclass(frozen=True)
class Plan:
    """What becomes of every row of a file.

    Attributes:
        file_name: What the file is called.
        changes: The rows that can be used, what they are a part of before them.
        problems: What cannot be used, by row.
        unused: Headings that nothing is read from.
    """

    file_name: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...]

    def those(self, does: str) -> list[Change]:
        """The rows that are new, change or stay the same, by row."""
        return sorted((c for c in self.changes if c.does == does), key=lambda change: change.row)

    @property
    def new(self) -> list[Change]:
        """Objectives that are not there yet."""
        return self.those("new")

    @property
    def changed(self) -> list[Change]:
        """Objectives that will read differently or stand elsewhere."""
        return self.those("changed")

    @property
    def same(self) -> list[Change]:
        """Objectives that are there as the file says."""
        return self.those("same")

    @property
    def changes_nothing(self) -> bool:
        """Whether everything that can be used is there already."""
        return not (self.new or self.changed)

    @property
    def wrong_rows(self) -> int:
        """How many rows cannot be used."""
        return len({problem.row for problem in self.problems})

    @property
    def digest(self) -> str:
        """Another one whenever the plan is another."""
        told = [(change.row, change.path, change.does, change.what) for change in self.changes]
        return sha256(repr((told, self.problems)).encode()).hexdigest()[:16]

    def as_data(self) -> dict[str, Any]:
        """The plan as programs read it."""
        rows = {
            does: [
                {"row": change.row, "path": change.path, "changed": list(change.what)}
                for change in self.those(does)
            ]
            for does in ("new", "changed", "same")
        }
        problems = [asdict(problem) for problem in self.problems]
        return {**rows, "problems": problems, "unused": list(self.unused)}


def read_plan(found: FoundStrategy) -> Plan:
    """What the rows of a file would change, in two queries."""
    kept = list(Objective.objects.select_related("owner").order_by("pk"))
    nodes = nodes_of(found.rows, kept)
    owners = Owners(found.rows)
    for node in nodes:
        if node.row:
            node.facts, node.wrong = facts_of(node.row, kept=node.kept, owners=owners)
            node.wrong += _wrong_as_a_whole(node)
    settle(nodes)
    rows = [node for node in nodes if node.row]
    changes = sorted(
        (_change(node) for node in rows if not node.wrong),
        key=lambda change: (len(change.node.path), change.row),
    )
    return Plan(
        file_name=found.file_name,
        changes=tuple(changes),
        problems=tuple(_problem(found, node, wrong) for node in rows for wrong in node.wrong),
        unused=found.unused,
    )


def _wrong_as_a_whole(node: Node) -> list[Wrong]:
    if node.row and node.row.is_too_long:
        return [Wrong("name", _("The row has more values than there are headings."))]
    if node.kept and node.kept.is_retired:
        why = _("“{name}” is retired. Resume it first, or take the row out.")
        return [Wrong("name", why.format(name=node.name))]
    return []


def _change(node: Node) -> Change:
    number = node.row.number if node.row else 0
    path = PATH_SEPARATOR.join(node.path)
    if node.kept is None:
        return Change(number, path, "new", (), node)
    what = [str(FACTS[name]) for name in differing(node.kept, node.facts)]
    if node.parent is not node.before:
        what.append(_("its place"))
    words = tuple(dict.fromkeys(what))
    return Change(number, path, "changed" if words else "same", words, node)


def _problem(found: FoundStrategy, node: Node, wrong: Wrong) -> Problem:
    number = node.row.number if node.row else 0
    heading = found.headings.get(wrong.column, wrong.column)
    return Problem(found.file_name, number, heading, wrong.why)
