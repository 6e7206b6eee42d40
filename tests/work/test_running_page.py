"""The page on which a gathering is run: who may, what it keeps, what a look at it costs."""

from __future__ import annotations

import pytest
from django.test import Client

from mandorla.gatherings.models import Commitment, Gathering
from mandorla.work.models import AgendaItem, Ask, Insight, Issue, Lesson, Outcome
from mandorla.work.running import read_room
from tests import make
from tests.work.asking import knows
from tests.work.running import Hall, act, caught, hall, signed_in

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


def test_capture_begins_insights_asks_and_lessons(atlas: Hall, ana: Client):
    sales = atlas.ana.placements.get().unit
    for sent in (
        caught(atlas, "insight", "Nobody opens them", unit=sales.pk),
        caught(atlas, "ask", "Who knows C#?", owner=atlas.marek.pk),
        caught(atlas, "lesson", "Tell the trainers first", owner=atlas.marek.pk),
    ):
        assert ana.post(f"{atlas.address}captures/", sent).status_code == 302

    assert Insight.objects.get().unit == sales
    assert (Ask.objects.get().asked_by, Lesson.objects.get().owner) == (atlas.marek, atlas.marek)
    room = read_room(atlas.gathering, at=make.AT)
    assert [(one.label, one.words, one.who) for one in room.caught] == [
        ("Lesson", "Tell the trainers first", "Marek"),
        ("Ask", "Who knows C#?", "Marek"),
        ("Insight", "Nobody opens them", "Sales"),
    ]


def test_insight_is_heard_in_ones_own_unit_as_long_as_nobody_chooses(atlas: Hall, ana: Client):
    sales, finance = (one.placements.get().unit for one in (atlas.ana, atlas.marek))

    page = ana.get(atlas.address).content.decode()
    asked = page.partition('id="capture-heard"')[2].partition("</select>")[0]
    sent = caught(atlas, "insight", "Nobody opens them", unit="", heard_in=finance.pk)
    ana.post(f"{atlas.address}captures/", sent)

    assert asked.split("<option")[1].startswith(f' value="{sales.pk}"')
    assert 'value=""' not in asked
    assert Insight.objects.get().unit == finance


def test_insight_of_somebody_without_a_unit_asks_where_and_offers_no_none(atlas: Hall):
    ben = signed_in(make.program_manager("Ben"))

    page = ben.get(atlas.address).content.decode()
    asked = page.partition('id="capture-heard"')[2].partition("</select>")[0]
    refused = ben.post(f"{atlas.address}captures/", caught(atlas, "insight", "Nobody opens them"))

    assert '<option value="" selected disabled>Choose a unit' in asked
    assert "Say in which unit you heard it." in refused.content.decode()


def test_room_says_who_could_help_with_an_ask_and_why(atlas: Hall, ana: Client, marek: Client):
    for name in ("Tomás", "Priya", "Lena"):
        knows(make.person(name), "C#")
    ana.post(f"{atlas.address}captures/", caught(atlas, "ask", "Who knows C#?"))
    helpers = f"{Ask.objects.get().get_absolute_url()}helpers/"

    shown = marek.get(helpers)
    assert shown.content.decode().count("(skill: C#)") == 2
    assert shown["Cache-Control"] == "private, max-age=300"
    assert f'hx-get="{helpers}"' in marek.get(atlas.address).content.decode()
    assert signed_in(make.person()).get(helpers).status_code == 404


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
        ({"kind": "insight"}, "Say in which unit you heard it."),
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


def test_item_is_done_when_the_gathering_ends_while_it_is_talked_about(atlas: Hall, ana: Client):
    act(ana, atlas, 0, "take")
    ana.post(f"{atlas.address}step/", {"step": "end"})
    assert AgendaItem.objects.get(pk=atlas.items[0].pk).state == "done"
