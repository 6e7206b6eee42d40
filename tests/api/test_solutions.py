"""Solutions and their rollout through the API."""

from __future__ import annotations

import pytest

from mandorla.work.models import Contribution, RolloutLine, Solution
from tests import make
from tests.api.caller import Caller
from tests.work.solving import Place, lines, place, problem, solution

WORK = "/communities/atlas"


@pytest.fixture
def atlas() -> Place:
    return place()


def test_solution_is_proposed_decided_rolled_out_and_adopted(atlas):
    about = problem(atlas.community)
    member, leader = Caller(atlas.priya), Caller(atlas.ana)
    body = {"proposal": "One list", "may_not_bypass": "Finance approves prices"}

    proposed = member.post(f"{WORK}/problems/{about.pk}/solutions", body)
    pk = proposed.json()["id"]
    early = leader.post(f"{WORK}/solutions/{pk}/rollout", {"units": [{"unit": atlas.units[0].pk}]})
    accepted = leader.post(f"{WORK}/solutions/{pk}/decision", {"verb": "accept"}).json()
    rolled = leader.post(
        f"{WORK}/solutions/{pk}/rollout",
        {
            "units": [
                {"unit": atlas.units[0].pk, "coordinator": atlas.priya.pk},
                {"unit": atlas.units[1].pk},
            ],
            "due_on": "2026-04-01",
        },
    )
    mine, other = rolled.json()
    adopted = member.post(f"{WORK}/rollout/{mine['id']}/state", {"verb": "adopt"}).json()
    refused = member.post(f"{WORK}/rollout/{other['id']}/state", {"verb": "adopt"})

    assert (proposed.status_code, early.status_code, rolled.status_code) == (201, 409, 201)
    assert (accepted["state"], accepted["decided_by"]["name"]) == ("accepted", "Ana Marković")
    assert (accepted["problem"], accepted["decided_in"]) == (about.pk, None)
    assert mine["coordinator"] == {"id": atlas.priya.pk, "name": "Priya Nair"}
    assert (adopted["state"], adopted["due_on"]) == ("adopted", "2026-04-01")
    assert refused.status_code == 403


def test_decision_says_in_which_gathering(atlas):
    found = solution(problem(atlas.community))
    gathering = make.gathering(make.series(atlas.community))
    where = {"series": gathering.series_id, "planned_on": f"{gathering.planned_on}"}
    leader, path = Caller(atlas.ana), f"{WORK}/solutions/{found.pk}/decision"

    unknown = leader.post(
        path, {"verb": "accept", "gathering": {**where, "planned_on": "2026-03-03"}}
    )
    known = leader.post(path, {"verb": "accept", "gathering": where})

    assert unknown.status_code == 422
    assert known.json()["decided_in"] == where
    assert Solution.objects.get().decided_in == gathering


@pytest.mark.parametrize(
    ("body", "status", "state"),
    [
        ({"verb": "escalate", "to_whom": "Ben", "because": "It costs money"}, 200, "escalated"),
        ({"verb": "escalate", "to_whom": "Ben"}, 409, "proposed"),
        ({"verb": "reject"}, 409, "proposed"),
        ({"verb": "reject", "because": "Too dear"}, 200, "rejected"),
        ({"verb": "try"}, 200, "trying"),
        ({"verb": "reconsider"}, 409, "proposed"),
    ],
)
def test_decision_needs_what_its_verb_needs(atlas, body, status, state):
    found = solution(problem(atlas.community))

    answer = Caller(atlas.ana).post(f"{WORK}/solutions/{found.pk}/decision", body)

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (status, state)


def test_decision_is_for_those_who_steer(atlas):
    found = solution(problem(atlas.community))

    answer = Caller(atlas.priya).post(f"{WORK}/solutions/{found.pk}/decision", {"verb": "accept"})

    assert answer.status_code == 403


def test_words_that_are_left_out_stay(atlas):
    found = solution(problem(atlas.community))

    answer = Caller(atlas.priya).call(
        "PATCH", f"{WORK}/solutions/{found.pk}", {"proposal": "Two lists"}
    )

    assert answer.json()["proposal"] == "Two lists"
    assert answer.json()["may_not_bypass"] == "The approval of prices by Finance"


def test_solution_is_marked_as_touching_a_control(atlas):
    about, caller = problem(atlas.community), Caller(atlas.ana)
    body = {"proposal": "Open the gate by hand", "touches_control": True}
    made = caller.post(f"{WORK}/problems/{about.pk}/solutions", body).json()
    address = f"{WORK}/solutions/{made['id']}"

    reworded = caller.call("PATCH", address, {"proposal": "Open it by hand"}).json()
    unmarked = caller.call("PATCH", address, {"touches_control": False}).json()

    told = [one["touches_control"] for one in (made, reworded, unmarked)]
    assert told == [True, True, False]


def test_words_of_what_was_accepted_are_refused_with_what_to_do(atlas):
    found = solution(problem(atlas.community), state="accepted")

    answer = Caller(atlas.ana).call(
        "PATCH", f"{WORK}/solutions/{found.pk}", {"proposal": "Two lists"}
    )

    assert answer.status_code == 409
    assert "Reconsider it first" in answer.json()["detail"]


def test_only_the_person_reads_that_they_helped(atlas):
    found = solution(problem(atlas.community))
    mine = Caller(atlas.priya).post(f"{WORK}/solutions/{found.pk}/help").json()
    theirs = Caller(atlas.ana).get(f"{WORK}/solutions/{found.pk}").json()

    gone = Caller(atlas.priya).call("DELETE", f"{WORK}/solutions/{found.pk}/help")

    assert (mine["i_helped"], theirs["i_helped"]) == (True, False)
    assert mine["helped"] == theirs["helped"]
    assert (gone.status_code, Contribution.objects.count()) == (204, 0)


def test_solutions_are_listed_newest_first_and_filtered(atlas):
    about = problem(atlas.community)
    first, second = solution(about, state="accepted"), solution(about)
    caller = Caller(make.person())

    everything = caller.get(f"{WORK}/solutions").json()["items"]
    accepted = caller.get(f"{WORK}/solutions", state="accepted", problem=about.pk).json()["items"]

    assert [row["id"] for row in everything] == [second.pk, first.pk]
    assert [row["id"] for row in accepted] == [first.pk]


def test_solutions_are_found_by_words_and_by_a_unit_they_go_to(atlas):
    about = problem(atlas.community)
    first, second = solution(about, state="accepted"), solution(about, state="accepted")
    lines(first, atlas.units[:2])
    lines(second, atlas.units[:1])
    caller, path = Caller(make.person()), f"{WORK}/solutions"

    both = caller.get(path, q="old FRIDAYS", unit=atlas.units[0].pk).json()["items"]
    one = caller.get(path, unit=atlas.units[1].pk).json()["items"]
    none = caller.get(path, q="winter").json()["items"]

    assert [row["id"] for row in both] == [second.pk, first.pk]
    assert ([row["id"] for row in one], none) == ([first.pk], [])


def test_problems_are_found_by_words_and_by_a_unit_they_touch(atlas):
    sales, finance, _service = atlas.units
    wide = problem(atlas.community, units=(sales, finance))
    narrow = problem(atlas.community, units=(sales,), statement="Training is late")
    caller, path = Caller(make.person()), f"{WORK}/problems"

    late = caller.get(path, q="LATE training", unit=sales.pk).json()["items"]
    touched = caller.get(path, unit=finance.pk, stage="open").json()["items"]

    assert [row["id"] for row in late] == [narrow.pk]
    assert [(row["id"], len(row["units"])) for row in touched] == [(wide.pk, 2)]


def test_lines_are_listed_and_filtered(atlas):
    found = solution(problem(atlas.community), state="accepted")
    first, *_others = lines(found, atlas.units)

    rows = Caller(make.person()).get(f"{WORK}/rollout", unit=atlas.units[0].pk).json()["items"]

    assert [row["id"] for row in rows] == [first.pk]


def test_line_is_declined_for_a_reason_and_put_back(atlas):
    line = lines(solution(problem(atlas.community), state="accepted"), atlas.units[:1])[0]
    leader, path = Caller(atlas.ana), f"{WORK}/rollout/{line.pk}/state"

    bare = leader.post(path, {"verb": "decline"})
    declined = leader.post(path, {"verb": "decline", "because": "No prices"}).json()
    back = leader.post(path, {"verb": "put_back"}).json()

    assert bare.status_code == 409
    assert (declined["state"], declined["because"]) == ("not_for_us", "No prices")
    assert (back["state"], back["because"]) == ("to_do", "")


def test_member_takes_a_line_on_and_nothing_else(atlas):
    line = lines(solution(problem(atlas.community), state="accepted"), atlas.units[:1])[0]
    member, path = Caller(atlas.priya), f"{WORK}/rollout/{line.pk}"

    more = member.call("PATCH", path, {"coordinator": atlas.priya.pk, "due_on": "2026-04-01"})
    taken = member.call("PATCH", path, {"coordinator": atlas.priya.pk})
    day = member.call("PATCH", path, {"due_on": "2026-04-01"})
    nobody = member.call("PATCH", path, {"coordinator": None})

    assert (more.status_code, taken.status_code, day.status_code) == (403, 200, 200)
    assert (nobody.json()["coordinator"], nobody.json()["due_on"]) == (None, "2026-04-01")


@pytest.mark.parametrize(
    "body",
    [
        {"units": [{"unit": 99999}]},
        {"units": []},
        {"units": [{"unit": 1, "coordinator": 99999}]},
    ],
)
def test_rollout_to_what_does_not_exist_is_refused(atlas, body):
    found = solution(problem(atlas.community), state="accepted")
    if body["units"] and "coordinator" in body["units"][0]:
        body = {"units": [{"unit": atlas.units[0].pk, "coordinator": 99999}]}

    answer = Caller(atlas.ana).post(f"{WORK}/solutions/{found.pk}/rollout", body)

    assert answer.status_code == 422
    assert not RolloutLine.objects.exists()


def test_yields_are_read_by_everybody_who_is_signed_in(atlas):
    data = Caller(make.person()).get(f"{WORK}/yields", period="year").json()

    assert (data["community"], data["period"]) == ("atlas", "year")
    assert [one["figure"] for one in data["figures"]] == [
        "rhythm",
        "carried",
        "crossing",
        "days",
        "adoption",
        "pull",
        "pull_days",
        "outside",
        "asks",
        "first_answer",
    ]
