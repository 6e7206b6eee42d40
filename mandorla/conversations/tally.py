"""What an export holds, counted while it is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mandorla.conversations.sources.items import Author, LeftOut, Post

if TYPE_CHECKING:
    from collections.abc import Mapping

NEVER_EARLIER = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass
class Channel:
    """What was found in one channel.

    Attributes:
        messages: Everything in it, also what is no post.
        posts: What people wrote.
        is_closed: It is not open to everybody in the source.
    """

    messages: int = 0
    posts: int = 0
    is_closed: bool = False


@dataclass
class Tally:
    """Counts of an export.

    Attributes:
        left_out: How many were no posts, or may not be kept, by reason.
        channels: What was found in each.
        authors: Who wrote posts, by what makes them one.
        first: The first moment of a post; None while there is none.
        last: The last one.
    """

    left_out: Counter[str] = field(default_factory=Counter)
    channels: dict[str, Channel] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    posts: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def messages(self) -> int:
        """Everything that was found; files that were not opened are none."""
        return self.posts + self.left_out.total() - self.left_out["unopened"]

    def take(self, item: Post | LeftOut) -> None:
        """Count one."""
        channel = self.channels.get(item.channel)
        if channel is None:
            channel = self.channels[item.channel] = Channel()
        channel.messages += 1
        if isinstance(item, LeftOut):
            self.left_out[item.reason] += 1
            return
        self.posts += 1
        channel.posts += 1
        channel.is_closed = channel.is_closed or item.is_closed
        self.authors.setdefault(item.author.identity, item.author)
        if self.first is None or item.sent_at < self.first:
            self.first = item.sent_at
        if self.last is None or item.sent_at > self.last:
            self.last = item.sent_at

    def leave_out_doubles(self, count: int) -> None:
        """So many posts have been counted that were there before; their channels keep them."""
        self.left_out["double"] += count
        self.posts -= count

    def counts(self) -> Mapping[str, int]:
        """The figures that are kept of it."""
        return {
            "messages": self.messages,
            "posts": self.posts,
            "authors": len(self.authors),
        }
