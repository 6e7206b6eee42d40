"""What management asks of a community, and what it answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.work.models import Question
from mandorla.work.models.question import speaks_for_management
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
PAGE = "/communities/champions/work/questions/"
LATER = make.AT + timedelta(days=3, hours=2)
TEXT = "Which price lists do your units use?"


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def champions(ana: Person, mia: Person) -> Community:
    return make.community("Champions", leader=ana, members=(mia,))


@pytest.fixture
def asked(champions: Community, ben: Person) -> Question:
    make.community("Elsewhere", sponsor=ben)
    return ask(champions, ben)


def ask(community: Community, person: Person, text: str = TEXT, **facts) -> Question:
    return Question.ask(
        **{
            "community": community,
            "kind": "question",
            "text": text,
            "by": person,
            "at": make.AT,
            **facts,
        }
    )


def test_management_is_who_sponsors_owns_an_objective_or_runs_the_program(mia, ben, asked):
    owner = make.person("Olga Owner")
    make.objective("Grow", owner=owner)
    people = (make.program_manager(), ben, owner, mia, make.auditor())
    assert [speaks_for_management(person) for person in people] == [True] * 3 + [False] * 2


def test_somebody_who_speaks_for_nobody_is_refused(champions, mia):
    with pytest.raises(Refused, match="program managers put questions"):
        ask(champions, mia)


@pytest.mark.parametrize("text", [" ", "x" * 301])
def test_question_is_refused_when_it_asks_nothing_or_too_much(champions, text):
    with pytest.raises(Refused):
        ask(champions, make.program_manager(), text)


def test_question_sent_twice_is_kept_once(champions, ben, asked):
    key = uuid4()
    assert ask(champions, ben, key=key) == ask(champions, ben, key=key)
    assert Question.objects.count() == 2


def test_answer_says_who_gave_it_and_after_how_many_days(asked, ana):
    asked.reply(answer="The one of March", by=ana, at=LATER)
    found = Question.objects.get()
    assert (found.state, found.answered_by, found.days) == ("answered", ana, 3)
    told = Event.objects.get(verb="question.answered").sentence
    assert told == "Ana Leader answered what management asked."


def test_second_of_two_who_answer_at_once_is_told(asked, ana):
    Question.objects.get().decline(because="Not ours", by=ana, at=LATER)
    with pytest.raises(Stale):
        asked.reply(answer="The one of March", by=ana, at=LATER)
    assert Question.objects.get().answer == "Not ours"


@pytest.mark.parametrize("verb", ["reply", "decline"])
def test_answer_is_refused_when_it_says_nothing(asked, ana, verb):
    words = {"reply": "answer", "decline": "because"}[verb]
    with pytest.raises(Refused):
        getattr(asked, verb)(**{words: "  "}, by=ana, at=LATER)


def test_only_who_asked_withdraws_it(asked, ana, ben):
    with pytest.raises(Refused, match="Only who asked"):
        asked.withdraw(by=ana, at=LATER)
    asked.withdraw(by=ben, at=LATER)
    with pytest.raises(Refused, match="withdrawn by now"):
        asked.reply(answer="Late", by=ana, at=LATER)


# --- pages ---


def test_page_is_for_the_community_and_for_management(client, champions, asked, mia, ben):
    seen = []
    for person in (mia, ben, make.program_manager(), make.person("Otto Outside"), make.auditor()):
        client.force_login(person)
        seen.append(client.get(PAGE).status_code)
    assert seen == [200, 200, 200, 404, 404]


def test_manager_outside_sees_only_what_they_asked_themselves(client, champions, asked):
    owner = make.person("Olga Owner")
    make.objective("Grow", owner=owner)
    client.force_login(owner)
    assert TEXT not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{asked.pk}/").status_code == 404


def test_sponsor_asks_on_the_page_once(client, champions, asked, ben):
    client.force_login(ben)
    form = client.get(PAGE).context["form"]
    sent = {"kind": "request", "text": "Test the scanner", "key": form["key"].value()}
    for _time in range(2):
        assert client.post(PAGE, sent).status_code == 302
    assert [one.text for one in Question.objects.filter(kind="request")] == ["Test the scanner"]
    wrong = client.post(PAGE, {"kind": "request", "text": "", "wanted_on": "soon"})
    assert wrong.status_code == 422
    assert "This is not a date." in wrong.content.decode()


def test_member_neither_asks_nor_answers(client, champions, asked, mia):
    client.force_login(mia)
    assert client.post(PAGE, {"kind": "question", "text": "Mine"}).status_code == 404
    sent = {"verb": "reply", "words": "Mine"}
    assert client.post(f"{PAGE}{asked.pk}/reply/", sent).status_code == 404
    assert client.post(f"{PAGE}{asked.pk}/withdrawal/").status_code == 404


def test_leader_answers_on_the_page_and_the_second_is_told(client, champions, asked, ana, ben):
    client.force_login(ana)
    address = f"{PAGE}{asked.pk}/reply/"
    assert client.post(address, {"verb": "decline", "words": ""}).status_code == 422
    assert client.post(address, {"verb": "decline", "words": "Not ours"}).status_code == 302
    second = client.post(address, {"verb": "reply", "words": "The one of March"})
    assert second.status_code == 422
    assert "The one of March" in second.content.decode()
    client.force_login(ben)
    assert "Not ours" in client.get(f"{PAGE}{asked.pk}/").content.decode()


def test_who_asked_withdraws_on_the_page(client, champions, asked, ben):
    client.force_login(ben)
    assert client.post(f"{PAGE}{asked.pk}/withdrawal/").status_code == 302
    assert Question.objects.get().state == "withdrawn"


def test_page_takes_as_many_queries_for_many_questions_as_for_one(
    client, champions, asked, ana, ben
):
    client.force_login(ana)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(3):
        ask(champions, ben, f"Question {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(one)


def test_question_is_asked_and_answered_by_the_api(champions, asked, ana, ben, mia):
    path = "/communities/champions/questions"
    asks, answers = Caller(ben), Caller(ana)
    made = asks.post(path, {"text": "Who tests the scanner?", "wanted_on": "2026-04-01"})
    one = f"{path}/{made.json()['id']}"
    assert (made.status_code, made.json()["asked_by"]["name"]) == (201, "Ben Sponsor")
    assert Caller(mia).post(path, {"text": "Mine"}).status_code == 403
    assert Caller(mia).post(f"{one}/reply", {"answer": "Mine"}).status_code == 403
    assert answers.post(f"{one}/reply", {"answer": "Marek"}).json()["state"] == "answered"
    assert answers.post(f"{one}/decline", {"because": "No"}).status_code == 409
    assert [q["state"] for q in answers.get(path).json()["items"]] == ["open", "answered"]
    assert asks.post(f"{path}/{asked.pk}/withdrawal").json()["state"] == "withdrawn"
    assert Caller(make.person()).get(path).status_code == 404
