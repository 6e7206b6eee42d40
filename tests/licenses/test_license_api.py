"""Licenses, conditions and their policy by the API: the same verbs, and who may call them."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.licenses.models import License, Policy
from tests import make
from tests.api.caller import Caller
from tests.licenses.granting import applied, granted

PATH = "/communities/atlas-change-champions/licenses"
POLICY = "/license-policy"


@pytest.fixture
def call(people):
    """Calls as any of the people."""
    callers = {}

    def calling(who):
        if who not in callers:
            callers[who] = Caller(getattr(people, who))
        return callers[who]

    return calling


def _condition(people):
    running = granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        conditions=(("Write a charter", date(2026, 5, 1)),),
    )
    number = running.conditions.get().pk
    return f"/communities/atlas-change-champions/conditions/{number}"


def test_leader_applies_by_the_api(people, call):
    leader = call("leader")

    drafted = leader.post(PATH, {"kind": "full"})
    written = leader.call(
        "PATCH",
        f"{PATH}/1",
        {
            "edits": 0,
            "scope": "Welding",
            "member_hours": "4.5",
            "budget": "1200.50",
            "currency": "eur",
            "sponsors": {"line": [people.sponsor.pk]},
        },
    )
    handed = leader.post(f"{PATH}/1/application", {"edits": 1})

    assert [one.status_code for one in (drafted, written, handed)] == [201, 200, 200]
    found = handed.json()
    assert (found["state"], found["kind"], found["standing"]) == ("applied", "full", "none")
    assert (found["member_hours"], found["budget"], found["currency"]) == ("4.5", "1200.50", "EUR")
    assert found["sponsors"] == [
        {"kind": "line", "person": {"id": people.sponsor.pk, "name": "Ben Okafor"}}
    ]


def test_what_is_left_out_stays_as_it_is(people, call):
    License.draft(community=people.community, kind="full", by=people.leader, at=make.AT)

    found = call("leader").call("PATCH", f"{PATH}/1", {"edits": 0, "data_use": "Counts"}).json()

    assert (found["scope"], found["data_use"]) == ("To learn from each other", "Counts")


@pytest.mark.parametrize(
    "body",
    [
        {"edits": 0, "budget": "10"},
        {"edits": 0, "budget": "-1", "currency": "EUR"},
        {"edits": 0, "currency": "EURO"},
        {"edits": 0, "member_hours": "NaN"},
        {"edits": 0, "scope": "a\u0000b"},
        {"edits": 0, "state": "active"},
        {"edits": 0, "sponsors": {"line": [10**9]}},
        {"edits": 0, "sponsors": {"owner": [1]}},
        {"edits": 7, "scope": "A"},
    ],
)
def test_terms_are_not_kept_when_they_cannot_be(people, call, body):
    License.draft(community=people.community, kind="full", by=people.leader, at=make.AT)

    answer = call("leader").call("PATCH", f"{PATH}/1", body)

    assert answer.status_code in {409, 422}
    assert License.objects.get().edits == 0


@pytest.mark.parametrize("who", ["member", "sponsor", "stranger", "auditor"])
def test_those_who_do_not_run_it_do_not_apply(people, call, who):
    License.draft(community=people.community, kind="full", by=people.leader, at=make.AT)

    assert call(who).post(PATH, {"kind": "full"}).status_code == 403
    assert call(who).call("PATCH", f"{PATH}/1", {"edits": 0, "scope": "A"}).status_code in {
        403,
        404,
    }
    assert call(who).post(f"{PATH}/1/application", {"edits": 0}).status_code in {403, 404}
    assert call(who).post(f"{PATH}/1/withdrawal").status_code in {403, 404}
    assert License.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("leader", [1, 2]),
        ("sponsor", [1, 2]),
        ("auditor", [1, 2]),
        ("member", [1]),
        ("stranger", [1]),
    ],
)
def test_applications_are_read_by_those_whom_they_concern(people, call, who, numbers):
    granted(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    found = call(who).get(PATH).json()["items"]

    assert [one["number"] for one in found] == numbers
    assert call(who).get(f"{PATH}/2").status_code == (200 if 2 in numbers else 404)
    assert call(who).get(f"{PATH}/2/gates").status_code == (200 if 2 in numbers else 404)


def test_gates_say_what_is_missing(people, call):
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    found = {one["name"]: one for one in call("sponsor").get(f"{PATH}/1/gates").json()}

    assert found["leader"]["state"] == "met"
    assert found["charter"]["state"] == "not_met"
    assert found["measures"]["state"] == "not_asked"
    assert found["charter"]["address"] == "/communities/atlas-change-champions/charter/"


def test_leader_withdraws_by_the_api(people, call):
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    assert call("leader").post(f"{PATH}/1/withdrawal").json()["state"] == "withdrawn"
    assert call("leader").post(f"{PATH}/1/withdrawal").status_code == 409


@pytest.mark.parametrize(("verb", "state"), [("meeting", "met"), ("waiver", "waived")])
def test_sponsor_closes_a_condition_by_the_api(people, call, verb, state):
    path = _condition(people)

    found = call("sponsor").post(f"{path}/{verb}", {"words": "It is signed."}).json()

    assert (found["state"], found["said"], found["closed_by"]["name"]) == (
        state,
        "It is signed.",
        "Ben Okafor",
    )
    assert call("sponsor").post(f"{path}/{verb}", {"words": "Again"}).status_code == 409
    assert License.objects.get().state == "active"


@pytest.mark.parametrize("who", ["leader", "core", "member", "stranger", "auditor"])
def test_condition_is_closed_by_nobody_else(people, call, who):
    path = _condition(people)

    assert call(who).post(f"{path}/meeting", {"words": "Done"}).status_code == 403
    assert call(who).post(f"{path}/waiver", {"words": "Done"}).status_code == 403


def test_condition_is_not_there_under_another_community(people, call):
    path = _condition(people)
    other = make.community("Painters", sponsor=people.sponsor)
    elsewhere = path.replace("atlas-change-champions", other.slug)

    assert call("sponsor").post(f"{elsewhere}/meeting", {"words": "Done"}).status_code == 404


def test_policy_is_read_by_everybody_and_set_by_program_managers(people, call):
    body = {"edits": 0, "values": {"trial_days": 60, "reminder_days": [30, 7]}}

    assert call("member").get(POLICY).json()["values"][0]["value"] == 90
    assert call("member").call("PATCH", POLICY, body).status_code == 403
    found = call("karin").call("PATCH", POLICY, body).json()
    back = call("karin").call("PATCH", POLICY, {"values": {"trial_days": None}}).json()

    assert (found["own"], found["edits"]) == (["reminder_days", "trial_days"], 1)
    assert back["own"] == ["reminder_days"]
    assert Policy.of("").reminder_days == (30, 7)


@pytest.mark.parametrize(
    "values",
    [
        {"trial_days": 0},
        {"nothing": 1},
        {"trial_days": [1]},
        {"reminder_days": 5},
        {"trial_days": 9.5},
    ],
)
def test_policy_is_not_set_when_it_cannot_be(people, call, values):
    answer = call("karin").call("PATCH", POLICY, {"values": values})

    assert answer.status_code in {409, 422}
    assert not Policy.objects.exists()


def test_policy_of_an_archetype_that_is_not_there_is_refused(people, call):
    refused = call("karin").get(POLICY, archetype="nothing")
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "archetype", "message": "There is no archetype of this name."}
    ]
    found = call("karin").get(POLICY, archetype="change_champions").json()
    months = next(one for one in found["values"] if one["name"] == "term_months")
    assert (months["value"], months["default"]) == (9, 9)
