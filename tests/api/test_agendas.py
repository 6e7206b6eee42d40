"""Agendas through the API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mandorla.gatherings.models import Gathering
from tests import make
from tests.api.caller import Caller
from tests.work.agendas import Mondays, issue, mondays

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Mondays:
    return mondays()


@pytest.fixture
def path(place: Mondays) -> str:
    today = timezone.now().date() + timedelta(days=1)
    monday = today + timedelta(days=-today.weekday() % 7)
    return f"/communities/atlas/gatherings/{place.series.pk}/{monday}/agenda"


def items(found: dict[str, object]) -> list[str]:
    return [one["title"] for one in found["items"] if one["about"]]  # type: ignore[attr-defined]


def test_agenda_is_read_as_a_draft_and_shaped(place, path):
    first, second = issue(place, votes=3), issue(place, "Forms", votes=2)
    member, leader = Caller(place.priya), Caller(place.ana)

    draft = member.get(path).json()
    assert (draft["is_kept"], draft["used"], items(draft)) == (
        False,
        55,
        ["Old price lists", "Forms"],
    )
    assert not Gathering.objects.exists()
    ref = next(one["ref"] for one in draft["items"] if one["number"] == second.pk)
    step = {"do": "up", "item": ref, "seen": draft["mark"]}

    refused = member.post(f"{path}/steps", step)
    moved = leader.post(f"{path}/steps", step)
    again = leader.post(f"{path}/steps", step)

    assert (refused.status_code, moved.status_code, again.status_code) == (403, 200, 409)
    assert (moved.json()["is_kept"], items(moved.json())) == (True, ["Forms", "Old price lists"])
    parked = leader.post(
        f"{path}/steps",
        {
            "do": "park",
            "item": next(o["ref"] for o in moved.json()["items"] if o["number"] == first.pk),
        },
    ).json()
    assert [one["state"] for one in parked["aside"]] == ["parked"]


def test_agenda_takes_something_in_own_words_and_what_waits(place, path):
    leader = Caller(place.ana)
    leader.post(f"{path}/steps", {"do": "keep"})
    one = issue(place)

    added = leader.post(f"{path}/items", {"title": "Cake", "minutes": 3})
    wrong = leader.post(f"{path}/items", {"title": ""})
    put_on = leader.post(f"{path}/steps", {"do": "put_on", "kind": "issue", "number": one.pk})

    assert (added.status_code, wrong.status_code, put_on.status_code) == (201, 422, 200)
    assert added.json()["items"][-1]["title"] == "Cake"
    assert added.json()["waiting"][0]["number"] == one.pk
    assert items(put_on.json()) == ["Old price lists"]


def test_agenda_is_not_there_for_others_or_on_another_day(place, path):
    stranger, leader = Caller(make.person()), Caller(place.ana)
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/items", {"title": "Cake"}).status_code == 404
    other = path.replace(path.split("/")[-2], str(date(2026, 3, 3)))
    assert leader.get(other).status_code == 404
    assert leader.post(f"{path}/steps", {"do": "up", "item": "d99"}).status_code == 404
