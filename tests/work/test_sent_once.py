"""What is sent twice is kept once; what says something else is never taken for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Commitment
from mandorla.work.models import Answer, Ask, Insight, Issue, Lesson, Outcome, Question
from tests import make
from tests.api.caller import Caller
from tests.work.running import Hall, caught, hall, signed_in

pytestmark = pytest.mark.django_db
OTHER = "Something else was sent with this key before, and is kept."


@pytest.fixture
def atlas() -> Hall:
    return hall()


@pytest.fixture
def key() -> UUID:
    return uuid4()


@pytest.mark.parametrize(
    "others", [{"text": "We keep them"}, {"kind": "issue"}, {"kind": "issue", "text": "Too late"}]
)
def test_outcome_is_refused_when_other_words_came_with_its_key(atlas: Hall, key: UUID, others):
    here = f"/communities/atlas/gatherings/{atlas.gathering.series_id}/2026-03-02/outcomes"
    sent = {"kind": "decision", "text": "We close them", "key": str(key)}
    caller = Caller(atlas.marek)

    answers = [caller.post(here, body) for body in (sent, {**sent, **others}, sent)]

    assert [answer.status_code for answer in answers] == [201, 409, 201]
    assert answers[1].json()["detail"].startswith(OTHER)
    assert Outcome.objects.get().words == "We close them"


def test_outcome_is_the_same_when_what_it_began_was_taken_back(atlas: Hall, key: UUID):
    told: dict[str, Any] = {"gathering": atlas.gathering, "kind": "issue", "text": "Too late"}
    told |= {"key": key, "by": atlas.marek, "at": make.AT}
    first = Outcome.catch(**told)
    Issue.objects.get().withdraw(by=atlas.marek, at=make.AT)

    assert Outcome.catch(**told) == first
    assert not Issue.objects.exists()


def test_issue_is_refused_by_the_api_when_other_words_came_with_its_key(atlas: Hall, key: UUID):
    caller = Caller(atlas.marek)
    sent = {"text": "Old price lists", "key": str(key)}
    changes: list[dict[str, Any]] = [{}, {"text": "New ones"}, {"detail": "x"}]
    changes += [{"is_anonymous": True}]

    statuses = [
        caller.post("/communities/atlas/issues", {**sent, **change}).status_code
        for change in changes
    ]

    assert statuses == [201, 409, 409, 409]
    assert Issue.objects.get().text == "Old price lists"


def test_surface_page_keeps_what_was_typed_when_its_key_was_sent_before(atlas: Hall, key: UUID):
    marek = signed_in(atlas.marek)
    sent = {"community": "atlas", "text": "Old price lists", "key": str(key)}
    marek.post("/surface/", sent)

    refused = marek.post("/surface/", {**sent, "text": "New ones"})

    assert (refused.status_code, Issue.objects.count()) == (422, 1)
    page = refused.content.decode()
    assert OTHER in page
    assert 'value="New ones"' in page
    again = {**sent, "text": "New ones", "key": str(refused.context["form"]["key"].value())}
    assert marek.post("/surface/", again).status_code == 302
    assert set(Issue.objects.values_list("text", flat=True)) == {"Old price lists", "New ones"}


def test_running_page_keeps_what_was_typed_when_its_key_was_sent_before(atlas: Hall, key: UUID):
    marek = signed_in(atlas.marek)
    address = f"{atlas.address}captures/"
    marek.post(address, caught(atlas, key=str(key)))

    refused = marek.post(address, caught(atlas, text="We keep them", key=str(key)))

    assert (refused.status_code, Outcome.objects.count()) == (422, 1)
    page = refused.content.decode()
    assert OTHER in page
    assert 'value="We keep them"' in page
    again = caught(atlas, text="We keep them", key=str(refused.context["offer"].key))
    assert marek.post(address, again).status_code == 302
    assert Outcome.objects.count() == 2


def test_other_words_with_a_known_key_are_refused_by_each_verb(atlas: Hall, key: UUID):
    told: dict[str, Any] = {"key": key, "by": atlas.marek, "at": make.AT}
    here: dict[str, Any] = {"community": atlas.community, **told}
    look: dict[str, Any] = {"look_again_on": (make.AT + timedelta(days=90)).date()}
    unit = make.unit()
    manager = make.program_manager()
    ask = Ask.open(text="A hand", **here)
    verbs = [
        lambda text: Ask.open(text=text, **here),
        lambda text: Answer.give(ask=ask, text=text, **told),
        lambda text: Insight.bring(text=text, unit=unit, **here),
        lambda text: Lesson.keep_one(text=text, **look, **here),
        lambda text: Question.ask(text=text, kind="question", **{**here, "by": manager}),
    ]

    for verb in verbs:
        assert verb("A hand") == verb("A hand")
        with pytest.raises(Refused, match="Something else was sent with this key before"):
            verb("Another hand")


@pytest.mark.parametrize("typed", ["12/01/2026", "01/12/2026", "12.01.2026"])
def test_day_is_asked_for_when_it_could_be_read_in_two_ways(atlas: Hall, typed: str):
    marek: Client = signed_in(atlas.marek)

    answer = marek.post(f"{atlas.address}captures/", caught(atlas, "commitment", due_on=typed))

    assert answer.status_code == 422
    assert "This is not a date. Write it as 2027-03-31." in answer.content.decode()
    assert not Commitment.objects.exists()
