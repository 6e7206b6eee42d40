"""Slack: the zip of an export of a workspace, or of an Enterprise Grid.

A folder for each channel, in it a file for each day with activity, and lists of users and
channels beside the folders. All of it may lie below further folders, as when somebody packs the
export again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.items import Author, LeftOut, Post, Unreadable, moment
from mandorla.conversations.sources.json_pieces import elements
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.entry import Entry

LISTS: Final = re.compile(r"(?:^|/)(?:users|org_users|channels|groups|dms|mpims)\.json$")
DAY: Final = re.compile(r"(?:(?P<root>.*)/)?(?P<folder>[^/]+)/\d{4}-\d\d-\d\d\.json$")
DIRECT: Final = re.compile(r"^(?:D[A-Z0-9]{7,}|mpdm-.*)$")
SAID: Final = {None, "", "file_share", "me_message", "thread_broadcast"}
OTHERWISE: Final = {
    "channel_join": "join",
    "channel_leave": "join",
    "group_join": "join",
    "group_leave": "join",
    "bot_message": "bot",
    "bot_add": "bot",
    "bot_remove": "bot",
    "bot_enable": "bot",
    "bot_disable": "bot",
    "tombstone": "deleted",
}


@dataclass(frozen=True)
class Room:
    """A channel: its id, which stays when it is renamed, and the name of its folder."""

    id: str
    name: str
    kind: str  # channels, groups, dms or mpims


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The posts of an export; messages between a few people are not even opened.

    Raises:
        Unreadable: It is no export of Slack, or damaged.
    """
    people: dict[str, Author] = {"USLACKBOT": Author("USLACKBOT")}
    bots = {"USLACKBOT"}
    rooms = _directory(bundle, people, bots)
    is_empty = not rooms
    for entry in bundle.each(lambda path: DAY.search(path) is not None):
        if not DAY.search(entry.name):
            continue  # one file alone is no export
        is_empty = False
        room = _room(entry.name, rooms)
        if room.kind in {"dms", "mpims"}:
            yield LeftOut("unopened")
        else:
            yield from _day(entry, room, people, bots)
    if is_empty:
        raise Unreadable("nothing_found", format="Slack")


def _directory(
    bundle: Bundle, people: dict[str, Author], bots: set[str]
) -> Mapping[tuple[str, str], Room]:
    """Fill in the people; give the rooms by where they lie and the name of their folder."""
    rooms: dict[tuple[str, str], Room] = {}
    for entry in bundle.each(lambda path: LISTS.search(path) is not None):
        root, _slash, name = entry.name.rpartition("/")
        kind = name.removesuffix(".json")
        for row in elements(entry):
            key = str(row.get("id") or "")
            if kind.endswith("users"):
                people[key] = _author(key, row)
                if row.get("is_bot"):
                    bots.add(key)
            else:
                folder = str(row.get("name") or key)
                rooms[root, folder] = Room(key or folder, folder, kind)
    return rooms


def _author(key: str, row: dict[str, Any]) -> Author:
    profile = row.get("profile") or {}
    name = row.get("real_name") or profile.get("real_name") or row.get("name") or ""
    return Author(key, str(profile.get("email") or "").strip().lower(), str(name))


def _room(path: str, rooms: Mapping[tuple[str, str], Room]) -> Room:
    found = DAY.search(path)
    root, folder = (found["root"] or "", found["folder"]) if found else ("", path)
    unlisted = "dms" if DIRECT.match(folder) else "channels"
    return rooms.get((root, folder)) or Room(folder, folder, unlisted)


def _day(
    entry: Entry, room: Room, people: dict[str, Author], bots: set[str]
) -> Iterator[Post | LeftOut]:
    name, place, is_closed = room.name, f"slack/{room.id}/", room.kind == "groups"
    for row in elements(entry):
        user = row.get("user")
        author = people.get(user) if user else None
        subtype = row.get("subtype")
        if subtype not in SAID:
            yield LeftOut(OTHERWISE.get(str(subtype), "notice"), name, author)
            continue
        if user in bots or (author is None and row.get("bot_id")):
            yield LeftOut("bot", name, author)
            continue
        if not isinstance(user, str) or not user:
            yield LeftOut("anonymous", name)
            continue
        ts = row.get("ts")
        sent_at = _moment(ts)
        if sent_at is None:
            yield LeftOut("undated", name, author)
            continue
        if author is None:
            author = people[user] = _stranger(user, row)
        root = row.get("thread_ts") or ts
        answers = f"{place}{root}" if root != ts else None
        yield Post(f"{place}{ts}", author, sent_at, f"{place}{root}", answers, name, is_closed)


def _moment(ts: object) -> Any:
    try:
        return moment(float(ts))  # type: ignore[arg-type] # anything may stand there
    except (TypeError, ValueError):
        return None


def _stranger(key: str, row: dict[str, Any]) -> Author:
    """Somebody whom the list of users does not have: a guest, or from another workspace."""
    profile = row.get("user_profile") or {}
    return Author(key, "", str(profile.get("real_name") or ""))


READER = Reader(
    kind="slack",
    name="Slack",
    comes_as="export.zip",
    reads={
        "users[].id": "author",
        "users[].name": "name",
        "users[].real_name": "name",
        "users[].profile.real_name": "name",
        "users[].profile.email": "address",
        "users[].is_bot": "kind",
        "channels[].id": "channel",
        "channels[].name": "channel",
        "message.user": "author",
        "message.ts": "moment",
        "message.thread_ts": "thread",
        "message.subtype": "kind",
        "message.bot_id": "kind",
        "message.user_profile.real_name": "name",
    },
    drops=(
        "message.text",
        "message.blocks",
        "message.attachments",
        "message.files",
        "message.reactions",
        "message.replies",
        "message.edited",
        "message.client_msg_id",
        "users[].profile.phone",
        "users[].profile.title",
        "users[].profile.image_72",
        "users[].profile.fields",
        "users[].tz",
        "channels[].topic",
        "channels[].purpose",
        "channels[].members",
    ),
    read=read,
)
