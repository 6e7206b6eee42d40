"""Advice through the API: the same verbs, for the same people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mandorla.advice.models import Tuning, Warning
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
ADVICE = "/communities/champions/advice"
TUNING = "/advice/rules/W02/tuning"
VERBS: dict[str, dict[str, Any]] = {
    "snooze": {"until_on": str(timezone.localdate() + timedelta(days=9)), "because": "x"},
    "done": {"having": "We fixed Mondays"},
    "not-applying": {"because": "We meet at milestones"},
}


def test_leader_reads_what_stands_with_its_evidence(slip: Warning, ana: Person):
    (found,) = Caller(ana).get(ADVICE).json()["items"]

    assert (found["rule"], found["state"], found["severity"]) == ("W13", "standing", "high")
    assert found["evidence"] == [
        {
            "sentence": "2 of 8 gatherings planned in 8 weeks were held.",
            "address": "/communities/champions/gatherings/",
        }
    ]
    assert Caller(ana).get(f"{ADVICE}/{slip.pk}").json() == found
    assert Caller(ana).get(f"{ADVICE}?state=done").json()["items"] == []


@pytest.mark.parametrize("verb", VERBS)
def test_those_who_are_advised_answer_and_others_find_nothing(
    slip: Warning, mia: Person, ben: Person, verb: str
):
    path = f"{ADVICE}/{slip.pk}/{verb}"

    assert Caller(mia).post(path, VERBS[verb]).status_code == 404
    answer = Caller(ben).post(path, VERBS[verb])

    assert answer.status_code == 200
    assert answer.json()["said_by"]["name"] == "Ben Sponsor"
    assert answer.json()["state"] == verb.replace("-", "_").replace("snooze", "snoozed")
    again = Caller(ben).post(f"{ADVICE}/{slip.pk}/resumption")
    assert again.json()["state"] == "standing"
    assert Caller(ben).post(f"{ADVICE}/{slip.pk}/resumption").status_code == 409


def test_members_find_no_advice(slip: Warning, mia: Person):
    for path in ("", f"/{slip.pk}"):
        assert Caller(mia).get(ADVICE + path).status_code == 404
    assert Caller(mia).post(f"{ADVICE}/{slip.pk}/resumption").status_code == 404


def test_program_manager_sets_a_rule_and_back(karin: Person):
    caller = Caller(karin)

    found = caller.call("PUT", TUNING, {"thresholds": {"overlap": 0.4}, "is_off": True}).json()

    assert (found["thresholds"], found["is_off"]) == ({"overlap": 0.4, "upper": 0.45}, True)
    assert caller.call("PUT", TUNING, {"edits": 0}).status_code == 409
    assert caller.call("PUT", TUNING, {"thresholds": {"days": 3}}).status_code == 422
    back = caller.call("DELETE", TUNING).json()
    assert (back["thresholds"], back["is_off"], back["edits"]) == (
        {"overlap": 0.35, "upper": 0.45},
        False,
        2,
    )
    assert caller.call("DELETE", TUNING).status_code == 409


def test_others_read_rules_and_guides_and_set_none():
    caller = Caller(make.person())

    assert len(caller.get("/advice/rules").json()["items"]) == 32
    assert len(caller.get("/advice/guides").json()["items"]) == 14
    assert caller.get("/advice/guides/pull").json()["title"] == "Let work come from the business"
    assert caller.get("/advice/guides/push").status_code == 404
    assert caller.call("PUT", TUNING, {"is_off": True}).status_code == 403
    assert caller.call("DELETE", TUNING).status_code == 403
    assert Tuning.known() == {}


def test_rule_that_does_not_ship_is_not_found(karin: Person):
    assert Caller(karin).call("PUT", "/advice/rules/W99/tuning", {}).status_code == 404
    assert Caller(karin).call("DELETE", "/advice/rules/W99/tuning").status_code == 404
