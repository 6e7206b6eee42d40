"""Stories and claims by the API: the same verbs, and the same names left out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.ledger.models import Proof, Story
from mandorla.people.models import Person
from mandorla.work.models import Ask
from tests import make
from tests.api.caller import Caller
from tests.ledger.telling import claim, proposed, story

pytestmark = pytest.mark.django_db
STORIES = "/communities/guild/stories"
TOLD = {"title": "One price list", "steps": {"used": "I send one list."}}
CLAIM = {
    "kind": "cashable",
    "currency": "EUR",
    "low": "1000",
    "high": "4000",
    "share": "0.5",
    "confidence": "0.8",
    "begins_on": "2026-03-02",
    "ends_on": "2026-12-31",
}
NUMBERS = {"low": "500", "high": "900", "share": "1", "confidence": "1", "because": "Half of it"}


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member", unit=make.unit("Sales"))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def test_story_goes_its_way_by_the_api(guild, mia):
    solution, expectation = proposed(guild), make.expectations(guild, count=1)[0]
    caller = Caller(mia)
    sent = {**TOLD, "solution": solution.pk, "expectations": [expectation.pk]}

    told = caller.post(STORIES, sent)
    page = f"{STORIES}/1"
    on = (timezone.localdate() + timedelta(days=9)).isoformat()
    codes = [
        told.status_code,
        caller.call("PUT", f"{page}/promise", {"on": on}).status_code,
        caller.post(f"{page}/steps", {"step": "difference", "text": "Two hours"}).status_code,
        caller.post(f"{page}/proofs", {"text": "The list"}).status_code,
        caller.post(f"{page}/proofs/{Proof.objects.get().pk}/removal").status_code,
    ]
    change = {**TOLD, "title": "Other", "seen_by": "organization", "is_nameless": False}
    codes.append(caller.call("PUT", page, {**change, "edits": 2}).status_code)
    codes.append(caller.call("PUT", page, {**change, "edits": 2}).status_code)

    assert codes == [201, 200, 200, 201, 204, 200, 409]
    assert (told.json()["solution"], told.json()["expectations"]) == (solution.pk, [expectation.pk])
    assert told.json()["teller"] == {"id": mia.pk, "name": "Mia Member"}
    assert caller.get(page).json()["title"] == "Other"
    assert caller.post(f"{page}/withdrawal").json()["state"] == "withdrawn"
    assert Caller(make.program_manager()).get(page).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"title": ""}, 422),
        ({"steps": {}}, 409),
        ({"steps": {"other": "x"}}, 422),
        ({"steps": {"used": "x" * 2_001}}, 422),
        ({"seen_by": "nobody"}, 422),
        ({"solution": 999}, 422),
        ({"objectives": [999]}, 422),
        ({"expectations": [1] * 11}, 422),
        ({"told_at": "2026-01-01"}, 422),
    ],
)
def test_api_refuses_what_is_no_story(guild, mia, sent, status):
    assert Caller(mia).post(STORIES, {**TOLD, **sent}).status_code == status
    assert not Story.objects.exists()


def test_only_the_teller_changes_a_story_by_the_api(guild, mia, ana):
    story(guild, mia)
    caller = Caller(ana)

    for way, body in (("steps", {"step": "useful", "text": "x"}), ("withdrawal", None)):
        answer = caller.post(f"{STORIES}/1/{way}", body)
        assert (answer.status_code, "Only who told a story" in answer.content.decode()) == (
            403,
            True,
        )


def test_claim_goes_its_way_by_the_api(guild, mia, ana):
    story(guild, mia)
    story(guild, mia)
    leader, member = Caller(ana), Caller(mia)
    one, two = f"{STORIES}/1/claim", f"{STORIES}/2/claim"

    assert leader.post(one, CLAIM).status_code == 201
    assert leader.post(f"{one}/confirmation").status_code == 403
    assert member.post(f"{one}/confirmation").json()["confirmed_by"]["name"] == "Mia Member"
    assert leader.post(two, CLAIM).status_code == 409
    assert leader.post(two, {**CLAIM, "apart": "Of another unit"}).status_code == 201
    corrected = member.post(f"{two}/correction", NUMBERS).json()
    assert (corrected["low"], corrected["first"]["low"]) == ("500", "1000.00")
    assert member.post(f"{one}/refusal", {"because": "No"}).status_code == 409
    assert leader.post(f"{two}/withdrawal").status_code == 204
    assert leader.get(f"{STORIES}/2").json()["claim"] is None


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"low": "NaN"}, 422),
        ({"high": "1e40"}, 422),
        ({"share": "1.2"}, 422),
        ({"currency": "EURO"}, 422),
        ({"currency": "XXQ"}, 409),
        ({"low": "5000"}, 409),
        ({"unit": 999}, 422),
        ({"asked": 999}, 422),
    ],
)
def test_api_refuses_what_is_no_claim(guild, mia, sent, status):
    story(guild, mia)

    assert Caller(mia).post(f"{STORIES}/1/claim", {**CLAIM, **sent}).status_code == status


def test_list_of_stories_takes_as_many_queries_for_three_as_for_one(guild, mia):
    def tell() -> None:
        told = story(guild, mia, solution=proposed(guild))
        claim(told, mia, apart="Each is its own")
        Proof.add(story=told, text="Note", by=mia, at=make.AT)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert caller.get(STORIES).status_code == 200
        return len(asked)

    caller = Caller(mia)
    tell()
    caller.get(STORIES)
    one = queries()
    tell()
    tell()

    assert queries() == one


def test_api_never_says_who_told_a_story_without_a_name(guild, mia, ana):
    own = {**TOLD, "is_nameless": True, "seen_by": "organization"}
    Caller(mia).post(STORIES, own)
    Caller(mia).post(f"{STORIES}/1/claim", {**CLAIM, "kind": "risk"})
    claim(story(guild, mia, is_nameless=True), ana).confirm(by=mia, at=make.AT)

    for reader in (ana, make.program_manager(), make.auditor()):
        caller = Caller(reader)
        for page in (STORIES, f"{STORIES}/1", f"{STORIES}/2"):
            text = caller.get(page).content.decode()
            assert ("Mia" in text, "Sales" in text, f'"id": {mia.pk},' in text) == (False,) * 3
    found = Caller(ana).get(f"{STORIES}/2").json()
    assert (found["teller"], found["claim"]["confirmed_by"]) == (None, None)
    assert found["claim"]["claimed_by"]["name"] == "Ana Leader"


def test_api_shows_no_ask_that_the_reader_may_not_see(guild, mia, ana):
    secret = Ask.open(community=guild, text="A hard case", of=[mia], by=ana, at=make.AT)
    story(guild, mia, ask=secret, seen_by="organization")

    asks: dict[str, Any] = {
        reader.name: Caller(reader).get(f"{STORIES}/1").json()["ask"]
        for reader in (mia, make.person("Otto Outside"))
    }

    assert asks == {"Mia Member": secret.pk, "Otto Outside": None}
