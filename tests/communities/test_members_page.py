"""The Members page: roles for everybody to see, given and ended by those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mandorla.communities.models import Membership, MembershipRequest
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_members_page_lists_roles_with_units_and_dates(client: Client) -> None:
    sales = make.unit("Sales")
    make.community("Atlas", leader=make.person("Ana", unit=sales))

    shown = page(client, make.person(), "/communities/atlas/members/")

    assert "leader · Sales · since March 2026" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_members_page_costs_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: object, count: int
) -> None:
    leader = make.person()
    community = make.community("Atlas", leader=leader)
    for _ in range(count):
        person = make.person(unit=make.unit())
        Membership.join(community=community, person=person, at=make.AT)
        MembershipRequest.ask(
            community=community, person=make.person(), role="member", note="", at=make.AT
        )
    client.force_login(leader)

    with django_assert_num_queries(16):  # type: ignore[operator]
        client.get("/communities/atlas/members/")


def test_member_joins_and_leaves_on_the_page(client: Client) -> None:
    community, priya = make.community("Atlas"), make.person("Priya")
    client.force_login(priya)

    client.post("/communities/atlas/membership/")
    joined = community.roles_of(priya)
    client.post("/communities/atlas/membership/end/")

    assert (joined, community.roles_of(priya)) == ({"member"}, set())


def test_member_who_may_not_join_reads_why(client: Client) -> None:
    make.community("Atlas", joining="ask")
    client.force_login(make.person())

    answer = client.post("/communities/atlas/membership/")

    assert answer.status_code == 409
    assert "ask to join instead" in answer.content.decode()


def test_leader_gives_and_ends_a_role_on_the_page(client: Client) -> None:
    ana, priya = make.person("Ana"), make.person("Priya Nair")
    community = make.community("Atlas", leader=ana)
    shown = page(client, ana, "/communities/atlas/members/?find=nair")

    client.post(
        "/communities/atlas/members/",
        {"person": priya.pk, "role": "core", "title": "second pilot"},
    )
    given = community.memberships.get(person=priya)
    client.post(f"/communities/atlas/members/{given.pk}/end/")

    assert f'value="{priya.pk}" required checked' in shown
    assert (given.role, given.title) == ("core", "second pilot")
    assert community.roles_of(priya) == set()


@pytest.mark.parametrize("role", ["member", "core", "sponsor"])
def test_role_cannot_be_given_by_somebody_who_does_not_lead(client: Client, role: str) -> None:
    community, person = make.community("Atlas", leader=make.person()), make.person()
    Membership.appoint(community=community, person=person, role=role, by=None, at=make.AT)
    client.force_login(person)
    held = community.memberships.get(role="leader")

    answers = [
        client.post("/communities/atlas/members/", {"person": person.pk, "role": "leader"}),
        client.post(f"/communities/atlas/members/{held.pk}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert community.roles_of(person) == {role}


def test_request_is_seen_and_answered_only_by_those_who_run_it(client: Client) -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community("Atlas", leader=ana, joining="ask")
    client.force_login(priya)
    client.post("/communities/atlas/requests/new/", {"note": "I care about this"})
    asked = community.requests.get()

    own = page(client, priya, "/communities/atlas/members/")
    refused = client.post(f"/communities/atlas/requests/{asked.pk}/", {"answer": "yes"})
    leaders = page(client, ana, "/communities/atlas/members/")
    client.post(f"/communities/atlas/requests/{asked.pk}/", {"answer": "yes"})

    assert "I care about this" not in own
    assert refused.status_code == 404
    assert "I care about this" in leaders
    assert community.roles_of(priya) == {"member"}


def test_core_member_cannot_make_somebody_a_leader_by_answering(client: Client) -> None:
    core = make.person()
    community = make.community("Atlas", leader=make.person())
    Membership.appoint(community=community, person=core, role="core", by=None, at=make.AT)
    asked = MembershipRequest.ask(
        community=community, person=make.person(), role="leader", note="", at=make.AT
    )
    client.force_login(core)

    answer = client.post(f"/communities/atlas/requests/{asked.pk}/", {"answer": "yes"})

    assert answer.status_code == 403
    assert "Only a leader can answer" in answer.content.decode()


def test_history_page_tells_what_happened_without_naming_members(client: Client) -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community("Atlas", leader=ana)
    Membership.join(community=community, person=priya, at=make.AT)
    Membership.leave(community=community, person=priya, at=make.AT + timedelta(days=1))

    shown = page(client, ana, "/communities/atlas/history/")

    assert "A member joined." in shown
    assert "A member left." in shown
    assert "Priya" not in shown


def test_facts_are_changed_by_those_who_run_it_and_by_nobody_else(client: Client) -> None:
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community("Atlas", leader=ana, members=(priya,))
    facts = {"name": "Helios", "purpose": "Light", "joining": "ask", "unit": ""}
    client.force_login(priya)
    refused = client.post("/communities/atlas/facts/", facts)
    client.force_login(ana)

    client.post("/communities/atlas/facts/", facts)

    community.refresh_from_db()
    assert refused.status_code == 404
    assert (community.name, community.joining, community.slug) == ("Helios", "ask", "atlas")


def test_facts_are_not_written_over_when_somebody_else_changed_them(client: Client) -> None:
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    client.force_login(ana)
    seen = client.get("/communities/atlas/facts/").context["form"].initial["seen"]
    facts = {"name": "Atlas", "joining": "ask", "unit": "", "seen": seen}

    client.post("/communities/atlas/facts/", {**facts, "purpose": "First"})
    second = client.post("/communities/atlas/facts/", {**facts, "purpose": "Second"})
    community.refresh_from_db()
    kept = community.purpose
    again = {**facts, "purpose": "Second", "seen": second.context["form"]["seen"].value()}
    client.post("/communities/atlas/facts/", again)

    community.refresh_from_db()
    page = second.content.decode()
    assert (second.status_code, kept, community.purpose) == (409, "First", "Second")
    assert "Somebody else changed this in the meantime. It is now Atlas: “First”" in page
    assert "Second</textarea>" in page


def test_facts_page_refuses_what_is_missing(client: Client) -> None:
    ana = make.person("Ana")
    make.community("Atlas", leader=ana)
    client.force_login(ana)

    assert client.post("/communities/atlas/facts/", {"name": ""}).status_code == 422


def test_status_page_asks_for_a_reason_before_anything_closes(client: Client) -> None:
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana, status="active")
    client.force_login(ana)

    without = client.post("/communities/atlas/status/", {"verb": "wind_down", "reason": " "})
    client.post("/communities/atlas/status/", {"verb": "wind_down", "reason": "Done"})

    community.refresh_from_db()
    assert without.status_code == 422
    assert "Say why: the members will read it." in without.content.decode()
    assert (community.status, community.closing_reason) == ("closing", "Done")


def test_status_is_not_moved_by_a_verb_nobody_knows(client: Client) -> None:
    ana = make.person("Ana")
    make.community("Atlas", leader=ana)
    client.force_login(ana)

    assert client.post("/communities/atlas/status/", {"verb": "delete"}).status_code == 422


def test_every_form_of_the_page_carries_the_token_that_posts_need(client: Client) -> None:
    leader, priya = make.person("Ana"), make.person("Priya")
    community = make.community("Atlas", leader=leader)
    Membership.join(community=community, person=priya, at=make.AT)

    shown = page(client, leader, "/communities/atlas/members/")

    forms = [form.split("</form>")[0] for form in shown.split("<form")[1:]]
    posting = [form for form in forms if 'method="post"' in form]
    assert [form for form in posting if "csrfmiddlewaretoken" not in form] == []
    assert sum("/end/" in form for form in posting) == 3  # Ana's, Priya's, and leaving
