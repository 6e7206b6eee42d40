"""A gathering is started, ended, put back and noted on the page of its room."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from tests.work.running import Hall, act, caught, hall, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def ana(atlas: Hall) -> Client:
    return signed_in(atlas.ana)


def test_gathering_is_started_and_ended_on_its_page():
    atlas = hall(state="planned")
    ana = signed_in(atlas.ana)

    states = []
    for step in ("start", "end", "resume", "end"):
        ana.post(f"{atlas.address}step/", {"step": step})
        atlas.gathering.refresh_from_db()
        states.append(atlas.gathering.state)

    assert states == ["running", "held", "running", "held"]


def test_gathering_is_held_when_it_took_place_without_the_page():
    atlas = hall(state="planned")
    ana = signed_in(atlas.ana)

    ana.post(f"{atlas.address}step/", {"step": "hold"})

    assert b"This gathering has ended." in ana.get(atlas.address).content
    assert ana.post(f"{atlas.address}captures/", caught(atlas)).status_code == 302


def test_gathering_that_is_noted_long_after_offers_a_day_that_has_not_passed():
    atlas = hall(state="planned")
    ana = signed_in(atlas.ana)
    ana.post(f"{atlas.address}step/", {"step": "hold"})

    answer = ana.get(atlas.address)

    assert answer.context["offer"].due_on > timezone.now().date()
    assert answer.context["room"].ends_at == atlas.gathering.ends_at


def test_gathering_is_kept_only_when_it_is_started(atlas: Hall, ana: Client):
    address = atlas.address.replace("2026-03-02", "2026-03-09")

    assert ana.get(address).status_code == 200
    assert Gathering.objects.count() == 1
    ana.post(f"{address}step/", {"step": "start"})
    assert Gathering.objects.filter(state="running").count() == 2


def test_items_are_taken_up_one_after_the_other(atlas: Hall, ana: Client):
    act(ana, atlas, 0, "take")
    act(ana, atlas, 1, "take")
    act(ana, atlas, 1, "finish")
    act(ana, atlas, 2, "park")

    states = AgendaItem.objects.order_by("position").values_list("state", flat=True)
    assert list(states) == ["done", "done", "parked"]


def test_item_waits_in_the_next_gathering_when_it_is_put_off(atlas: Hall, ana: Client):
    act(ana, atlas, 0, "take")
    act(ana, atlas, 0, "next_time")

    following = Gathering.objects.exclude(pk=atlas.gathering.pk).get()
    assert f"{following.planned_on}" == "2026-03-09"
    assert following.agenda.get().title == "Old price lists"
