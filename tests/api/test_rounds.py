"""Rounds through the API: the same verbs, the same refusals, and no word about who voted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.models import Elicitation
from tests import make
from tests.api.caller import Caller, everything

ROUNDS = "/communities/atlas/rounds"
WISHES = (40, 20, 20, 10, 10, 0)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def atlas(ana: Person) -> Community:
    community = make.community(
        "Atlas", leader=ana, sponsor=make.person("Ben"), members=make.members(8)
    )
    make.expectations(community)
    return community


def given(**facts: Any) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=14)
    return {"member_method": "points", "closes_at": until.isoformat(), **facts}


def running(community: Community) -> Elicitation:
    now = timezone.now()
    return make.elicitation(community, opens_at=now, at=now, closes_at=now + timedelta(days=14))


def a_member(community: Community) -> Person:
    return community.memberships.filter(role="member").order_by("pk")[0].person


def test_round_is_opened_and_read(ana, atlas):
    opened = Caller(ana).post(ROUNDS, given(reason="founding"))
    listed = everything(Caller(a_member(atlas)), ROUNDS)

    assert opened.status_code == 201
    found = opened.json()
    assert (found["number"], found["phase"], found["invited"], found["voted"]) == (1, "open", 9, 0)
    assert found["items"][0] == "Faster roll-out"
    assert found["sponsors"] == [{"name": "Ben", "role": "sponsor", "has_answered": False}]
    assert found["newcomers"] == 0
    assert [row["number"] for row in listed] == [1]


def test_round_can_be_opened_for_later(ana, atlas):
    later = (timezone.now() + timedelta(days=3)).isoformat()

    assert Caller(ana).post(ROUNDS, given(opens_at=later)).json()["phase"] == "coming"


def test_sponsors_of_a_round_agree_on_one_answer_in_a_gathering(ana, atlas):
    ben = Caller(atlas.memberships.get(role="sponsor").person)
    agreed = {"points": list(WISHES), "delivery": [5] * len(WISHES), "people": 1}

    opened = Caller(ana).post(ROUNDS, given(organization_method="facilitated"))
    alone = ben.call("PUT", f"{ROUNDS}/1/answer", {k: agreed[k] for k in ("points", "delivery")})
    recorded = ben.call("PUT", f"{ROUNDS}/1/allocations/organization", agreed)
    found = ben.get(f"{ROUNDS}/1").json()

    assert (opened.status_code, alone.status_code, recorded.status_code) == (201, 409, 200)
    assert (found["organization_method"], found["has_agreed"]) == ("facilitated", True)
    assert Caller(ana).post(f"{ROUNDS}/1/closure").json()["phase"] == "closed"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"member_method": "facilitated"}, 409),
        ({"closes_at": "2020-01-01T00:00:00Z"}, 409),
        ({"closes_at": "2999-01-01T00:00:00Z"}, 409),
        ({"closes_at": "2026-12-01T00:00:00"}, 422),
        ({"member_method": "guessing"}, 422),
        ({"organization_method": "guessing"}, 422),
        ({"reason": "survey"}, 422),
        ({"floor_share": 2}, 422),
        ({"reminder_days": [0]}, 422),
        ({"seed": 1}, 422),
    ],
)
def test_round_is_not_opened_when_it_makes_no_sense(ana, atlas, facts, status):
    assert Caller(ana).post(ROUNDS, given(**facts)).status_code == status
    assert not Elicitation.objects.exists()


def test_round_tells_of_members_only_counts(ana, atlas):
    elicitation = running(atlas)
    mia = a_member(atlas)
    elicitation.cast(make.points(*WISHES), person=mia, at=timezone.now())

    answer = Caller(ana).get(f"{ROUNDS}/1")

    assert answer.json()["voted"] == 1
    assert mia.name not in answer.content.decode()
    assert Caller(mia).get(f"{ROUNDS}/1").json()["newcomers"] is None


def test_round_is_extended_and_closed(ana, atlas):
    running(atlas)
    until = (timezone.now() + timedelta(days=30)).isoformat()
    caller = Caller(ana)

    assert caller.post(f"{ROUNDS}/1/extension", {"closes_at": until}).status_code == 200
    assert caller.post(f"{ROUNDS}/1/closure").json()["phase"] == "closed"
    assert caller.post(f"{ROUNDS}/1/closure").status_code == 409
    assert caller.post(f"{ROUNDS}/1/extension", {"closes_at": until}).status_code == 409


def test_round_is_canceled_only_while_nobody_has_answered(ana, atlas):
    running(atlas)
    assert Caller(ana).post(f"{ROUNDS}/1/cancellation").json()["phase"] == "canceled"

    elicitation = running(atlas)
    elicitation.cast(make.points(*WISHES), person=a_member(atlas), at=timezone.now())

    assert Caller(ana).post(f"{ROUNDS}/2/cancellation").status_code == 409


def test_newcomers_are_asked_too(ana, atlas):
    running(atlas)
    Membership.join(community=atlas, person=make.person(), at=timezone.now())
    caller = Caller(ana)

    assert caller.get(f"{ROUNDS}/1").json()["newcomers"] == 1
    asked = caller.post(f"{ROUNDS}/1/newcomers").json()

    assert (asked["invited"], asked["newcomers"]) == (10, 0)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_round_has_no_door_by_which_it_could_be_altered(ana, atlas, method):
    running(atlas)

    for path in (f"{ROUNDS}/1", f"{ROUNDS}/1/catalogue", f"{ROUNDS}/1/items"):
        answer = Caller(ana).call(method, path, {"member_method": "best_worst"})
        assert answer.status_code in {404, 405}
    assert Elicitation.objects.get().member_method == "points"


@pytest.mark.parametrize("role", ["member", "sponsor", "steward", "guest", ""])
@pytest.mark.parametrize(
    "verb", ["", "/1/extension", "/1/closure", "/1/cancellation", "/1/newcomers"]
)
def test_rounds_are_held_by_nobody_else(atlas, role, verb):
    who = make.person()
    if role:
        Membership.appoint(community=atlas, person=who, role=role, by=None, at=make.AT)
    running(atlas)
    body = given() if not verb else {"closes_at": given()["closes_at"]} if "ext" in verb else None

    answer = Caller(who).post(f"{ROUNDS}{verb}", body)

    assert answer.status_code == 403
    assert answer.json()["detail"].endswith("hold rounds.")
    assert Elicitation.objects.get().state == "open"


def test_due_rounds_are_listed_for_those_they_concern(ana, atlas):
    for name in ("Bees", "Ants"):
        make.community(name)
    caller = Caller(make.program_manager())

    everywhere = everything(caller, "/rounds/due", limit=1)

    assert [row["name"] for row in everywhere] == ["Ants", "Atlas", "Bees"]
    assert everything(Caller(ana), "/rounds/due") == [
        {"community": "atlas", "name": "Atlas", "reason": "founding"}
    ]
    assert everything(Caller(make.person()), "/rounds/due") == []


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_round_at_the_end_of_the_calendar_is_refused_with_a_sentence(ana, atlas, moment):
    answer = Caller(ana).post(ROUNDS, given(opens_at=moment, closes_at="9999-12-31T23:59:59-14:00"))
    assert answer.status_code == 409
    assert "opens within a year" in answer.json()["detail"]
