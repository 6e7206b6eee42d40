"""A look at a running gathering: it answers nothing when nothing changed, and costs little."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from tests import make
from tests.work.running import Hall, caught, hall, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def ana(atlas: Hall) -> Client:
    return signed_in(atlas.ana)


@pytest.fixture
def marek(atlas: Hall) -> Client:
    return signed_in(atlas.marek)


def version(page: str) -> str:
    return re.findall(r"seen=([0-9a-f]+)", page)[0]


def act(client: Client, atlas: Hall, place: int, what: str) -> int:
    address = f"{atlas.address}items/{atlas.items[place].pk}/"
    return client.post(address, {"act": what}).status_code


def test_room_answers_nothing_when_nothing_changed(atlas: Hall, marek: Client):
    seen = version(marek.get(atlas.address).content.decode())

    same = marek.get(f"{atlas.address}room/?seen={seen}&state=running")
    marek.post(f"{atlas.address}captures/", caught(atlas))
    other = marek.get(f"{atlas.address}room/?seen={seen}&state=running")

    assert (same.status_code, same.content) == (204, b"")
    assert other.status_code == 200
    assert "We close them" in other.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda atlas, ana: act(ana, atlas, 0, "take"),
        lambda atlas, ana: act(ana, atlas, 2, "park"),
        lambda atlas, ana: ana.post(f"{atlas.address}notes/", {"seen": "", "text": "x"}),
        lambda atlas, ana: ana.post(f"{atlas.address}step/", {"step": "end"}),
        lambda atlas, ana: Gathering.objects.update(guests=3),
        lambda atlas, ana: Gathering.objects.update(code="ABC"),
    ],
    ids=["item taken", "item parked", "notes", "end", "guests", "code"],
)
def test_room_has_another_version_when_something_changed(atlas: Hall, ana: Client, change):
    seen = version(ana.get(atlas.address).content.decode())

    change(atlas, ana)

    assert ana.get(f"{atlas.address}room/?seen={seen}&state=running").status_code == 200


def test_room_opens_the_page_anew_when_the_gathering_has_begun(atlas: Hall, marek: Client):
    answer = marek.get(f"{atlas.address}room/?seen=x&state=planned")

    assert answer.headers["HX-Refresh"] == "true"


def test_room_costs_the_same_whatever_was_caught(
    atlas: Hall, marek: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    seen = version(marek.get(atlas.address).content.decode())
    for number in (1, 5):
        for _n in range(number):
            for kind in ("decision", "commitment", "issue"):
                marek.post(f"{atlas.address}captures/", caught(atlas, kind))
        with django_assert_num_queries(12):
            marek.get(f"{atlas.address}room/?seen={seen}&state=running")
    seen = version(marek.get(atlas.address).content.decode())
    with django_assert_num_queries(7):
        assert marek.get(f"{atlas.address}room/?seen={seen}&state=running").status_code == 204


def test_run_page_costs_the_same_whatever_was_caught(
    atlas: Hall, marek: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    marek.get(atlas.address)
    for number in (1, 5):
        for _n in range(number):
            for kind in ("decision", "commitment", "issue"):
                marek.post(f"{atlas.address}captures/", caught(atlas, kind))
        with django_assert_num_queries(13):
            marek.get(atlas.address)


def test_room_shows_the_newest_lines_and_says_how_many_more_there_are(atlas: Hall, marek: Client):
    for number in range(23):
        marek.post(f"{atlas.address}captures/", caught(atlas, text=f"Line {number:02}"))

    page = marek.get(atlas.address).content.decode()

    assert re.findall(r"Line (\d\d)", page) == [f"{number:02}" for number in range(22, 2, -1)]
    assert ">3 more</a>" in page


def test_times_are_those_of_the_series_whatever_the_clock_of_the_server(client: Client):
    ana = make.person()
    community = make.community("Oslo Round", leader=ana)
    series = make.series(community, timezone="Europe/Oslo")
    gathering = make.gathering(series)  # at nine in Oslo, which is eight by the server's clock
    item = AgendaItem.objects.create(gathering=gathering, position=1, title="Round", minutes=10)
    client.force_login(ana)
    address = f"{gathering.get_absolute_url()}run/"
    assert "2 March, 09:00</time>–09:55" in client.get(address).content.decode()
    gathering.start(by=ana, at=gathering.starts_at)
    item.take(by=ana, at=gathering.starts_at)
    assert "<span>09:00–09:10</span>" in client.get(address).content.decode()
