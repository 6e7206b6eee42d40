from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mandorla.base.errors import Stale
from mandorla.base.models import Event
from mandorla.conversations.forgetting import forget_all, forget_due
from mandorla.conversations.hashing import salt
from mandorla.conversations.kept_export import KeptExport
from mandorla.conversations.lake import Lake
from mandorla.conversations.models import ConversationImport
from tests import make
from tests.conversations.importing import AT, bring, rows, sent

pytestmark = pytest.mark.django_db


def test_removal_takes_the_posts_of_one_import(posts_lake: Lake):
    community = make.community()
    made, _brought = bring(community)
    bring(community, kind="yammer")

    made.remove(by=None, at=AT)

    assert (made.state, len(rows(posts_lake))) == ("removed", 2)
    assert made.counts["new"] == 5
    sentences = [event.plain_sentence for event in Event.objects.within(community).newest_first()]
    assert sentences[0] == "Mandorla removed imported conversations from Slack."
    with pytest.raises(Stale):
        made.remove(by=None, at=AT)


def test_removed_posts_come_back_when_they_are_imported_again(posts_lake: Lake):
    community = make.community()
    made, _brought = bring(community)
    made.remove(by=None, at=AT)

    _made, brought = bring(community)

    assert brought.written == 5


def test_forgetting_takes_exports_that_wait_for_a_week(tmp_path: Path, own_folder: Path):
    found = sent(tmp_path, make.person())
    assert forget_due(at=AT + timedelta(days=6)).exports == 0

    assert forget_due(at=AT + timedelta(days=8)).exports == 1
    found.refresh_from_db()
    assert (found.state, found.channels) == ("dropped", [])
    assert list((own_folder / "incoming").iterdir()) == []


def test_forgetting_takes_exports_of_which_no_import_is_known(own_folder: Path):
    KeptExport("lost").receive([b"text"])
    week_ago = (AT - timedelta(days=8)).timestamp()
    os.utime(own_folder / "incoming" / "lost", (week_ago, week_ago))
    KeptExport("new").receive([b"text"])

    assert forget_due(at=AT).exports == 1
    assert [path.name for path in (own_folder / "incoming").iterdir()] == ["new"]


def test_forgetting_takes_months_that_are_too_old(settings: Any, posts_lake: Lake):
    bring(make.community())
    settings.CONVERSATION_MONTHS = 2

    assert forget_due(at=datetime(2026, 5, 31, tzinfo=UTC)).months == []
    assert forget_due(at=datetime(2026, 6, 1, tzinfo=UTC)).months == ["2026-03"]
    assert rows(posts_lake) == []


def test_forgetting_all_takes_every_post_and_the_salt(posts_lake: Lake, tmp_path: Path):
    manager = make.program_manager()
    bring(make.community())
    sent(tmp_path, manager)
    before = salt()

    forget_all(by=manager, at=AT)

    assert rows(posts_lake) == []
    assert salt() != before
    states = ConversationImport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["removed", "dropped"]
    assert Event.objects.filter(verb="conversations.forgotten").count() == 1


def test_salt_is_for_the_program_alone(own_folder: Path):
    assert salt() == salt()
    assert (own_folder / "conversation-salt").stat().st_mode & 0o777 == 0o600
