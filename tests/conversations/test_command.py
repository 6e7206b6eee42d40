from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.conversations.lake import Lake
from mandorla.conversations.models import ConversationImport
from tests import make
from tests.conversations.importing import bring, rows
from tests.conversations.sample import FILES, zipped
from tests.shared_data import shared

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def data(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("import_conversations", *words, "--json"))
    return found


def test_command_says_what_came_in_and_what_was_left_out():
    community = make.community("Welders")

    found = data("slack", str(FILES / "slack"), "--community", "welders")

    assert found["import"] == ConversationImport.objects.get().pk
    assert (found["kind"], found["messages"], found["posts"], found["new"]) == ("slack", 16, 5, 5)
    assert found["communities"] == {community.slug: 5}
    assert found["left_out"]["closed"] == 1
    assert found["channels"][0] == {
        "name": "general",
        "messages": 14,
        "posts": 4,
        "closed": False,
    }


def test_command_says_it_in_words():
    make.community("Welders")

    said = run("import_conversations", "discourse", str(FILES / "discourse"), "--community=welders")

    assert said.splitlines() == [
        "Discourse",
        "           9  messages",
        "           3  posts by people",
        "           2  authors",
        "           3  new in the lake",
        "           0  authors known here",
        "           2  authors not known here",
        "Left out:",
        "           2  deleted by who wrote them",
        "           2  messages between a few people",
        "           1  written by bots",
        "           1  notices of the system",
        "From 2026-03-02 to 2026-03-02.",
    ]


def test_command_sends_channels_where_it_is_told(posts_lake: Lake):
    make.community("Welders")
    board = make.community("Board")

    found = data("slack", str(FILES / "slack"), "--channel=#secret-plans=board")

    assert found["communities"] == {"board": 1}
    assert {row["community"] for row in rows(posts_lake)} == {board.pk}


def test_command_changes_nothing_when_it_only_looks(posts_lake: Lake):
    found = data("slack", str(FILES / "slack"), "--dry-run")

    assert (found["import"], found["posts"], found["new"]) == (None, 6, 0)
    assert (rows(posts_lake), ConversationImport.objects.count()) == ([], 0)


def test_command_takes_a_person_for_an_author(posts_lake: Lake):
    make.community("Welders")
    make.person("Gast", email="gast@works.example", unit=make.unit())
    words = ("slack", str(FILES / "slack"), "--community=welders")

    assert data(*words, "--person=Gast Kanarie=gast@works.example")["matched"] == 1
    with pytest.raises(Refused, match="Nobody in it is called “Nobody”"):
        data(*words, "--person=Nobody=gast@works.example")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say where it goes"),
        (("--community=nowhere",), "There is no community “nowhere”"),
        (("--channel=general",), "--channel takes NAME=VALUE"),
    ],
)
def test_command_is_refused_when_it_is_not_said_where_it_goes(words: tuple[str, ...], said: str):
    with pytest.raises(Refused, match=said):
        data("slack", str(FILES / "slack"), *words)


@pytest.mark.parametrize("also", [(), ("--dry-run",), ("--community=welders",)])
def test_command_is_refused_when_a_channel_is_not_in_the_export(
    also: tuple[str, ...], posts_lake: Lake
):
    make.community("Welders")

    with pytest.raises(Refused) as refusal:
        data("slack", str(FILES / "slack"), "--channel=generel=welders", *also)

    assert refusal.value.sentence == (
        "There is no channel “generel” in it. It has general, secret-plans, old-name."
    )
    assert (rows(posts_lake), ConversationImport.objects.count()) == ([], 0)


def test_command_names_ten_channels_at_most_when_one_is_not_in_the_export(tmp_path: Path):
    path = tmp_path / "posts.csv"
    lines = [f"Ana,2026-03-02 09:00,channel {place:02d}" for place in range(13)]
    path.write_text("\n".join(["author,sent_at,channel", *lines]))

    with pytest.raises(Refused) as refusal:
        data("csv", str(path), "--channel=channel 7=", "--dry-run")

    assert refusal.value.sentence.startswith("There is no channel “channel 7” in it. It has chan")
    assert refusal.value.sentence.count("channel ") == 12
    assert "channel 07, " in refusal.value.sentence
    assert refusal.value.sentence.endswith(" and 3 more.")


def test_command_counts_a_post_once_also_when_it_only_looks(tmp_path: Path):
    make.community("Welders")
    path = tmp_path / "twice.mbox"
    path.write_bytes(((FILES / "mbox" / "welding.mbox").read_bytes() + b"\n") * 2)
    words = ("mbox", str(path), "--community=welders")

    looked, imported = data(*words, "--dry-run"), data(*words)

    assert (looked["messages"], looked["posts"], looked["left_out"]["double"]) == (16, 5, 5)
    assert {name: looked[name] for name in ("messages", "posts", "authors", "left_out")} == {
        name: imported[name] for name in ("messages", "posts", "authors", "left_out")
    }


def test_command_names_the_zip_that_lies_in_a_folder(tmp_path: Path):
    zipped(FILES / "slack", tmp_path / "halden.zip")

    with pytest.raises(Refused) as refusal:
        data("slack", str(tmp_path), "--dry-run")

    assert refusal.value.sentence == (
        f"{tmp_path.name}: Nothing in it looks like an export of Slack, but halden.zip lies in it: "
        "take that file by itself."
    )


def test_command_is_refused_when_there_is_no_such_file(tmp_path: Path):
    make.community("Welders")

    with pytest.raises(Refused, match="It is not there"):
        data("slack", str(tmp_path / "no-such.zip"), "--community=welders")


@pytest.mark.parametrize(
    ("kind", "path", "messages", "new"),
    [
        ("slack", "C_slack_testarchive/slack_export_testarchive.zip", 158, 52),
        ("pipermail", "C_mbox_numpy_discussion/2001-November.txt", 164, 82),  # each is in it twice
        ("discourse", "C_discourse_urho3d/topics", 813, 811),
        ("zulip", "C_zulip_lean", 9352, 9229),
    ],
)
def test_command_imports_real_exports(kind: str, path: str, messages: int, new: int):
    make.community("Welders")
    words = (kind, str(shared(path.partition("/")[0]).parent / path), "--community=welders")

    looked, first, second = data(*words, "--dry-run"), data(*words), data(*words)

    assert (first["messages"], first["new"]) == (messages, new)
    assert (looked["messages"], looked["posts"]) == (messages, first["posts"])
    assert first["posts"] + sum(first["left_out"].values()) == messages
    assert (second["messages"], second["new"]) == (messages, 0)


def test_forgetting_removes_an_import_by_its_number(posts_lake: Lake):
    made, _brought = bring(make.community())

    assert run("forget_conversations", "--quiet") == ""
    assert run("forget_conversations") == "Nothing is old enough to be deleted.\n"
    assert "are removed" in run("forget_conversations", f"--import={made.pk}")
    assert rows(posts_lake) == []
    with pytest.raises(Refused, match="no import 999"):
        run("forget_conversations", "--import=999")


def test_forgetting_deletes_all_of_it(posts_lake: Lake):
    bring(make.community())

    assert "of 1 import." in run("forget_conversations", "--all")
    assert rows(posts_lake) == []
