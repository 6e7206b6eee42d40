"""Discourse: topics as its API gives them (`/t/<id>.json`), one in a file or many in a folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.items import Author, LeftOut, Post, Unreadable, moment_of
from mandorla.conversations.sources.json_pieces import whole
from mandorla.conversations.sources.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.conversations.sources.bundle import Bundle

JSON: Final = re.compile(r"\.json$", re.IGNORECASE)
REGULAR: Final = 1
WHISPER: Final = 4  # read by the staff of the forum only
PRIVATE: Final = "private_message"


def read(bundle: Bundle) -> Iterator[Post | LeftOut]:
    """The posts of all topics.

    Raises:
        Unreadable: None of the files is a topic.
    """
    people: dict[str, Author] = {}
    is_empty = True
    for entry in bundle.each(lambda path: JSON.search(path) is not None):
        found = whole(entry)
        for topic in found if isinstance(found, list) else [found]:
            posts = _posts(topic)
            is_empty = is_empty and posts is None
            for row in posts or []:
                yield _post(row, topic, people)
    if is_empty:
        raise Unreadable("nothing_found", format="Discourse")


def _posts(topic: Any) -> list[dict[str, Any]] | None:
    """The posts of a topic; None when it is none, as the list of categories."""
    stream = topic.get("post_stream") if isinstance(topic, dict) else None
    posts = stream.get("posts") if isinstance(stream, dict) else None
    return [row for row in posts if isinstance(row, dict)] if isinstance(posts, list) else None


def _post(row: dict[str, Any], topic: dict[str, Any], people: dict[str, Author]) -> Post | LeftOut:
    channel = f"category {topic['category_id']}" if topic.get("category_id") else ""
    key = str(row.get("user_id") or row.get("username") or "")
    name = str(row.get("name") or row.get("username") or "")
    author = people.setdefault(key, Author(f"user {key}", "", name)) if key else None
    if reason := _none(row, topic, author):
        return LeftOut(reason, channel, author)
    sent_at = moment_of(str(row.get("created_at") or ""))
    if sent_at is None or author is None:
        return LeftOut("undated", channel, author)
    thread = f"discourse/{topic.get('id')}"
    number = row.get("post_number")
    answered = row.get("reply_to_post_number") or (1 if number != 1 else None)
    answers = f"{thread}/{answered}" if answered else None
    return Post(f"{thread}/{number}", author, sent_at, thread, answers, channel)


def _none(row: dict[str, Any], topic: dict[str, Any], author: Author | None) -> str:
    """Why it is no post; empty when it is one."""
    kind = row.get("post_type", REGULAR)
    if topic.get("archetype") == PRIVATE or kind == WHISPER:
        return "private"
    if kind != REGULAR:
        return "notice"
    if row.get("deleted_at") or row.get("user_deleted"):
        return "deleted"
    if author is None:
        return "anonymous"
    return "bot" if (row.get("user_id") or 1) < 0 else ""


READER = Reader(
    kind="discourse",
    name="Discourse",
    comes_as="topics.zip",
    reads={
        "id": "thread",
        "category_id": "channel",
        "archetype": "kind",
        "posts[].post_number": "post",
        "posts[].reply_to_post_number": "answer",
        "posts[].post_type": "kind",
        "posts[].deleted_at": "kind",
        "posts[].user_deleted": "kind",
        "posts[].user_id": "author",
        "posts[].username": "author",
        "posts[].name": "name",
        "posts[].created_at": "moment",
    },
    drops=(
        "title",
        "slug",
        "tags",
        "views",
        "details",
        "posts[].cooked",
        "posts[].avatar_template",
        "posts[].user_title",
        "posts[].primary_group_name",
        "posts[].trust_level",
        "posts[].actions_summary",
        "posts[].reads",
        "posts[].edit_reason",
    ),
    read=read,
)
