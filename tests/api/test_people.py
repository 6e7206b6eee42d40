"""People and units through the API: no more of anybody than the reader's role asks for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandorla.people.models import Invitation, Placement, Unit
from tests import make
from tests.api.caller import Caller


@pytest.fixture
def ana():
    """Somebody with everything that can be known."""
    return make.person(
        "Ana Marković", email="ana@halden.example", job_title="Welder", unit=make.unit("Plant")
    )


def _seen(viewer, person):
    listed = Caller(viewer).get("/people", q=person.name).json()["items"][0]
    shown = Caller(viewer).get(f"/people/{person.pk}").json()
    return {name: (listed[name], shown[name]) for name in ("email", "job_title", "unit")}


def test_colleague_sees_what_somebody_does_but_no_address(ana):
    seen = _seen(make.person(), ana)

    assert seen["email"] == (None, None)
    assert seen["job_title"] == ("Welder", "Welder")
    assert seen["unit"] == (Unit.objects.get().pk,) * 2


def test_program_manager_sees_the_address(ana):
    assert _seen(make.program_manager(), ana)["email"] == ("ana@halden.example",) * 2


def test_person_sees_their_own_address(ana):
    assert _seen(ana, ana)["email"] == ("ana@halden.example",) * 2


def test_leader_does_not_see_the_address_of_a_member(ana):
    leader = make.person()
    make.community(leader=leader, members=(ana,))

    assert _seen(leader, ana)["email"] == (None, None)


def test_auditor_sees_names_only(ana):
    seen = _seen(make.auditor(), ana)

    assert seen == {"email": (None, None), "job_title": ("", ""), "unit": (None, None)}


def test_people_are_not_found_by_their_address_except_by_a_program_manager(ana):
    def found(viewer):
        return [row["name"] for row in Caller(viewer).get("/people", q="ana@").json()["items"]]

    assert found(make.program_manager()) == ["Ana Marković"]
    assert found(make.person("Zoe")) == ["Ana Marković"]  # found by the word “ana” of the name
    ana.describe(name="Bea", job_title="")
    assert found(make.person("Zoe")) == []


def test_person_tells_nothing_they_did(ana):
    community = make.community("Welders", leader=ana)

    shown = Caller(make.person()).get(f"/people/{ana.pk}").json()

    assert set(shown) == {
        "id",
        "name",
        "is_program_manager",
        "is_auditor",
        "is_active",
        "employer",
        "job_title",
        "unit",
        "email",
        "holdings",
    }
    assert shown["holdings"] == [
        {"place": "Welders", "url": community.get_absolute_url(), "role": "leader"}
    ]


def test_inactive_people_are_there_for_program_managers_only(ana):
    manager = make.program_manager()
    ana.deactivate(by=manager, at=make.AT)
    keeper, colleague = Caller(manager), Caller(make.person())

    assert colleague.get(f"/people/{ana.pk}").status_code == 404
    assert colleague.get("/people", q="ana", inactive=True).json()["items"] == []
    found = keeper.get("/people", q="ana", inactive=True).json()["items"]
    assert [row["name"] for row in found] == ["Ana Marković"]
    reactivated = keeper.post(f"/people/{ana.pk}/reactivation").json()
    assert reactivated["is_active"] is True


def test_people_of_a_unit_are_those_of_its_parts_too(ana):
    above = make.unit("Operations")
    plant = Unit.objects.get(name="Plant")
    plant.shift(parent=above, by=None, at=make.AT)

    found = Caller(make.person()).get("/people", unit=above.pk).json()["items"]

    assert [row["name"] for row in found] == ["Ana Marković"]


def test_person_moves_to_another_unit(ana):
    new = make.unit("Service")

    placed = Caller(make.program_manager()).call(
        "PUT", f"/people/{ana.pk}/placement", {"unit": new.pk, "on": "2026-05-01"}
    )

    assert placed.json()["since_on"] == "2026-05-01"
    assert Placement.objects.current().get(person=ana).unit == new
    places = Caller(ana).get(f"/people/{ana.pk}/placements").json()["items"]
    assert [place["until_on"] for place in places] == [None, "2026-05-01"]


def test_only_program_manager_keeps_the_role():
    manager = make.program_manager("Karin")

    response = Caller(manager).call("DELETE", f"/people/{manager.pk}/roles/program_manager")

    assert response.status_code == 409
    assert response.json()["detail"].startswith("Karin is the only program manager.")


def test_units_are_added_renamed_moved_and_merged():
    caller = Caller(make.program_manager())
    top = caller.post("/units", {"name": "Operations"}).json()
    one = caller.post("/units", {"name": "Plnt", "parent": top["id"]}).json()
    two = caller.post("/units", {"name": "Plant 2", "parent": top["id"]}).json()

    assert caller.call("PATCH", f"/units/{one['id']}", {"name": "Plant"}).json()["name"] == "Plant"
    moved = caller.call("PUT", f"/units/{two['id']}/parent", {"parent": None})
    assert moved.json()["parent"] is None
    merged = caller.post(f"/units/{two['id']}/merger", {"into": one["id"]})
    assert merged.json()["name"] == "Plant"
    assert caller.get(f"/units/{two['id']}").status_code == 404
    assert caller.post("/units", {"name": "Plant", "parent": top["id"]}).status_code == 409
    parts = caller.get("/units", parent=top["id"]).json()["items"]
    assert [unit["name"] for unit in parts] == ["Plant"]


def test_invitation_tells_its_link_once():
    caller = Caller(make.program_manager())

    made = caller.post("/invitations", {"email": "New@Halden.example", "name": "New"}).json()
    listed = caller.get("/invitations").json()["items"]

    secret = made["link"].split("/")[2]
    assert Invitation.behind(secret=secret, at=timezone.now())
    assert [row["email"] for row in listed] == ["new@halden.example"]
    assert "link" not in listed[0]
    assert caller.call("DELETE", f"/invitations/{made['id']}").status_code == 204
    assert Invitation.behind(secret=secret, at=timezone.now()) is None


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@halden.example", ""])
def test_invitation_is_refused_when_the_address_is_none(email):
    response = Caller(make.program_manager()).post("/invitations", {"email": email})

    assert response.status_code == 422
