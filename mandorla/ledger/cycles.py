"""What a community can bring, from `cycles.toml`: the question for a story, and what to count."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("cycles.toml")


@dataclass(frozen=True)
class Cycle:
    """One kind of value.

    Attributes:
        key: Its name in the file.
        title: What it is called.
        step: At which step of a story it is told.
        question: What to ask somebody who tells of it.
        counted: What could be counted to see it.
    """

    key: str
    title: str
    step: str
    question: str
    counted: tuple[str, ...]


@cache
def cycles() -> tuple[Cycle, ...]:
    """All of them, in the order of a story."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        Cycle(key=key, **{**entry, "counted": tuple(entry["counted"])})
        for key, entry in found.items()
    )
