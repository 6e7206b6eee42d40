"""What a reader gives: posts without text, and what is no post with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Why something is no post. Each has its words in `mandorla/conversations/words.py`.
REASONS: Final = (
    "join",
    "bot",
    "notice",
    "deleted",
    "private",
    "unopened",
    "closed",
    "unmapped",
    "anonymous",
    "undated",
    "too_early",
    "in_future",
    "expired",
    "double",
)
ZONE: Final = re.compile(r"(\d) ?(?:UTC|GMT)$")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a post, as the source says it: to find their unit, and then dropped.

    Attributes:
        key: What the source knows them by: an id, a user name, an address or only a name.
        email: Their address in small letters; empty when the source has none.
        name: The name they show; empty when the source has none.
    """

    key: str
    email: str = ""
    name: str = ""

    @property
    def identity(self) -> str:
        """What makes them one: the address, which is the same in all sources, or else the key."""
        return f"email:{self.email}" if self.email else f"key:{self.key}"


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody wrote something; what they wrote is not here.

    Attributes:
        key: What the source knows the post by.
        author: Who wrote it.
        sent_at: The moment, in UTC.
        thread: What the source knows its thread by.
        reply_to: The key of the post it answers; None when it answers none.
        channel: The channel, list or category, by the name that people use.
        is_closed: The channel is not open to everybody in the source.
    """

    key: str
    author: Author
    sent_at: datetime
    thread: str
    reply_to: str | None
    channel: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the file that is no post, or may not be read.

    Attributes:
        reason: One of `REASONS`.
        channel: Where it was, when the source says so.
        author: Who wrote it, when the source says so.
    """

    reason: str
    channel: str = ""
    author: Author | None = None


class Unreadable(Exception):
    """A file cannot be read: why, and where exactly.

    Attributes:
        why: A word that `mandorla/conversations/words.py` puts into a sentence.
        file: The name of the file.
        entry: The file inside of it; empty when it is not about one.
        line: The line, from 1; 0 when it is not about one.
        facts: Values for the sentence.
    """

    def __init__(self, why: str, *, entry: str = "", line: int = 0, **facts: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.file = ""
        self.entry = entry
        self.line = line
        self.facts = facts


def moment(seconds: float) -> datetime | None:
    """The moment so many seconds after 1970 began; None when no calendar has it."""
    try:
        return EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def moment_of(text: str) -> datetime | None:
    """The moment that a text such as `2026-03-01T09:00:00.000Z` says; without a zone it is UTC.

    >>> moment_of("2026/03/01 10:00:00 +0100")
    datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        plain = ZONE.sub(r"\1+00:00", text.strip()).replace("/", "-").replace(" +", "+")
        found = datetime.fromisoformat(plain)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def digest(*parts: str) -> str:
    """A number in place of what must not be kept, as a subject that says which thread it is.

    >>> digest("Lunch on Friday?") == digest("Lunch on Friday?") != digest("Lunch on Monday?")
    True
    """
    return blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=12).hexdigest()


def sound(
    items: Iterator[Post | LeftOut], *, earliest: datetime, latest: datetime
) -> Iterator[Post | LeftOut]:
    """The same, without posts from before there were such tools, or from the future."""
    for item in items:
        if type(item) is Post and not earliest <= item.sent_at <= latest:
            reason = "too_early" if item.sent_at < earliest else "in_future"
            yield LeftOut(reason, item.channel, item.author)
        else:
            yield item
