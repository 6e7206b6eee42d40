from __future__ import annotations

from datetime import date

import pytest

from mandorla.conversations.models import ProgramSnapshot
from tests import make
from tests.api.caller import Caller
from tests.conversations.measured import AT
from tests.conversations.test_health_page import snapshots

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/conversations/units"


def test_health_is_told_with_its_reasons():
    community = make.community()
    snapshots(community, 12)
    found = Caller(make.person()).get(f"/api/v1/communities/{community.slug}/health").json()

    assert found["month"] == "2026-04-01"
    assert len(found["lights"]) == 5
    first = found["lights"][0]
    assert (first["about"], first["state"]) == ("Who takes part", "worth acting on")
    assert first["sentence"] == "12 people wrote in the month, 40% fewer than usual (20)."
    assert first["figures"][0] == {
        "name": "people who wrote",
        "value": "12",
        "usual": "20",
        "bound": "",
    }


def test_health_without_imports_says_nothing():
    community = make.community()
    found = Caller(make.person()).get(f"/api/v1/communities/{community.slug}/health")

    assert found.json() == {"month": None, "lights": [], "units": [], "cracks": [], "pairs": []}


def test_health_of_no_community_is_not_there():
    assert Caller(make.person()).get("/api/v1/communities/none/health").status_code == 404


def test_talk_of_units_is_for_program_managers_and_auditors():
    assert Caller(make.person()).get(UNITS).status_code == 404
    for person in (make.program_manager(), make.auditor()):
        assert Caller(person).get(UNITS).json()["month"] is None


def test_talk_of_units_names_pairs_and_bridges():
    community, one, other = make.community("Atlas"), make.unit("Sales"), make.unit("Works")
    pair = {
        "first": one.pk,
        "second": other.pk,
        "ties": 7,
        "expected": 20.4,
        "p_value": 0.001,
        "is_crack": True,
        "bridges": [{"community": community.pk, "share": 0.6}],
    }
    talk = {"ei_index": 0.1, "ei_expected": 0.5, "p_value": 0.001, "pairs": [pair], "units": []}
    ProgramSnapshot.keep_month(date(2026, 4, 1), made_of=90, people=40, talk=talk, shared=[], at=AT)
    found = Caller(make.program_manager()).get(UNITS).json()

    assert found["pairs"] == []
    (crack,) = found["cracks"]
    assert (crack["one"], crack["other"], crack["ties"], crack["expected"]) == (
        "Sales",
        "Works",
        "7",
        "20",
    )
    assert [bridge["share"] for bridge in crack["bridges"]] == ["60%"]
    assert found["sentence"].startswith("40 people answered each other.")
