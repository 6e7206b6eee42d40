"""The list of what a community does about its problems."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mandorla.work.models import Solution
from mandorla.work.narrowing import Found
from mandorla.work.solution_list import Row, SolutionFilters, read_solutions
from tests import make
from tests.make import AT
from tests.work.solving import Place, lines, place, problem, solution

pytestmark = pytest.mark.django_db
STATES = ("proposed", "trying", "accepted", "escalated", "rejected")


@pytest.fixture
def atlas() -> Place:
    return place()


def look(client, person, **query: object) -> Any:
    client.force_login(person)
    return client.get(reverse("work:solutions", args=["atlas"]), query)


def listed(client, person, **query: object) -> Found[Row]:
    found: Found[Row] = look(client, person, **query).context["found"]
    return found


def named(about, words: str) -> Solution:
    return Solution.propose(problem=about, proposal=words, by=None, at=AT)


def test_solutions_say_their_problem_state_and_units_newest_first(client, atlas):
    about = problem(atlas.community, statement="Old lists")
    old = solution(about, state="accepted")
    first, *_others = lines(old, atlas.units)
    first.adopt(by=atlas.ana, at=AT)
    new = solution(about, state="escalated", at=AT.replace(hour=23))

    answer = look(client, atlas.priya)
    rows, page = answer.context["found"].page.rows, answer.content.decode()

    assert [row.pk for row in rows] == [new.pk, old.pk]
    assert [(row.problem, row.statement) for row in rows] == [(about.pk, "Old lists")] * 2
    assert [(row.state, row.adopted, row.units) for row in rows] == [
        ("escalated", 0, 0),
        ("accepted", 1, 3),
    ]
    assert "adopted in 1 of 3" in page
    assert "Ben decides" in page
    assert f'href="/communities/atlas/work/problems/{about.pk}/"' in page


def test_solutions_are_reached_from_the_board(client, atlas):
    client.force_login(atlas.priya)

    page = client.get(reverse("work:work", args=["atlas"])).content.decode()

    assert f'href="{reverse("work:solutions", args=["atlas"])}"' in page


def test_solutions_are_asked_to_sign_in_for(client, atlas):
    answer = client.get(reverse("work:solutions", args=["atlas"]))

    assert answer.status_code == 302


def test_everybody_signed_in_reads_solutions_and_nobody_else(atlas):
    solution(problem(atlas.community))
    gone = make.person(is_active=False)

    def read(reader) -> int:
        found = read_solutions(atlas.community, reader=reader, filters=SolutionFilters(), number=1)
        return found.page.total

    assert (read(make.person()), read(gone)) == (1, 0)


def test_solutions_of_another_community_are_not_listed(client, atlas):
    solution(problem(make.community("Other")))

    assert listed(client, atlas.ana).page.total == 0


@pytest.mark.parametrize("state", STATES)
def test_solutions_of_one_state_are_found(client, atlas, state):
    about = problem(atlas.community)
    made = {each: solution(about, state=each).pk for each in STATES}

    found = listed(client, atlas.ana, state=state)

    assert [row.pk for row in found.page.rows] == [made[state]]
    assert found.counts == {"": 5, **dict.fromkeys(STATES, 1)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ONE list"}, ["One list"]),
        ({"q": "late"}, ["Train first"]),  # a word of its problem
        ({"q": "first late"}, ["Train first"]),
        ({"q": "list late"}, []),
        ({"q": "%"}, []),
        ({"state": "nonsense", "unit": "x"}, ["Train first", "One list"]),
    ],
)
def test_solutions_are_narrowed_by_words(client, atlas, query, found):
    named(problem(atlas.community, statement="Prices are old"), "One list")
    named(problem(atlas.community, statement="Training is late"), "Train first")

    rows = listed(client, atlas.ana, **query).page.rows

    assert [row.proposal for row in rows] == found


def test_solutions_that_go_to_one_unit_are_found_with_all_their_units(client, atlas):
    about, (sales, finance, service) = problem(atlas.community), atlas.units
    wide, narrow = solution(about, state="accepted"), solution(about, state="trying")
    lines(wide, (sales, finance))
    lines(narrow, (sales,))
    solution(about)

    found = listed(client, atlas.ana, unit=finance.pk)

    assert [(row.pk, row.units) for row in found.page.rows] == [(wide.pk, 2)]
    assert found.units == ((finance.pk, "Finance"), (sales.pk, "Sales"))
    assert listed(client, atlas.ana, unit=service.pk).page.total == 0


def test_states_keep_the_words_that_are_looked_for(client, atlas):
    named(problem(atlas.community), "One list")

    page = look(client, atlas.ana, q="list", page=2).content.decode()

    assert 'href="?q=list&amp;state=trying"' in page


def test_empty_list_says_what_to_do(client, atlas):
    assert "A solution begins at a problem" in look(client, atlas.ana).content.decode()
    solution(problem(atlas.community))
    narrowed = look(client, atlas.ana, q="nothing").content.decode()
    assert "No solution matches what you look for." in narrowed


def test_solutions_go_on_page_by_page(client, atlas):
    about = problem(atlas.community)
    for number in range(51):
        named(about, f"Way {number}")

    assert "1 to 50 of 51" in look(client, atlas.ana).content.decode()
    assert "51 to 51 of 51" in look(client, atlas.ana, page=2).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_solutions_costs_the_same_queries(client, atlas, count, django_assert_num_queries):
    for number in range(count):
        lines(solution(problem(atlas.community), state="accepted"), atlas.units[: number + 1])
    look(client, atlas.ana)

    client.force_login(atlas.ana)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("work:solutions", args=["atlas"]))


QUERIES = 13
