"""People are told what became of what they surfaced, and what they are asked to look after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mandorla.base.models import Notification
from mandorla.communities.models import Community
from mandorla.gatherings.models import Commitment
from mandorla.people.models import Person
from mandorla.work.models import Issue, Lesson, Outcome, Problem, RolloutLine
from tests import make
from tests.work import solving

pytestmark = pytest.mark.django_db
DUE = make.AT.date() + timedelta(days=7)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def priya() -> Person:
    return make.person("Priya")


@pytest.fixture
def atlas(ana: Person, priya: Person) -> Community:
    return make.community("Atlas", leader=ana, members=(priya,))


@pytest.fixture
def told(ana: Person) -> dict[str, Any]:
    return {"by": ana, "at": make.AT}


def surfaced(atlas: Community, person: Person, text: str, **facts: Any) -> Issue:
    return Issue.surface(community=atlas, text=text, by=person, at=make.AT, **facts)


def news_of(person: Person) -> list[str]:
    rows = Notification.objects.told_to(person).order_by("pk")
    return [one.sentence for one in rows]


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_surfacer_is_told_once_when_an_issue_joins_a_problem_and_when_that_is_solved(
    atlas: Community, ana: Person, priya: Person, told: dict[str, Any], is_anonymous: bool
):
    first = surfaced(atlas, priya, "Old lists", is_anonymous=is_anonymous)
    second = surfaced(atlas, priya, "Last year's prices", is_anonymous=is_anonymous)
    problem = Problem.gather(statement="Nobody knows the list", issues=[first, second], **told)
    third = surfaced(atlas, priya, "Wrong prices", is_anonymous=is_anonymous)
    problem.add(issues=[third], **told)
    problem.solve(because="One list", **told)

    assert news_of(priya) == [
        "What you surfaced is a part of a common problem: “Nobody knows the list”",
        "What you surfaced is solved: “Nobody knows the list”",
    ]
    assert news_of(ana) == []
    assert set(Notification.objects.values_list("address", flat=True)) == {
        problem.get_absolute_url()
    }


def test_surfacer_is_told_when_an_issue_is_solved_by_itself(
    atlas: Community, priya: Person, told: dict[str, Any]
):
    surfaced(atlas, priya, "Old lists").solve(because="They are gone", **told)
    assert news_of(priya) == ["What you surfaced is solved: “Old lists”"]


def test_voters_and_who_solves_their_own_are_told_nothing(
    atlas: Community, ana: Person, priya: Person, told: dict[str, Any]
):
    issue = surfaced(atlas, ana, "Old lists")
    issue.vote(by=priya)
    issue.solve(because="They are gone", **told)
    assert not Notification.objects.exists()


def test_surfacer_is_not_told_when_their_account_is_gone(
    atlas: Community, priya: Person, told: dict[str, Any]
):
    issue = surfaced(atlas, priya, "Old lists")
    Person.objects.filter(pk=priya.pk).update(is_active=False)
    issue.solve(because="They are gone", **told)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("verb", ["gather", "own"])
def test_owner_of_a_problem_is_told_when_it_is_given_to_them(
    atlas: Community, ana: Person, priya: Person, told: dict[str, Any], verb: str
):
    issue = surfaced(atlas, ana, "Old lists")
    owner = priya if verb == "gather" else None
    problem = Problem.gather(statement="Which list?", issues=[issue], owner=owner, **told)
    problem.own(person=priya, **told)
    problem.own(person=ana, **told)

    assert news_of(priya) == ["Ana asks you to look after a problem: “Which list?”"]
    assert news_of(ana) == []


def test_coordinators_are_told_when_they_are_named(
    atlas: Community, priya: Person, told: dict[str, Any]
):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    solution = solving.solution(make.problem(atlas, make.issue(atlas)), state="accepted")
    coordinators = {sales.pk: priya}
    lines = RolloutLine.roll_out(
        solution=solution, units=[sales, finance], coordinators=coordinators, **told
    )
    by_unit = {line.unit: line for line in lines}
    by_unit[finance].coordinate(person=priya, **told)
    by_unit[finance].coordinate(person=None, **told)

    assert news_of(priya) == [
        f"Ana asks you to see to it in Sales: “{solution}”",
        f"Ana asks you to see to it in Finance: “{solution}”",
    ]


def test_who_takes_over_a_commitment_is_told_and_finds_it(
    atlas: Community, ana: Person, priya: Person, told: dict[str, Any], client: Client
):
    made = Commitment.make(
        community=atlas, gathering=None, text="Ask Finance", owner=ana, due_on=DUE, **told
    )
    made.hand_over(owner=priya, **told)

    assert news_of(priya) == ["Ana hands something over to you: “Ask Finance”"]
    client.force_login(priya)
    assert client.get(Notification.objects.get().address).status_code == 200


@pytest.mark.parametrize("is_handed_over", [False, True])
def test_owner_of_a_lesson_is_told_when_somebody_else_gives_it_to_them(
    atlas, ana, priya, told, is_handed_over
):
    owner = None if is_handed_over else priya
    lesson = Lesson.keep_one(
        community=atlas, text="Ask first", look_again_on=DUE, owner=owner, **told
    )
    if is_handed_over:
        lesson.hand_over(owner=priya, **told)

    assert news_of(priya) == ["Ana asks you to see to a lesson: “Ask first”"]
    assert news_of(ana) == []


def test_member_is_told_when_somebody_asks_in_their_name(atlas, ana, priya):
    gathering = make.gathering(make.series(atlas), planned_on=DUE, state="running")
    for owner, text in ((priya, "Who knows labels?"), (None, "Who knows printers?")):
        Outcome.catch(
            gathering=gathering, kind="ask", text=text, owner=owner, key=uuid4(), by=ana, at=make.AT
        )

    assert news_of(priya) == ["Ana asks for a hand in your name: “Who knows labels?”"]
    assert news_of(ana) == []


def test_member_is_told_when_somebody_takes_a_commitment_down_in_their_name(
    atlas, ana, priya, told, client
):
    gathering = make.gathering(make.series(atlas), planned_on=DUE, state="running")
    for owner, text in ((priya, "Ask Finance"), (None, "Ask Sales")):
        facts: dict[str, Any] = {"kind": "commitment", "text": text, "owner": owner, "due_on": DUE}
        Outcome.catch(gathering=gathering, key=uuid4(), **facts, **told)
    Commitment.make(community=atlas, text="Ask the plant", owner=priya, due_on=DUE, **told)
    own = {"by": priya, "at": make.AT}
    Commitment.make(community=atlas, text="Ask myself", owner=priya, due_on=DUE, **own)

    assert news_of(priya) == [
        "Ana wrote down that you do something: “Ask Finance”",
        "Ana wrote down that you do something: “Ask the plant”",
    ]
    assert news_of(ana) == []
    client.force_login(priya)
    assert client.get(Notification.objects.latest("pk").address).status_code == 200
