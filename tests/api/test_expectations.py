"""Expectations and suggestions through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.models import Expectation, Suggestion
from tests import make
from tests.api.caller import Caller, everything

BASE = "/communities/atlas"
WORDS: dict[str, Any] = {"text": "Fewer surprises", "level": "group", "horizon": "short"}


@pytest.fixture
def ben() -> Person:
    return make.person("Ben")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia")


@pytest.fixture
def atlas(ben: Person, mia: Person) -> Community:
    return make.community("Atlas", sponsor=ben, members=(mia,))


@pytest.fixture
def faye(atlas: Community) -> Caller:
    """Somebody who facilitates and does nothing else."""
    person = make.person("Faye")
    Membership.appoint(community=atlas, person=person, role="facilitator", by=None, at=make.AT)
    return Caller(person)


def errors(response) -> dict[str, str]:
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def said(community: Community, *texts: str) -> list[str]:
    rows = [
        Suggestion.say(community=community, side="members", text=text, by=None, at=make.AT)
        for text in texts
    ]
    return [str(row.pk) for row in rows]


def test_catalogue_is_listed_for_an_archetype_and_for_words():
    caller = Caller(make.person())
    suited = everything(caller, "/expectations", archetype="practice_guild")
    (found,) = everything(caller, "/expectations", q="mentor")
    assert len(everything(caller, "/expectations")) == 33
    assert all("practice_guild" in entry["suits"] for entry in suited)
    assert (found["key"], found["level"]) == ("experience_passed_on", "person")


def test_facilitator_chooses_from_the_catalogue_in_other_words(faye):
    sent = {"key": "recognition", "text": "Credit is given"}
    response = faye.post(f"{BASE}/expectations", sent)
    assert response.status_code == 201
    found = response.json()
    assert (found["key"], found["text"], found["level"]) == (
        "recognition",
        *["Credit is given", "person"],
    )
    assert found["measure"]
    assert found["place"] == 1


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, {"text", "level", "horizon"}),
        ({"key": "free_lunch"}, {"key"}),
        ({**WORDS, "text": "x" * 121}, {"text"}),
        ({**WORDS, "text": " "}, {"text"}),
        ({**WORDS, "level": "nobody"}, {"level"}),
        ({**WORDS, "suggestions": ["12"]}, {"suggestions"}),
        ({**WORDS, "suggestions": ["9999999999999999999"]}, {"suggestions.0"}),
        ({**WORDS, "color": "red"}, {"color"}),
    ],
)
def test_choosing_names_each_value_that_cannot_be_used(faye, sent, fields):
    response = faye.post(f"{BASE}/expectations", sent)
    assert response.status_code == 422
    assert set(errors(response)) == fields
    assert not Expectation.objects.exists()


def test_seventeenth_is_refused_in_a_sentence(faye, atlas):
    make.expectations(atlas, count=16)
    response = faye.post(f"{BASE}/expectations", WORDS)
    assert response.status_code == 409
    assert response.json()["detail"].startswith("Sixteen expectations are the most")


def test_twin_is_refused_in_a_sentence(faye):
    faye.post(f"{BASE}/expectations", WORDS)
    response = faye.post(f"{BASE}/expectations", WORDS)
    assert response.json()["detail"] == "“Fewer surprises” is among the expectations."


def test_facilitator_rewords_moves_serves_and_drops(faye, atlas):
    one, two = make.expectations(atlas, count=2)
    grow = make.objective("Grow")
    address = f"{BASE}/expectations/{two.pk}"

    reworded = faye.call("PATCH", address, {"text": "No error twice"}).json()
    moved = faye.call("PUT", f"{address}/place", {"place": 1}).json()
    serves = faye.call("PUT", f"{address}/objectives", {"objectives": [grow.pk]}).json()

    assert (reworded["text"], reworded["horizon"]) == ("No error twice", "long")
    assert moved["place"] == 1
    assert serves["objectives"] == [{"id": grow.pk, "name": "Grow"}]
    listed = everything(faye, f"{BASE}/expectations")
    assert [row["id"] for row in listed] == [two.pk, one.pk]
    assert [row["place"] for row in listed] == [1, 2]

    assert faye.call("DELETE", address).status_code == 204
    dropped = faye.get(address).json()
    assert (dropped["is_dropped"], dropped["place"]) == (True, None)
    assert faye.call("DELETE", address).json()["type"] == "/api/v1/#stale"


def test_serving_is_refused_when_an_objective_is_retired_or_unknown(faye, atlas):
    (one,) = make.expectations(atlas, count=1)
    old = make.objective("Old")
    old.retire(by=None, at=make.AT)
    for number in (old.pk, 10_000):
        response = faye.call(
            "PUT", f"{BASE}/expectations/{one.pk}/objectives", {"objectives": [number]}
        )
        assert response.status_code == 422
    assert one.objectives.count() == 0


def test_expectation_of_another_community_is_not_there(faye):
    (other,) = make.expectations(make.community("Other"), count=1)
    assert faye.get(f"{BASE}/expectations/{other.pk}").status_code == 404
    assert faye.call("DELETE", f"{BASE}/expectations/{other.pk}").status_code == 404


def test_member_says_it_and_is_told_the_words_alone(atlas, mia):
    response = Caller(mia).post(f"{BASE}/suggestions", {"text": "Answers when stuck"})
    assert response.status_code == 201
    assert response.json() == {"side": "members", "text": "Answers when stuck"}
    assert Suggestion.objects.get().said_by is None


def test_sponsor_says_it_by_name(faye, ben):
    Caller(ben).post(f"{BASE}/suggestions", {"text": "Less rework"})
    (row,) = everything(faye, f"{BASE}/suggestions")
    assert row["said_by"] == {"id": ben.pk, "name": "Ben"}


def test_saying_is_refused_to_those_who_weigh_on_no_side(atlas):
    response = Caller(make.person()).post(f"{BASE}/suggestions", {"text": "Peace"})
    assert response.status_code == 403
    assert response.json()["detail"] == "Members and sponsors say what they expect of a community."


def test_suggestions_are_listed_by_text_to_those_who_facilitate(faye, atlas, mia, ben):
    said(atlas, "c", "a", "b")
    rows = everything(faye, f"{BASE}/suggestions", limit=2)
    assert [row["text"] for row in rows] == ["a", "b", "c"]
    assert {key for row in rows for key in row} == {"id", "side", "text", "said_by"}
    for person in (mia, ben, make.person(), make.auditor()):
        assert Caller(person).get(f"{BASE}/suggestions").status_code == 404


def test_facilitator_takes_up_and_sets_aside(faye, atlas):
    (one,) = make.expectations(atlas, count=1)
    first, second, third = said(atlas, "Faster", "Sooner", "Free lunch")
    merging = f"{BASE}/expectations/{one.pk}/suggestions"

    assert faye.post(merging, {"suggestions": [first, second]}).status_code == 200
    aside = faye.post(f"{BASE}/suggestions/setting-aside", {"suggestions": [third]})

    assert aside.status_code == 204
    assert one.suggestions.count() == 2
    assert everything(faye, f"{BASE}/suggestions") == []
    again = faye.post(merging, {"suggestions": [third]})
    assert errors(again)["suggestions"].startswith("Somebody else has dealt with one of these")
    assert errors(faye.post(merging, {"suggestions": []})).keys() == {"suggestions"}


def test_those_who_do_not_facilitate_are_told_who_may(atlas, mia):
    (one,) = make.expectations(atlas, count=1)
    (row,) = said(atlas, "Faster")
    for method, path, body in (
        ("POST", "/expectations", WORDS),
        ("PATCH", f"/expectations/{one.pk}", {"text": "Mine"}),
        ("DELETE", f"/expectations/{one.pk}", None),
        ("PUT", f"/expectations/{one.pk}/place", {"place": 1}),
        ("PUT", f"/expectations/{one.pk}/objectives", {"objectives": []}),
        ("POST", f"/expectations/{one.pk}/suggestions", {"suggestions": [row]}),
        ("POST", "/suggestions/setting-aside", {"suggestions": [row]}),
    ):
        response = Caller(mia).call(method, BASE + path, body)
        assert response.status_code == 403
        assert "Those who run or facilitate a community" in response.json()["detail"]


def test_closed_community_is_left_as_it_is(faye, atlas, mia):
    atlas.start(by=None, at=make.AT)
    atlas.wind_down(by=None, at=make.AT, reason="Done")
    atlas.close(by=None, at=make.AT, on=make.AT.date(), reason="Done")
    for caller, path, body in (
        (faye, "expectations", WORDS),
        (Caller(mia), "suggestions", {"text": "Peace"}),
    ):
        response = caller.post(f"{BASE}/{path}", body)
        assert (response.status_code, response.json()["detail"]) == (409, "Atlas has closed.")


def test_list_asks_the_same_number_of_questions_whatever_it_holds(
    faye, atlas, connection_of_queries
):
    counts = []
    for _round in range(2):
        for _number in range(3):
            number = Expectation.objects.count()
            made = Expectation.choose(
                community=atlas, **{**WORDS, "text": f"Text {number}"}, by=None, at=make.AT
            )
            made.serve([make.objective()], by=None, at=make.AT)
        faye.get(f"{BASE}/expectations")
        with CaptureQueriesContext(connection_of_queries) as asked:
            faye.get(f"{BASE}/expectations")
        counts.append(len(asked))
    assert counts[0] == counts[1]
