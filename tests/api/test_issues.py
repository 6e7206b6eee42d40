"""Issues and problems through the API: surfaced, voted for, gathered, settled."""

from __future__ import annotations

from uuid import uuid4

import pytest

from mandorla.work.models import Issue, Problem, Vote
from tests import make
from tests.api.caller import Caller, everything

ISSUES = "/communities/atlas/issues"
PROBLEMS = "/communities/atlas/problems"


@pytest.fixture
def priya():
    return make.person("Priya", unit=make.unit("Sales"))


@pytest.fixture
def ana():
    return make.person("Ana")


@pytest.fixture
def atlas(ana, priya):
    return make.community("Atlas", leader=ana, members=(priya,))


def test_anybody_surfaces_an_issue_once_however_often_it_is_sent(atlas):
    stranger, unit = make.person("Sam"), make.unit("Finance")
    body = {"text": "Old price lists", "units": [unit.pk], "key": str(uuid4())}

    first = Caller(stranger).post(ISSUES, body)
    again = Caller(stranger).post(ISSUES, body)

    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert first.json()["surfaced_by"] == {"id": stranger.pk, "name": "Sam"}
    assert first.json()["units"] == [{"id": unit.pk, "name": "Finance"}]
    assert (first.json()["is_mine"], first.json()["has_voted"]) == (True, False)


@pytest.mark.parametrize("text", ["\u200b\u200b", "\u2800", "\u202eevil"])
def test_issue_is_refused_when_it_hides_something(atlas, priya, text):
    answer = Caller(priya).post(ISSUES, {"text": text})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "text", "message": "Write it in one line, in letters that can be seen."}
    ]
    assert not Issue.objects.exists()


@pytest.mark.parametrize("reader", ["member", "leader", "manager", "auditor"])
def test_nobody_is_told_who_left_their_name_out(atlas, ana, priya, reader):
    body = {"text": "Training is late", "is_anonymous": True}
    surfaced = Caller(priya).post(ISSUES, body).json()
    readers = {
        "member": make.person,
        "leader": lambda: ana,
        "manager": make.program_manager,
        "auditor": make.auditor,
    }
    caller = Caller(readers[reader]())

    told = [caller.get(f"{ISSUES}/{surfaced['id']}").content, caller.get(ISSUES).content]
    told += [caller.get("/communities/atlas/events").content, caller.get("/events").content]

    issue = caller.get(f"{ISSUES}/{surfaced['id']}").json()
    assert (issue["surfaced_by"], issue["is_mine"]) == (None, False)
    assert not any(b"Priya" in answer or b"issue.surfaced" in answer for answer in told)


def test_who_left_their_name_out_still_finds_changes_and_takes_back_their_own(atlas, priya):
    caller = Caller(priya)
    surfaced = caller.post(ISSUES, {"text": "Training is late", "is_anonymous": True}).json()
    address = f"{ISSUES}/{surfaced['id']}"

    mine = everything(caller, "/me/issues")
    changed = caller.call("PATCH", address, {"text": "Training comes late"})
    gone = caller.call("DELETE", address)

    assert [(one["id"], one["is_mine"], one["surfaced_by"]) for one in mine] == [
        (surfaced["id"], True, None)
    ]
    assert (changed.json()["text"], gone.status_code) == ("Training comes late", 204)
    assert not Issue.objects.exists()


def test_auditor_reads_issues_without_names(atlas, priya):
    issue = make.issue(atlas, by=priya)

    assert Caller(make.auditor()).get(f"{ISSUES}/{issue.pk}").json()["surfaced_by"] is None


def test_members_vote_and_nobody_else(atlas, priya):
    address = f"{ISSUES}/{make.issue(atlas).pk}/vote"

    voted = Caller(priya).call("PUT", address).json()
    refused = Caller(make.person()).call("PUT", address)
    back = Caller(priya).call("DELETE", address).json()

    assert (voted["votes"], voted["has_voted"]) == (1, True)
    assert refused.status_code == 403
    assert (back["votes"], back["has_voted"], Vote.objects.count()) == (0, False, 0)


def test_issue_of_somebody_else_is_neither_changed_nor_taken_back(atlas, ana, priya):
    address = f"{ISSUES}/{make.issue(atlas, by=ana).pk}"

    assert Caller(priya).call("PATCH", address, {"text": "Mine"}).status_code == 403
    assert Caller(priya).call("DELETE", address).status_code == 404


def test_issues_are_listed_page_by_page_as_asked_for(atlas):
    sales = make.unit("Sales north")
    for number in range(5):
        issue = make.issue(atlas, f"Price list {number}", units=[sales] if number else [])
        for _vote in range(number):
            issue.vote(by=make.person())
    make.issue(atlas, "Something else").drop(because="No", by=None, at=make.AT)
    caller = Caller(make.person())

    by_votes = everything(caller, ISSUES, sort="votes", q="price list", unit=sales.pk, limit=2)
    dropped = everything(caller, ISSUES, state="dropped")

    assert [one["votes"] for one in by_votes] == [4, 3, 2, 1]
    assert [one["text"] for one in dropped] == ["Something else"]


def test_issue_is_solved_and_opened_again_by_those_who_steer(atlas, ana, priya):
    address = f"{ISSUES}/{make.issue(atlas).pk}"

    refused = Caller(priya).post(f"{address}/solving", {"because": "By itself"})
    solved = Caller(ana).post(f"{address}/solving", {"because": "By itself"}).json()
    opened = Caller(ana).post(f"{address}/reopening").json()
    dropped = Caller(ana).post(f"{address}/dropping", {"because": "Not ours"}).json()

    assert refused.status_code == 403
    assert (solved["state"], solved["because"]) == ("solved", "By itself")
    assert (opened["state"], opened["because"]) == ("open", "")
    assert dropped["state"] == "dropped"


def test_unknown_unit_is_named(atlas, priya):
    answer = Caller(priya).post(ISSUES, {"text": "A line", "units": [99_999]})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "units"


def test_problem_is_gathered_changed_shrunk_and_solved(atlas, ana, priya):
    first, second, third = (make.issue(atlas) for _number in range(3))
    caller = Caller(ana)
    body = {"issues": [first.pk, second.pk], "statement": "Old lists", "owner": priya.pk}

    gathered = caller.post(PROBLEMS, body)
    address = f"{PROBLEMS}/{gathered.json()['id']}"
    caller.post(f"{address}/issues", {"issues": [third.pk]})
    released = caller.post(f"{address}/release", {"issues": [first.pk]}).json()
    changed = caller.call("PATCH", address, {"statement": "Old price lists", "owner": None}).json()
    solved = caller.post(f"{address}/solving", {"because": "One list"}).json()

    assert (gathered.status_code, gathered.json()["owner"]["name"]) == (201, "Priya")
    assert released["issues"] == 2
    assert (changed["statement"], changed["owner"], changed["stage"]) == (
        "Old price lists",
        None,
        "open",
    )
    assert (solved["state"], solved["stage"]) == ("solved", "solved")
    assert Issue.objects.get(pk=second.pk).state == "solved"
    assert caller.post(f"{address}/reopening").json()["state"] == "open"
    assert caller.post(f"{address}/dropping", {"because": "Two things"}).json()["issues"] == 0


def test_members_gather_no_problems(atlas, priya):
    body = {"issues": [make.issue(atlas).pk], "statement": "Old lists"}

    assert Caller(priya).post(PROBLEMS, body).status_code == 403
    assert not Problem.objects.exists()


def test_problem_of_an_issue_that_is_gone_is_refused(atlas, ana):
    answer = Caller(ana).post(PROBLEMS, {"issues": [1], "statement": "Old lists"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "issues")


def test_who_looks_after_a_problem_has_a_role_here(atlas, ana):
    issue, stranger = make.issue(atlas), make.person()

    answer = Caller(ana).post(
        PROBLEMS, {"issues": [issue.pk], "statement": "Old lists", "owner": stranger.pk}
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "owner")


def test_problems_are_listed_by_stage(atlas):
    make.problem(atlas, statement="Waits")
    make.problem(atlas, statement="Done").solve(because="Yes", by=None, at=make.AT)
    caller = Caller(make.person())

    found = everything(caller, PROBLEMS, stage="open")

    assert [(one["statement"], one["issues"]) for one in found] == [("Waits", 1)]
    assert len(everything(caller, PROBLEMS, limit=1)) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_issues_costs_the_same_queries(atlas, priya, django_assert_num_queries, count):
    for _number in range(count):
        make.issue(atlas, by=priya, units=[make.unit()])
        make.problem(atlas)
    caller = Caller(priya)
    caller.get(ISSUES)

    with django_assert_num_queries(5):
        caller.get(ISSUES)
    with django_assert_num_queries(5):
        caller.get(PROBLEMS)
