"""Joining, leaving, asking and appointing through the API."""

from __future__ import annotations

from mandorla.communities.models import Membership, MembershipRequest
from tests import make
from tests.api.caller import Caller


def test_person_joins_and_leaves_by_one_call_each():
    mia = make.person("Mia")
    community = make.community()
    caller = Caller(mia)
    address = f"/communities/{community.slug}/membership"

    joined = caller.call("PUT", address)
    again = caller.call("PUT", address)

    assert joined.json()["role"] == "member"
    assert again.json()["id"] == joined.json()["id"]
    assert community.roles_of(mia) == {"member"}
    assert caller.call("DELETE", address).status_code == 204
    assert community.roles_of(mia) == set()
    assert caller.call("DELETE", address).status_code == 204


def test_person_asks_and_is_accepted():
    leader, mia = make.person(), make.person("Mia")
    community = make.community(leader=leader, joining="ask")
    address = f"/communities/{community.slug}/requests"

    asked = Caller(mia).post(address, {"note": "I weld."})
    answered = Caller(leader).post(f"{address}/{asked.json()['id']}/acceptance")

    assert asked.status_code == 201
    assert asked.json()["accepted"] is None
    assert answered.json()["accepted"] is True
    assert community.roles_of(mia) == {"member"}


def test_request_is_refused_when_somebody_answered_first():
    leader, mia = make.person(), make.person()
    community = make.community(leader=leader, joining="ask")
    asked = MembershipRequest.ask(
        community=community, person=mia, role="member", note="", at=make.AT
    )
    asked.decline(by=leader, at=make.AT)

    response = Caller(leader).post(f"/communities/{community.slug}/requests/{asked.pk}/acceptance")

    assert response.status_code == 409
    assert response.json()["type"] == "/api/v1/#stale"
    assert community.roles_of(mia) == set()


def test_request_to_co_lead_is_answered_by_leaders_only():
    core, mia = make.person(), make.person()
    community = make.community()
    Membership.appoint(community=community, person=core, role="core", by=None, at=make.AT)
    asked = MembershipRequest.ask(
        community=community, person=mia, role="leader", note="", at=make.AT
    )

    response = Caller(core).post(f"/communities/{community.slug}/requests/{asked.pk}/acceptance")

    assert response.status_code == 403
    assert response.json()["detail"] == "Only a leader can answer somebody who asks to co-lead."


def test_requests_of_others_are_not_there_for_a_plain_member():
    mia, zoe = make.person(), make.person()
    community = make.community(members=(mia,), joining="ask")
    MembershipRequest.ask(community=community, person=zoe, role="member", note="", at=make.AT)
    address = f"/communities/{community.slug}/requests"

    assert Caller(mia).get(address).json()["items"] == []
    assert len(Caller(zoe).get(address).json()["items"]) == 1


def test_leader_gives_a_role_under_its_own_title():
    leader, tom = make.person(), make.person("Tom")
    community = make.community(leader=leader)

    response = Caller(leader).post(
        f"/communities/{community.slug}/memberships",
        {"person": tom.pk, "role": "steward", "title": "librarian"},
    )

    assert response.status_code == 201
    assert response.json()["person"] == {"id": tom.pk, "name": "Tom"}
    assert response.json()["title"] == "librarian"


def test_members_who_left_are_not_listed_and_leaders_who_did_are_under_former():
    leader, mia = make.person("Lena"), make.person("Mia")
    community = make.community(leader=leader, members=(mia,))
    Membership.leave(community=community, person=mia, at=make.AT)
    Membership.leave(community=community, person=leader, at=make.AT)
    caller = Caller(make.person())
    address = f"/communities/{community.slug}/memberships"

    assert caller.get(address).json()["items"] == []
    former = caller.get(address, former=True).json()["items"]
    assert [row["person"]["name"] for row in former] == ["Lena"]
