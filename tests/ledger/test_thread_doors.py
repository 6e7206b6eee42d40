"""A thread and the flow of a community by the API, as CSV and by a command: as their pages."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from mandorla.base.errors import Refused
from mandorla.ledger.thread import read_thread
from mandorla.ledger.threads import ORDER
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.ledger.measuring import measured
from tests.ledger.telling import story
from tests.ledger.test_thread import world
from tests.work.asking import opened
from tests.work.test_lessons import kept

pytestmark = pytest.mark.django_db
__all__ = ["world"]
ALONG = ("objective", "expectation", "story", "solution", "problem", "issue", "gathering")


def answer(person: Person, kind: str, number: int, **query: Any) -> Any:
    return Caller(person).get(f"/thread/{kind}/{number}", **query)


def told(person: Person, kind: str, number: int, **query: Any) -> dict[str, Any]:
    found = answer(person, kind, number, **query)
    assert found.status_code == 200
    read: dict[str, Any] = found.json()
    return read


def knots(found: dict[str, Any]) -> dict[str, list[str]]:
    return {part["kind"]: [one["title"] for one in part["knots"]] for part in found["stretches"]}


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command("thread", *words, stdout=out)
    return out.getvalue()


def flow(world: dict[str, Any], person: Person | None = None) -> dict[str, Any]:
    path = f"/communities/{world['community'].slug}/flow"
    found: dict[str, Any] = Caller(person or world["ana"]).get(path).json()
    return found


def rows(world: dict[str, Any], name: str) -> list[dict[str, str]]:
    client = Client()
    client.force_login(world["ana"])
    found = client.get(f"/communities/{world['community'].slug}/thread/{name}.csv")
    assert found.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))


# --- the thread ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALONG)
def test_api_walks_both_ways_as_the_page_does(world, kind):
    page = read_thread(kind, world[kind].pk, reader=world["ana"])
    assert page is not None

    found = told(world["ana"], kind, world[kind].pk)

    assert found["start"] == {"kind": kind, "id": world[kind].pk}
    assert knots(found) == {part.kind: [one.title for one in part.knots] for part in page.stretches}
    assert tuple(knots(found)) == ALONG
    assert found["missing"] == list(page.missing)
    assert found["is_whole"]


@pytest.mark.parametrize("kind", ["lesson", "ask", "measure"])
def test_api_walks_from_the_kinds_that_stand_aside(world, kind):
    ana, community = world["ana"], world["community"]
    made = {
        "lesson": lambda: kept(community, ana),
        "ask": lambda: opened(community, ana),
        "measure": lambda: measured(community),
    }
    thing = made[kind]()
    found = told(ana, kind, thing.pk)
    assert found["start"] == {"kind": kind, "id": thing.pk}


def test_api_tells_days_units_and_what_hangs_on_what(world):
    unit = make.unit("Sales")
    world["issue"].units.add(unit)

    found = told(world["ana"], "issue", world["issue"].pk)

    parts = {part["kind"]: part["knots"][0] for part in found["stretches"]}
    assert parts["issue"] == {
        "kind": "issue",
        "id": world["issue"].pk,
        "title": "Three price lists",
        "on": "2026-03-02",
        "detail": "Sales",
        "units": ["Sales"],
        "address": world["issue"].get_absolute_url(),
    }
    assert {
        "above": {"kind": "problem", "id": world["problem"].pk},
        "below": {"kind": "issue", "id": world["issue"].pk},
    } in found["links"]
    assert len(found["links"]) == len(ALONG) - 1


def test_api_hides_what_the_page_hides(world):
    world["story"].seen_by = "sponsor"
    world["story"].keep("seen_by")
    ana = world["ana"]
    assert tuple(knots(told(ana, "objective", world["objective"].pk))) == ALONG[:2]
    assert told(ana, "objective", world["objective"].pk)["links"] == [
        {
            "above": {"kind": "objective", "id": world["objective"].pk},
            "below": {"kind": "expectation", "id": world["expectation"].pk},
        }
    ]
    assert answer(ana, "story", world["story"].pk).status_code == 404
    assert answer(make.program_manager(), "story", world["story"].pk).status_code == 404
    assert "story" in knots(told(world["priya"], "objective", world["objective"].pk))


def test_api_knows_a_story_by_its_number_in_a_community(world):
    other = make.community("Other", members=(world["priya"],))
    second = story(other, world["priya"], seen_by="organization", title="Another")
    slug = world["community"].slug
    assert (world["story"].number, second.number) == (1, 1)
    found = told(world["ana"], "story", 1, community=slug)
    assert found["start"]["id"] == world["story"].pk
    assert told(world["ana"], "story", 1, community=other.slug)["start"]["id"] == second.pk
    assert answer(world["ana"], "story", 2, community=slug).status_code == 404
    assert answer(world["ana"], "story", 1, community="nowhere").status_code == 404


def test_api_tells_as_many_of_a_kind_as_are_asked_for(world):
    found = told(world["ana"], "problem", world["problem"].pk, most=1)
    issues = next(part for part in found["stretches"] if part["kind"] == "issue")
    assert (len(issues["knots"]), issues["more"]) == (1, 1)
    assert {one["below"]["id"] for one in found["links"] if one["below"]["kind"] == "issue"} == {
        issues["knots"][0]["id"]
    }


@pytest.mark.parametrize(
    ("path", "field", "said"),
    [
        ("/thread/dream/1", "kind", "No thread is walked from “dream”. There is one from each of:"),
        ("/thread/issue/1?community=a", "community", "Only measure, story have a number"),
    ],
)
def test_api_says_what_is_wrong_in_a_sentence(world, path, field, said):
    found = Caller(world["ana"]).get(path)
    assert found.status_code == 422
    error = found.json()["errors"][0]
    assert error["field"].endswith(field)
    assert error["message"].startswith(said)


@pytest.mark.parametrize("kind", ORDER)
@pytest.mark.parametrize("number", [999_999, 2**63 - 1])
def test_api_does_not_know_what_is_not_there(world, kind, number):
    assert answer(world["ana"], kind, number).status_code == 404


def test_api_costs_the_same_queries_as_the_page(world, django_assert_num_queries):
    caller = Caller(world["ana"])
    path = f"/thread/solution/{world['solution'].pk}"
    caller.get(path)
    with django_assert_num_queries(19 + 2):  # whose token it is
        caller.get(path)


def test_command_prints_what_the_api_tells(world):
    manager = make.program_manager()
    pk = world["objective"].pk
    assert json.loads(printed("objective", str(pk), "--json")) == told(manager, "objective", pk)


def test_command_prints_what_a_person_reads(world):
    make.program_manager()
    lines = printed("story", "1", "--community", world["community"].slug).splitlines()
    assert lines[0] == "The thread of One price list"
    assert "* One price list" in lines
    assert "What the organization pursues:" in lines
    assert f"    issue {world['issue'].pk} · 2 March 2026" in lines


def test_command_hides_what_is_hidden_from_who_asks(world):
    world["story"].seen_by = "sponsor"
    world["story"].keep("seen_by")
    make.program_manager()
    pk = str(world["story"].pk)
    with pytest.raises(Refused, match=f"There is no story {pk}, or you may not see it."):
        printed("story", pk)
    assert printed("story", pk, "--as", world["priya"].email).startswith("The thread of")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dream", "1"], "No thread is walked from “dream”. There is one from each of: objective,"),
        (["issue", "1", "--community", "a"], "“issue” is found by its id"),
        (["issue", "-1"], "There is no issue -1"),
    ],
)
def test_command_ends_with_a_sentence_when_it_is_refused(world, words, said):
    make.program_manager()
    with pytest.raises(Refused, match=said):
        printed(*words)


# --- the flow -----------------------------------------------------------------------------------


def test_api_tells_the_flow_as_nodes_and_links(world):
    found = flow(world)
    assert [(one["kind"], one["count"], one["went_on"]) for one in found["nodes"]] == [
        ("issue", 2, 2),
        ("problem", 1, 1),
        ("solution", 1, 1),
        ("story", 1, 1),
        ("expectation", 1, None),
    ]
    assert found["links"] == [
        {"below": "issue", "above": "problem", "count": 2},
        {"below": "problem", "above": "solution", "count": 1},
        {"below": "solution", "above": "story", "count": 1},
        {"below": "story", "above": "expectation", "count": 1},
    ]
    assert (found["loose"], found["more"]) == ([], 0)


def test_api_counts_no_story_that_the_caller_may_not_read(world):
    told_apart = story(world["community"], world["priya"], seen_by="sponsor", title="Hidden")
    assert flow(world)["nodes"][3]["count"] == 1
    assert "Hidden" not in json.dumps(flow(world))
    assert flow(world, world["priya"])["loose"][0]["id"] == told_apart.pk


def test_api_and_page_count_every_broken_thread(world):
    for number in range(30):
        story(world["community"], world["priya"], title=f"Story {number}")
    client = Client()
    client.force_login(world["ana"])
    page = client.get(f"/communities/{world['community'].slug}/thread/").content.decode()
    found = flow(world)
    assert (len(found["loose"]), found["more"]) == (20, 10)
    assert "and 10 more" in page
    assert "thread/broken.csv" in page
    assert len(rows(world, "broken")) == 30


def test_api_does_not_know_the_flow_of_a_community_that_is_not_there(world):
    assert Caller(world["ana"]).get("/communities/nowhere/flow").status_code == 404


def test_csv_has_the_table_of_the_page(world):
    assert rows(world, "flow") == [
        {"kind": kind, "step": step, "how_many": str(count), "went_on": on}
        for kind, step, count, on in (
            ("issue", "cropped up", 2, "2"),
            ("problem", "common problems", 1, "1"),
            ("solution", "solutions", 1, "1"),
            ("story", "stories of what it brought", 1, "1"),
            ("expectation", "expectations they serve", 1, ""),
        )
    ]


def test_csv_marks_words_that_a_spreadsheet_would_run(world):
    told_of = story(world["community"], world["priya"], title="=1+2")
    assert rows(world, "broken") == [
        {
            "kind": "story",
            "number": str(told_of.pk),
            "title": "'=1+2",
            "what_would_tie_it": "It hangs on no expectation and no objective: "
            "say which one it serves.",
            "address": told_of.get_absolute_url(),
        }
    ]


@pytest.mark.parametrize("name", ["flow", "broken"])
def test_csv_of_a_community_that_is_not_there_is_not_there(world, name):
    client = Client()
    client.force_login(world["ana"])
    assert client.get(f"/communities/nowhere/thread/{name}.csv").status_code == 404
