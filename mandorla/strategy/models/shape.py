"""The shape of the tree of objectives: what is below what, how deep, and what is retired."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LEVELS = 6  # a strategy that is deeper than this is read by nobody


@dataclass
class Shape:
    """Which objective is a part of which.

    Attributes:
        parents: By each objective's id, that of the one it is a part of.
        retired: The ids of retired ones, with the moment.
        parts: By each id (None for the top), the ids directly below it.
    """

    parents: dict[int, int | None]
    retired: dict[int, datetime]
    parts: dict[int | None, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int | None, datetime | None]]) -> Shape:
        """The shape made of ids, each with its parent's and when it was retired."""
        found = cls({}, {})
        for pk, parent, retired_at in rows:
            found.parents[pk] = parent
            found.parts.setdefault(parent, []).append(pk)
            if retired_at is not None:
                found.retired[pk] = retired_at
        return found

    def below(self, pk: int) -> list[int]:
        """The ids of everything below one, each after what it is a part of."""
        found = list(self.parts.get(pk, ()))
        for part in found:  # grows while it is walked through
            found.extend(self.parts.get(part, ()))
        return found

    def depth(self, pk: int | None) -> int:
        """How many levels there are down to this one, with it; 0 for the top itself."""
        depth = 0
        while pk is not None:
            depth, pk = depth + 1, self.parents[pk]
        return depth

    def height(self, pk: int) -> int:
        """How many levels there are from this one down, with it."""
        return 1 + max((self.height(part) for part in self.parts.get(pk, ())), default=0)
