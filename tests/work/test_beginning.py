"""A gathering begins, or is noted as held, when its time has come or somebody means it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from mandorla.work.running import read_room, version_of
from tests.work.running import Hall, act, caught, hall, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def ana(atlas: Hall) -> Client:
    return signed_in(atlas.ana)


def test_gathering_is_not_noted_as_held_while_it_is_weeks_ahead():
    atlas = hall(state="planned")
    ana, day = signed_in(atlas.ana), timezone.now().date() + timedelta(days=28)
    monday = day - timedelta(days=day.weekday())
    coming = atlas.address.replace("2026-03-02", f"{monday}")

    assert b'value="hold"' in ana.get(atlas.address).content
    assert b'value="hold"' not in ana.get(coming).content
    answer = ana.post(f"{coming}step/", {"step": "hold"})

    assert answer.status_code == 409
    assert b"it cannot have taken place" in answer.content
    assert not Gathering.objects.filter(planned_on=monday).exists()


def test_gathering_that_is_weeks_ahead_is_started_when_somebody_means_it():
    atlas = hall(state="planned")
    ana, day = signed_in(atlas.ana), timezone.now().date() + timedelta(days=28)
    monday = day - timedelta(days=day.weekday())
    coming = atlas.address.replace("2026-03-02", f"{monday}")
    rows = Gathering.objects.filter(planned_on=monday)

    assert "It begins on Monday," in ana.get(coming).content.decode()
    asked = ana.post(f"{coming}step/", {"step": "start"})
    assert (asked.status_code, rows.exists()) == (409, False)
    assert b'name="early" value="on"' in asked.content
    ana.post(f"{coming}step/", {"step": "start", "early": "on"})

    room = ana.get(coming).context["room"]
    assert rows.get().state == "running"
    assert room.ends_at - room.begins_at == timedelta(minutes=rows.get().minutes)


def test_gathering_has_not_begun_after_all_while_nothing_came_of_it(atlas: Hall, ana: Client):
    act(ana, atlas, 0, "take")
    assert b'value="unstart"' in ana.get(atlas.address).content

    ana.post(f"{atlas.address}step/", {"step": "unstart"})

    atlas.gathering.refresh_from_db()
    items = set(AgendaItem.objects.values_list("state", "taken_at"))
    assert (atlas.gathering.state, items) == ("planned", {("planned", None)})
    # Who still sees the room as it ran gets the whole page anew.
    answer = ana.get(f"{atlas.address}room/", {"state": "running"})
    assert answer.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("came", ["caught", "nothing", "talked"])
def test_gathering_has_begun_when_something_came_of_it(atlas: Hall, ana: Client, came: str):
    if came == "talked":
        act(ana, atlas, 0, "take")
        act(ana, atlas, 0, "finish")
    else:
        kind = "nothing" if came == "nothing" else "decision"
        item = atlas.items[0].pk if came == "nothing" else ""
        ana.post(f"{atlas.address}captures/", caught(atlas, kind, item=item))

    assert b'value="unstart"' not in ana.get(atlas.address).content
    assert ana.post(f"{atlas.address}step/", {"step": "unstart"}).status_code == 409
    atlas.gathering.refresh_from_db()
    assert atlas.gathering.state == "running"


def test_room_is_shown_anew_when_the_time_of_its_gathering_has_come():
    gathering = hall(state="planned").gathering
    begun = gathering.starts_at

    early, before, after = (
        version_of(gathering, at=begun + timedelta(minutes=m)) for m in (-61, -1, 1)
    )

    assert len({early, before, after}) == 3
    assert after == read_room(gathering, at=begun + timedelta(minutes=2)).version
