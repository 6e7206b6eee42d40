"""Profiles through the API: the same verbs, the same refusals, and no word about who said what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.maturity.computing import compute
from mandorla.maturity.models import Assessment, ModelVersion, ProfileToken
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller, everything
from tests.maturity.rounds import model, opened, say
from tests.maturity.test_computing import YOUNG

PROFILE = "/communities/atlas/profile"
ROUNDS = f"{PROFILE}/rounds"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana, members=make.members(6))


def members(community: Community) -> list[Person]:
    return [one.person for one in community.memberships.filter(role="member").order_by("pk")]


def running(community: Community) -> Any:
    now = timezone.now()
    return opened(community, at=now, closes_at=now + timedelta(days=14))


def test_profile_is_read_in_three_ways_with_targets(ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    caller = Caller(ana)
    first = caller.get(PROFILE).json()

    agreed = caller.post(
        f"{PROFILE}/agreement",
        {"levels": {"core": 2}, "reasons": {"core": "Three of us"}, "seen": first["seen_agreed"]},
    )
    found = caller.post(
        f"{PROFILE}/targets", {"levels": {"core": 3}, "seen": first["seen_targets"]}
    ).json()

    assert agreed.status_code == 201
    assert [way["way"] for way in found["ways"]] == ["core", "computed"]
    assert {"dimension": "rhythm", "low": 4, "high": 5} in found["ways"][1]["levels"]
    assert [(one["dimension"], one["level"]) for one in found["targets"]] == [("core", 3)]
    rows = everything(caller, f"{PROFILE}/assessments")
    assert [(row["way"], row["model"], row["version"]) for row in rows] == [
        ("core", "mandorla", 1),
        ("computed", "mandorla", 1),
    ]


def test_agreement_is_refused_when_somebody_was_first_or_may_not(ana, atlas):
    caller = Caller(ana)
    caller.post(f"{PROFILE}/agreement", {"levels": {"core": 2}})

    late = caller.post(f"{PROFILE}/agreement", {"levels": {"core": 3}, "seen": 0})
    other = Caller(members(atlas)[0]).post(f"{PROFILE}/targets", {"levels": {"core": 3}})

    assert (late.status_code, other.status_code) == (409, 403)
    assert "Ana wrote down another profile" in late.json()["detail"]


def test_profile_is_refused_when_no_model_is_called_so(ana, atlas):
    assert Caller(ana).get(PROFILE, model="charm").status_code == 422


def test_members_round_goes_from_opening_to_what_they_said(ana, atlas):
    caller = Caller(ana)
    until = timezone.now() + timedelta(days=14)
    made = caller.post(ROUNDS, {"closes_at": until.isoformat()})
    number = made.json()["number"]

    cast = [
        Caller(one).post(f"{ROUNDS}/{number}/ballot", {"levels": {"core": 3}, "time_usable": True})
        for one in members(atlas)
    ]
    again = Caller(members(atlas)[0]).post(f"{ROUNDS}/{number}/ballot", {"levels": {}})
    closed = caller.post(f"{ROUNDS}/{number}/closure").json()

    assert made.status_code == 201
    assert [one.json() for one in cast] == [{"cast": True}] * 6
    assert again.status_code == 409
    assert (closed["state"], closed["answered"], closed["why_hidden"]) == ("closed", 6, "")
    assert Assessment.objects.get(way="members").levels["core"] == [3, 3]


def test_round_tells_how_many_answered_and_never_who(ana, atlas):
    held = running(atlas)
    (priya, *_others) = members(atlas)
    say(held, priya, 2)

    told = Caller(ana).get(f"{ROUNDS}/{held.number}").json()

    assert told["answered"] == 1
    assert priya.name not in str(told)
    assert str(priya.pk) not in {str(value) for value in told.values()} - {"1"}
    assert ProfileToken.objects.get(person=priya).is_spent


def test_round_is_canceled_when_nobody_has_answered(ana, atlas):
    held = running(atlas)

    assert Caller(members(atlas)[0]).post(f"{ROUNDS}/{held.number}/cancellation").status_code == 403
    canceled = Caller(ana).post(f"{ROUNDS}/{held.number}/cancellation").json()

    assert canceled["state"] == "canceled"
    assert [row["state"] for row in everything(Caller(ana), ROUNDS)] == ["canceled"]


def test_model_is_read_brought_and_set_aside():
    karin = Caller(make.program_manager())
    content = karin.get("/maturity-models/mandorla/1").json()["content"]

    wrong = karin.post("/maturity-models", {"content": content | {"version": 0}})
    same = karin.post("/maturity-models", {"content": content})
    other = karin.post("/maturity-models", {"content": content | {"key": "ours", "name": "Ours"}})
    aside = karin.post("/maturity-models/ours/1/use", {"is_offered": False})

    assert (wrong.status_code, same.status_code, other.status_code) == (409, 409, 201)
    assert "version: write a whole number" in wrong.json()["detail"].lower()
    assert aside.json()["is_offered"] is False
    listed = everything(karin, "/maturity-models")
    assert [(one["key"], one["is_offered"]) for one in listed] == [
        ("mandorla", True),
        ("ours", False),
    ]


def test_model_is_refused_when_somebody_is_no_program_manager(ana):
    assert Caller(ana).post("/maturity-models", {"content": {}}).status_code == 403
    assert (
        Caller(ana).post("/maturity-models/mandorla/1/use", {"is_offered": False}).status_code
        == 403
    )
    assert ModelVersion.main() == model()
