"""mbox: mails in one file, as Mailman, pipermail, Thunderbird and many others write them."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.entry import Entry
from mandorla.conversations.sources.items import Unreadable
from mandorla.conversations.sources.mail import DROPS, READS, Threads, header_of, post_of
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.items import LeftOut, Post

MAILS: Final = re.compile(r"\.(?:mbox|mbx|txt|eml|gz|mail)$|(?:^|/)[^./]+$", re.IGNORECASE)
# A line in a mail may begin with "From "; the one between mails goes on with who and when.
BETWEEN: Final = re.compile(
    rb"^From .*?((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +[A-Za-z]{3} +\d{1,2} +\d\d:\d\d.* \d{4}.*)$"
)
LINE: Final = "From_"  # what programs call it
FIELD: Final = re.compile(rb"^[!-9;-~]+[ \t]*:")
MONTH: Final = re.compile(r"^\d{4}-?\w*$")  # what pipermail calls its files


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The mails of all files.

    Raises:
        Unreadable: None of them is an mbox.
    """
    threads = Threads()
    is_empty = True
    for entry in bundle.each(lambda path: MAILS.search(path) is not None):
        for envelope, header in mails(unpacked(entry)):
            is_empty = False
            fields = header_of(header)
            channel = list_name(entry.name, bundle.name)
            yield post_of(fields, channel=channel, threads=threads, envelope=envelope)
    if is_empty:
        raise Unreadable("nothing_found", format="mbox")


def unpacked(entry: Entry) -> Entry:
    """The same, when it is packed once more inside."""
    if not entry.name.endswith(".gz"):
        return entry
    return Entry(entry.name.removesuffix(".gz"), gzip.open(entry.stream), None, entry.limits)


def list_name(path: str, file: str) -> str:
    """What the mails belong to: the name of the file, or of the folder of monthly files."""
    parts = [*file.split("/"), *path.split("/")]
    names = [re.sub(r"(\.(mbox|mbx|txt|gz|zip|tar|tgz|eml))+$", "", part) for part in parts]
    return next((name for name in reversed(names) if name and not MONTH.match(name)), names[-1])


def mails(entry: Entry) -> Iterator[tuple[str, list[bytes]]]:
    """The header of each mail with the date of the line before it.

    Raises:
        Unreadable: It does not begin with a mail.
    """
    return split(entry, _between)


def _between(line: bytes, *, is_first: bool, after_blank: bool) -> str | None:
    """The date of a line between two mails; None for any other line."""
    if not after_blank or not line.startswith(b"From "):
        return None
    found = BETWEEN.match(line.rstrip())
    if found:
        return found[1].decode("ascii", "replace")
    return "" if is_first else None


def split(entry: Entry, between: Callable[..., str | None]) -> Iterator[tuple[str, list[bytes]]]:
    """The header of each mail of a file in which certain lines stand between the mails.

    Args:
        entry: The file.
        between: Says whether a line stands between mails, and which date it tells.

    Raises:
        Unreadable: The file does not begin with a mail.
    """
    header: list[bytes] = []
    pending: str | None = None  # a line was read after which a mail may begin
    envelope, is_header, is_blank, is_first = "", False, True, True
    for line in entry.lines(in_pieces=True):
        if pending is not None:
            if FIELD.match(line) or line.startswith(b">From "):
                if header:
                    yield envelope, header
                header, envelope, is_header = [], pending, True
            pending = None
        told = None
        if not is_header:
            told = between(line, is_first=is_first, after_blank=is_blank)
        if told is not None:
            pending = told
        elif is_header:
            if line.strip():
                header.append(line)
            else:
                is_header = False
        is_blank = not line.strip()
        if is_first and not is_blank and told is None:
            return
        is_first = is_first and is_blank
    if header:
        yield envelope, header


READER = Reader(
    kind="mbox",
    name="mbox, Mailman and pipermail",
    comes_as="2026-March.txt.gz",
    reads={**READS, LINE: "moment"},
    drops=DROPS,
    read=read,
    other_names=("pipermail", "mailman", "mail"),
)
