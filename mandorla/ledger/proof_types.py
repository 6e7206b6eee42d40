"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

BEGINNINGS: Final = {
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"%PDF-": ("application/pdf", "pdf"),
}
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HIDES: Final = re.compile('[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069/\\\\"]')
LONGEST_NAME: Final = 120


def type_of(content: bytes, *, name: str) -> tuple[str, str] | None:
    """The type of a file and how its name ends; None for what is not taken.

    Pictures (PNG, JPEG), PDF, and text in UTF-8, which is a table when its name ends so.
    """
    for beginning, found in BEGINNINGS.items():
        if content.startswith(beginning):
            return found
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or _NO_TEXT.search(text):
        return None
    is_table = name.casefold().endswith(".csv")
    return ("text/csv", "csv") if is_table else ("text/plain", "txt")


def neutral_name(name: str, *, taken: Collection[str]) -> str:
    """A name that says nothing but the type, and that no other file of the story has."""
    ending = name.rpartition(".")[2]
    names = (f"file-{number}.{ending}" for number in count(1))
    return next(one for one in names if one not in taken)


def safe_name(name: str, *, ending: str) -> str:
    """The name of a file, without folders and what hides, ending as its type does."""
    last = re.split(r"[/\\]", name)[-1]
    stem = _HIDES.sub("", last).rpartition(".")[0] or _HIDES.sub("", last)
    return f"{stem.strip('. ')[: LONGEST_NAME - 6] or 'file'}.{ending}"
