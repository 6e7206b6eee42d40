"""What came of a file of the ledger: all of it is kept, or it is said what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mandorla.base.tables import Problem, tidy
from mandorla.ledger.models.bringing import RowsRefused

Brought = TypeVar("Brought")


@dataclass(frozen=True)
class CameOfFile(Generic[Brought]):
    """What came of a file: it was brought, or something in it is wrong and nothing was."""

    brought: Brought | None
    problems: list[Problem]


def came_of(
    problems: Sequence[Problem], bring: Callable[[], Brought], *, name: str
) -> CameOfFile[Brought]:
    """Bring what was read, when nothing is wrong with it.

    Args:
        problems: What is wrong in the file.
        bring: Keeps all rows, or refuses some and keeps none.
        name: What the file is called, for messages.
    """
    if problems:
        return CameOfFile(None, list(problems))
    try:
        return CameOfFile(bring(), [])
    except RowsRefused as refusal:
        file = tidy(name)[:100]
        rows = refusal.rows
        return CameOfFile(None, [Problem(file, row, column, what) for row, column, what in rows])
