"""Who is a plain member, where they work and when they joined: no more than the reader may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/communities/atlas/members/"
LIST = "/api/v1/communities/atlas/memberships"


def atlas(*members: Person) -> Community:
    ana = make.person("Ana", unit=make.unit("Sales"), job_title="Head of sales")
    return make.community("Atlas", leader=ana, members=members)


def read(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def listed(client: Client, person: Person) -> list[Any]:
    client.force_login(person)
    return list(client.get(LIST).json()["items"])


def test_auditor_reads_who_answers_for_a_community_and_no_plain_member(client: Client) -> None:
    atlas(make.person("Priya Nair", unit=make.unit("Plant North")))
    vera = make.auditor()

    shown = read(client, vera, PAGE)

    assert "Priya" not in shown
    assert "Plant North" not in shown
    assert "Sales" not in shown
    assert "leader · since March 2026" in shown
    assert [item["person"]["name"] for item in listed(client, vera)] == ["Ana"]


def test_auditor_finds_their_own_membership(client: Client) -> None:
    vera = make.auditor()
    atlas(vera, make.person("Priya"))

    names = [item["person"]["name"] for item in listed(client, vera)]

    assert names == ["Ana", "Vera Auditor"]


@pytest.mark.parametrize("htmx", [False, True])
def test_auditor_who_proposes_finds_names_without_units_and_titles(
    client: Client, htmx: bool
) -> None:
    atlas()
    vera = make.auditor()
    client.force_login(vera)
    begun = client.post("/communities/new/", {"archetype": ""})
    step = begun.headers["Location"].replace("/purpose/", "/people/")

    headers = {"HX-Request": "true"} if htmx else {}
    shown = client.get(step, {"q": "Ana"}, headers=headers).content.decode()

    assert "<b>Ana</b>" in shown
    assert "Sales" not in shown
    assert "Head of sales" not in shown


def test_auditor_who_leads_finds_names_without_titles(client: Client) -> None:
    vera = make.auditor()
    make.community("Borealis", leader=vera)
    atlas()

    shown = read(client, vera, "/communities/borealis/members/?find=ana")

    assert "> Ana" in shown
    assert "Head of sales" not in shown


def test_day_somebody_joined_is_told_to_nobody_else(client: Client) -> None:
    priya = make.person("Priya")
    community = atlas()
    Membership.join(community=community, person=priya, at=make.AT + timedelta(days=40))
    readers = [make.person(), community.memberships.get(role="leader").person]

    for reader in (*readers, make.program_manager()):
        days = {item["person"]["name"]: item["since_on"] for item in listed(client, reader)}
        assert days == {"Ana": "2026-03-02", "Priya": None}
        assert "April 2026" not in read(client, reader, PAGE)

    own = {item["person"]["name"]: item["since_on"] for item in listed(client, priya)}
    assert own == {"Ana": "2026-03-02", "Priya": "2026-04-11"}
    assert "since April 2026" in read(client, priya, PAGE)


def test_plain_member_whose_account_is_not_active_is_known_to_program_managers(
    client: Client,
) -> None:
    priya = make.person("Priya")
    atlas(priya)
    priya.deactivate(by=None, at=make.AT)

    assert "Priya" not in read(client, make.person(), PAGE)
    assert [item["person"]["name"] for item in listed(client, make.person())] == ["Ana"]
    assert "Priya" in read(client, make.program_manager(), PAGE)


@pytest.mark.parametrize("sent", ["²", "٣", "99999999999999999999", "-1", "x", ""])
def test_proposal_finds_nobody_when_the_number_is_none(client: Client, sent: str) -> None:
    client.force_login(make.person())
    begun = client.post("/communities/new/", {"archetype": ""})
    step = begun.headers["Location"].replace("/purpose/", "/people/")

    assert client.post(step, {"add": sent}).status_code == 404
