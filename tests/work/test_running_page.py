"""The page on which a gathering is run: who may, what it keeps, what a look at it costs."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models import AgendaItem, Issue, Outcome
from tests import make
from tests.work.running import Hall, caught, hall, signed_in

pytestmark = pytest.mark.django_db
OUTBOX = {"X-Outbox": "1"}


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


# --- who may ---


def test_run_page_is_for_those_in_the_community(atlas: Hall, marek: Client):
    assert marek.get(atlas.address).status_code == 200
    assert signed_in(make.program_manager()).get(atlas.address).status_code == 200
    for stranger in (make.person(), make.auditor()):
        client = signed_in(stranger)
        assert client.get(atlas.address).status_code == 404
        assert client.get(f"{atlas.address}room/").status_code == 404
        assert client.get(f"{atlas.address}notes/").status_code == 404
        assert client.post(f"{atlas.address}captures/", caught(atlas)).status_code == 404
        assert client.post(f"{atlas.address}notes/", {"text": "x", "seen": ""}).status_code == 404
    assert not Outcome.objects.exists()


def test_run_page_does_not_exist_on_a_day_without_a_gathering(atlas: Hall, ana: Client):
    assert ana.get(atlas.address.replace("2026-03-02", "2026-03-03")).status_code == 404


def test_members_do_not_lead(atlas: Hall, marek: Client):
    assert act(marek, atlas, 0, "take") == 404
    assert marek.post(f"{atlas.address}step/", {"step": "end"}).status_code == 404
    assert b'value="take"' not in marek.get(atlas.address).content


def test_members_lead_when_they_stand_in(atlas: Hall, marek: Client):
    Gathering.objects.update(facilitator=atlas.marek)

    assert act(marek, atlas, 0, "take") == 302


def test_scripts_are_told_when_nobody_is_signed_in(atlas: Hall):
    assert Client().get(atlas.address).status_code == 302
    for headers in (OUTBOX, {"HX-Request": "true"}):
        assert Client().get(f"{atlas.address}room/", headers=headers).status_code == 401


# --- its steps ---


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


# --- what it keeps ---


def test_capture_keeps_each_kind(atlas: Hall, marek: Client):
    sales = atlas.ana.placements.get().unit
    item = atlas.items[0].pk
    for sent in (
        caught(atlas, "decision", "We close them", item=item),
        caught(atlas, "commitment", "Close them", item=item),
        caught(atlas, "issue", "Training comes too late", unit=sales.pk, item=item),
        caught(atlas, "nothing", "", item=item),
    ):
        assert marek.post(f"{atlas.address}captures/", sent).status_code == 302

    assert sorted(Outcome.objects.values_list("kind", flat=True)) == [
        "commitment",
        "decision",
        "issue",
        "nothing",
    ]
    assert Commitment.objects.get().owner == atlas.marek
    assert list(Issue.objects.get().units.all()) == [sales]
    assert AgendaItem.objects.get(pk=item).state == "done"


def test_capture_answers_as_before_when_it_is_sent_twice(atlas: Hall, marek: Client):
    sent = caught(atlas)

    first = marek.post(f"{atlas.address}captures/", sent, headers=OUTBOX)
    second = marek.post(f"{atlas.address}captures/", sent, headers=OUTBOX)

    assert (first.status_code, second.status_code) == (204, 204)
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Say it in a line."),
        ({"kind": "commitment", "due_on": ""}, "Say by when it is done."),
        ({"kind": "lunch"}, "lunch is not one of the available choices"),
    ],
)
def test_capture_keeps_what_was_typed_when_it_is_refused(atlas: Hall, marek: Client, wrong, said):
    answer = marek.post(f"{atlas.address}captures/", {**caught(atlas, text="Typed"), **wrong})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert not Outcome.objects.exists()
    assert wrong.get("text") == "" or 'value="Typed"' in page


def test_capture_takes_no_item_of_another_gathering(atlas: Hall, marek: Client):
    other = make.gathering(make.series(atlas.community, name="Other"))
    item = AgendaItem.objects.create(gathering=other, position=0, title="Elsewhere")

    answer = marek.post(f"{atlas.address}captures/", caught(atlas, item=item.pk))

    assert answer.status_code == 422


def test_notes_show_both_wordings_when_two_wrote_in_the_same_place(
    atlas: Hall, ana: Client, marek: Client
):
    ana.post(f"{atlas.address}notes/", {"seen": "", "text": "Marek asks"})
    clash = marek.post(f"{atlas.address}notes/", {"seen": "", "text": "Priya asks"})

    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Somebody wrote in the same place." in page
    assert "Priya asks\nMarek asks</textarea>" in page
    sent = {"seen": "Marek asks", "text": "Priya asks\nMarek asks"}
    assert marek.post(f"{atlas.address}notes/", sent).status_code == 302
    atlas.gathering.refresh_from_db()
    assert atlas.gathering.notes == "Priya asks\nMarek asks"


def test_notes_answer_scripts_with_what_they_are_now(atlas: Hall, ana: Client, marek: Client):
    ana.post(f"{atlas.address}notes/", {"seen": "", "text": "one\n\ntwo"})
    sent = {"seen": "one\n\ntwo", "text": "one\n\ntwo\nthree"}
    ana.post(f"{atlas.address}notes/", {"seen": "one\n\ntwo", "text": "ONE\n\ntwo"})

    answer = marek.post(f"{atlas.address}notes/", sent, headers=OUTBOX)

    assert answer.status_code == 200
    assert "ONE\n\ntwo\nthree</textarea>" in answer.content.decode()


# --- what a look at it costs ---


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
