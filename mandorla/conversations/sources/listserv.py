"""LISTSERV: logs of a list, in which a line of 73 equals signs stands before each mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import Unreadable
from mandorla.conversations.sources.mail import DROPS, READS, Threads, header_of, post_of
from mandorla.conversations.sources.mbox import split, unpacked
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.items import LeftOut, Post

LOG: Final = re.compile(r"\.(?:log\w*|txt|gz)$", re.IGNORECASE)
BETWEEN: Final = re.compile(rb"^={73}\s*$")


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The mails of all logs.

    Raises:
        Unreadable: None of them is a log of LISTSERV.
    """
    threads = Threads()
    is_empty = True
    for entry in bundle.each(lambda path: LOG.search(path) is not None):
        channel = re.sub(r"(?i)\.log\w*$|\.txt$|\.gz$", "", entry.name.rpartition("/")[2])
        for envelope, header in split(unpacked(entry), _between):
            is_empty = False
            yield post_of(header_of(header), channel=channel, threads=threads, envelope=envelope)
    if is_empty:
        raise Unreadable("nothing_found", format="LISTSERV")


def _between(line: bytes, **_place: bool) -> str | None:
    return "" if BETWEEN.match(line) else None


READER = Reader(
    kind="listserv",
    name="LISTSERV",
    comes_as="LIST.LOG2603A",
    reads=READS,
    drops=DROPS,
    read=read,
)
