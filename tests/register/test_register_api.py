from __future__ import annotations

import pytest

from mandorla.communities.models import Community
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
GOOD = {"name": "a.yaml", "text": "mandorla: 1\nname: Kettles\nslug: kettles\n"}
BAD = {"name": "b.yaml", "text": "mandorla: 1\nname: Bad\nslug: bad\nstatus: brewing\n"}
OUTCOME = {
    "written": ["Kettles"],
    "updated": [],
    "unchanged": [],
    "problems": [
        {
            "file": "b.yaml",
            "line": 4,
            "field": "status",
            "what": "has to be one of forming, active, closing, closed",
        }
    ],
    "notes": [],
    "people": 0,
}


def test_import_says_what_it_did_when_some_files_are_bad():
    caller = Caller(make.program_manager())
    body = {"files": [GOOD, BAD]}
    rehearsed = caller.post("/register/rehearsals", body)
    assert (rehearsed.status_code, rehearsed.json()) == (200, OUTCOME)
    assert Community.objects.count() == 0
    assert caller.post("/register/imports", body).json() == OUTCOME
    assert Community.objects.get().slug == "kettles"
    changed = {**GOOD, "text": GOOD["text"] + "purpose: Hot water\n"}
    again = caller.post("/register/imports", {"files": [changed]}).json()
    assert again["updated"] == [{"name": "Kettles", "changed": ["purpose"]}]


def test_export_gives_back_what_was_imported():
    caller = Caller(make.program_manager())
    caller.post("/register/imports", {"files": [GOOD]})
    file = caller.get("/register/files/kettles").json()
    assert file["name"] == "kettles.yaml"
    assert (
        file["text"] == "mandorla: 1\nname: Kettles\nslug: kettles\nstatus: active\njoining: open\n"
    )
    assert caller.post("/register/imports", {"files": [file]}).json()["unchanged"] == ["Kettles"]


def test_counts_are_for_everybody_and_files_for_program_managers():
    make.community("Kettles", slug="kettles")
    caller = Caller(make.person())
    assert caller.get("/register").json()["communities"] == 1
    assert caller.get("/register/files/kettles").status_code == 403
    assert caller.get("/register/files/gone").status_code == 404
    assert caller.post("/register/imports", {"files": [GOOD]}).status_code == 403
    assert caller.post("/register/rehearsals", {"files": [GOOD]}).status_code == 403
