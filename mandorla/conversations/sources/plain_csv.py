"""A plain CSV: `author, sent_at, thread, reply_to, channel`, from whatever tool has no reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import (
    Author,
    LeftOut,
    Post,
    Unreadable,
    digest,
    moment,
    moment_of,
)
from mandorla.conversations.sources.mail import ADDRESS
from mandorla.conversations.sources.reader import Reader
from mandorla.conversations.sources.rows import rows
from mandorla.conversations.sources.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mandorla.conversations.sources.bundle import Bundle

CSV: Final = re.compile(r"\.(?:csv|tsv|txt)$", re.IGNORECASE)
SECONDS: Final = re.compile(r"^\d{9,11}(?:\.\d+)?$")
NEEDED: Final = ("author", "sent_at")


class Numbered:
    """Tells apart what somebody wrote in the same place at the same moment, in one file.

    The first has the number 0; a file that comes again gives each the same number.
    """

    def __init__(self) -> None:
        self._seen = Seen()
        self._last: dict[str, int] = {}  # of those that occurred more than once

    def number(self, key: str) -> int:
        """How many with this key came before."""
        if self._seen.is_new(int(key[:16], 16)):
            return 0
        self._last[key] = self._last.get(key, 0) + 1
        return self._last[key]


class Answered:
    """Which post a row means by its `reply_to`: an id, the number of a row, or an author.

    Posts and what they are called are kept as numbers: millions would not fit as texts.
    """

    def __init__(self) -> None:
        self._posts: dict[int, int] = {}

    def find(self, said: str, thread: str) -> str | None:
        """The post that was named before; None when there is none of that name."""
        found = self._posts.get(hash(said), self._posts.get(hash((thread, said.lower()))))
        return None if found is None else f"{found:024x}"

    def remember(self, key: str, *, called: str, thread: str, author: str) -> None:
        """Later rows can mean this post.

        Args:
            key: What it is known by.
            called: Its id, or the number of its row.
            thread: Its thread; empty when it is in none that others could be in.
            author: Who wrote it.
        """
        self._posts[hash(called)] = post = int(key, 16)
        if thread:
            self._posts[hash((thread, author.lower()))] = post


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The rows of all files in it.

    Raises:
        Unreadable: A column is missing, or there is no row.
    """
    is_empty = True
    for entry in bundle.each(lambda path: CSV.search(path) is not None):
        answered, numbered = Answered(), Numbered()
        for number, row in enumerate(rows(entry, needed=NEEDED), 1):
            is_empty = False
            yield _post(row, number, answered, numbered)
    if is_empty:
        raise Unreadable("nothing_found", format="CSV")


def _post(
    row: dict[str, str], number: int, answered: Answered, numbered: Numbered
) -> Post | LeftOut:
    channel = row.get("channel", "").strip()
    said = row["author"].strip()
    if not said:
        return LeftOut("anonymous", channel)
    email = said.lower() if ADDRESS.match(said) else ""
    author = Author(email or f"name {said.casefold()}", email, "" if email else said)
    sent_at = _moment(row["sent_at"].strip())
    if sent_at is None:
        return LeftOut("undated", channel, author)
    called = row.get("id", "").strip()
    topic = row.get("thread", "").strip()
    key = digest("csv", channel, topic, called, author.key, sent_at.isoformat())
    if not called and (before := numbered.number(key)):
        key = digest(key, str(before))
    thread = digest("csv", channel, topic) if topic else key
    replies_to = row.get("reply_to", "").strip()
    answers = answered.find(replies_to, thread) if replies_to else None
    in_thread = thread if topic else ""
    if "reply_to" in row:  # else nobody asks, and it costs memory
        answered.remember(key, called=called or str(number), thread=in_thread, author=said)
    return Post(key, author, sent_at, thread, answers if answers != key else None, channel)


def _moment(text: str) -> datetime | None:
    return moment(float(text)) if SECONDS.match(text) else moment_of(text)


READER = Reader(
    kind="csv",
    name="CSV",
    comes_as="posts.csv",
    reads={
        "author": "author",
        "sent_at": "moment",
        "thread": "thread",
        "reply_to": "answer",
        "channel": "channel",
        "id": "post",
    },
    drops=("text", "message", "subject", "title"),
    read=read,
)
