"""Zulip: the export of an organization, or the folders of zulip-archive.

The export (`.tar.gz`, or unpacked) has tables of people and streams in `realm.json` and messages
in `messages-000001.json` and on. zulip-archive has a folder for each stream and in it a file for
each topic, and knows people by their names only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.items import (
    Author,
    LeftOut,
    Post,
    Unreadable,
    digest,
    moment,
)
from mandorla.conversations.sources.json_pieces import elements, tables
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.entry import Entry

REALM: Final = re.compile(r"(?:^|/)realm\.json$")
MESSAGES: Final = re.compile(r"(?:^|/)messages-\d+\.json$")
TOPIC: Final = re.compile(r"(?:^|/)(?P<stream>\d+-[^/]+)/[^/]+\.json$")
PEOPLE: Final = ("zerver_userprofile", "zerver_userprofile_mirrordummy")
SYSTEM: Final = "zerver_userprofile_crossrealm"
WANTED: Final = {*PEOPLE, SYSTEM, "zerver_stream", "zerver_recipient"}
STREAM: Final = 2  # a recipient that is a stream, and neither a person nor a group
# Of the archive: names by which every installation writes its own notices.
OWN_BOTS: Final = {"Notification Bot", "Welcome Bot", "Zulip Notifications", "Email Gateway"}


@dataclass
class Realm:
    """Who and what the messages are about."""

    people: dict[int, Author] = field(default_factory=dict)
    bots: set[int] = field(default_factory=set)
    streams: dict[int, tuple[str, bool]] = field(default_factory=dict)
    recipients: dict[int, int] = field(default_factory=dict)

    def take(self, table: str, row: dict[str, Any]) -> None:
        """One row of a table."""
        key = row.get("id")
        if not isinstance(key, int):
            return
        if table == "zerver_stream":
            self.streams[key] = str(row.get("name") or key), bool(row.get("invite_only"))
        elif table == "zerver_recipient":
            if row.get("type") == STREAM:
                self.recipients[key] = row.get("type_id") or 0
        else:
            email = str(row.get("delivery_email") or row.get("email") or "").strip().lower()
            self.people[key] = Author(f"user {key}", email, str(row.get("full_name") or ""))
            if row.get("is_bot") or table == SYSTEM:
                self.bots.add(key)


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The posts of an export or of an archive.

    Raises:
        Unreadable: It is neither, or damaged.
    """
    realm = Realm()
    for entry in bundle.each(lambda path: REALM.search(path) is not None):
        for table, row in tables(entry, WANTED):
            realm.take(table, row)
    is_export = bool(realm.people or realm.streams)
    pattern = MESSAGES if is_export else TOPIC
    is_empty = True
    for entry in bundle.each(lambda path: pattern.search(path) is not None):
        is_empty = False
        yield from _messages(entry, realm) if is_export else _topic(entry)
    if is_empty and not is_export:
        raise Unreadable("nothing_found", format="Zulip")


def _messages(entry: Entry, realm: Realm) -> Iterator[Post | LeftOut]:
    for _table, row in tables(entry, {"zerver_message"}):
        sender = row.get("sender")
        stream = realm.recipients.get(row.get("recipient") or 0)
        if stream is None:
            yield LeftOut("private")
            continue
        channel, is_closed = realm.streams.get(stream, (f"stream {stream}", False))
        author = realm.people.get(sender or 0)
        if sender in realm.bots:
            yield LeftOut("bot", channel, author)
        elif not isinstance(sender, int):
            yield LeftOut("anonymous", channel)
        else:
            author = author or realm.people.setdefault(sender, Author(f"user {sender}"))
            topic = str(row.get("subject"))
            yield _post(row, row.get("date_sent"), author, channel, topic, is_closed=is_closed)


def _topic(entry: Entry) -> Iterator[Post | LeftOut]:
    found = TOPIC.search(entry.name)
    stream = found["stream"] if found else ""
    channel = stream.partition("-")[2]
    people: dict[str, Author] = {}
    for row in elements(entry):
        name = str(row.get("sender_full_name") or "").strip()
        author = people.setdefault(name, Author(f"name {name}", "", name))
        if name in OWN_BOTS:
            yield LeftOut("bot", channel, author)
        elif not name:
            yield LeftOut("anonymous", channel)
        else:
            yield _post(row, row.get("timestamp"), author, channel, entry.name)


def _post(
    row: dict[str, Any],
    seconds: object,
    author: Author,
    channel: str,
    topic: str,
    *,
    is_closed: bool = False,
) -> Post | LeftOut:
    """A message of a topic; what it answers is nowhere said, only that it is in the topic."""
    sent_at = moment(seconds) if isinstance(seconds, int | float) else None
    if sent_at is None:
        return LeftOut("undated", channel, author)
    thread = digest("zulip", channel, topic)
    return Post(f"zulip/{row.get('id')}", author, sent_at, thread, None, channel, is_closed)


READER = Reader(
    kind="zulip",
    name="Zulip",
    comes_as="zulip-export.tar.gz",
    reads={
        "zerver_userprofile[].id": "author",
        "zerver_userprofile[].full_name": "name",
        "zerver_userprofile[].delivery_email": "address",
        "zerver_userprofile[].email": "address",
        "zerver_userprofile[].is_bot": "kind",
        "zerver_stream[].id": "channel",
        "zerver_stream[].name": "channel",
        "zerver_stream[].invite_only": "kind",
        "zerver_recipient[].id": "channel",
        "zerver_recipient[].type": "kind",
        "zerver_recipient[].type_id": "channel",
        "zerver_message[].id": "post",
        "zerver_message[].sender": "author",
        "zerver_message[].recipient": "channel",
        "zerver_message[].subject": "thread",
        "zerver_message[].date_sent": "moment",
        "archive[].id": "post",
        "archive[].sender_full_name": "author",
        "archive[].timestamp": "moment",
    },
    drops=(
        "archive[].content",
        "zerver_message[].content",
        "zerver_message[].rendered_content",
        "zerver_message[].edit_history",
        "zerver_usermessage",
        "zerver_userprofile[].role",
        "zerver_userprofile[].date_joined",
        "zerver_stream[].description",
        "zerver_subscription",
        "zerver_customprofilefieldvalue",
        "zerver_reaction",
    ),
    read=read,
)
