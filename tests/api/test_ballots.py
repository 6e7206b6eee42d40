"""Answering a round through the API: the same rules and sentences as on pages, and nothing read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mandorla.api.openapi import read_schema
from mandorla.communities.models import Membership
from mandorla.core.ballot import opened as unpacked
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Allocation, Elicitation, SponsorAnswer, Urn
from tests import make
from tests.api.caller import Caller
from tests.value.voting import BEST_WORST, WISHES, held, opened

OTHER = (0, 10, 10, 20, 20, 40)
FIVES = [5] * 6
BALLOT = {"points": list(WISHES), "delivery": FIVES}


def path(elicitation: Elicitation, door: str) -> str:
    return f"/communities/{elicitation.community.slug}/rounds/{elicitation.number}/{door}"


def ballots(elicitation: Elicitation) -> Urn:
    return Urn.objects.get(elicitation=elicitation)


def sponsored(*names: str, **facts: Any) -> tuple[Elicitation, list[Person]]:
    people = make.members(8)
    community = make.community(leader=people[0], members=people[1:])
    sponsors = [make.person(name) for name in names]
    for person in sponsors:
        Membership.appoint(community=community, person=person, role="sponsor", by=None, at=make.AT)
    return opened(community, **facts), sponsors


def test_ballot_by_points_is_got_and_cast():
    elicitation, (priya, *_others) = held()
    caller = Caller(priya)

    form = caller.get(path(elicitation, "ballot")).json()
    cast = caller.post(path(elicitation, "ballot"), BALLOT)

    assert (form["method"], form["has_voted"], form["screens"]) == ("points", False, [])
    assert sorted(form["order"]) == list(range(6))
    assert form["items"][0]["text"] == "Faster roll-out"
    assert (cast.status_code, cast.content) == (204, b"")
    assert bytes(ballots(elicitation).ballots) == bytes([*WISHES, *FIVES])
    assert caller.get(path(elicitation, "ballot")).json()["has_voted"] is True


def test_ballot_by_best_and_worst_counts_picks_on_the_screens_of_its_seed():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    caller = Caller(priya)
    form = caller.get(path(elicitation, "ballot")).json()
    picks = [{"best": screen[0], "worst": screen[1]} for screen in form["screens"]]

    cast = caller.post(
        path(elicitation, "ballot"), {"seed": form["seed"], "picks": picks, "delivery": [None] * 8}
    )

    assert cast.status_code == 204
    best, worst, shown, delivery = unpacked(
        bytes(ballots(elicitation).ballots), items=8, is_points=False
    )
    assert (best.sum(), worst.sum(), shown.sum()) == (6, 6, 24)
    assert set(delivery.ravel().tolist()) == {255}


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"points": [40, 20, 10, 10, 10, 0]}, 409, "here they make 90"),
        ({"points": [61, 19, 10, 10, 0, 0]}, 409, "here it is 61"),
        ({"points": [-1, 51, 10, 10, 10, 20]}, 409, "Points are 0 or more."),
        ({"points": [50, 50]}, 409, "Weigh every expectation."),
        ({"delivery": [11] * 6}, 409, "rated from 0 to 10"),
        ({"points": ["many", 0, 0, 0, 0, 0]}, 422, "points.0"),
        ({"points": [], "picks": [{"best": 0, "worst": 1}]}, 422, "on every screen"),
        ({"points": []}, 409, "weighed by another method"),
    ],
)
def test_ballot_that_cannot_be_counted_is_told_why(body, status, sentence):
    elicitation, (priya, *_others) = held()

    response = Caller(priya).post(path(elicitation, "ballot"), BALLOT | body)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert ballots(elicitation).count == 0


@pytest.mark.parametrize("wrong", ["same", "elsewhere"])
def test_picks_that_do_not_belong_to_a_screen_are_named(wrong):
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    form = Caller(priya).get(path(elicitation, "ballot")).json()
    picks = [{"best": screen[0], "worst": screen[1]} for screen in form["screens"]]
    strange = next(item for item in range(8) if item not in form["screens"][2])
    picks[2]["worst"] = picks[2]["best"] if wrong == "same" else strange

    response = Caller(priya).post(
        path(elicitation, "ballot"), {"seed": form["seed"], "picks": picks, "delivery": [5] * 8}
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "picks.2"


def test_ballot_is_cast_once():
    elicitation, (priya, *_others) = held()
    Caller(priya).post(path(elicitation, "ballot"), BALLOT)

    again = Caller(priya).post(path(elicitation, "ballot"), BALLOT)

    assert again.status_code == 409
    assert "You have voted in this round." in again.json()["detail"]
    assert ballots(elicitation).count == 1


@pytest.mark.parametrize("role", ["sponsor", "guest", "nobody"])
def test_ballot_is_not_there_for_who_is_not_on_the_members_side(role):
    elicitation, _people = held()
    person = make.person()
    if role != "nobody":
        Membership.appoint(
            community=elicitation.community, person=person, role=role, by=None, at=make.AT
        )

    assert Caller(person).get(path(elicitation, "ballot")).status_code == 404
    assert Caller(person).post(path(elicitation, "ballot"), BALLOT).status_code == 404


def test_ballot_is_refused_before_and_after_the_round():
    now = timezone.now()
    coming, (early, *_others) = held(opens_at=now + timedelta(days=1), at=now)
    closed, (late, *_rest) = held()
    close(closed, by=None, at=now)

    for elicitation, person in ((coming, early), (closed, late)):
        response = Caller(person).post(path(elicitation, "ballot"), BALLOT)
        assert response.json()["detail"] == "This round is not open now."


def test_sponsors_answer_see_the_differences_and_agree():
    elicitation, (ben, ingrid) = sponsored("Ben", "Ingrid")
    given = Caller(ben).call(
        "PUT", path(elicitation, "answer"), {"points": list(WISHES), "delivery": FIVES}
    )
    early = Caller(ingrid).get(path(elicitation, "answers"))
    Caller(ingrid).call(
        "PUT", path(elicitation, "answer"), {"points": list(OTHER), "delivery": FIVES}
    )
    found = Caller(ingrid).get(path(elicitation, "answers")).json()
    agreed = Caller(ingrid).call(
        "PUT",
        path(elicitation, "allocations/organization"),
        {"points": found["proposal"], "delivery": FIVES, "people": 2, "note": "Half and half."},
    )

    assert (given.json()["name"], given.json()["role"]) == ("Ben", "sponsor")
    assert early.status_code == 403
    assert early.json()["detail"].startswith("Answer first")
    assert [answer["points"] for answer in found["answers"]] == [list(WISHES), list(OTHER)]
    assert found["proposal"] == [20, 15, 15, 15, 15, 20]
    assert (agreed.status_code, agreed.json()["note"]) == (200, "Half and half.")
    assert Allocation.objects.get().people == 2


def test_members_neither_answer_for_the_organization_nor_see_who_did():
    elicitation, (ben,) = sponsored("Ben")
    member = elicitation.community.memberships.filter(role="member")[0].person
    body = {"points": list(WISHES), "delivery": FIVES}

    assert Caller(member).call("PUT", path(elicitation, "answer"), body).status_code == 403
    assert Caller(member).get(path(elicitation, "answers")).status_code == 404
    agreed = Caller(member).call(
        "PUT", path(elicitation, "allocations/organization"), body | {"people": 1}
    )
    assert agreed.status_code == 403
    assert ben.pk
    assert not SponsorAnswer.objects.exists()


def test_group_is_recorded_by_who_holds_the_round():
    people = make.members(4)
    community = make.community(leader=people[0], members=people[1:])
    elicitation = opened(community, methods={"organization": "points", "members": "facilitated"})
    body = {"points": list(WISHES), "delivery": FIVES, "people": 4}

    refused = Caller(people[1]).call("PUT", path(elicitation, "allocations/members"), body)
    done = Caller(people[0]).call("PUT", path(elicitation, "allocations/members"), body)

    assert refused.status_code == 403
    assert (done.json()["side"], done.json()["people"]) == ("members", 4)


def test_no_operation_reads_a_ballot_or_tells_who_voted():
    """What answers about ballots is the empty form; nothing else names tokens, urns or voters."""
    schemas = read_schema()["components"]["schemas"]
    names = {name for schema in schemas.values() for name in schema.get("properties", {})}
    gets = {
        path
        for path, methods in read_schema()["paths"].items()
        if "ballot" in path and "get" in methods
    }

    assert gets == {"/api/v1/communities/{slug}/rounds/{number}/ballot"}
    assert set(schemas["BallotForm"]["properties"]) == {
        "method",
        "has_voted",
        "items",
        "seed",
        "order",
        "screens",
    }
    assert names & {"token", "tokens", "urn", "ballots", "voters", "is_spent"} == set()
