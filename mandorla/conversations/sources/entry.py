"""One file of an export, read a piece at a time within limits."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.items import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK: Final = 1024 * 1024
BROKEN: Final = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError)


@dataclass(frozen=True)
class Limits:
    """How much one export may hold.

    Attributes:
        entries: Files in a zip: each costs memory before the first is read.
        unpacked: Bytes of all of them together.
        ratio: How many times larger an entry may be than what it is packed into.
        small: Bytes up to which the ratio of an entry does not matter.
        line: Bytes of one line, or of one message.
    """

    entries: int = 250_000
    unpacked: int = 64 * 1024**3
    ratio: int = 300
    small: int = 1024**2
    line: int = 16 * 1024**2


@dataclass
class Entry:
    """One file of an export, open for reading.

    Attributes:
        name: Its path inside the export.
        stream: Its bytes.
        size: How many there are; None when nobody said.
        limits: What it may hold.
    """

    name: str
    stream: Any
    size: int | None
    limits: Limits

    def read(self, count: int = -1) -> bytes:
        """So many bytes, or all of them.

        Raises:
            Unreadable: It is damaged or cut off.
        """
        try:
            return bytes(self.stream.read(count))
        except BROKEN as problem:
            raise Unreadable("damaged", entry=self.name) from problem

    def lines(self, *, in_pieces: bool = False) -> Iterator[bytes]:
        """Its lines, with their ends.

        Args:
            in_pieces: Give a line that is too long in several pieces: it is not looked at.

        Raises:
            Unreadable: It is damaged or cut off, or a line is too long.
        """
        number = 0
        while True:
            number += 1
            try:
                line = self.stream.readline(self.limits.line)
            except BROKEN as problem:
                raise Unreadable("damaged", entry=self.name, line=number) from problem
            if not line:
                return
            if len(line) >= self.limits.line and not in_pieces:
                raise Unreadable("long_line", entry=self.name, line=number)
            yield line
