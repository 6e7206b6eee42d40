"""Where the rows of a strategy file stand in the tree, together with the objectives there are."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.strategy.cells import Wrong
from mandorla.strategy.models.shape import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mandorla.strategy.models import Objective
    from mandorla.strategy.reading import Row

Names = tuple[str, ...]
_ARROW = re.compile(r"\s*[>→]\s*")


@dataclass(eq=False)
class Node:
    """One objective as it will be: a row of the file, one there is already, or both.

    Attributes:
        name: What it will be called.
        row: The row; None when the file does not speak of it.
        kept: The objective; None when it is new.
        before: The node it is a part of now; None at the top, and for a new one.
        parent: The node it will be a part of.
        above: Names known to stand above it.
        facts: What the row says of it.
        wrong: What is wrong with the row.
    """

    name: str
    row: Row | None
    kept: Objective | None
    before: Node | None = None
    parent: Node | None = None
    above: Names = ()
    facts: dict[str, Any] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name as names are compared."""
        return self.name.casefold()

    @property
    def place(self) -> Node | None:
        """What it will be a part of; one whose row is wrong stays where it is."""
        return self.before if self.wrong else self.parent

    @property
    def will_be(self) -> bool:
        """Whether it will be there: a new one whose row is wrong will not."""
        return self.kept is not None or not self.wrong

    @property
    def goes_somewhere(self) -> bool:
        """Whether its row puts it where it is not now."""
        is_asked = self.row is not None and not self.wrong
        return is_asked and (self.kept is None or self.parent is not self.before)

    def upwards(self) -> Iterator[Node]:
        """It and what stands above it; ends where a circle closes."""
        seen = set()
        node: Node | None = self
        while node is not None and node not in seen:
            seen.add(node)
            yield node
            node = node.place

    @property
    def path(self) -> Names:
        """The names from the top down to it."""
        return tuple(node.name for node in self.upwards())[::-1]


def nodes_of(rows: Iterable[Row], kept: Iterable[Objective]) -> list[Node]:
    """Every objective there is and will be, each row together with the one it speaks of."""
    there = {objective.pk: Node(objective.name, None, objective) for objective in kept}
    for node in there.values():
        above = node.kept.parent_id if node.kept else None
        node.before = node.parent = there[above] if above else None
    for node in there.values():
        node.above = tuple(name.casefold() for name in node.path[:-1])
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in there.values():
        by_name[node.key].append(node)
    rows_by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        rows_by_name[row.name.casefold()].append(row)
    new = []
    for key, named in rows_by_name.items():
        for row in named:
            known = _spoken_of(row, by_name[key], is_only=len(named) == 1)
            if known is None:
                new.append(Node(row.name, row, None))
            else:
                known.name, known.row = row.name, row
    return sorted([*there.values(), *new], key=lambda node: node.row.number if node.row else 0)


def _spoken_of(row: Row, candidates: list[Node], *, is_only: bool) -> Node | None:
    """The objective that a row speaks of: the only one of that name, or the one in its place."""
    free = [node for node in candidates if node.row is None]
    if is_only and len(candidates) == 1:
        return candidates[0]
    written = parts_of(row.parent)
    if not written:
        return next((node for node in free if not node.above), None)
    fitting = [node for node in free if node.above[-len(written) :] == written]
    return fitting[0] if len(fitting) == 1 else None


def parts_of(text: str) -> Names:
    """The names in "Grow in service > Answer within a day", as names are compared."""
    return tuple(part.casefold() for part in _ARROW.split(text.strip()) if part)


def settle(nodes: list[Node]) -> None:
    """Every row knows what it will be a part of, or is wrong, with the reason.

    A row that is wrong may be left out, and then what it speaks of stays where it is. That may
    make another row wrong, so this goes on until nothing more is found.
    """
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_name[node.key].append(node)
    for node in nodes:
        _find_parent(node, by_name)
    while _find_wrong(nodes):
        pass


def _find_parent(node: Node, by_name: dict[str, list[Node]]) -> None:
    if node.row is None or not node.row.parent:
        return  # an empty cell says nothing: what is there stays where it is
    text = node.row.parent
    parts = (text.casefold(),) if text.casefold() in by_name else parts_of(text)
    named = by_name.get(parts[-1], []) if parts else []
    found = [other for other in named if other is not node and _fits(other, parts[:-1])]
    whole = [other for other in found if _written_above(other) == parts[:-1]]
    if not found and node in named:
        node.wrong.append(Wrong("parent", _("It would be a part of itself.")))
    elif not found:
        why = _("There is no “{name}”, neither in the file nor here.").format(name=text)
        node.wrong.append(Wrong("parent", why))
    elif len(found) > 1 and len(whole) != 1:
        why = _("“{name}” is the name of several. Write the path, as “Above > {name}”.")
        node.wrong.append(Wrong("parent", why.format(name=text)))
    else:
        node.parent = whole[0] if len(whole) == 1 else found[0]


def _written_above(node: Node) -> Names:
    """The names above a node as far as they are known before every row has found its place."""
    return parts_of(node.row.parent) if node.row and node.row.parent else node.above


def _fits(node: Node, above: Names) -> bool:
    known = _written_above(node)
    if node.row and node.row.parent:  # a cell may begin the path anywhere
        known = known[-len(above) :] if above else ()
        return above[len(above) - len(known) :] == known
    return not above or known[-len(above) :] == above


def _find_wrong(nodes: list[Node]) -> bool:
    """Mark the rows that cannot go where they want to, by everything that is known by now."""
    found: dict[Node, Wrong] = {}
    taken: dict[tuple[Node | None, str], Node] = {}
    # What stays where it is comes first: it has its place already.
    for node in sorted(nodes, key=lambda node: node.goes_somewhere):
        if not node.will_be:
            continue
        if node.goes_somewhere and (why := _why_not_there(node)):
            found[node] = Wrong("parent", why)
        elif len(list(node.upwards())) > LEVELS and (mover := _mover(node)):
            why = _("The strategy would be more than {levels} levels deep.")
            found.setdefault(mover, Wrong("parent", why.format(levels=LEVELS)))
        elif node.goes_somewhere and (other := taken.get((node.place, node.key))):
            found[node] = Wrong("name", _why_not_so_called(node, other))
        else:
            taken[node.place, node.key] = node
    for node, wrong in found.items():
        node.wrong.append(wrong)
    return bool(found)


def _why_not_there(node: Node) -> str:
    """Why a node cannot be a part of what its row says; empty when it can."""
    place = node.place
    if place is None:
        return ""
    if any(above.place is node for above in place.upwards()):
        return _("It would be a part of itself.")
    if not place.will_be and place.row:
        why = _("What it is a part of, in row {number}, cannot be used.")
        return why.format(number=place.row.number)
    if place.kept and place.kept.is_retired:
        why = _("“{name}” is retired, so nothing new can be a part of it.")
        return why.format(name=place.name)
    return ""


def _mover(node: Node) -> Node | None:
    """The nearest row from a node upwards that wants to go somewhere."""
    return next((above for above in node.upwards() if above.goes_somewhere), None)


def _why_not_so_called(node: Node, other: Node) -> str:
    if other.row and not other.wrong:
        why = _("Row {number} is called “{name}” in the same place.")
        return why.format(number=other.row.number, name=other.name)
    return _("There is something called “{name}” in that place already.").format(name=node.name)
