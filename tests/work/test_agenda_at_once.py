"""Two people arrange one agenda at the same moment: nothing is lost, and the second is told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from tests import make
from tests.work.agendas import Mondays, issue, mondays
from tests.work.running import signed_in
from tests.work.test_running_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 9)
STEPS = ("up", "down", "park", "next_time", "drop", "take_out", "unpark", "keep", "redraft")
ANSWERS = {302, 404, 409}  # done, gone by now, or told that somebody else was first


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Mondays:
    """Six issues wait for the next Monday."""
    monkeypatch.setattr(timezone, "now", lambda: make.AT)
    found = mondays()
    for number in range(6):
        issue(found, f"Something waits, number {number}")
    return found


def _address(place: Mondays) -> str:
    return f"/communities/atlas/gatherings/{place.series.pk}/{DAY}/agenda/"


def _kept(place: Mondays) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(gathering__planned_on=DAY)
    return list(rows.order_by("position", "pk"))


def test_agenda_is_kept_once_when_two_take_the_first_step_at_once(place: Mondays):
    ben = make.program_manager("Ben")
    clients = [signed_in(place.ana), signed_in(ben)] * 2
    acts = [
        lambda client=client: client.post(_address(place), {"do": "keep"}).status_code
        for client in clients
    ]

    assert set(at_once(acts)) <= ANSWERS
    about = [row.issue_id for row in _kept(place) if row.issue_id]
    assert Counter(about).most_common(1)[0][1] == 1
    assert Gathering.objects.filter(planned_on=DAY).count() == 1


def test_nothing_is_lost_when_two_arrange_an_agenda_at_once(place: Mondays):
    ben = make.program_manager("Ben")
    clients = [signed_in(place.ana), signed_in(ben)]
    clients[0].post(_address(place), {"do": "keep"})
    known = {row.issue_id for row in _kept(place) if row.issue_id}
    dice = Random(4)

    for _turn in range(12):
        rows = _kept(place)
        acts = [_taking(client, place, dice.choice(STEPS), dice.choice(rows)) for client in clients]
        assert set(at_once(acts)) <= ANSWERS

    with transaction.atomic():
        rows = _kept(place)
    of_issues = [row.issue_id for row in rows if row.issue_id]
    assert len(set(of_issues)) == len(of_issues)
    assert set(of_issues) <= known | set(place.community.issues.values_list("pk", flat=True))
    assert place.community.issues.filter(state="open").count() == 6


def _taking(client: Any, place: Mondays, do: str, row: AgendaItem) -> Any:
    sent = {"do": do, "item": str(row.pk)}
    return lambda: client.post(_address(place), sent).status_code
