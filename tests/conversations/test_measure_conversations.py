from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from mandorla.conversations.models import Snapshot
from tests import make
from tests.conversations.measured import talk

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("measure_conversations", *options, stdout=out)
    return out.getvalue()


def test_command_measures_what_is_new_once(posts_lake):
    community = make.community()
    talk(posts_lake, community)

    assert run() == "19 months are measured.\n"
    assert run() == "0 months are measured.\n"
    assert run("--quiet") == ""
    assert run("--all") == "19 months are measured.\n"
    assert Snapshot.objects.count() == 19
