"""The texts that lie in a group's folder of the Kubernetes register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mandorla.register.charter_text import read_charter
from mandorla.register.reading import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from mandorla.register.found import FoundCharter


def charter_in(root: Path, folder: str, link: str, notes: list[str]) -> FoundCharter | None:
    """The charter in the group's own folder; a link to elsewhere stays among what was found.

    Raises:
        Unreadable: The file is too big or not text.
    """
    if not link:
        return None
    if "/" in link or "\\" in link or not link.casefold().endswith(".md"):
        notes.append(f"the charter is kept elsewhere: {link}")
        return None
    place = root / folder
    paths = [path for path in sorted(place.glob("*")) if path.name.casefold() == link.casefold()]
    paths = [path for path in paths if path.resolve().is_relative_to(root.resolve())]
    if not paths or not paths[0].is_file():
        notes.append(f"there is no file {folder}/{link}")
        return None
    return read_charter(read_text(paths[0], file=f"{folder}/{paths[0].name}"))


def name_in(folder: Path) -> str:
    """What a group was called: the title of a text of its own, or else its folder's name."""
    for path in (*sorted(folder.glob("charter.md")), *sorted(folder.glob("annual-report-*.md"))):
        title = read_text(path, file=path.name).split("\n", 1)[0]
        match = re.search(
            r"\b(?:SIG|WG|UG) (.{2,80}?)(?: Charter| Annual Report| - .*)*\s*$", title.strip()
        )
        if match:
            return match[1]
    return folder.name.partition("-")[2].replace("-", " ")
