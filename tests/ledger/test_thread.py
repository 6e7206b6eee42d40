"""Somebody walks from an objective to the gathering where it began, and back."""

from __future__ import annotations

import pytest
from django.test import Client

from mandorla.ledger.thread import read_thread
from mandorla.work.models import Solution
from tests import make
from tests.ledger.telling import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A community whose story hangs on everything from an objective to a gathering."""
    ana, priya = make.person("Ana"), make.person("Priya")
    community = make.community("Atlas", leader=ana, members=(priya,))
    gathering = make.gathering(make.series(community))
    issue = make.issue(community, "Three price lists", gathering=gathering)
    other = make.issue(community, "An old price list in the van")
    problem = make.problem(community, issue, other, statement="Price lists differ")
    solution = Solution.propose(problem=problem, proposal="One list", by=ana, at=make.AT)
    expectation = make.expectations(community, count=1)[0]
    objective = make.objective("Answer within a day")
    expectation.objectives.add(objective)
    told = story(community, priya, solution=solution, expectations=[expectation])
    return {
        "ana": ana,
        "priya": priya,
        "community": community,
        "objective": objective,
        "expectation": expectation,
        "story": told,
        "solution": solution,
        "problem": problem,
        "issue": issue,
        "other": other,
        "gathering": gathering,
    }


def kinds(thread) -> dict[str, list[str]]:
    return {part.kind: [knot.title for knot in part.knots] for part in thread.stretches}


def walked(world, kind: str, reader=None):
    return read_thread(kind, world[kind].pk, reader=reader or world["ana"])


def test_thread_is_walked_down_from_an_objective(world):
    found = kinds(walked(world, "objective"))
    assert list(found) == [
        "objective",
        "expectation",
        "story",
        "solution",
        "problem",
        "issue",
        "gathering",
    ]
    assert sorted(found["issue"]) == ["An old price list in the van", "Three price lists"]
    assert walked(world, "objective").missing == ()


@pytest.mark.parametrize("kind", ["gathering", "issue", "problem", "solution", "story"])
def test_thread_is_walked_up_from_what_was_said(world, kind):
    found = kinds(walked(world, kind))
    assert found["objective"] == ["Answer within a day"]
    assert found["story"] == ["One price list"]
    assert walked(world, kind).start.key == (kind, world[kind].pk)


def test_thread_from_one_issue_leaves_its_siblings_out(world):
    assert kinds(walked(world, "issue"))["issue"] == ["Three price lists"]
    assert "gathering" not in kinds(read_thread("issue", world["other"].pk, reader=world["ana"]))


def test_thread_does_not_go_through_a_story_that_the_reader_may_not_read(world):
    world["story"].seen_by = "sponsor"
    world["story"].keep("seen_by")

    found = kinds(walked(world, "objective"))

    assert list(found) == ["objective", "expectation"]
    assert walked(world, "story") is None
    assert "story" in kinds(walked(world, "objective", reader=world["priya"]))


def test_thread_says_what_is_missing(world):
    bare = make.expectations(make.community("Bare"), count=1)[0]
    found = read_thread("expectation", bare.pk, reader=world["ana"])
    assert found is not None
    assert len(found.missing) == 3
    assert found.missing[0].startswith("It reaches no objective")


@pytest.mark.parametrize("count", [1, 3])
def test_thread_costs_the_same_queries(world, count, django_assert_num_queries):
    for _number in range(count):
        story(world["community"], world["priya"], solution=world["solution"])
    with django_assert_num_queries(19):
        walked(world, "solution")


@pytest.mark.parametrize("path", ["nothing/1", "story/999999", "issue/999999"])
def test_thread_of_nothing_is_not_there(world, path):
    client = Client()
    client.force_login(world["ana"])
    assert client.get(f"/thread/{path}/").status_code == 404


def test_page_links_each_thing_and_walks_on_from_it(world):
    client = Client()
    client.force_login(world["ana"])
    page = client.get(f"/thread/objective/{world['objective'].pk}/").content.decode()
    for kind in ("story", "solution", "problem", "issue", "gathering"):
        assert world[kind].get_absolute_url() in page
        assert f"/thread/{kind}/{world[kind].pk}/" in page


def test_flow_counts_what_went_on(world):
    client = Client()
    client.force_login(world["ana"])
    page = client.get(f"/communities/{world['community'].slug}/thread/").content.decode()
    assert "2 of 2" in page  # both issues are in a problem
    assert page.count("1 of 1") == 3  # the problem, its solution, and the story of it


def test_flow_lists_broken_threads_with_what_would_tie_them(world):
    story(world["community"], world["priya"], title="It hangs on nothing")
    client = Client()
    client.force_login(world["ana"])
    page = client.get(f"/communities/{world['community'].slug}/thread/").content.decode()
    assert "It hangs on nothing" in page
    assert "It hangs on no expectation and no objective" in page


@pytest.mark.parametrize("count", [1, 3])
def test_flow_costs_the_same_queries(world, count, django_assert_num_queries):
    for number in range(count):
        story(world["community"], world["priya"], title=f"Story {number}")
    client = Client()
    client.force_login(world["ana"])
    with django_assert_num_queries(18):
        client.get(f"/communities/{world['community'].slug}/thread/")
