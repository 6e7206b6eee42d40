"""An export as it comes: one file, a folder, a zip or a tar, read a piece at a time.

Nothing is ever unpacked to a disk. What is larger inside than a limit allows, points elsewhere
or is cut off, is refused with the name of the file and of the entry.
"""

from __future__ import annotations

import gzip
import re
import stat
import tarfile
import zipfile
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from mandorla.conversations.sources.entry import BROKEN, Entry, Limits
from mandorla.conversations.sources.items import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Wanted = Callable[[str], bool]

ODD_PATH: Final = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|\x00")
# What it takes to find an entry in a zip and to know that it is whole.
PLACE: Final = ("header_offset", "compress_size", "file_size", "CRC", "compress_type", "flag_bits")
RUBBISH: Final = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|\._|Thumbs\.db$)")


class Bundle(Protocol):
    """An export, whatever it comes in."""

    name: str

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The entries whose path is wanted, one after the other; call it again to begin anew."""


def open_bundle(path: Path, *, name: str = "", limits: Limits | None = None) -> Bundle:
    """An export that lies on a disk.

    Args:
        path: The file or folder.
        name: What people call it, when its path does not say so.
        limits: What it may hold.

    Raises:
        Unreadable: It is not there, or damaged, or larger inside than the limits.
    """
    limits = limits or Limits()
    name = name or path.name
    if path.is_dir():
        return Folder(path, name, limits)
    try:
        with path.open("rb") as file:
            begin = file.read(512)
    except OSError as problem:
        raise Unreadable("missing") from problem
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Zip(path, name, limits)
    if begin[:2] == b"\x1f\x8b":
        return (
            Tar(path, name, limits) if _is_tar(_first_unpacked(path)) else Gzip(path, name, limits)
        )
    if _is_tar(begin):
        return Tar(path, name, limits)
    return OneFile(path, name, limits)


def _first_unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            return file.read(512)
    except BROKEN as problem:
        raise Unreadable("damaged") from problem


def _is_tar(begin: bytes) -> bool:
    return begin[257:262] == b"ustar"


def checked_path(name: str) -> str:
    """The path of an entry, with slashes.

    Raises:
        Unreadable: It leads out of the export.
    """
    name = name.replace("\\", "/")
    if ODD_PATH.search(name):
        raise Unreadable("odd_path", entry=name)
    return name


@dataclass
class OneFile:
    """A file that is no archive."""

    path: Path
    name: str
    limits: Limits

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The file itself; its name is wanted in any case."""
        with self.path.open("rb") as stream:
            yield Entry(self.name, stream, self.path.stat().st_size, self.limits)


@dataclass
class Gzip:
    """One file, packed."""

    path: Path
    name: str
    limits: Limits

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The file that is packed into it; its name is wanted in any case."""
        name = self.name.removesuffix(".gz")
        with gzip.open(self.path) as file:
            stream = _Counted(file, name, self.path.stat().st_size, self.limits)
            yield Entry(name, stream, None, self.limits)


@dataclass
class Folder:
    """A folder, with everything below it."""

    path: Path
    name: str
    limits: Limits

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The wanted files in the order of their paths.

        Raises:
            Unreadable: One is a link to somewhere else.
        """
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path).as_posix()
            if RUBBISH.search(name) or path.is_dir():
                continue
            if path.is_symlink():
                raise Unreadable("link", entry=name)
            if not path.is_file() or not wanted(name):
                continue
            with path.open("rb") as stream:
                yield Entry(name, stream, path.stat().st_size, self.limits)


class Zip:
    """A zip; where its entries lie is read once."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as problem:
            raise Unreadable("bad_zip") from problem
        entries = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(entries) > limits.entries:
            raise Unreadable("many_entries", most=limits.entries)
        if sum(info.file_size for info in entries) > limits.unpacked:
            raise Unreadable("too_large", most=limits.unpacked // 1024**3)
        entries = [info for info in entries if not RUBBISH.search(checked_path(info.filename))]
        entries.sort(key=lambda info: checked_path(info.filename))
        for info in entries:
            self._check(info)
        # What `zipfile` remembers of an entry takes several times the memory of what is needed.
        self._names = "\0".join(info.orig_filename for info in entries)
        self._numbers = array("Q", (getattr(info, one) for info in entries for one in PLACE))
        self._zip.filelist.clear()
        self._zip.NameToInfo.clear()

    def _check(self, info: zipfile.ZipInfo) -> None:
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Unreadable("link", entry=info.filename)
        if info.flag_bits & 0x1:
            raise Unreadable("encrypted", entry=info.filename)
        if info.file_size > max(self._limits.small, info.compress_size * self._limits.ratio):
            raise Unreadable("bomb", entry=info.filename)

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The wanted entries in the order of their paths."""
        for place, original in enumerate(self._names.split("\0") if self._numbers else ()):
            name = original.replace("\\", "/")
            if not wanted(name):
                continue
            info = self._info(place, original)
            try:
                stream = self._zip.open(info)
            except (*BROKEN, NotImplementedError, RuntimeError) as problem:
                raise Unreadable("damaged", entry=name) from problem
            with stream:
                yield Entry(name, stream, info.file_size, self._limits)

    def _info(self, place: int, name: str) -> zipfile.ZipInfo:
        """What `zipfile` has to know to open one entry."""
        info = zipfile.ZipInfo(name)
        numbers = self._numbers[place * len(PLACE) : (place + 1) * len(PLACE)]
        for one, value in zip(PLACE, numbers, strict=True):
            setattr(info, one, value)
        return info


@dataclass
class Tar:
    """A tar, packed or not, read from its beginning to its end each time."""

    path: Path
    name: str
    limits: Limits

    def each(self, wanted: Wanted) -> Iterator[Entry]:
        """The wanted entries in the order in which they lie in it."""
        with self.path.open("rb") as raw:
            packed = self.path.stat().st_size
            file = raw if _is_tar(raw.read(512)) else gzip.GzipFile(fileobj=raw)
            raw.seek(0)
            counted: Any = _Counted(file, "", packed, self.limits)
            try:
                with tarfile.open(fileobj=counted, mode="r|") as tar:
                    yield from self._entries(tar, wanted)
            except BROKEN as problem:
                raise Unreadable("damaged") from problem

    def _entries(self, tar: tarfile.TarFile, wanted: Wanted) -> Iterator[Entry]:
        for member in tar:
            tar.members = []  # type: ignore[attr-defined] # it would remember all of them
            name = checked_path(member.name)
            if RUBBISH.search(name) or member.isdir():
                continue
            if not member.isfile():
                raise Unreadable("link", entry=name)
            stream = tar.extractfile(member) if wanted(name) else None
            if stream is not None:
                yield Entry(name, stream, member.size, self.limits)


class _Counted:
    """A stream that refuses to become much larger than what it was packed into."""

    def __init__(self, stream: Any, entry: str, packed: int, limits: Limits) -> None:
        self._stream = stream
        self._entry = entry
        self._most = max(limits.small, min(packed * limits.ratio, limits.unpacked))
        self._count = 0

    def read(self, count: int = -1) -> bytes:
        if count < 0:
            count = self._most - self._count + 1
        return self._counted(self._stream.read(count))

    def readline(self, count: int = -1) -> bytes:
        return self._counted(self._stream.readline(count))

    def _counted(self, data: bytes) -> bytes:
        self._count += len(data)
        if self._count > self._most:
            raise Unreadable("bomb", entry=self._entry)
        return data
