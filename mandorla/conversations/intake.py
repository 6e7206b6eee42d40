"""From an export to posts in the lake: read, counted, and without a word of what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mandorla.conversations.authors import Writers
from mandorla.conversations.hashing import Hasher, salt
from mandorla.conversations.lake import Lake, PostRow
from mandorla.conversations.retention import kept_from
from mandorla.conversations.sources import readers
from mandorla.conversations.sources.bundle import open_bundle
from mandorla.conversations.sources.items import LeftOut, Post, Unreadable
from mandorla.conversations.sources.seen import Seen
from mandorla.conversations.tally import NEVER_EARLIER, Tally
from mandorla.conversations.words import no_channel, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime


TOGETHER = 10_000  # items that are handled at once
TOMORROW = timedelta(days=1)  # clocks and time zones differ by less


@dataclass(frozen=True)
class Export:
    """An export somebody has.

    Attributes:
        kind: Which program it comes from: a word of `readers.READERS`.
        path: Where it lies.
        name: What people call it.
    """

    kind: str
    path: Path
    name: str

    def items(self, *, at: datetime) -> Iterator[Post | LeftOut]:
        """What it holds.

        Raises:
            Refused: It cannot be read; where exactly and why.
        """
        try:
            bundle = open_bundle(self.path, name=self.name)
            yield from readers.read(self.kind, bundle, earliest=NEVER_EARLIER, latest=at + TOMORROW)
        except Unreadable as problem:
            problem.file = self.name
            raise refusal(problem) from problem


@dataclass(frozen=True)
class Target:
    """Where the posts of an export go.

    Attributes:
        everything: The community to which all channels go that are not closed; None when only
            chosen ones are imported.
        channels: The community of each channel that was chosen, or None to leave it out.
    """

    everything: int | None = None
    channels: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def communities(self) -> set[int]:
        """All communities to which something may go."""
        return {one for one in (self.everything, *self.channels.values()) if one is not None}

    def of(self, post: Post) -> tuple[int | None, str]:
        """The community a post goes to; or None, and why it is left out."""
        if post.channel in self.channels:
            return self.channels[post.channel], "unmapped"
        if post.is_closed:
            return None, "closed"
        return self.everything, "unmapped"

    def refuse_unknown(self, tally: Tally) -> None:
        """A channel that was chosen is in the export.

        Raises:
            Refused: It is not; which ones are.
        """
        if unknown := sorted(self.channels.keys() - tally.channels.keys()):
            raise no_channel(unknown[0], tally.channels)


@dataclass(frozen=True)
class Brought:
    """What an import did.

    Attributes:
        tally: What the export holds.
        written: Posts that are in the lake now and were not before.
        by_community: The same by community.
        matched: Authors who are people here.
        unmatched: Authors who are not.
    """

    tally: Tally
    written: int
    by_community: Mapping[int, int]
    matched: int
    unmatched: int


def the_lake() -> Lake:
    """Where this installation keeps posts."""
    return Lake(settings.CONVERSATION_LAKE)


def look(export: Export, *, at: datetime) -> Tally:
    """Count what an export holds, each post once, and change nothing.

    Raises:
        Refused: It cannot be read.
    """
    tally, seen, doubles = Tally(), Seen(), 0
    for item in export.items(at=at):
        tally.take(item)
        if isinstance(item, Post) and not seen.is_new(hash(item.key)):
            doubles += 1
    tally.leave_out_doubles(doubles)
    return tally


def bring(
    export: Export,
    target: Target,
    *,
    key: str,
    confirmed: Mapping[str, int],
    at: datetime,
    tell: Callable[[int], None],
) -> Brought:
    """Put the posts of an export into the lake, each once.

    Args:
        export: The export.
        target: The community of each channel.
        key: What its files in the lake are called.
        confirmed: The person that an author is, where somebody confirmed it.
        at: The moment.
        tell: Is told how many items have been read.

    Raises:
        Refused: It cannot be read, or a channel that was chosen is not in it. Nothing of it is
            in the lake then.
    """
    hasher = Hasher(salt())
    tally, writers = Tally(), Writers(hasher, confirmed)
    items, read = export.items(at=at), 0
    oldest = kept_from(at)
    with the_lake().writing(key, communities=target.communities) as writer:
        while some := list(islice(items, TOGETHER)):
            chosen = list(_chosen(some, target, oldest, tally))
            writers.learn(post.author for post, _community in chosen)
            for post, community in chosen:
                writer.add(_row(post, community, writers, hasher))
            read += len(some)
            tell(read)
        target.refuse_unknown(tally)
    tally.leave_out_doubles(writer.doubles)
    return Brought(
        tally=tally,
        written=writer.written,
        by_community=writer.by_community,
        matched=writers.matched,
        unmatched=writers.unmatched,
    )


def _chosen(
    items: Sequence[Post | LeftOut], target: Target, oldest: datetime | None, tally: Tally
) -> Iterator[tuple[Post, int]]:
    """The posts that go to a community; what does not is counted."""
    for item in items:
        if isinstance(item, LeftOut):
            tally.take(item)
            continue
        community, reason = target.of(item)
        if community is None:
            tally.take(LeftOut(reason, item.channel, item.author))
        elif oldest and item.sent_at < oldest:
            tally.take(LeftOut("expired", item.channel, item.author))
        else:
            tally.take(item)
            yield item, community


def _row(post: Post, community: int, writers: Writers, hasher: Hasher) -> PostRow:
    writer = writers[post.author]
    day = post.sent_at.date()
    return PostRow(
        community=community,
        post=hasher("post", post.key),
        author=writer.number,
        sent_at=post.sent_at,
        thread=hasher("thread", post.thread),
        reply_to=hasher("post", post.reply_to) if post.reply_to else None,
        unit=writer.unit_on(day),
        leader=writer.leads(community, day),
    )
