"""Mattermost: the lines of a bulk export, alone or in the zip that `mmctl export` makes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.items import Author, LeftOut, Post, Unreadable, moment
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle
    from mandorla.conversations.sources.entry import Entry

LINES: Final = re.compile(r"\.jsonl?$", re.IGNORECASE)
JOINS: Final = re.compile(r"^system_(?:join|leave|add|remove)_")
WANTED: Final = {"user", "bot", "channel", "post"}
FROM_MACHINE: Final = ("from_bot", "from_webhook", "from_plugin")
OF_POST: Final = {
    "user": "author",
    "type": "kind",
    "create_at": "moment",
    "delete_at": "kind",
    **{f"props.{name}": "kind" for name in FROM_MACHINE},
}


@dataclass
class Server:
    """Whom and what the lines before have named."""

    people: dict[str, Author] = field(default_factory=dict)
    bots: set[str] = field(default_factory=set)
    closed: set[tuple[str, str]] = field(default_factory=set)

    def take(self, kind: str, row: dict[str, Any]) -> None:
        """A line that is no post."""
        if kind == "user":
            key = str(row.get("username") or "")
            names = (str(row.get(part) or "") for part in ("first_name", "last_name"))
            name = " ".join(" ".join(names).split()) or str(row.get("nickname") or key)
            email = str(row.get("email") or "").strip().lower()
            self.people[key] = Author(f"user {key}", email, name)
        elif kind == "bot":
            self.bots.add(str(row.get("username") or ""))
        elif kind == "channel" and row.get("type") == "P":
            self.closed.add((str(row.get("team")), str(row.get("name"))))


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The posts of all channels; direct messages are not looked at.

    Raises:
        Unreadable: It is no bulk export, or a line is cut off.
    """
    server = Server()
    is_empty = True
    for entry in bundle.each(lambda path: LINES.search(path) is not None):
        for kind, row in _lines(entry):
            is_empty = False
            if kind == "post":
                yield from _posts(row, server)
            elif kind == "direct_post":
                yield LeftOut("private")
            else:
                server.take(kind, row)
    if is_empty:
        raise Unreadable("nothing_found", format="Mattermost")


def _lines(entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(entry.lines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            kind = found["type"]
            row = found.get(kind) if kind in WANTED else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            raise Unreadable("no_json", entry=entry.name, line=number) from problem
        yield str(kind), row if isinstance(row, dict) else {}


def _posts(row: dict[str, Any], server: Server) -> Iterator[Post | LeftOut]:
    """A post that begins a thread, and those that answer it."""
    team, channel = str(row.get("team") or ""), str(row.get("channel") or "")
    place = f"mattermost/{team}/{channel}"
    root = f"{place}/{row.get('user')}/{row.get('create_at')}"
    is_closed = (team, channel) in server.closed
    replies = row.get("replies") or []
    for one, answers in [(row, None), *((reply, root) for reply in replies)]:
        if not isinstance(one, dict):
            continue
        user = str(one.get("user") or "")
        author = server.people.get(user) or Author(f"user {user}", "", user)
        sent_at = _moment(one.get("create_at"))
        if reason := _none(one, user, server):
            yield LeftOut(reason, channel, author)
        elif sent_at is None:
            yield LeftOut("undated", channel, author)
        else:
            key = f"{place}/{user}/{one.get('create_at')}"
            yield Post(key, author, sent_at, root, answers, channel, is_closed)


def _moment(milliseconds: object) -> Any:
    return moment(milliseconds / 1000) if isinstance(milliseconds, int | float) else None


def _none(row: dict[str, Any], user: str, server: Server) -> str:
    """Why it is no post; empty when it is one."""
    kind = str(row.get("type") or "")
    if kind.startswith("system_"):
        return "join" if JOINS.match(kind) else "notice"
    props = row.get("props")
    by_machine = isinstance(props, dict) and any(props.get(one) for one in FROM_MACHINE)
    if user in server.bots or by_machine:
        return "bot"
    if row.get("delete_at"):
        return "deleted"
    return "" if user else "anonymous"


READER = Reader(
    kind="mattermost",
    name="Mattermost",
    comes_as="export.jsonl",
    reads={
        "type": "kind",
        "user.username": "author",
        "user.email": "address",
        "user.first_name": "name",
        "user.last_name": "name",
        "user.nickname": "name",
        "bot.username": "kind",
        "channel.team": "channel",
        "channel.name": "channel",
        "channel.type": "kind",
        "post.team": "channel",
        "post.channel": "channel",
        **{f"post.{name}": purpose for name, purpose in OF_POST.items()},
        **{f"post.replies[].{name}": purpose for name, purpose in OF_POST.items()},
    },
    drops=(
        "post.message",
        "post.attachments",
        "post.reactions",
        "post.replies[].message",
        "channel.header",
        "channel.purpose",
        "user.position",
        "user.password",
        "user.auth_data",
        "user.teams",
        "user.locale",
        "direct_post.message",
        "direct_channel",
    ),
    read=read,
)
