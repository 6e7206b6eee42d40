"""Real exports of others, counted once by hand: our counts equal those."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from mandorla.conversations.sources.bundle import open_bundle
from mandorla.conversations.sources.items import LeftOut, Post
from mandorla.conversations.sources.mail import bare_subject, header_of
from mandorla.conversations.sources.mbox import mails
from tests.conversations.sample import left_out, posts, read
from tests.shared_data import shared


def truth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "ground_truth.json").read_text())
    return found


def test_slack_counts_what_people_wrote():
    folder = shared("C_slack_testarchive")
    items = read("slack", folder / "slack_export_testarchive.zip")
    known = truth(folder)

    assert len(items) == known["messages_total"]
    assert len(posts(items)) == known["human_posts"]
    assert Counter(post.channel for post in posts(items)) == known["human_posts_by_channel"]
    by_month = Counter(f"{post.sent_at:%Y-%m}" for post in posts(items))
    assert by_month == known["human_posts_by_month"]
    assert len({post.author for post in posts(items)}) == known["distinct_posters"]
    assert left_out(items) == {"bot": 97, "join": 8, "notice": 1}


def test_mbox_counts_every_mail():
    folder = shared("C_mbox_numpy_discussion")
    items = read("mbox", folder / "2001-November.txt")
    known = truth(folder)["2001-November.txt"]

    assert len(items) == len(posts(items)) == known["messages"]
    assert len({post.author for post in posts(items)}) == known["distinct_from_headers"]
    domains = Counter(post.author.email.partition("@")[2] for post in posts(items))
    assert domains == dict(known["domains"])
    assert f"{min(post.sent_at for post in posts(items)):%Y-%m-%d %X}" == known["first_date"]
    assert f"{max(post.sent_at for post in posts(items)):%Y-%m-%d %X}" == known["last_date"]


def test_mbox_reads_subjects_as_threads():
    folder = shared("C_mbox_numpy_discussion")
    known = truth(folder)["2001-November.txt"]
    bundle = open_bundle(folder / "2001-November.txt")
    headers = [header_of(lines) for entry in bundle.each(bool) for _envelope, lines in mails(entry)]

    assert sum("in-reply-to" in one for one in headers) == known["with_in_reply_to"]
    # The other count left "RE: [list] Re:" where it stands twice.
    assert len({bare_subject(one["subject"]) for one in headers}) == 26


def test_discourse_counts_every_post():
    folder = shared("C_discourse_urho3d")
    items = read("discourse", folder / "topics")
    known = truth(folder)
    by_key = {post.key: post for post in posts(items)}
    edges = {
        (post.author, by_key[post.reply_to].author)
        for post in posts(items)
        if post.reply_to and post.author != by_key[post.reply_to].author
    }

    assert len(items) == known["posts"]
    assert len({item.author for item in items}) == known["users"]
    assert len({post.thread for post in posts(items)}) == known["topics"]
    assert left_out(items) == {"notice": 2}  # topics that were closed; one of them made an edge
    assert len(edges) == known["reply_edges_directed_distinct"] - 1


def test_zulip_counts_every_message_of_the_topics_that_were_counted(tmp_path: Path):
    """Those whose file begins with a dot, as all that are resolved, were not; they are read, too."""
    folder = shared("C_zulip_lean")
    known = truth(folder)
    counted: list[Post | LeftOut] = []
    for name, stream in known["streams"].items():
        to = tmp_path / name / name
        shutil.copytree(folder / "zulip_json" / name, to, ignore=shutil.ignore_patterns(".*"))
        items = read("zulip", to.parent)
        counted += items
        assert len(items) == stream["messages"]
        assert len({item.author for item in items}) == stream["senders"]

    assert len(counted) == known["messages_total"]
    assert len({item.author for item in counted}) == known["senders_total"]
    assert left_out(counted) == {"bot": 81}
    assert len(read("zulip", folder)) == 9352
