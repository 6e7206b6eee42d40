"""Viva Engage, once Yammer: the zip of a network with `Messages.csv` and `Users.csv`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mandorla.conversations.sources.items import Author, LeftOut, Post, Unreadable, moment_of
from mandorla.conversations.sources.reader import Reader
from mandorla.conversations.sources.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle

USERS: Final = re.compile(r"(?:^|/)Users\.csv$", re.IGNORECASE)
MESSAGES: Final = re.compile(r"(?:^|/)Messages\.csv$", re.IGNORECASE)
NEEDED: Final = ("id", "sender_id", "created_at")


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The messages of all networks in it.

    Raises:
        Unreadable: It holds no `Messages.csv`.
    """
    people: dict[str, Author] = {}
    for entry in bundle.each(lambda path: USERS.search(path) is not None):
        for row in rows(entry, needed=("id",)):
            email = row.get("email", "").strip().lower()
            people[row["id"]] = Author(f"user {row['id']}", email, row.get("name", "").strip())
    is_empty = True
    for entry in bundle.each(lambda path: MESSAGES.search(path) is not None):
        is_empty = False
        for row in rows(entry, needed=NEEDED):
            yield _post(row, people)
    if is_empty:
        raise Unreadable("nothing_found", format="Viva Engage")


def _post(row: dict[str, str], people: dict[str, Author]) -> Post | LeftOut:
    if _is_true(row.get("in_private_conversation")):
        return LeftOut("private")
    channel = row.get("group_name", "").strip() or row.get("group_id", "").strip()
    sender = row["sender_id"].strip()
    author = people.get(sender)
    if author is None and sender:
        email = row.get("sender_email", "").strip().lower()
        author = Author(f"user {sender}", email, row.get("sender_name", "").strip())
        people[sender] = author
    if row.get("deleted_at", "").strip():
        return LeftOut("deleted", channel, author)
    if row.get("message_type", "").strip().lower() == "system":
        return LeftOut("notice", channel, author)
    if author is None:
        return LeftOut("anonymous", channel)
    sent_at = moment_of(row["created_at"])
    if sent_at is None:
        return LeftOut("undated", channel, author)
    thread = row.get("thread_id") or row["id"]
    answers = f"yammer/{row['replied_to_id']}" if row.get("replied_to_id") else None
    is_closed = _is_true(row.get("in_private_group"))
    key = f"yammer/{row['id']}"
    return Post(key, author, sent_at, f"yammer/{thread}", answers, channel, is_closed)


def _is_true(cell: str | None) -> bool:
    return (cell or "").strip().lower() in {"true", "1", "yes"}


READER = Reader(
    kind="yammer",
    name="Viva Engage (Yammer)",
    comes_as="export.zip",
    reads={
        "Messages.id": "post",
        "Messages.replied_to_id": "answer",
        "Messages.thread_id": "thread",
        "Messages.group_id": "channel",
        "Messages.group_name": "channel",
        "Messages.in_private_group": "kind",
        "Messages.in_private_conversation": "kind",
        "Messages.sender_id": "author",
        "Messages.sender_name": "name",
        "Messages.sender_email": "address",
        "Messages.message_type": "kind",
        "Messages.created_at": "moment",
        "Messages.deleted_at": "kind",
        "Users.id": "author",
        "Users.name": "name",
        "Users.email": "address",
    },
    drops=(
        "Messages.body",
        "Messages.attachments",
        "Messages.participants",
        "Messages.api_url",
        "Users.job_title",
        "Users.location",
        "Users.department",
        "Users.guid",
        "Users.joined_at",
        "Topics.csv",
        "Files.csv",
        "LikedMessages.csv",
    ),
    read=read,
    other_names=("viva", "viva_engage", "viva-engage"),
)
