"""Short guides that warnings lead to, read once from `guides.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mandorla.advice.catalog import BrokenData, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA: Final = Path(__file__).with_name("guides.toml")


@dataclass(frozen=True, slots=True)
class Guide:
    """Half a screen on one lesson.

    Attributes:
        key: What an address calls it.
        title: The lesson, as an order.
        why: What happens with it and without it.
        this_week: What to do now, step by step.
        works: How one sees that it worked.
        base: Whose experience it leans on, and what in it is our own.
    """

    key: str
    title: str
    why: str
    this_week: tuple[str, ...]
    works: str
    base: str


@cache
def guides() -> Mapping[str, Guide]:
    """The guides of the data file by their keys, in order."""
    return read_guides(DATA.read_text(encoding="utf-8"))


def read_guides(text: str, *, file: str = DATA.name) -> Mapping[str, Guide]:
    """Guides from the text of a data file.

    Args:
        text: TOML, as in `guides.toml`.
        file: What the file is called when it is refused.

    Raises:
        BrokenData: Something in it cannot be used; the sentence names the guide and the field.
    """
    found = tables(text, file=file)
    return MappingProxyType(
        {key: _guide(key, given, f"{file} [{key}]") for key, given in found.items()}
    )


def _guide(key: str, given: Any, place: str) -> Guide:
    names = {field.name for field in fields(Guide)} - {"key"}
    for name in sorted(names ^ set(given)):
        raise BrokenData(f"{place} {name}: {'missing' if name in names else 'nothing reads this'}.")
    steps = given["this_week"]
    if not isinstance(steps, list) or not steps:
        raise BrokenData(f"{place} this_week: one step at least is needed.")
    for name in sorted(names - {"this_week"}):
        if not isinstance(given[name], str) or not given[name].strip():
            raise BrokenData(f"{place} {name}: some words are needed.")
    return Guide(key=key, **{**given, "this_week": tuple(steps)})
