"""The strategy through the API: the same verbs, the same refusals, and who serves what."""

from __future__ import annotations

import pytest

from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from tests import make
from tests.api.caller import PROBLEM, Caller, everything

KINDS = ("nobody", "member", "auditor", "manager")


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.fixture
def manager(karin: Person) -> Caller:
    return Caller(karin)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("method", "path", "body", "done"),
    [
        ("POST", "/objectives", {"name": "New"}, 201),
        ("PATCH", "/objectives/0", {"name": "Other"}, 200),
        ("PUT", "/objectives/0/parent", {"parent": None}, 200),
        ("POST", "/objectives/0/retirement", None, 200),
        ("POST", "/objectives/0/resumption", None, 409),
        ("POST", "/strategy/rehearsals", {"text": "name\nGrow\n"}, 200),
        ("POST", "/strategy/imports", {"text": "name\nGrow\n"}, 200),
    ],
)
def test_strategy_is_changed_by_program_managers_only(kind, method, path, body, done):
    who = {"member": make.person(), "auditor": make.auditor(), "manager": make.program_manager()}
    path = path.replace("0", str(make.objective("Top").pk))

    before = list(Objective.objects.values())

    answer = Caller(who.get(kind)).call(method, path, body)

    assert answer.status_code == {"nobody": 401, "manager": done}.get(kind, 403)
    if kind != "manager":
        assert list(Objective.objects.values()) == before


@pytest.mark.parametrize(
    "path",
    [
        "/objectives",
        "/objectives/0",
        "/objectives/0/events",
        "/objectives/0/communities",
        "/strategy/unserved-objectives",
        "/strategy/idle-communities",
    ],
)
def test_strategy_is_read_by_everybody_who_is_signed_in(path):
    path = path.replace("0", str(make.objective().pk))
    callers = [Caller(who) for who in (make.person(), make.auditor(), None)]

    assert [caller.get(path).status_code for caller in callers] == [200, 200, 401]


def test_objective_is_added_changed_moved_and_told(manager, karin):
    ana, top = make.person("Ana"), make.objective("Top")
    sent = {"name": "Answer", "kind": "operation", "parent": top.pk, "owner": ana.pk}

    made = manager.post("/objectives", {**sent, "starts_on": "2026-01-01"}).json()

    assert (made["parent"], made["owner"]) == (top.pk, {"id": ana.pk, "name": "Ana"})
    path = f"/objectives/{made['id']}"
    changed = manager.call("PATCH", path, {"owner": None, "ends_on": "2026-12-31"}).json()
    assert (changed["owner"], changed["starts_on"], changed["ends_on"], changed["kind"]) == (
        None,
        "2026-01-01",
        "2026-12-31",
        "operation",
    )
    assert manager.call("PUT", f"{path}/parent", {"parent": None}).json()["parent"] is None
    assert [event["sentence"] for event in manager.get(f"{path}/events").json()["items"]] == [
        "Karin Lindqvist moved Answer to the top.",
        "Karin Lindqvist changed the owner, the period of Answer.",
        "Karin Lindqvist added the operation Answer.",
    ]


def test_second_of_two_is_refused_by_the_mark_that_was_seen(manager):
    path = f"/objectives/{make.objective('Grow').pk}"
    seen = manager.get(path).json()["mark"]

    first = manager.call("PATCH", path, {"name": "Grow faster", "seen": seen})
    second = manager.call("PATCH", path, {"name": "Shrink", "seen": seen})

    assert (first.status_code, second.status_code) == (200, 409)
    assert second["Content-Type"] == PROBLEM
    assert second.json()["detail"].startswith("Somebody else changed this in the meantime.")
    assert Objective.objects.get().name == "Grow faster"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/objectives/999", None, 404),
        ("POST", "/objectives", {"name": "Top"}, 409),
        ("POST", "/objectives", {"name": "  "}, 422),
        ("POST", "/objectives", {"name": "New", "kind": "dream"}, 422),
        ("POST", "/objectives", {"name": "New", "parent": 999}, 422),
        ("POST", "/objectives", {"name": "New", "owner": 999}, 422),
        ("POST", "/objectives", {"name": "New", "color": "red"}, 422),
        ("PATCH", "/objectives/0", {"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, 409),
        ("PUT", "/objectives/0/parent", {"parent": 0}, 409),
        ("POST", "/strategy/rehearsals", {"text": "color\nred\n"}, 409),
        ("POST", "/strategy/imports", {"text": "name,kind\nGrow,dream\n"}, 409),
    ],
)
def test_refusal_is_a_problem_document(manager, method, path, body, status):
    pk = make.objective("Top").pk
    if body and body.get("parent") == 0:
        body = {"parent": pk}

    answer = manager.call(method, path.replace("/0", f"/{pk}"), body)

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert Objective.objects.count() == 1


def test_retired_objectives_are_listed_when_asked_for(manager):
    old, new = make.objective("Old"), make.objective("New", kind="operation")
    manager.post(f"/objectives/{old.pk}/retirement")

    def names(**query: object) -> list[str]:
        return [found["name"] for found in everything(manager, "/objectives", **query)]

    assert (names(), names(status="retired"), names(status="all", limit=1)) == (
        ["New"],
        ["Old"],
        ["New", "Old"],
    )
    assert names(kind="objective") == []
    manager.post(f"/objectives/{old.pk}/resumption")
    assert names(parent=new.pk) == []
    assert names() == ["New", "Old"]


def test_file_is_rehearsed_then_taken_in(manager):
    body = {"name": "plan.csv", "text": "name,parent,color\nGrow,,red\nPart,Grow,\nBad,Nowhere,\n"}
    expected = {
        "new": [
            {"row": 2, "path": "Grow", "changed": []},
            {"row": 3, "path": "Grow > Part", "changed": []},
        ],
        "changed": [],
        "same": [],
        "problems": [
            {
                "file": "plan.csv",
                "row": 4,
                "column": "parent",
                "what": "There is no “Nowhere”, neither in the file nor here.",
            }
        ],
        "unused": ["color"],
    }

    assert manager.post("/strategy/rehearsals", body).json() == expected
    assert not Objective.objects.exists()
    assert manager.post("/strategy/imports", {**body, "leave_out": True}).json() == expected
    assert Objective.objects.count() == 2


def test_coverage_tells_what_nobody_serves_in_pages(manager):
    top = make.objective("Top")
    part = make.objective("Part", parent=top)
    for name in ("Alone", "Lonely"):
        make.objective(name)
        make.community(f"{name} community")
    guild = make.community("Guild")
    made = Expectation.choose(
        community=guild, text="Answers", level="group", horizon="short", by=None, at=make.AT
    )
    made.serve([part], by=None, at=make.AT)

    def names(path: str) -> list[str]:
        return [found["name"] for found in everything(manager, path, limit=1)]

    assert names("/strategy/unserved-objectives") == ["Alone", "Lonely"]
    assert names("/strategy/idle-communities") == ["Alone community", "Lonely community"]
    assert names(f"/objectives/{top.pk}/communities") == ["Guild"]
