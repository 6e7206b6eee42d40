"""The roster through the API: sent, looked at, chosen for, imported by a worker."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.people.jobs import apply_roster_now
from mandorla.people.models import Person, RosterImport
from tests import make
from tests.api.caller import Caller

HEAD = "Employee ID,First Name,Last Name,Work Email,Department,Annual Salary\n"
TWO = HEAD + "1,Ana,Weld,ana@halden.example,Plant,100\n,Bo,Weld,,Plant,100\n"


def _send(caller: Caller, text: str = TWO):
    file = SimpleUploadedFile("roster.csv", text.encode(), "text/csv")
    return caller.client.post("/api/v1/roster/imports", {"file": file})


def test_roster_is_looked_at_before_anything_is_imported():
    caller = Caller(make.program_manager())

    found = _send(caller)

    assert found.status_code == 201
    looked = found.json()
    assert (looked["state"], looked["counts"]["rows"], looked["counts"]["new"]) == ("open", 2, 1)
    assert [column["heading"] for column in looked["private"]] == ["Annual Salary"]
    assert not Person.objects.filter(email="ana@halden.example").exists()
    refused = caller.get(f"/roster/imports/{looked['id']}/refused").json()["items"]
    assert [row["row"] for row in refused] == [3]


def test_roster_is_imported_by_a_worker_when_what_was_shown_still_holds():
    caller = Caller(make.program_manager())
    looked = _send(caller).json()
    address = f"/roster/imports/{looked['id']}"

    stale = caller.post(f"{address}/start", {"digest": "another"})
    started = caller.post(f"{address}/start", {"digest": looked["digest"], "is_whole": True})
    apply_roster_now(looked["id"])

    assert stale.status_code == 409
    assert (started.status_code, started.json()["state"]) == (202, "queued")
    assert caller.get(address).json()["state"] == "done"
    assert Person.objects.get(email="ana@halden.example").name == "Ana Weld"


def test_roster_is_looked_at_again_with_other_choices():
    caller = Caller(make.program_manager())
    looked = _send(caller).json()

    chosen = caller.call("PATCH", f"/roster/imports/{looked['id']}", {"is_whole": False})
    wrong = caller.call("PATCH", f"/roster/imports/{looked['id']}", {"chosen": {"No": "email"}})

    assert chosen.json()["is_whole"] is False
    assert wrong.status_code == 409


def test_roster_that_would_empty_the_organization_is_asked_about():
    caller = Caller(make.program_manager())
    rows = "".join(f"{n},P,{n},p{n}@halden.example,Plant,1\n" for n in range(40))
    looked = _send(caller, HEAD + rows).json()
    caller.post(
        f"/roster/imports/{looked['id']}/start", {"digest": looked["digest"], "is_whole": True}
    )
    apply_roster_now(looked["id"])
    few = _send(caller).json()
    address = f"/roster/imports/{few['id']}/start"

    response = caller.post(address, {"digest": few["digest"]})

    assert few["counts"]["gone"] >= 38
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["is_whole"]
    assert caller.post(address, {"digest": few["digest"], "is_whole": True}).status_code == 202


def test_roster_is_dropped():
    caller = Caller(make.program_manager())
    looked = _send(caller).json()

    assert caller.call("DELETE", f"/roster/imports/{looked['id']}").status_code == 204
    assert RosterImport.objects.get().packed is None
    listed = caller.get("/roster/imports").json()["items"]
    assert [row["state"] for row in listed] == ["dropped"]


@pytest.mark.parametrize("person", [make.person, make.auditor])
def test_roster_is_not_there_for_others(person):
    keeper, caller = Caller(make.program_manager()), Caller(person())
    looked = _send(keeper).json()
    address = f"/roster/imports/{looked['id']}"

    answers = [
        caller.get("/roster/imports"),
        caller.get(address),
        caller.get(f"{address}/refused"),
        caller.call("PATCH", address, {}),
        caller.post(f"{address}/start", {"digest": looked["digest"]}),
        caller.call("DELETE", address),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert _send(caller).status_code == 403


def test_roster_is_refused_in_a_sentence_when_it_is_none():
    response = _send(Caller(make.program_manager()), "just some words")

    assert response.status_code == 409


def test_body_is_refused_when_its_parts_cannot_be_read():
    client = Caller(make.program_manager()).client

    response = client.post(
        "/api/v1/roster/imports", b"nothing", content_type="multipart/form-data; boundary=\xff"
    )

    assert response.status_code == 400
    assert response.json()["type"] == "/api/v1/#bad-body"


def test_roster_from_a_session_needs_the_token_of_the_page():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.program_manager())

    file = SimpleUploadedFile("roster.csv", TWO.encode(), "text/csv")
    response = client.post("/api/v1/roster/imports", {"file": file})

    assert response.status_code == 403
    assert not RosterImport.objects.exists()
