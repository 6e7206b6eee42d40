"""Google Vault: a zip of mboxes. Exports of several accounts hold the same mail several times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import Unreadable
from mandorla.conversations.sources.mail import DROPS, READS, Threads, header_of, post_of
from mandorla.conversations.sources.mbox import LINE, list_name, mails
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.items import LeftOut, Post

MAILS: Final = re.compile(r"\.mbox$", re.IGNORECASE)


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The mails of all mboxes in it; the lists of accounts and members beside are not opened.

    Raises:
        Unreadable: It holds no mbox.
    """
    threads = Threads()
    is_empty = True
    for entry in bundle.each(lambda path: MAILS.search(path) is not None):
        channel = list_name(entry.name, "")
        for envelope, header in mails(entry):
            is_empty = False
            yield post_of(header_of(header), channel=channel, threads=threads, envelope=envelope)
    if is_empty:
        raise Unreadable("nothing_found", format="Google Vault")


READER = Reader(
    kind="vault",
    name="Google Vault",
    comes_as="export-1.zip",
    reads={**READS, LINE: "moment"},
    drops=(*DROPS, "metadata.xml", "results-count.csv", "group-membership.csv"),
    read=read,
    other_names=("google_vault", "google-vault"),
)
