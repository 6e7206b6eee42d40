"""The expectations that ship with Mandorla, read once from `expectations.toml`.

A community chooses from them, words them anew, or adds its own; the file itself stays as it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

DATA: Final = Path(__file__).with_name("expectations.toml")


@dataclass(frozen=True, slots=True)
class ShippedExpectation:
    """Something people expect of a community, in words that both sides can weigh.

    Attributes:
        key: What an expectation that came from here is known by, like `faster_rollout`.
        level: For whom it is: organization, group or person.
        horizon: When it can be there: short or long.
        text: The neutral wording.
        measure: What would show that it is there.
        other_words: How people say it; they find the entry, and are shown to nobody.
        suits: The archetypes that it is offered to first.
        note: What to ask about a good that is scarce; empty for others.
    """

    key: str
    level: str
    horizon: str
    text: str
    measure: str
    other_words: str
    suits: frozenset[str]
    note: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """What an expectation that is chosen as it stands here begins with."""
        names = ("key", "text", "level", "horizon", "measure")
        return {name: getattr(self, name) for name in names}

    def is_named(self, words: str) -> bool:
        """Whether it has all of these words, or words that begin so."""
        said = f"{self.text} {self.measure} {self.other_words}".lower().replace("-", " ").split()
        asked = words.lower().replace("-", " ").split()
        return all(any(word.startswith(begun) for word in said) for begun in asked)


@cache
def shipped_expectations() -> Mapping[str, ShippedExpectation]:
    """The expectations of the data file by key: for the organization, the group, each person."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: ShippedExpectation(key=key, **{**texts, "suits": frozenset(texts["suits"])})
            for key, texts in found.items()
        }
    )
