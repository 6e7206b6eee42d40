"""Asking for a hand, answering, thanking, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.work.models import Answer, Ask
from tests import make
from tests.api.caller import Caller
from tests.work.asking import LATER, answered, knows, opened

pytestmark = pytest.mark.django_db
PAGE = "/communities/guild/work/asks/"


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def tom() -> Person:
    return make.person("Tom Technician")


@pytest.fixture
def guild(mia: Person, tom: Person) -> Community:
    return make.community("Guild", members=(mia, tom))


def test_ask_is_for_everybody_who_is_signed_in_when_nobody_is_named(guild, mia, tom):
    ask = opened(guild, mia)
    readers = (mia, tom, make.person(), make.program_manager(), make.auditor())
    seen = [ask in Ask.objects.visible_to(person) for person in readers]
    assert seen == [True, True, True, True, False]


def test_ask_of_a_few_is_for_them_alone(guild, mia, tom):
    ask = opened(guild, mia, of=[tom])
    readers = (mia, tom, make.person(), make.program_manager(), make.auditor())
    seen = [ask in Ask.objects.visible_to(person) for person in readers]
    assert seen == [True, True, False, False, False]


def test_ask_is_refused_when_it_names_oneself_or_too_many(guild, mia):
    with pytest.raises(Refused, match="other than yourself"):
        opened(guild, mia, of=[mia])
    with pytest.raises(Refused, match="at most 5 people"):
        opened(guild, mia, of=make.members(6))
    assert not Ask.objects.exists()


@pytest.mark.parametrize("text", ["  ", "x" * 201])
def test_ask_is_refused_when_it_says_nothing_or_too_much(guild, mia, text):
    with pytest.raises(Refused):
        opened(guild, mia, text)


def test_ask_and_answer_sent_twice_are_kept_once(guild, mia, tom):
    first, second = uuid4(), uuid4()
    ask = opened(guild, mia, key=first)
    assert opened(guild, mia, key=first) == ask
    assert answered(ask, tom, key=second) == answered(ask, tom, key=second)
    assert (Ask.objects.count(), Answer.objects.count()) == (1, 1)


def test_first_answer_is_that_of_another(guild, mia, tom):
    ask = opened(guild, mia)
    answered(ask, mia, "It is a new one")
    assert Ask.objects.get().first_answered_at is None
    answered(ask, tom, at=LATER)
    answered(ask, tom, "And again", at=LATER + timedelta(days=1))
    assert Ask.objects.get().first_answered_at == LATER


def test_answer_that_is_taken_back_was_no_first_answer(guild, mia, tom):
    ask = opened(guild, mia)
    answer = answered(ask, tom)
    with pytest.raises(Refused, match="Only who answered"):
        answer.take_back(by=mia)
    answer.take_back(by=tom)
    assert Ask.objects.get().first_answered_at is None
    assert Ask.objects.unanswered().count() == 1


def test_answer_is_refused_when_nobody_looks_for_a_hand_any_longer(guild, mia, tom):
    ask = opened(guild, mia)
    ask.solve(came_of_it="A reboot", by=mia, at=LATER)
    with pytest.raises(Refused, match="solved by now"):
        answered(ask, tom)


def test_only_who_asked_says_what_came_of_it_and_thanks(guild, mia, tom):
    ask = opened(guild, mia)
    answer = answered(ask, tom)
    for verb in (ask.solve, ask.give_up, ask.reopen, answer.thank):
        with pytest.raises(Refused):
            verb(by=tom, at=LATER)
    for _time in range(2):
        answer.thank(by=mia, at=LATER)
    ask.solve(by=mia, at=LATER)
    ask.reopen(by=mia, at=LATER)
    assert Ask.objects.get().state == "open"
    assert Event.objects.filter(verb="ask.thanked").count() == 1


def test_history_of_asking_and_helping_names_nobody(guild, mia, tom):
    answered(opened(guild, mia, of=[tom]), tom)
    told = [
        event.sentence for event in Event.objects.filter(verb__startswith="ask.").order_by("pk")
    ]
    assert told == [
        "A member asked for a hand.",
        "A member answered somebody who asked for a hand.",
    ]
    assert not Event.objects.filter(verb__startswith="ask.", by__isnull=False).exists()


# --- pages ---


def test_page_asks_openly_and_only_once(client, guild, mia):
    client.force_login(mia)
    form = client.get(PAGE).context["form"]
    sent = {"text": "A hand", "names": "", "key": form["key"].value()}
    for _time in range(2):
        assert client.post(PAGE, sent).status_code == 302
    assert [ask.is_for_all for ask in Ask.objects.all()] == [True]


def test_page_says_who_could_help_before_it_asks(client, guild, mia, tom):
    knows(tom, "C#", "welding")
    client.force_login(mia)
    page = client.post(PAGE, {"text": "Who knows c#?", "names": "", "look": "1"})
    assert page.status_code == 200
    assert [one.why for one in page.context["helpers"]] == ["skill: C#"]
    assert not Ask.objects.exists()
    client.post(PAGE, {"text": "Who knows c#?", "names": "", "of": [str(tom.pk)]})
    assert list(Ask.objects.get().asked_of.all()) == [tom]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("Nobody Known", "Nobody here is called “Nobody Known”."),
        ("Tom", "More than one person is called “Tom”"),
    ],
)
def test_page_keeps_what_was_written_when_a_name_is_not_clear(client, guild, mia, names, sentence):
    make.person("Tom Other")
    client.force_login(mia)
    answer = client.post(PAGE, {"text": "A hand with the press", "names": names})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert (sentence in page, "A hand with the press" in page) == (True, True)


def test_page_of_an_ask_of_a_few_does_not_exist_for_others(client, guild, mia, tom):
    ask = opened(guild, mia, of=[tom])
    client.force_login(make.program_manager())
    assert client.get(f"{PAGE}{ask.pk}/").status_code == 404
    assert client.post(f"{PAGE}{ask.pk}/", {"text": "Me"}).status_code == 404
    assert ask.text not in client.get(f"{PAGE}?show=all").content.decode()


def test_somebody_from_elsewhere_answers_and_is_thanked(client, guild, mia):
    ask, otto = opened(guild, mia), make.person("Otto Outside")
    client.force_login(otto)
    assert client.post(f"{PAGE}{ask.pk}/", {"text": " "}).status_code == 422
    assert client.post(f"{PAGE}{ask.pk}/", {"text": "Try the other one"}).status_code == 302
    answer = Answer.objects.get()
    address = f"{PAGE}{ask.pk}/answers/{answer.pk}/"
    assert client.post(f"{address}thanks/").status_code == 409
    client.force_login(mia)
    assert client.post(f"{address}thanks/").status_code == 302
    ended = client.post(f"{PAGE}{ask.pk}/end/", {"verb": "solve", "came_of_it": "The other one"})
    assert ended.status_code == 302
    assert "The other one" in client.get(f"{PAGE}{ask.pk}/").content.decode()
    client.force_login(otto)
    assert client.post(f"{address}removal/").status_code == 302
    assert client.post(f"{PAGE}{ask.pk}/end/", {"verb": "reopen"}).status_code == 422


def test_pages_take_as_many_queries_for_many_as_for_one(client, guild, mia, tom):
    ask = opened(guild, mia)
    answered(ask, tom)
    client.force_login(mia)

    def queries() -> list[int]:
        found = []
        for address in (PAGE, f"{PAGE}{ask.pk}/"):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.append(len(captured))
        return found

    before = queries()
    for number in range(3):
        answered(ask, tom, f"Answer {number}")
        opened(guild, tom, f"Ask {number}")
    assert queries() == before


def test_ask_goes_its_way_by_the_api(guild, mia, tom):
    path = "/communities/guild/asks"
    asks, helps = Caller(mia), Caller(tom)
    made = asks.post(path, {"text": "A hand", "of": [tom.pk]})
    one = f"{path}/{made.json()['id']}"
    assert (made.status_code, made.json()["is_for_all"]) == (201, False)
    assert asks.post(path, {"text": "A hand", "of": [999_999]}).status_code == 422
    assert Caller(make.program_manager()).get(one).status_code == 404
    answer = helps.post(f"{one}/answers", {"text": "Here"}).json()["answers"][0]
    assert helps.post(f"{one}/answers/{answer['id']}/thanks").status_code == 409
    thanked = asks.post(f"{one}/answers/{answer['id']}/thanks").json()
    assert thanked["answers"][0]["thanked_at"]
    assert asks.call("DELETE", f"{one}/answers/{answer['id']}").status_code == 409
    assert helps.call("DELETE", f"{one}/answers/{answer['id']}").status_code == 204
    assert asks.post(f"{one}/end", {"state": "unsolved"}).json()["state"] == "unsolved"
    assert asks.post(f"{one}/end", {"state": "open"}).json()["state"] == "open"
    assert len(asks.get(path).json()["items"]) == 1
