"""What people are told of: each kind of news is a sentence, declared by the module it belongs to.

A module lists its notices in `notices.py` and hands them over when it is loaded, as it does with
the verbs of its history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Notice:
    """One kind of news.

    Attributes:
        name: `noun.what`, as in "insight.answered".
        sentence: What is new for who is told, with the details as fields.
        meaning: When it is sent, for the documentation.
    """

    name: str
    sentence: str | _StrPromise
    meaning: str | _StrPromise


_notices: dict[str, Notice] = {}


def declare(notices: Iterable[Notice]) -> None:
    """Make a module's notices known; called once, when the module is loaded."""
    _notices.update({notice.name: notice for notice in notices})


def notice(name: str) -> Notice:
    """The notice of that name; a KeyError means that no module declared it."""
    return _notices[name]


def told(name: str) -> Notice:
    """The notice of something that was told at some time; one that is gone says its name."""
    return _notices.get(name) or Notice(name, name, "")


def all_notices() -> list[Notice]:
    """Every declared notice, by name."""
    return [_notices[name] for name in sorted(_notices)]
