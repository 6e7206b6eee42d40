from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.conversations.hashing import Hasher, salt
from mandorla.conversations.intake import Target
from mandorla.conversations.lake import Lake
from mandorla.conversations.models import ConversationImport
from mandorla.people.models import Placement
from tests import make
from tests.conversations.importing import AT, bring, rows, sent
from tests.conversations.sample import FILES

pytestmark = pytest.mark.django_db


def test_import_keeps_posts_of_open_channels(posts_lake: Lake):
    made, brought = bring(community := make.community())

    kept = rows(posts_lake)
    assert (made.state, brought.written, len(kept)) == ("done", 5, 5)
    assert {row["community"] for row in kept} == {community.pk}
    assert [row["reply_to"] == kept[0]["post"] for row in kept] == [False, True, True, False, False]
    assert made.left_out["closed"] == 1
    assert made.counts == {
        "messages": 16,
        "posts": 5,
        "authors": 3,
        "new": 5,
        "matched": 0,
        "unmatched": 3,
    }


def test_import_keeps_posts_of_a_closed_channel_when_it_is_chosen(posts_lake: Lake):
    community, other = make.community(), make.community()

    _made, brought = bring(community, channels={"secret-plans": other.pk, "old-name": None})

    assert brought.by_community == {community.pk: 4, other.pk: 1}
    assert brought.tally.left_out["unmapped"] == 1


def test_import_changes_nothing_when_it_comes_again(posts_lake: Lake):
    community = make.community()
    bring(community)
    before = rows(posts_lake)

    _made, brought = bring(community)

    assert (brought.written, brought.tally.left_out["double"]) == (0, 5)
    assert rows(posts_lake) == before


def test_import_knows_the_unit_and_the_leader_of_the_day(posts_lake: Lake):
    quality, service = make.unit("Quality"), make.unit("Service")
    ana = make.person("Ana", email="ana.kanarie@halden.example")
    community = make.community(leader=ana)
    Membership.objects.filter(person=ana).update(since_on=date(2026, 3, 2))
    Placement.objects.create(person=ana, unit=quality, until_on=date(2026, 3, 2))
    Placement.objects.create(person=ana, unit=service, since_on=date(2026, 3, 2))

    made, _brought = bring(community)

    known = [row for row in rows(posts_lake) if row["leader"]]
    assert [row["unit"] for row in known] == [service.pk]
    assert {row["unit"] for row in rows(posts_lake) if not row["leader"]} == {None}
    assert (made.counts["matched"], made.counts["unmatched"]) == (1, 2)


def test_import_tells_an_author_of_an_address_alike_in_every_source(posts_lake: Lake):
    community = make.community()
    for kind in ("slack", "mbox", "yammer"):
        bring(community, kind=kind)
    ana = Hasher(salt())("author", "email:ana.kanarie@halden.example")

    assert Counter(row["author"] for row in rows(posts_lake))[ana] == 3


def test_import_is_in_the_history_of_the_community_without_a_name():
    community = make.community()
    bring(community)

    (event,) = Event.objects.within(community).filter(verb="conversations.imported")
    assert event.plain_sentence == "Mandorla imported conversations from Slack: 5 posts."


def test_import_leaves_out_what_is_older_than_posts_are_kept(settings: Any, posts_lake: Lake):
    settings.CONVERSATION_MONTHS = 1

    _made, brought = bring(make.community(), at=datetime(2026, 5, 1, tzinfo=UTC))

    assert (brought.written, brought.tally.left_out["expired"]) == (0, 5)


def test_import_waits_until_somebody_says_where_it_goes(tmp_path: Path, posts_lake: Lake):
    leader = make.person()
    found = sent(tmp_path, leader, make.community(leader=leader))

    assert (found.state, found.file_name, found.counts["posts"]) == ("open", "export.zip", 6)
    assert [(one["name"], one["is_closed"]) for one in found.channels] == [
        ("general", False),
        ("old-name", False),
        ("secret-plans", True),
    ]
    assert set(found.kept.names().values()) == {"Ana Kanarie", "Ben Kanarie", "Gast Kanarie"}
    assert rows(posts_lake) == []


def test_import_uses_a_confirmed_name_for_the_unit_and_keeps_it_nowhere(
    tmp_path: Path, posts_lake: Lake, own_folder: Path
):
    leader = make.person()
    community = make.community(leader=leader)
    guest = make.person("Gast Kanarie", unit=make.unit())
    found = sent(tmp_path, leader, community)

    found.start(
        channels={"general": community, "old-name": None},
        confirmed={"key:U9": guest.pk},
        by=leader,
        at=AT,
    )
    found.bring(at=AT, tell=lambda _share: None)

    assert (found.state, found.counts["matched"], found.counts["unmatched"]) == ("done", 1, 2)
    assert sum(row["unit"] is not None for row in rows(posts_lake)) == 1
    assert list((own_folder / "incoming").iterdir()) == []
    assert found.channels == [
        {"name": "general", "posts": 4, "is_closed": False, "community": community.pk}
    ]


def test_import_is_refused_when_no_channel_goes_anywhere(tmp_path: Path):
    leader = make.person()
    found = sent(tmp_path, leader)

    with pytest.raises(Refused, match="at least one channel"):
        found.start(channels={"general": None}, confirmed={}, by=leader, at=AT)


def test_import_is_refused_when_somebody_was_first(tmp_path: Path):
    leader = make.person()
    community = make.community(leader=leader)
    found = sent(tmp_path, leader)
    again = ConversationImport.objects.get(pk=found.pk)
    found.start(channels={"general": community}, confirmed={}, by=leader, at=AT)

    with pytest.raises(Stale):
        again.start(channels={"general": community}, confirmed={}, by=leader, at=AT)


def test_import_waits_for_another_one_of_the_same_community(tmp_path: Path, posts_lake: Lake):
    leader = make.person()
    community = make.community(leader=leader)
    running = sent(tmp_path, leader, community)
    ConversationImport.objects.filter(pk=running.pk).update(state="running", begun_at=AT)
    found = sent(tmp_path, leader)
    found.start(channels={"general": community}, confirmed={}, by=leader, at=AT)

    with pytest.raises(Stale, match="Another import"):
        found.bring(at=AT, tell=lambda _share: None)
    assert (found.state, rows(posts_lake)) == ("failed", [])


def test_import_says_why_it_fails_and_keeps_nothing(own_folder: Path):
    received = ConversationImport.receive(
        kind="slack",
        file_name="x.zip",
        chunks=[b"PK\3\4 no"],
        community=None,
        by=make.person(),
        at=AT,
    )

    with pytest.raises(Refused):
        received.look(at=AT)
    assert received.state == "failed"
    assert received.why == ("x.zip: It is no zip, or it is damaged or cut off. Export it again.")
    assert list((own_folder / "incoming").iterdir()) == []


def test_import_leaves_nothing_when_its_file_breaks_off(tmp_path: Path, posts_lake: Lake):
    path = tmp_path / "import.jsonl"
    path.write_text((FILES / "mattermost" / "import.jsonl").read_text()[:-30])

    with pytest.raises(Refused, match="line 14"):
        ConversationImport.bring_now(
            kind="mattermost",
            path=path,
            target=Target(everything=make.community().pk),
            confirmed={},
            at=AT,
            tell=lambda _read: None,
        )
    assert (rows(posts_lake), ConversationImport.objects.count()) == ([], 0)
