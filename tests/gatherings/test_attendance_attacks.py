"""What somebody could try with attendance: guess codes, or know for longer who was there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.gatherings.code import MOST_TRIED
from mandorla.gatherings.forgetting import forget_attendance
from mandorla.gatherings.models import Attendance, Gathering
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def attended() -> Gathering:
    """A gathering that nobody started, at which somebody said that they were there."""
    gathering = make.gathering(make.series(make.community(leader=make.person("Ana"))))
    Attendance.note(gathering=gathering, person=make.person("Ben"), way="tap", at=make.AT)
    return gathering


def running() -> Gathering:
    now = timezone.now()
    facts: dict[str, Any] = {
        "state": "running",
        "started_at": now,
        "starts_at": now,
        "code": "HERE2",
    }
    return make.gathering(make.series(make.community()), **facts)


def test_codes_are_not_guessed(client: Client):
    running()
    mallory = make.person("Mallory")
    client.force_login(mallory)
    for number in range(MOST_TRIED):
        assert client.post("/here/", {"code": f"AAAA{number}"}).status_code == 422

    assert client.post("/here/", {"code": "HERE2"}).status_code == 409
    assert client.post("/here/HERE2/").status_code == 409
    assert Caller(mallory).post("/here", {"code": "HERE2"}).status_code == 409
    assert Attendance.objects.count() == 0
    client.force_login(make.person("Ben"))
    assert client.post("/here/", {"code": "HERE2"}).status_code == 302


def test_addresses_with_codes_are_not_guessed(client: Client):
    running()
    client.force_login(make.person("Mallory"))
    for number in range(MOST_TRIED):
        assert client.get(f"/here/AAAA{number}/").status_code == 404

    assert client.get("/here/HERE2/").status_code == 409


def test_gathering_does_not_begin_later_when_somebody_was_there():
    gathering = attended()

    with pytest.raises(Refused):
        gathering.reschedule(starts_at=make.AT + 20 * DAY, by=None, at=make.AT + 29 * DAY)

    assert forget_attendance(at=make.AT + 30 * DAY) == 1
    assert not Attendance.objects.exists()
    with pytest.raises(Refused):
        gathering.reschedule(starts_at=make.AT + 31 * DAY, by=None, at=make.AT + 30 * DAY)


def test_gathering_stays_when_the_rhythm_is_corrected_and_somebody_was_there():
    gathering = attended()
    begun = gathering.starts_at

    gathering.series.correct(
        starts_on=date(2026, 3, 30), rule="FREQ=WEEKLY;BYDAY=TU", by=None, at=make.AT + 20 * DAY
    )

    gathering.refresh_from_db()
    assert gathering.starts_at == begun
    assert forget_attendance(at=make.AT + 30 * DAY) == 1
