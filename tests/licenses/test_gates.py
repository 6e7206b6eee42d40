"""What a license asks for before it is granted: met, not met, not known, passed with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandorla.base.errors import Refused
from mandorla.base.indicators import read_plain
from mandorla.licenses.gates import GATES, judge_gates
from mandorla.licenses.models import Policy
from mandorla.licenses.policy import shipped
from tests import make
from tests.licenses.granting import GATES_MET, applied

ON = make.AT.date()


def _states(known=GATES_MET, *, kind="full", policy=None, scope=True, sponsor=True):
    judged = judge_gates(
        kind=kind,
        findings=read_plain(known),
        asked_scope=scope,
        asked_sponsor=sponsor,
        policy=policy or shipped(),
        slug="champions",
    )
    return {one.gate.name: one.state for one in judged}


def _decide(people, license, **how):
    return license.decide(
        "grant", by=people.sponsor, at=make.AT, on=ON, **{"evidence": GATES_MET, **how}
    )


def test_gates_are_met_when_everything_is_there():
    assert _states() == {
        "purpose": "met",
        "leader": "met",
        "sponsor": "met",
        "charter": "met",
        "overlap": "met",
        "statement": "met",
        "measures": "not_asked",
        "core": "met",
    }


def test_trial_asks_for_little():
    assert _states({"has_leader": {"value": True}}, kind="trial") == {
        "purpose": "met",
        "leader": "met",
        "sponsor": "met",
    }


@pytest.mark.parametrize(
    ("name", "finding", "gate"),
    [
        ("has_leader", {"value": False}, "leader"),
        ("charter_agreed", {"value": False}, "charter"),
        ("overlap_high", {"value": 0.44}, "overlap"),
        ("statement_signed", {"value": False}, "statement"),
        ("core_people", {"value": 2}, "core"),
        ("core_units", {"value": 1}, "core"),
        ("measures_complete", {"value": 0.0}, "measures"),
    ],
)
def test_gate_is_not_met_when_what_it_needs_is_not_so(name, finding, gate):
    assert _states({**GATES_MET, name: finding})[gate] == "not_met"


@pytest.mark.parametrize("name", sorted(GATES_MET))
def test_gate_is_not_known_when_nobody_knows(name):
    known = {key: value for key, value in GATES_MET.items() if key != name}

    assert "unknown" in _states(known).values()


def test_gate_of_the_core_is_closed_when_one_of_two_is_known_to_fail():
    known = {key: value for key, value in GATES_MET.items() if key != "core_units"}

    assert _states({**known, "core_people": {"value": 1}})["core"] == "not_met"


def test_measures_are_asked_for_from_the_day_there_is_a_ledger():
    assert _states({**GATES_MET, "measures_complete": {"value": 0.5}})["measures"] == "met"


def test_overlap_may_be_as_high_as_the_policy_asks():
    assert _states({**GATES_MET, "overlap_high": {"value": 0.45}})["overlap"] == "met"
    strict = replace(shipped(), least_overlap_high=0.7)
    assert _states(policy=strict)["overlap"] == "not_met"


def test_gate_says_what_would_meet_it_and_where():
    judged = judge_gates(
        kind="full",
        findings={},
        asked_scope=True,
        asked_sponsor=False,
        policy=replace(shipped(), core_people=4),
        slug="champions",
    )
    found = {one.gate.name: (one.wants, one.address) for one in judged}

    assert found["core"] == (
        "At least 4 people who lead or are core, from 2 units.",
        "/communities/champions/members/",
    )
    assert found["overlap"][0].endswith("its interval has to reach 45%.")
    assert found["measures"][0] == "Not asked while there is no ledger of measures."
    assert found["sponsor"][1] == "/communities/champions/license/application/"


def test_gates_have_names_of_their_own():
    assert len({gate.name for gate in GATES}) == len(GATES)


def test_grant_is_refused_when_a_gate_is_open_and_nothing_is_said(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)
    known = {**GATES_MET, "charter_agreed": {"value": False}}

    with pytest.raises(Refused, match=r"no reason given .*: An agreed charter, A core"):
        _decide(people, asked, evidence={**known, "core_units": {"value": 1}})

    asked.refresh_from_db()
    assert asked.state == "applied"


def test_grant_keeps_why_a_gate_was_passed(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    decision = _decide(
        people,
        asked,
        evidence={**GATES_MET, "charter_agreed": {"value": False}},
        overrides={"charter": " It will be signed in May. ", "core": "not needed"},
    )

    assert decision.overrides == [
        {
            "gate": "charter",
            "label": "An agreed charter",
            "state": "not_met",
            "reason": "It will be signed in May.",
        }
    ]


def test_grant_asks_what_the_policy_of_the_archetype_asks(people):
    people.community.archetype = "change_champions"
    people.community.keep("archetype")
    Policy.set(archetype="change_champions", values={"core_people": 5}, by=people.karin, at=make.AT)
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    with pytest.raises(Refused, match="A core group across units"):
        _decide(people, asked)
