"""Insights and what people take back, by the API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person, Unit
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
PATH = "/communities/coffee/insights"


@pytest.fixture
def sales() -> Unit:
    return make.unit("Sales")


@pytest.fixture
def mia(sales: Unit) -> Person:
    return make.person("Mia Member", unit=sales)


@pytest.fixture
def ingrid() -> Person:
    return make.person("Ingrid Sponsor")


@pytest.fixture
def coffee(mia: Person, ingrid: Person) -> Community:
    return make.community("Coffee", sponsor=ingrid, members=(mia,))


def test_insight_is_brought_answered_and_asked_about_by_the_api(coffee, sales, mia, ingrid):
    brings, answers = Caller(mia), Caller(ingrid)
    sent = {"text": "It takes a week", "unit": sales.pk, "key": str(uuid4())}
    first, again = brings.post(PATH, sent), brings.post(PATH, sent)
    one = f"{PATH}/{first.json()['id']}"

    asked = answers.post(f"{one}/responses", {"kind": "need_more", "text": "Where?"})
    more = brings.post(f"{one}/addition", {"more": "In Porto"})
    late = answers.post(f"{one}/responses", {"kind": "already_done"})
    done = answers.post(f"{one}/responses", {"kind": "will_do", "due_on": "2026-04-01", "seen": 1})

    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert first.json()["is_mine"]
    assert (asked.status_code, asked.json()["state"]) == (201, "asked_back")
    assert (more.json()["state"], more.json()["more"]) == ("waiting", "In Porto")
    assert (late.status_code, late.headers["Content-Type"]) == (409, "application/problem+json")
    assert [said["kind"] for said in done.json()["responses"]] == ["need_more", "will_do"]
    assert "Mia" not in done.content.decode()


def test_insights_do_not_exist_for_those_outside(coffee, sales, mia):
    brought = Caller(mia).post(PATH, {"text": "It takes a week", "unit": sales.pk}).json()
    outside = Caller(make.person())
    assert outside.get(PATH).status_code == 404
    assert outside.get(f"{PATH}/{brought['id']}").status_code == 404
    assert outside.post(PATH, {"text": "Mine", "unit": sales.pk}).status_code == 404


def test_member_does_not_answer_for_leadership(coffee, sales, mia):
    brought = Caller(mia).post(PATH, {"text": "It takes a week", "unit": sales.pk}).json()
    answer = Caller(mia).post(f"{PATH}/{brought['id']}/responses", {"kind": "already_done"})
    assert answer.status_code == 403


def test_list_takes_as_many_queries_for_many_as_for_one(coffee, sales, mia):
    caller = Caller(mia)
    caller.post(PATH, {"text": "One", "unit": sales.pk})
    with CaptureQueriesContext(connection) as one:
        caller.get(PATH)
    for number in range(3):
        caller.post(PATH, {"text": f"Insight {number}", "unit": sales.pk})
    with CaptureQueriesContext(connection) as many:
        assert len(caller.get(PATH, state="waiting").json()["items"]) == 4
    assert len(many) == len(one)


def test_take_back_is_written_and_talked_about_by_the_api(coffee, mia):
    ana = make.person("Ana Leader")
    Membership.appoint(community=coffee, person=ana, role="leader", by=None, at=make.AT)
    gathering = make.gathering(make.series(coffee))
    path = (
        f"/communities/coffee/series/{gathering.series_id}"
        f"/gatherings/{gathering.planned_on}/take-back"
    )
    writes, talks = Caller(ana), Caller(mia)
    assert talks.get(path).status_code == 404
    assert talks.call("PUT", path, {"text": "Ask at home"}).status_code == 403
    assert writes.call("PUT", path, {"text": "Ask at home"}).status_code == 200
    assert writes.call("PUT", path, {"text": "Ask"}).status_code == 409
    said = talks.call("PUT", f"{path}/talk", {"talked": True}).json()
    assert (said["talked"], said["i_did"]) == (1, True)
    assert writes.get(path).json()["i_did"] is False
    assert Caller(make.person()).get(path).status_code == 404
