"""Every kind of export that can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources import (
    discourse,
    listserv,
    mattermost,
    mbox,
    plain_csv,
    slack,
    vault,
    yammer,
    zulip,
)
from mandorla.conversations.sources.items import Unreadable, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.items import LeftOut, Post
    from mandorla.conversations.sources.reader import Reader

PACKED: Final = re.compile(r"\.(?:zip|tar|tgz|tar\.gz)$", re.IGNORECASE)
_ALL: Final = (slack, zulip, mbox, listserv, discourse, yammer, mattermost, vault, plain_csv)
READERS: Final[Mapping[str, Reader]] = {one.READER.kind: one.READER for one in _ALL}
NAMES: Final[Mapping[str, str]] = {
    name: reader.kind for reader in READERS.values() for name in (reader.kind, *reader.other_names)
}


def read(
    kind: str, bundle: Bundle, *, earliest: datetime, latest: datetime
) -> Iterator[Post | LeftOut]:
    """What an export holds, with everything that is wrong with it said as one thing.

    Args:
        kind: The kind of export.
        bundle: The export.
        earliest: Posts from before are left out: no such tool was there.
        latest: Posts from after are left out: they have not been written yet.

    Raises:
        Unreadable: It cannot be read; which file, where in it and why.
    """
    try:
        yield from sound(READERS[kind].read(bundle), earliest=earliest, latest=latest)
    except Unreadable as problem:
        problem.file = bundle.name
        if problem.why == "nothing_found" and (inner := _packed_in(bundle)):
            problem.why = "packed"
            problem.facts["inner"] = inner
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        odd = Unreadable("odd", format=READERS[kind].name)
        odd.file = bundle.name
        raise odd from problem


def _packed_in(bundle: Bundle) -> str:
    """The archive that lies in an export; empty when there is none."""
    found = (entry.name for entry in bundle.each(lambda path: PACKED.search(path) is not None))
    return next((name for name in found if name != bundle.name and PACKED.search(name)), "")
