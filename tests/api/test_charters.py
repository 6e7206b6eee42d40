"""Charters through the API: drafted, written, published, judged, signed by two, compared."""

from __future__ import annotations

from mandorla.communities.models import Charter
from tests import make
from tests.api.caller import Caller


def test_charter_is_agreed_when_two_people_have_signed_what_one_wrote():
    leader, sponsor = make.person("Lena"), make.person("Sven")
    community = make.community(leader=leader, sponsor=sponsor)
    writes, signs = Caller(leader), Caller(sponsor)
    address = f"/communities/{community.slug}/charters"

    drafted = writes.post(address)
    written = writes.call(
        "PATCH",
        f"{address}/1",
        {
            "edits": drafted.json()["edits"],
            "texts": {"in_scope": "Welding\r\nrobots"},
            "forces": {"benefit": ["Fewer stops"], "concern": ["Hard jobs"], "payoff": ["Peers"]},
            "review_on": "2027-01-31",
            "extra": [{"heading": "History", "text": "Since 1950."}],
        },
    ).json()
    published = writes.post(f"{address}/1/publication").json()
    once = writes.post(f"{address}/1/signature", {"side": "members"}).json()
    twice = signs.post(f"{address}/1/signature", {"side": "organization"}).json()

    assert drafted.status_code == 201
    assert written["texts"]["in_scope"] == "Welding\nrobots"
    assert written["texts"]["purpose"] == community.purpose
    assert written["forces"]["benefit"] == ["Fewer stops"]
    assert written["extra"] == [{"heading": "History", "text": "Since 1950."}]
    assert written["edits"] == drafted.json()["edits"] + 1
    assert [published["state"], once["state"], twice["state"]] == [
        "published",
        "published",
        "agreed",
    ]
    assert [signature["name"] for signature in twice["signatures"]] == ["Lena", "Sven"]


def test_writer_is_refused_when_somebody_else_wrote_meanwhile():
    leader = make.person()
    community = make.community(leader=leader)
    charter = make.charter(community, by=leader)
    caller = Caller(leader)
    address = f"/communities/{community.slug}/charters/1"
    first = caller.call("PATCH", address, {"edits": charter.edits, "texts": {"limits": "mine"}})

    second = caller.call("PATCH", address, {"edits": charter.edits, "texts": {"limits": "yours"}})

    assert first.status_code == 200
    assert second.status_code == 409
    assert second.json()["type"] == "/api/v1/#stale"
    assert Charter.objects.get().limits == "mine"


def test_force_that_is_left_out_stays_and_one_that_is_empty_goes():
    leader = make.person()
    community = make.community(leader=leader)
    charter = make.charter(community, by=leader)

    written = Caller(leader).call(
        "PATCH",
        f"/communities/{community.slug}/charters/1",
        {"edits": charter.edits, "forces": {"concern": []}},
    )

    assert written.json()["forces"] == {
        "benefit": ["Faster roll-out"],
        "concern": [],
        "payoff": ["Peers"],
    }


def test_version_is_never_changed_when_it_was_published():
    leader = make.person()
    community = make.community(leader=leader)
    charter = make.charter(community, state="published", by=leader)
    caller = Caller(leader)
    address = f"/communities/{community.slug}/charters/1"

    written = caller.call("PATCH", address, {"edits": charter.edits, "texts": {"limits": "none"}})
    discarded = caller.call("DELETE", address)

    assert [written.status_code, discarded.status_code] == [409, 409]
    assert Charter.objects.get().limits == ""


def test_draft_is_not_there_for_those_who_neither_write_nor_sign():
    leader, mia = make.person(), make.person()
    community = make.community(leader=leader, members=(mia,))
    make.charter(community, by=leader)
    address = f"/communities/{community.slug}/charters"

    assert Caller(mia).get(address).json()["items"] == []
    assert Caller(mia).get(f"{address}/1").status_code == 404
    assert Caller(leader).get(f"{address}/1").status_code == 200


def test_person_does_not_sign_for_both_sides():
    both = make.person()
    community = make.community(leader=both, sponsor=both)
    make.charter(community, state="published", by=both)
    caller = Caller(both)
    address = f"/communities/{community.slug}/charters/1/signature"
    caller.post(address, {"side": "members"})

    response = caller.post(address, {"side": "organization"})

    assert response.status_code == 409
    assert response.json()["detail"] == "You have signed for the other side. It takes two people."


def test_newest_judgment_of_a_pair_counts():
    leader = make.person()
    community = make.community(leader=leader)
    make.charter(community, by=leader)
    caller = Caller(leader)
    address = f"/communities/{community.slug}/charters/1"
    for score in (3, 1):
        caller.post(
            f"{address}/fits", {"pair": "concern_payoff", "score": score, "reason": "Because."}
        )

    assert [fit["score"] for fit in caller.get(f"{address}/fits").json()["items"]] == [1, 3]
    assert caller.get(f"{address}/balance").json() == {
        "empty": [],
        "unjudged": ["benefit_concern", "benefit_payoff"],
        "order": ["benefit_concern", "benefit_payoff", "concern_payoff"],
        "weakest": "concern_payoff",
        "holds": False,
    }


def test_versions_are_compared_word_by_word():
    leader = make.person()
    community = make.community(leader=leader, purpose="We meet weekly.")
    make.charter(community, state="published", by=leader)
    second = make.charter(community, by=leader)
    second.write(
        texts={"purpose": "To learn from one another"},
        forces={"payoff": ["Peers", "Pride"]},
        review_on=None,
        edits=second.edits,
        extra=[{"heading": "History", "text": "New."}],
    )

    found = Caller(leader).get(
        f"/communities/{community.slug}/charters/comparison", before=1, after=2
    )

    compared = found.json()
    assert compared["texts"] == {
        "purpose": [
            {"kind": "same", "text": "To learn from"},
            {"kind": "removed", "text": " each other"},
            {"kind": "added", "text": " one another"},
        ]
    }
    assert [entry["kind"] for entry in compared["forces"]["payoff"]] == ["same", "added"]
    assert compared["extra"] == {"History": [{"kind": "added", "text": "New."}]}
