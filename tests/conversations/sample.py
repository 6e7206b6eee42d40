"""The small exports of our own in `tests/conversations/files`, one folder for each kind."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mandorla.conversations.sources.bundle import open_bundle
from mandorla.conversations.sources.items import LeftOut, Post
from mandorla.conversations.sources.readers import READERS

FILES = Path(__file__).parent / "files"
FOLDERS = [
    ("slack", "slack"),
    ("zulip", "zulip"),
    ("zulip", "zulip-archive"),
    ("mbox", "mbox"),
    ("listserv", "listserv"),
    ("discourse", "discourse"),
    ("yammer", "yammer"),
    ("mattermost", "mattermost"),
    ("vault", "vault"),
    ("csv", "csv"),
]


def read(kind: str, path: Path) -> list[Post | LeftOut]:
    """Everything that a reader finds."""
    return list(READERS[kind].read(open_bundle(path)))


def posts(items: Iterable[Post | LeftOut]) -> list[Post]:
    """Those that are posts."""
    return [item for item in items if isinstance(item, Post)]


def left_out(items: Iterable[Post | LeftOut]) -> Counter[str]:
    """How many are none, by reason."""
    return Counter(item.reason for item in items if isinstance(item, LeftOut))


def zipped(folder: Path, path: Path, *, under: str = "") -> Path:
    """A folder as a zip, its files below another folder when one is named."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                file.write(one, f"{under}{one.relative_to(folder).as_posix()}")
    return path


def tarred(folder: Path, path: Path) -> Path:
    """A folder as a packed tar."""
    with tarfile.open(path, "w:gz") as file:
        file.add(folder, "export")
    return path


def copied(folder: str, to: Path) -> Path:
    """A copy of an export that a test may change."""
    return Path(shutil.copytree(FILES / folder, to / folder))
