from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from mandorla.register.found import FoundPerson, FoundSeat
from mandorla.register.sources import openstack
from tests.register.kettles import by_key
from tests.shared_data import shared

FILES = Path(__file__).with_name("files")


def test_openstack_groups_and_teams_keep_everything_when_they_are_read():
    register = openstack.read_register(FILES / "openstack")
    found = by_key(register)
    kettles, urns, pots = found["sigs/Kettles"], found["sigs/Urns"], found["project-teams/pots"]
    assert (kettles.status, kettles.found["status"]) == ("active", "advisory")
    assert kettles.found["people"] == {"Ada Teapot": {"irc": "adat"}}
    assert (urns.status, urns.closing_reason) == ("closed", "All urns are full.")
    dan = FoundPerson("Dan Drip", "dan@example.org")
    assert pots.seats == (
        FoundSeat(FoundPerson("Carla Council", "carla@example.org"), "leader", "project team lead"),
        FoundSeat(dan, "core", "security liaison"),
        FoundSeat(dan, "core", "tc liaison"),
    )
    assert pots.subgroups == (
        {
            "name": "lid",
            "description": "",
            "links": [{"label": "repository", "address": "pots/lid"}],
            "release-management": "none",
        },
    )
    assert pots.charters[0].texts == {"purpose": "Pots for all."}
    assert [str(problem) for problem in register.problems] == [
        "sigs/sigs.yaml, line 14, Spouts.status: has to be one of active, advisory, forming, completed, archived"
    ]


def test_openstack_register_equals_its_ground_truth_when_read_whole():
    path = shared("A_openstack_sigs")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    register = openstack.read_register(path)
    sigs = [c for c in register.communities if c.kind == "sigs"]
    teams = [c for c in register.communities if c.kind == "project-teams"]
    assert register.problems == ()
    assert (len(sigs), len(teams)) == (truth["sigs"], truth["project_teams"])
    assert Counter(c.found["status"] for c in sigs) == truth["by_status"]
    assert Counter(c.found["leadership_type"] for c in teams) == truth["leadership_type"]
    for community in sigs:
        row = truth["rows"][community.name]
        assert len(community.seats) == row["chairs"]
        assert community.found["file"] == f"sigs/{row['file']}"
        assert bool(community.purpose) == row["has_scope"]
        assert community.closing_reason.startswith((row["reason"] or "")[:150])
