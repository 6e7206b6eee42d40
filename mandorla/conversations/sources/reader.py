"""What a reader says about itself: it is shown on the data-use page and tested to be true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.items import LeftOut, Post


@dataclass(frozen=True)
class Reader:
    """One kind of export, and what is read of it.

    Attributes:
        kind: Its word in commands and addresses.
        name: What people call it.
        comes_as: The file that somebody exports.
        reads: For each field that is read, what for: one of `PURPOSES` in the words of this
            module.
        drops: Fields that the export has and that are never looked at; others that may be added
            to the format are not looked at either.
        read: Gives the posts of an export, and what is none.
        other_names: Words that mean the same kind.
    """

    kind: str
    name: str
    comes_as: str
    reads: Mapping[str, str]
    drops: tuple[str, ...]
    read: Callable[[Bundle], Iterator[Post | LeftOut]]
    other_names: tuple[str, ...] = ()
