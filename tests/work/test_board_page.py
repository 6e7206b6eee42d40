"""The board of a community and the lists behind its columns."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.people.models import Person
from mandorla.work.board import read_board
from mandorla.work.models import Solution
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana")


@pytest.fixture
def priya():
    return make.person("Priya")


@pytest.fixture
def atlas(ana, priya):
    return make.community("Atlas", leader=ana, members=(priya,))


def read(client, person: Person, name: str = "work", **query: object) -> str:
    client.force_login(person)
    answer = client.get(reverse(f"work:{name}", args=["atlas"]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def solved_by(problem, *, state: str) -> Solution:
    found = Solution.propose(problem=problem, proposal=f"To {state}", by=None, at=make.AT)
    if state == "trying":
        found.start_trying(by=None, at=make.AT)
    if state == "accepted":
        found.accept(by=None, at=make.AT)
    return found


def test_problem_stands_in_the_column_of_its_best_solution(atlas, ana):
    waits, tried, rolled, done = (
        make.problem(atlas, statement=words) for words in ("Waits", "Tried", "Rolled", "Done")
    )
    solved_by(waits, state="proposed")
    solved_by(tried, state="trying")
    solved_by(rolled, state="trying")
    solved_by(rolled, state="accepted")
    done.solve(because="Yes", by=ana, at=make.AT)

    board = read_board(atlas, reader=ana)

    assert {column.stage: [c.statement for c in column.cards] for column in board.columns} == {
        "open": ["Waits"],
        "trying": ["Tried"],
        "rolling_out": ["Rolled"],
        "solved": ["Done"],
    }
    assert [one.state for one in board.columns[2].cards[0].done] == ["accepted", "trying"]
    assert board.sentence == (
        "0 issues wait; 1 problem has no solution yet; solutions to 2 are under way."
    )


def test_column_shows_a_few_and_says_how_many_more(client, atlas, ana):
    for number in range(11):
        make.issue(atlas, f"Line {number}")

    board, page = read_board(atlas, reader=ana), read(client, ana)

    assert (len(board.issues), board.waiting, board.more) == (8, 11, 3)
    assert "3 more" in page


def test_what_matters_to_most_people_comes_first(atlas, ana, priya):
    make.issue(atlas, "Less")
    more = make.issue(atlas, "More")
    more.vote(by=priya)

    board = read_board(atlas, reader=priya)

    assert [(row.text, row.votes, row.has_voted) for row in board.issues] == [
        ("More", 1, True),
        ("Less", 0, False),
    ]


def test_board_of_another_community_shows_nothing_of_this_one(atlas, ana):
    make.issue(atlas)

    assert read_board(make.community("Other"), reader=ana).is_empty


def test_empty_board_says_what_belongs_there(client, atlas, priya):
    assert "What crops up in a unit lies here" in read(client, priya)


def test_only_those_who_steer_choose_issues(client, atlas, ana, priya):
    make.issue(atlas)

    assert 'form="gather"' in read(client, ana)
    assert 'form="gather"' not in read(client, priya)
    assert "Me too" in read(client, priya)


def test_somebody_without_a_role_reads_and_does_not_vote(client, atlas):
    make.issue(atlas, "Old price lists")
    page = read(client, make.person())

    assert "Old price lists" in page
    assert "Me too" not in page
    assert "0 votes" in page.replace("<b>0</b>", "0")


def test_nothing_can_be_done_in_a_closed_community(client, atlas, ana):
    make.issue(atlas, "Old price lists")
    atlas.close(reason="Done", by=ana, at=make.AT, on=make.AT.date())
    page = read(client, ana)

    assert "Old price lists" in page
    assert "Me too" not in page
    assert 'form="gather"' not in page


def test_no_page_of_the_work_names_who_surfaced_without_a_name(client, atlas, ana, priya):
    make.issue(atlas, "Training is late", by=priya, is_anonymous=True)
    make.issue(atlas, "Old price lists", by=priya)

    for name in ("work", "issues", "problems"):
        assert "Priya" not in read(client, ana, name)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["More votes", "Newer"]),
        ({"sort": "newest"}, ["Newer", "More votes"]),
        ({"sort": "oldest"}, ["More votes", "Newer"]),
        ({"q": "VOTES more"}, ["More votes"]),
        ({"state": "dropped"}, ["Not ours"]),
        ({"state": "all", "sort": "oldest"}, ["More votes", "Newer", "Not ours"]),
        ({"state": "nonsense", "sort": "worst", "unit": "x"}, ["More votes", "Newer"]),
        ({"q": "%"}, []),
    ],
)
def test_issues_are_narrowed_and_sorted(client, atlas, ana, query, found):
    first = make.issue(atlas, "More votes")
    first.vote(by=ana)
    make.issue(atlas, "Newer", at=make.AT.replace(hour=10))
    make.issue(atlas, "Not ours", at=make.AT.replace(hour=11)).drop(
        because="Theirs", by=ana, at=make.AT
    )
    client.force_login(ana)

    page = client.get(reverse("work:issues", args=["atlas"]), query).context["found"].page

    assert [row.text for row in page.rows] == found


def test_issues_of_one_unit_are_found(client, atlas, ana):
    sales = make.unit("Sales")
    make.issue(atlas, "Of Sales", units=[sales])
    make.issue(atlas, "Of nobody")

    page = read(client, ana, "issues", unit=sales.pk)

    assert "Of Sales" in page
    assert "Of nobody" not in page


def test_list_goes_on_page_by_page(client, atlas, ana):
    for number in range(51):
        make.issue(atlas, f"Line {number}")

    page = client.get(reverse("work:issues", args=["atlas"]))
    assert page.status_code == 302  # not signed in
    assert "1 to 50 of 51" in read(client, ana, "issues")
    assert "51 to 51 of 51" in read(client, ana, "issues", page=2)


def test_problems_are_listed_by_stage(client, atlas, ana):
    make.problem(atlas, statement="Waits")
    make.problem(atlas, statement="Done").solve(because="One list", by=ana, at=make.AT)

    assert "Waits" in read(client, ana, "problems")
    assert "“One list”" in read(client, ana, "problems", stage="solved")
    client.force_login(ana)
    address = reverse("work:problems", args=["atlas"])
    assert client.get(address, {"stage": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Lists are old", "Prices are old"]),
        ({"q": "OLD prices"}, ["Prices are old"]),
        ({"q": "%"}, []),
        ({"unit": "x", "q": "lists"}, ["Lists are old"]),
        ({"stage": "solved", "q": "old"}, ["Solved is old"]),
    ],
)
def test_problems_are_narrowed_by_words(client, atlas, ana, query, found):
    make.problem(atlas, statement="Prices are old")
    make.problem(atlas, statement="Lists are old")
    make.problem(atlas, statement="Solved is old").solve(because="Yes", by=ana, at=make.AT)
    client.force_login(ana)

    read_now = client.get(reverse("work:problems", args=["atlas"]), query).context["found"]

    assert [card.statement for card in read_now.page.rows] == found


def test_problems_of_one_unit_are_found_and_counted_by_stage(client, atlas, ana):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    make.problem(atlas, make.issue(atlas, units=[sales]), statement="Of Sales")
    done = make.problem(atlas, make.issue(atlas, units=[sales, finance]), statement="Of both")
    done.solve(because="Yes", by=ana, at=make.AT)
    make.problem(atlas, statement="Of nobody")
    client.force_login(ana)
    address = reverse("work:problems", args=["atlas"])

    found = client.get(address, {"unit": sales.pk}).context["found"]

    assert [card.statement for card in found.page.rows] == ["Of Sales"]
    assert found.counts == {"open": 1, "solved": 1}
    assert found.units == ((finance.pk, "Finance"), (sales.pk, "Sales"))


def test_problems_say_how_to_see_all_when_none_matches(client, atlas, ana):
    make.problem(atlas, statement="Waits")

    page = read(client, ana, "problems", q="nothing")

    assert "No problem here matches what you look for." in page
    assert 'href="?stage=open"' in page
    assert "stage=trying" in page
    assert "q=nothing" in page  # the other stages keep the words


@pytest.mark.parametrize("count", [1, 3])
def test_board_and_lists_cost_the_same_queries(
    client, atlas, ana, django_assert_num_queries, count
):
    for _number in range(count):
        make.issue(atlas, units=[make.unit()]).vote(by=ana)
        _waits, tried, rolled, done = (
            make.problem(atlas, make.issue(atlas, units=[make.unit()]), owner=ana)
            for _number in range(4)
        )
        solved_by(tried, state="trying")
        solved_by(rolled, state="accepted")
        done.solve(because="Yes", by=ana, at=make.AT)
    for name in ("work", "issues", "problems"):
        read(client, ana, name)

    for name, queries in (("work", 20), ("issues", 14), ("problems", 15)):
        client.force_login(ana)
        with django_assert_num_queries(queries):
            client.get(reverse(f"work:{name}", args=["atlas"]))
