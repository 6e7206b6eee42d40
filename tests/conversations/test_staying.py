"""What stays of an import whose posts go is said before and after."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from mandorla.conversations.models import Snapshot
from mandorla.conversations.staying import Staying, staying
from tests import make
from tests.conversations.measured import talk
from tests.conversations.test_health_page import snapshots

pytestmark = pytest.mark.django_db


def test_months_that_stay_are_named(posts_lake, client: Client):
    community = make.community("Welders")
    found = talk(posts_lake, community, begin=date(2026, 2, 3), until=date(2026, 4, 30))
    snapshots(community)

    assert staying(found) == [Staying("Welders", 3, date(2026, 2, 1), date(2026, 4, 1))]
    client.force_login(make.program_manager())
    shown = client.get(f"/conversations/{found.pk}/").content.decode()
    assert "3 months, February 2026 to April 2026" in shown

    out = StringIO()
    call_command("forget_conversations", "--import", str(found.pk), stdout=out)
    assert "  Welders: 3 months, 2026-02 to 2026-04" in out.getvalue()
    assert Snapshot.objects.count() == 13
    shown = client.get(f"/conversations/{found.pk}/").content.decode()
    assert "They stay when the posts go." in shown


def test_nothing_stays_where_nothing_was_measured(posts_lake):
    assert staying(talk(posts_lake, make.community(), begin=date(2026, 4, 1))) == []
