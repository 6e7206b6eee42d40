"""The strategy as a tree: rows for pages, in one query, however many objectives there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mandorla.strategy.models import Objective
from mandorla.strategy.models.objective import KINDS, PATH_SEPARATOR
from mandorla.strategy.period import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.people.models import Person

_FIELDS = (
    "pk",
    "parent_id",
    "name",
    "kind",
    "owner_id",
    "owner__name",
    "starts_on",
    "ends_on",
    "retired_at",
)


@dataclass(frozen=True)
class Branch:
    """One objective in its place in the tree.

    Attributes:
        pk: Which one.
        parent: What it is a part of, by id; None at the top.
        name: What it is called.
        kind: What it is, in words.
        level: How deep it is, from 0.
        within: The path of what it is a part of; empty at the top.
        owner: The name of who owns it; empty when nobody does.
        owner_id: Who owns it.
        period: When it starts and ends, in words.
        is_retired: Whether it is pursued no longer.
    """

    pk: int
    parent: int | None
    name: str
    kind: str
    level: int
    within: str
    owner: str
    owner_id: int | None
    period: str
    is_retired: bool

    @property
    def detail(self) -> str:
        """What it is, who owns it and when, in one line."""
        return " · ".join(text for text in (self.kind, self.owner, self.period) if text)


def read_tree(*, person: Person, with_retired: bool = False) -> list[Branch]:
    """Every objective a person may see, each below what it is a part of.

    Beside each other stand first the objectives and then the operations, by name.

    Args:
        person: Who looks.
        with_retired: Whether retired ones are among them.
    """
    seen = Objective.objects.visible_to(person)
    if not with_retired:
        seen = seen.current()
    below: dict[int | None, list[tuple[Any, ...]]] = {}
    rows = sorted(seen.values_list(*_FIELDS), key=lambda row: (row[3], row[2].casefold(), row[0]))
    for row in rows:
        below.setdefault(row[1], []).append(row)

    def walk(parent: int | None, path: tuple[str, ...]) -> Iterator[Branch]:
        for pk, up, name, kind, owner_id, owner, starts_on, ends_on, retired_at in below.get(
            parent, ()
        ):
            yield Branch(
                pk=pk,
                parent=up,
                name=name,
                kind=str(KINDS[kind]),
                level=len(path),
                within=PATH_SEPARATOR.join(path),
                owner=owner or "",
                owner_id=owner_id,
                period=in_words(starts_on, ends_on),
                is_retired=retired_at is not None,
            )
            yield from walk(pk, (*path, name))

    return list(walk(None, ()))
