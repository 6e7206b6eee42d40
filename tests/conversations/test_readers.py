from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mandorla.conversations.sources.items import Author, LeftOut, Post, moment_of
from tests.conversations.sample import FILES, copied, left_out, posts, read, tarred, zipped

ANA = Author("U1", "ana.kanarie@halden.example", "Ana Kanarie")


def keys(kind: str, folder: str) -> list[tuple[str, str | None, str]]:
    return [(post.key, post.reply_to, post.channel) for post in posts(read(kind, FILES / folder))]


def test_slack_gives_posts_and_says_what_is_none():
    items = read("slack", FILES / "slack")

    first = posts(items)[0]
    assert first == Post(
        key="slack/C1/1772442060.000200",
        author=ANA,
        sent_at=datetime(2026, 3, 2, 9, 1, 0, 200, tzinfo=UTC),
        thread="slack/C1/1772442060.000200",
        reply_to=None,
        channel="general",
    )
    assert [post.reply_to == first.key for post in posts(items)] == [
        False,
        True,
        True,
        *[False] * 3,
    ]
    assert left_out(items) == {
        "unopened": 1,
        "join": 1,
        "bot": 3,
        "notice": 2,
        "deleted": 1,
        "anonymous": 1,
        "undated": 2,
    }


def test_slack_knows_guests_by_what_their_message_says_of_them():
    guests = [
        post.author for post in posts(read("slack", FILES / "slack")) if not post.author.email
    ]

    assert guests == [Author("U9", "", "Gast Kanarie")]


def test_slack_marks_channels_that_are_not_open_to_everybody():
    closed = {post.channel for post in posts(read("slack", FILES / "slack")) if post.is_closed}

    assert closed == {"secret-plans"}


@pytest.mark.parametrize("under", ["", "my export/", "a/b/"])
def test_slack_is_read_alike_when_it_is_packed_again_below_a_folder(tmp_path: Path, under: str):
    path = zipped(FILES / "slack", tmp_path / "export.zip", under=under)

    assert read("slack", path) == read("slack", FILES / "slack")


def test_slack_is_read_alike_when_it_is_of_an_enterprise_grid(tmp_path: Path):
    folder = copied("slack", tmp_path)
    (folder / "users.json").rename(folder / "org_users.json")

    assert read("slack", folder) == read("slack", FILES / "slack")


def test_slack_ignores_what_a_mac_adds_to_a_zip(tmp_path: Path):
    folder = copied("slack", tmp_path)
    (folder / "__MACOSX" / "general").mkdir(parents=True)
    (folder / "__MACOSX" / "general" / "._2026-03-02.json").write_bytes(b"\0\5\x16\7")
    (folder / "general" / "._2026-03-02.json").write_bytes(b"\0\5\x16\7")

    assert read("slack", folder) == read("slack", FILES / "slack")


def test_zulip_reads_the_export_of_an_organization(tmp_path: Path):
    items = read("zulip", tarred(FILES / "zulip", tmp_path / "export.tar.gz"))

    assert items == read("zulip", FILES / "zulip")
    assert [(post.key, post.channel, post.is_closed) for post in posts(items)] == [
        ("zulip/1", "help", False),
        ("zulip/2", "help", False),
        ("zulip/3", "board", True),
        ("zulip/7", "help", False),
    ]
    assert len({post.thread for post in posts(items)}) == 3
    assert left_out(items) == {"bot": 2, "private": 1}


def test_zulip_reads_an_archive_also_of_topics_whose_file_begins_with_a_dot():
    items = read("zulip", FILES / "zulip-archive")

    assert [(post.key, post.author.name) for post in posts(items)] == [
        ("zulip/71", "Ana Kanarie"),
        ("zulip/73", "Ben Kanarie"),
    ]
    assert left_out(items) == {"bot": 1}


def test_mbox_reads_headers_of_all_kinds():
    items = read("mbox", FILES / "mbox")

    assert [(post.author.email, post.author.name, post.channel) for post in posts(items)] == [
        ("ana.kanarie@halden.example", "Ana Kanarie", "welding"),
        ("ben.kanarie@halden.example", "Ben Känarie", "welding"),
        ("chloe@halden.example", "Chloé Kanarie", "welding"),
        ("dana@halden.example", "", "welders"),
        ("eve@halden.example", "Kanarie, Eve", "welding"),
    ]
    assert [f"{post.sent_at:%H:%M}" for post in posts(items)] == [
        "09:00",
        "09:05",
        "09:10",
        "09:30",
        "09:35",
    ]
    assert left_out(items) == {"bot": 2, "anonymous": 1}


def test_mbox_keeps_a_thread_together_by_what_mails_answer_and_else_by_subject():
    ana, ben, chloe, dana, eve = posts(read("mbox", FILES / "mbox"))

    assert (ben.reply_to, ben.thread) == (ana.key, ana.thread)
    assert (chloe.reply_to, chloe.thread) == ("mail/never-seen@elsewhere.example", ana.thread)
    assert (dana.reply_to, dana.thread != ana.thread) == (None, True)
    assert (eve.reply_to, eve.thread) == (ben.key, ana.thread)


def test_listserv_splits_logs_only_where_a_mail_begins():
    items = read("listserv", FILES / "listserv")

    assert [(post.author.name, post.channel) for post in posts(items)] == [
        ("Ana Kanarie", "WELDING"),
        ("Ben Kanarie", "WELDING"),
        ("Eve Kanarie", "robots"),
    ]
    assert posts(items)[1].reply_to == posts(items)[0].key


def test_vault_reads_the_mboxes_of_a_zip_and_opens_nothing_else(tmp_path: Path):
    path = zipped(FILES / "vault", tmp_path / "halden-1.zip")

    assert len(posts(read("vault", path))) == 5


def test_discourse_gives_what_a_post_answers():
    assert keys("discourse", "discourse") == [
        ("discourse/41/1", None, "category 5"),
        ("discourse/41/2", "discourse/41/1", "category 5"),
        ("discourse/41/3", "discourse/41/2", "category 5"),
    ]
    assert left_out(read("discourse", FILES / "discourse")) == {
        "notice": 1,
        "private": 2,
        "bot": 1,
        "deleted": 2,
    }


def test_yammer_reads_messages_and_knows_who_wrote_them(tmp_path: Path):
    items = read("yammer", zipped(FILES / "yammer", tmp_path / "export.zip", under="123/"))

    assert [(post.key, post.reply_to, post.channel, post.is_closed) for post in posts(items)] == [
        ("yammer/1", None, "Welding", False),
        ("yammer/2", "yammer/1", "Welding", False),
        ("yammer/3", "yammer/1", "Board", True),
    ]
    assert posts(items)[1].author == Author("user 501", "ben.kanarie@halden.example", "Ben Kanarie")
    assert f"{posts(items)[1].sent_at:%H:%M}" == "09:30"
    assert left_out(items) == {"private": 1, "notice": 1, "deleted": 1}


def test_mattermost_reads_posts_with_their_answers(tmp_path: Path):
    items = read("mattermost", zipped(FILES / "mattermost", tmp_path / "export.zip"))

    first, answer, board = posts(items)
    assert (first.author.name, answer.reply_to) == ("Ana Kanarie", first.key)
    assert (answer.thread, board.is_closed) == (first.key, True)
    assert left_out(items) == {"join": 1, "notice": 1, "bot": 4, "private": 1, "deleted": 1}


def test_csv_finds_what_a_row_answers_by_id_or_by_author():
    first, second, third = posts(read("csv", FILES / "csv"))

    assert (second.reply_to, third.reply_to) == (first.key, second.key)
    assert {post.sent_at.hour for post in (first, second, third)} == {9}
    assert left_out(read("csv", FILES / "csv")) == {"anonymous": 1, "undated": 1}


def test_csv_keeps_what_one_author_wrote_in_one_minute(tmp_path: Path):
    row = "Ana,2026-03-02 09:00,steel\n"
    (tmp_path / "posts.csv").write_text(f"author,sent_at,thread\n{row * 3}")

    found = posts(read("csv", tmp_path))
    assert len({post.key for post in found}) == 3
    assert len({post.thread for post in found}) == 1
    (tmp_path / "same.csv").write_text(f"author,sent_at,thread\n{row * 3}")
    assert {post.key for post in posts(read("csv", tmp_path))} == {post.key for post in found}


def test_csv_leaves_the_limit_of_cells_as_it_was(tmp_path: Path):
    before = csv.field_size_limit()
    (tmp_path / "posts.csv").write_text("author,sent_at\nAna,2026-03-02 09:00\n")

    assert len(posts(read("csv", tmp_path))) == 1
    assert csv.field_size_limit() == before


def test_csv_knows_a_post_by_its_id_also_when_it_comes_twice(tmp_path: Path):
    (tmp_path / "posts.csv").write_text("id,author,sent_at\n" + "7,Ana,2026-03-02 09:00\n" * 2)

    assert len({post.key for post in posts(read("csv", tmp_path))}) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_comes_as_any_program_writes_it(tmp_path: Path, delimiter: str, encoding: str):
    rows = ["sent_at|author|reply_to", "2026-03-02 09:00|Jörg|", "2026-03-02 09:05|Ana|1"]
    path = tmp_path / "posts.csv"
    path.write_bytes("\r\n".join(rows).replace("|", delimiter).encode(encoding))

    first, second = posts(read("csv", path))
    assert (first.author.name, second.reply_to) == ("Jörg", first.key)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T09:00:00Z",
        "2026-03-02 09:00:00 UTC",
        "2026/03/02 10:00:00 +0100",
        "2026-03-02 09:00",
        " 2026-03-02T09:00:00.000+00:00 ",
    ],
)
def test_moment_is_read_as_programs_write_it(text: str):
    assert moment_of(text) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "3/2/26", "2026-13-01", "9999999-01-01", "yesterday"])
def test_moment_is_not_guessed(text: str):
    assert moment_of(text) is None


def test_mbox_passes_over_a_line_that_is_too_long(tmp_path: Path):
    path = tmp_path / "list.mbox"
    mail = (FILES / "mbox" / "welding.mbox").read_bytes()
    path.write_bytes(mail.replace(b"Canary text.", b"x" * 20_000_000, 1))

    assert len(posts(read("mbox", path))) == 5


def test_left_out_holds_no_text():
    assert LeftOut.__slots__ == ("reason", "channel", "author")
    assert Post.__slots__ == (
        "key", "author", "sent_at", "thread", "reply_to", "channel", "is_closed",
    )  # fmt: skip
