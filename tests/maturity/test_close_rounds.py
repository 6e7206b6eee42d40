from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.maturity.models import ProfileRound
from tests import make
from tests.maturity.rounds import opened

pytestmark = pytest.mark.django_db


def test_round_is_closed_when_its_time_is_over():
    now, out = timezone.now(), StringIO()
    past, running = (make.community(members=make.members(5)) for _number in range(2))
    opened(past, at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    opened(running, at=now, closes_at=now + timedelta(days=1))

    call_command("close_profile_rounds", stdout=out)
    call_command("close_profile_rounds", "--quiet", stdout=out)

    assert "closed and counted" in out.getvalue()
    assert ProfileRound.objects.get(community=past).state == "closed"
    assert ProfileRound.objects.get(community=running).state == "open"
