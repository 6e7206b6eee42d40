"""Every refusal has one shape, whatever went wrong."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from mandorla.people.models import Placement
from tests import make
from tests.api.caller import PROBLEM, Caller


def _problem(response):
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    assert problem["status"] == response.status_code
    assert set(problem) - {"errors"} == {"type", "title", "status", "detail"}
    return problem


def test_values_are_each_named_when_they_cannot_be_used():
    caller = Caller(make.program_manager())

    response = caller.post("/units", {"name": " ", "color": "red", "parent": "seven"})

    assert response.status_code == 422
    errors = {error["field"]: error["message"] for error in _problem(response)["errors"]}
    assert errors["name"] == "Write something here."
    assert errors["color"] == "There is no field of this name."
    assert "parent" in errors


def test_nested_value_is_named_by_its_path():
    leader = make.person()
    community = make.community(leader=leader)
    make.charter(community, by=leader)

    response = Caller(leader).call(
        "PATCH",
        f"/communities/{community.slug}/charters/1",
        {"edits": 1, "forces": {"benefit": ["fine", ""]}},
    )

    assert [error["field"] for error in _problem(response)["errors"]] == ["forces.benefit.1"]


def test_body_is_named_when_there_is_none():
    response = Caller(make.program_manager()).post("/units")

    assert response.status_code == 422
    assert _problem(response)["errors"] == [{"field": "body", "message": "This is needed."}]


def test_number_of_a_missing_record_is_refused_by_name():
    response = Caller(make.program_manager()).post("/units", {"name": "A", "parent": 4711})

    assert response.status_code == 422
    assert [error["field"] for error in _problem(response)["errors"]] == ["parent"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            b'{\n "name" "a"}',
            "The body is not JSON: Expecting ':' delimiter, in line 2, column 9.",
        ),
        (b"nothing", "The body is not JSON: Expecting value, in line 1, column 1."),
        (b'{"name": "a"} more', "The body is not JSON: Extra data, in line 1, column 15."),
        (b'{"name": "\xe9"}', "The body is not text in UTF-8: see byte 10."),
        (b"[" * 100_000, "The body is nested too deep."),
    ],
)
def test_body_is_refused_where_it_is_not_json(body, detail):
    client = Caller(make.program_manager()).client

    response = client.post("/api/v1/units", body, content_type="application/json")

    assert response.status_code == 400
    assert _problem(response)["type"] == "/api/v1/#bad-body"
    assert response.json()["detail"] == detail


@pytest.mark.parametrize("body", [b"[]", b"3", b'"text"', b"null", b"true"])
def test_body_is_refused_when_it_is_no_object(body):
    client = Caller(make.program_manager()).client

    response = client.post("/api/v1/units", body, content_type="application/json")

    assert response.status_code == 422
    _problem(response)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
def test_body_is_refused_when_it_is_declared_as_something_else(kind):
    client = Caller(make.program_manager()).client

    response = client.post("/api/v1/units", b'{"name": "A"}', content_type=kind)

    assert response.status_code == 415
    _problem(response)


def test_body_is_refused_when_it_is_too_large():
    client = Caller(make.program_manager()).client
    body = json.dumps({"name": "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})

    response = client.post("/api/v1/units", body, content_type="application/json")

    assert response.status_code == 413
    _problem(response)


@pytest.mark.parametrize(
    "path", ["/nothing", "/communities/none", "/people/4711", "/communities/a%0Ab", "/me/"]
)
def test_address_has_nothing_when_nobody_made_it(path):
    response = Caller(make.person()).get(path)

    assert response.status_code == 404
    _problem(response)


def test_method_is_refused_with_those_that_are_possible():
    response = Caller(make.person()).call("PUT", "/units", {})

    assert response.status_code == 405
    assert sorted(response["Allow"].split(", ")) == ["GET", "POST"]
    _problem(response)


def test_verb_refuses_in_the_same_sentence_as_on_the_page():
    community = make.community(joining="ask", name="Welders")

    response = Caller(make.person()).call("PUT", f"/communities/{community.slug}/membership")

    assert response.status_code == 409
    problem = _problem(response)
    assert problem["type"] == "/api/v1/#refused"
    assert problem["detail"] == ("Welders does not take members by one click: ask to join instead.")


def test_defect_is_written_down_and_told_without_its_details(monkeypatch, caplog):
    def broken() -> None:
        raise RuntimeError("the password is 12345")

    monkeypatch.setattr(Placement.objects, "current", broken)
    response = Caller(make.person()).get("/me")

    assert response.status_code == 500
    assert "12345" not in response.content.decode()
    assert "the password is 12345" in caplog.text
    _problem(response)


def test_head_answers_as_get_without_the_document():
    caller = Caller(make.person())

    response = caller.call("HEAD", "/me")

    assert response.status_code == 200
    assert response.content == b""
