from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.work.models import Issue, Problem
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas():
    return make.community("Atlas")


def test_problem_gathers_issues_and_touches_all_their_units(atlas):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    first = make.issue(atlas, units=[sales])
    second = make.issue(atlas, units=[sales, finance])
    ana = make.person("Ana")

    problem = Problem.gather(
        issues=[first, second], statement=" Old price  lists ", by=ana, owner=ana, at=make.AT
    )

    assert problem.statement == "Old price lists"
    assert [unit.name for unit in problem.units.order_by("name")] == ["Finance", "Sales"]
    assert set(problem.issues.values_list("pk", "state")) == {
        (first.pk, "gathered"),
        (second.pk, "gathered"),
    }
    assert first.state == "gathered"
    assert Event.objects.about(problem).get().plain_sentence == (
        "Ana named a common problem: “Old price lists” (issues: 2)."
    )


def test_problem_gathers_none_when_one_of_them_is_not_open(atlas):
    first, second = make.issue(atlas), make.issue(atlas)
    Issue.objects.get(pk=second.pk).drop(because="Not ours", by=None, at=make.AT)

    with pytest.raises(Stale):
        make.problem(atlas, first, second)

    assert Issue.objects.get(pk=first.pk).state == "open"
    assert not Problem.objects.exists()


def test_problem_gathers_none_when_they_are_of_two_communities(atlas):
    with pytest.raises(Refused):
        make.problem(atlas, make.issue(atlas), make.issue(make.community("Borealis")))


def test_problem_grows_by_further_issues(atlas):
    problem = make.problem(atlas)
    sales = make.unit("Sales")
    further = make.issue(atlas, units=[sales])

    problem.add(issues=[further], by=None, at=make.AT)

    assert problem.issues.count() == 2
    assert list(problem.units.all()) == [sales]


def test_problem_does_not_grow_by_an_issue_of_another_community(atlas):
    with pytest.raises(Refused):
        make.problem(atlas).add(
            issues=[make.issue(make.community("Borealis"))], by=None, at=make.AT
        )


def test_issue_is_open_again_when_it_is_released(atlas):
    issue = make.issue(atlas)
    problem = make.problem(atlas, issue, make.issue(atlas))

    problem.release(issues=[issue], by=None, at=make.AT)

    issue.refresh_from_db()
    assert (issue.state, issue.problem) == ("open", None)
    assert problem.issues.count() == 1


def test_release_is_refused_when_the_issue_is_another_problem_s(atlas):
    issue = make.issue(atlas)
    make.problem(atlas, issue)

    with pytest.raises(Stale):
        make.problem(atlas).release(issues=[issue], by=None, at=make.AT)


def test_issues_are_solved_with_their_problem_and_open_again_with_it(atlas):
    issue, before = make.issue(atlas), make.issue(atlas)
    problem = make.problem(atlas, issue, before)
    before.solve(because="By itself", by=None, at=make.AT - timedelta(days=1))

    problem.solve(because="One list for all", by=None, at=make.AT)
    issue.refresh_from_db()
    solved = (issue.state, issue.because, issue.solved_at)
    problem.reopen(by=None, at=make.AT)

    assert solved == ("solved", "One list for all", make.AT)
    assert Issue.objects.get(pk=issue.pk).state == "gathered"
    assert Issue.objects.get(pk=before.pk).because == "By itself"


def test_issues_are_open_again_when_their_problem_is_dropped(atlas):
    issue = make.issue(atlas)
    problem = make.problem(atlas, issue)

    problem.drop(because="Two different things", by=None, at=make.AT)

    issue.refresh_from_db()
    assert (issue.state, issue.problem, problem.state) == ("open", None, "dropped")


def test_second_of_two_who_solve_a_problem_is_told(atlas):
    problem = make.problem(atlas)
    same = Problem.objects.get(pk=problem.pk)
    problem.solve(because="First", by=None, at=make.AT)

    with pytest.raises(Stale):
        same.solve(because="Second", by=None, at=make.AT)


def test_problem_has_an_owner_by_name(atlas):
    ana = make.person("Ana")
    problem = make.problem(atlas)

    problem.own(person=ana, by=None, at=make.AT)
    problem.own(person=None, by=ana, at=make.AT)

    assert [event.plain_sentence for event in Event.objects.about(problem).order_by("pk")][1:] == [
        f"Ana looks after “{problem}”.",
        f"Nobody looks after “{problem}” any more.",
    ]


def test_somebody_without_an_active_account_does_not_own_a_problem(atlas):
    with pytest.raises(Refused):
        make.problem(atlas).own(person=make.person(is_active=False), by=None, at=make.AT)


def test_problem_of_a_closed_community_stays_as_it_is(atlas):
    problem = make.problem(atlas)
    atlas.close(reason="Done", by=None, at=make.AT, on=make.AT.date())
    problem.refresh_from_db()

    with pytest.raises(Refused):
        problem.solve(because="Late", by=None, at=make.AT)


def test_problem_reads_otherwise_and_touches_other_units(atlas):
    sales = make.unit("Sales")
    problem = make.problem(atlas)

    problem.reword(statement="Price lists are late", detail=" In all plants ", by=None, at=make.AT)
    problem.touch(units=[sales], by=None, at=make.AT)

    kept = Problem.objects.get(pk=problem.pk)
    assert (kept.statement, kept.detail) == ("Price lists are late", "In all plants")
    assert list(kept.units.all()) == [sales]
