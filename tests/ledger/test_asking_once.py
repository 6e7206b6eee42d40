"""A question that arrives once: whether what somebody brought up and is solved changed anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.dashboards.mine import Task
from mandorla.dashboards.news_mail import compose
from mandorla.dashboards.today import read_today
from mandorla.ledger.asking_once import ask_once
from mandorla.ledger.models import AskedOnce
from mandorla.people.models import Person
from mandorla.work.models import Ask, RolloutLine, Solution
from tests import make
from tests.ledger.telling import story
from tests.work.asking import answered, opened

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
DUE = make.AT + 6 * WEEK
ISSUE = "Three price lists"


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def accepted(guild: Community, *people: Person, **facts: bool) -> Solution:
    """A solution, accepted at `make.AT`, of a problem in which these people's issues are."""
    issues = [make.issue(guild, ISSUE, by=person, **facts) for person in people]
    problem = make.problem(guild, *issues, statement="Nobody knows which list counts")
    solution = Solution.propose(problem=problem, proposal="One list", by=None, at=make.AT)
    solution.accept(by=None, at=make.AT)
    return solution


def adopted(solution: Solution, *names: str) -> None:
    """These units work with it since `make.AT`."""
    units = [make.unit(name) for name in names]
    lines = RolloutLine.roll_out(solution=solution, units=units, by=None, at=make.AT)
    for line in lines:
        line.adopt(by=None, at=make.AT)


def solved(guild: Community, asker: Person, helper: Person) -> Ask:
    """An ask that somebody answered and that is solved since `make.AT`."""
    ask = answered(opened(guild, asker, "Who knows welding?"), helper).ask
    ask.solve(came_of_it="Tom knows", by=asker, at=make.AT)
    return ask


def asked(person: Person, *, at=DUE) -> list[Task]:
    """What Today asks somebody once."""
    return [task for task in read_today(person, at=at) if task.ending]


def test_who_surfaced_by_name_is_asked_once_six_weeks_after_it_was_adopted(guild, mia):
    solution = accepted(guild, mia)
    adopted(solution, "Sales", "Finance")

    times = [ask_once(at=make.AT + weeks * WEEK) for weeks in (5, 6, 6, 7, 9, 60)]

    assert times == [0, 1, 0, 0, 0, 0]
    (task,) = asked(mia)
    assert task.sentence == (
        "You surfaced “Three price lists”. What we did about it is at work in 2 units. "
        "Did that change anything for you?"
    )
    assert task.address == f"/communities/guild/stories/new/?solution={solution.pk}"
    days = [len(asked(mia, at=DUE + timedelta(days=days))) for days in (0, 13, 14, 400)]
    assert days == [1, 1, 0, 0]


def test_question_does_not_come_again_when_it_is_decided_or_adopted_anew(guild, mia):
    solution = accepted(guild, mia)
    ask_once(at=DUE)
    solution.reconsider(by=None, at=DUE)
    assert asked(mia) == []
    solution.accept(by=None, at=DUE + WEEK)

    assert ask_once(at=DUE + 8 * WEEK) == 0


def test_accepted_solution_is_asked_about_in_its_words(guild, mia):
    accepted(guild, mia)
    ask_once(at=DUE)

    (task,) = asked(mia)
    assert task.sentence == (
        "You surfaced “Three price lists”. What we do about it: “One list” "
        "Did that change anything for you?"
    )


def test_who_asked_and_was_helped_is_asked(guild, mia, ana):
    ask = solved(guild, mia, ana)
    opened(guild, mia, "Nobody answered").solve(by=mia, at=make.AT)

    assert [ask_once(at=make.AT + weeks * WEEK) for weeks in (5, 6, 9)] == [0, 1, 0]
    (task,) = asked(mia)
    assert task.sentence == (
        "You asked “Who knows welding?”, and it was solved. Did that change anything for you?"
    )
    assert task.address == f"/communities/guild/stories/new/?ask={ask.pk}"
    assert asked(ana) == []


def test_nobody_is_asked_and_no_link_is_made_for_an_issue_without_a_name(guild, mia):
    adopted(accepted(guild, mia, is_anonymous=True), "Sales")

    assert ask_once(at=DUE) == 0
    assert not AskedOnce.objects.exists()


def test_nobody_is_asked_who_is_gone_or_of_what_closed_or_was_rejected(guild, mia, ana):
    accepted(guild, make.person("Gone Gina", is_active=False))
    accepted(make.community("Closed", members=(mia,)), mia)
    Community.objects.filter(name="Closed").update(status="closed")
    undone = accepted(guild, ana)
    undone.reconsider(by=None, at=make.AT)
    undone.reject(because="Too dear", by=None, at=make.AT)

    assert ask_once(at=DUE) == 0


def test_two_things_are_asked_two_weeks_apart(guild, mia, ana):
    accepted(guild, mia)
    solved(guild, mia, ana)

    assert [ask_once(at=DUE + weeks * WEEK) for weeks in (0, 1, 2, 5)] == [1, 0, 1, 0]
    assert [task.address.split("?")[1][:4] for task in asked(mia, at=DUE + 2 * WEEK)] == ["ask="]


def test_one_tap_ends_it_for_good_and_nobody_else_can(client, guild, mia, ana):
    accepted(guild, mia)
    ask_once(at=DUE)
    (task,) = asked(mia)
    client.force_login(ana)
    assert client.post(task.ending).status_code == 404
    client.force_login(mia)
    assert client.get(task.ending).status_code == 405

    assert client.post(task.ending)["Location"] == "/today/"

    assert asked(mia) == []
    assert ask_once(at=DUE + 3 * WEEK) == 0


def test_page_today_has_one_line_with_its_answers(client, guild, mia):
    accepted(guild, mia)
    ask_once(at=DUE)
    AskedOnce.objects.update(asked_at=timezone.now())
    client.force_login(mia)

    text = client.get("/today/").content.decode()

    assert text.count('action="/ledger/asked/') == 1
    assert ("No, nothing" in text, "Not now" in text) == (True, True)


@pytest.mark.parametrize("is_nameless", [False, True])
def test_told_story_ends_it_also_before_it_was_asked(guild, mia, ana, is_nameless):
    solution, ask = accepted(guild, mia), solved(guild, mia, ana)
    ask_once(at=DUE)
    assert len(asked(mia)) == 1

    story(guild, mia, solution=solution, is_nameless=is_nameless)
    story(guild, mia, ask=ask, is_nameless=is_nameless)

    assert asked(mia) == []
    assert ask_once(at=DUE + 3 * WEEK) == 0


def test_mail_tells_the_question_once(guild, mia):
    accepted(guild, mia)
    ask_once(at=DUE)

    first = compose(mia, told=(), at=DUE)
    second = compose(mia, told=first.told, at=DUE)

    assert [task.sentence[:12] for task in first.tasks if task.ending] == ["You surfaced"]
    assert [task for task in second.tasks if task.ending] == []


def test_command_says_whether_somebody_is_asked(guild, mia, capsys):
    call_command("ask_once")
    accepted(guild, mia)
    Solution.objects.update(decided_at=timezone.now() - 7 * WEEK)
    call_command("ask_once", quiet=True)
    call_command("ask_once", quiet=True)

    assert capsys.readouterr().out.splitlines() == [
        "Nobody has to be asked what a solution changed.",
        "1 person is asked what a solution changed for them.",
    ]


def test_only_those_with_a_name_are_asked_of_a_problem_of_many_issues(guild, mia, ana):
    solution = accepted(guild, mia, mia)
    hidden = make.issue(guild, "Without a name", by=ana, is_anonymous=True)
    hidden.problem, hidden.state = solution.problem, "gathered"
    hidden.keep("problem", "state")
    adopted(solution, "Sales")

    assert ask_once(at=DUE) == 1
    assert AskedOnce.objects.values_list("person__name", "issue__text").get() == (
        "Mia Member",
        ISSUE,
    )
