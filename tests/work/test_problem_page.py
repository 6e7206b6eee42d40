"""Gathering issues to a problem, and the page of a problem."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.people.models import Person
from mandorla.work.models import Issue, Problem
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


def gather(client, person: Person, *issues: Issue, **data: object):
    client.force_login(person)
    address = reverse("work:gather", args=["atlas"])
    return client.post(address, {"issue": [issue.pk for issue in issues], **data})


def post(client, person: Person, name: str, problem: Problem, **data: object):
    client.force_login(person)
    return client.post(reverse(f"work:{name}", args=["atlas", problem.pk]), data)


def read(client, person: Person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_chosen_issues_become_one_problem(client, atlas, ana, priya):
    first, second = make.issue(atlas), make.issue(atlas)

    answer = gather(client, ana, first, second, statement="Lists stay in use", owner=priya.pk)

    problem = Problem.objects.get()
    assert answer["Location"] == problem.get_absolute_url()
    assert (problem.statement, problem.owner, problem.issues.count()) == (
        "Lists stay in use",
        priya,
        2,
    )


def test_page_shows_the_chosen_ones_ticked_and_others_to_add(client, atlas, ana):
    chosen, other = make.issue(atlas, "Chosen"), make.issue(atlas, "Other")

    page = read(client, ana, f"{reverse('work:gather', args=['atlas'])}?issue={chosen.pk}&issue=x")

    assert f'value="{chosen.pk}" checked> Chosen' in page
    assert f'value="{other.pk}"> Other' in page


def test_issues_become_a_part_of_a_problem_that_is_there(client, atlas, ana):
    problem, issue = make.problem(atlas), make.issue(atlas)

    gather(client, ana, issue, problem=problem.pk)

    assert Problem.objects.get().issues.count() == 2


@pytest.mark.parametrize(
    ("chosen", "data", "said"),
    [
        (False, {"statement": "Lists"}, "Tick at least one issue."),
        (True, {}, "Say in a sentence what the problem is."),
    ],
)
def test_half_a_problem_is_refused_and_nothing_typed_is_lost(
    client, atlas, ana, chosen, data, said
):
    issue = make.issue(atlas, "The line")

    answer = gather(client, ana, *([issue] if chosen else []), **data)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert data.get("statement", "") in answer.content.decode()
    assert not Problem.objects.exists()


def test_issue_somebody_dealt_with_meanwhile_is_refused(client, atlas, ana):
    open_one, gone = make.issue(atlas), make.issue(atlas)
    gone.drop(because="Not ours", by=None, at=make.AT)

    answer = gather(client, ana, open_one, gone, statement="Lists")

    assert answer.status_code == 422
    assert "Somebody has dealt with one of them" in answer.content.decode()
    assert Issue.objects.get(pk=open_one.pk).state == "open"


def test_issue_of_another_community_is_not_gathered(client, atlas, ana):
    other = make.issue(make.community("Other", leader=ana))

    assert gather(client, ana, other, statement="Lists").status_code == 422


def test_members_gather_nothing(client, atlas, priya):
    assert gather(client, priya, make.issue(atlas), statement="Lists").status_code == 404


def test_problem_is_read_by_anybody_who_is_signed_in(client, atlas, ana):
    problem = make.problem(atlas, make.issue(atlas, "The line"), statement="Lists", owner=ana)

    page = read(client, make.person(), problem.get_absolute_url())

    assert "Lists" in page
    assert "The line" in page
    assert "Ana looks after it" in page
    assert "Settle it" not in page


def test_problem_of_another_community_is_not_at_this_address(client, atlas, ana):
    other = make.problem(make.community("Other"))
    client.force_login(ana)

    assert client.get(reverse("work:problem", args=["atlas", other.pk])).status_code == 404


def test_member_takes_it_on_by_one_click_as_long_as_nobody_has(client, atlas, ana, priya):
    problem = make.problem(atlas)

    assert post(client, make.person(), "problem_owner", problem, take_on="yes").status_code == 404
    post(client, priya, "problem_owner", problem, take_on="yes")
    assert Problem.objects.get().owner == priya
    other = make.problem(atlas, owner=ana)
    assert post(client, priya, "problem_owner", other, take_on="yes").status_code == 404


def test_who_looks_after_it_words_it_and_hands_it_over(client, atlas, ana, priya):
    problem, sales = make.problem(atlas, owner=priya), make.unit("Sales")

    post(client, priya, "problem_words", problem, statement="Better", detail="More")
    post(client, priya, "problem_units", problem, other_unit=sales.pk)
    post(client, priya, "problem_owner", problem, owner=ana.pk)

    kept = Problem.objects.get()
    assert (kept.statement, kept.detail, kept.owner) == ("Better", "More", ana)
    assert list(kept.units.all()) == [sales]
    assert post(client, priya, "problem_words", problem, statement="Mine").status_code == 404


def test_somebody_without_a_role_here_is_not_made_the_owner(client, atlas, ana):
    problem = make.problem(atlas)

    answer = post(client, ana, "problem_owner", problem, owner=make.person().pk)

    assert answer.status_code == 422


def test_ticked_issues_are_taken_out(client, atlas, ana):
    issue = make.issue(atlas)
    problem = make.problem(atlas, issue, make.issue(atlas))

    none = post(client, ana, "problem_release", problem)
    post(client, ana, "problem_release", problem, issue=[issue.pk])

    assert none.status_code == 422
    assert "Tick at least one issue." in none.content.decode()
    assert Issue.objects.get(pk=issue.pk).state == "open"


def test_problem_is_solved_with_its_issues_and_opened_again(client, atlas, ana, priya):
    problem = make.problem(atlas)

    assert post(client, priya, "problem_solving", problem, because="So").status_code == 404
    empty = post(client, ana, "problem_solving", problem, because="")
    post(client, ana, "problem_solving", problem, because="One list")
    solved = (Problem.objects.get().state, Issue.objects.get().state)
    post(client, ana, "problem_reopening", problem)

    assert empty.status_code == 422
    assert solved == ("solved", "solved")
    assert (Problem.objects.get().state, Issue.objects.get().state) == ("open", "gathered")


def test_problem_is_dropped_and_its_issues_are_open(client, atlas, ana):
    problem = make.problem(atlas)

    post(client, ana, "problem_dropping", problem, because="Two things")

    assert (Problem.objects.get().state, Issue.objects.get().state) == ("dropped", "open")


@pytest.mark.parametrize("count", [1, 3])
def test_problem_and_gathering_cost_the_same_queries(
    client, atlas, ana, django_assert_num_queries, count
):
    issues = [make.issue(atlas, units=[make.unit()]) for _number in range(count)]
    problem = make.problem(atlas, *issues, owner=ana)
    for _number in range(count):
        make.issue(atlas, units=[make.unit()])
    gathering = reverse("work:gather", args=["atlas"])
    for address in (problem.get_absolute_url(), gathering):
        read(client, ana, address)

    with django_assert_num_queries(17):
        client.get(problem.get_absolute_url())
    with django_assert_num_queries(14):
        client.get(gathering)
