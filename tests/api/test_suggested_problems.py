"""Suggested problems, and issues that are kept apart, by the API."""

from __future__ import annotations

import pytest

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.work.comparing import compare
from mandorla.work.embedding import embedder
from mandorla.work.models import Apart, Issue
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
TEXTS = ["Price lists are out of date", "Out of date price lists again"]
PATH = "/communities/atlas/suggested-problems"
APART = "/communities/atlas/issues-apart"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def atlas(ana: Person) -> Community:
    made = make.community("Atlas", leader=ana)
    make.issue(made, TEXTS[0], units=[make.unit("Sales")])
    make.issue(made, TEXTS[1], units=[make.unit("Finance")])
    compare(made, by=embedder("tfidf"))
    return made


def numbers() -> list[int]:
    return list(Issue.objects.order_by("text").values_list("pk", flat=True))


def test_suggestions_are_listed_with_their_reasons_for_everybody(atlas):
    (one,) = Caller(make.person()).get(PATH).json()
    assert {issue["text"] for issue in one["issues"]} == set(TEXTS)
    assert {tuple(issue["units"]) for issue in one["issues"]} == {("Sales",), ("Finance",)}
    assert one["reason"] == "both about “price lists” and “date”; Finance and Sales"
    assert (one["problem"], one["words"]) == (None, ["price lists", "date"])


def test_suggestions_are_listed_when_there_are_two(atlas):
    for text in ("The printer is broken", "Broken printer on two floors"):
        make.issue(atlas, text, units=[make.unit()])
    compare(atlas, by=embedder("tfidf"))

    answer = Caller(make.person()).get(PATH)
    assert answer.status_code == 200
    assert [len(one["issues"]) for one in answer.json()] == [2, 2]


def test_issues_are_kept_apart_by_who_leads(atlas, ana):
    caller = Caller(ana)
    assert caller.post(APART, {"issues": numbers()}).status_code == 204
    assert caller.get(PATH).json() == []
    assert Apart.objects.count() == 1


def test_issues_are_kept_apart_from_others(atlas, ana):
    third = make.issue(atlas, "Something else")
    sent = {"issues": numbers()[:1], "others": [third.pk]}
    assert Caller(ana).post(APART, sent).status_code == 204
    assert Apart.objects.among([*numbers()]) == {tuple(sorted((numbers()[0], third.pk)))}


def test_issues_are_not_kept_apart_by_others(atlas):
    caller = Caller(make.person())
    assert caller.post(APART, {"issues": numbers()}).status_code == 403
    assert caller.post(f"{PATH}/comparison", {}).status_code == 403
    assert not Apart.objects.exists()


def test_issues_of_another_community_are_refused(atlas, ana):
    other = make.issue(make.community("Other"))
    answer = Caller(ana).post(APART, {"issues": [numbers()[0], other.pk]})
    assert answer.status_code == 422
    assert not Apart.objects.exists()


def test_single_issue_is_refused(atlas, ana):
    assert Caller(ana).post(APART, {"issues": numbers()[:1]}).status_code == 409


def test_issues_are_compared_again_when_somebody_asks(atlas, ana):
    assert Caller(ana).post(f"{PATH}/comparison", {}).status_code == 202
