"""What a community leaves to another one when it ends: each thing goes over with both histories."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.communities.models import Community, Membership
from mandorla.gatherings.inheriting import pass_feeds_on, pass_series_on
from mandorla.gatherings.models import CalendarFeed, Commitment
from mandorla.work.models import Ask, Issue, Lesson, Problem, Question, RolloutLine, Solution
from tests import make

AT = make.AT
LATER = AT + timedelta(days=30)
DUE = date(2026, 9, 1)


@pytest.fixture
def two(db):
    ana, ben, cleo = make.person("Ana"), make.person("Ben"), make.person("Cleo")
    origin = make.community("Atlas", leader=ana, sponsor=ben, status="active")
    heir = make.community("Helios", leader=cleo, members=(ben,), status="active")
    return SimpleNamespace(origin=origin, heir=heir, ana=ana, ben=ben, cleo=cleo)


def lesson(two, owner=None):
    return Lesson.keep_one(
        community=two.origin,
        text="Draw doors first",
        look_again_on=DUE,
        owner=owner,
        by=two.ana,
        at=AT,
    )


def problem(two):
    issues = [
        Issue.surface(community=two.origin, text=text, by=two.ana, at=AT) for text in ("a", "b")
    ]
    return Problem.gather(issues=issues, statement="Doors", owner=two.ana, by=two.ana, at=AT)


def verbs(community):
    return [event.verb for event in Event.objects.within(community).order_by("pk")]


def test_lesson_is_the_heirs_when_it_is_passed_on(two):
    kept = lesson(two)
    kept.pass_on(to=two.heir, person=two.cleo, by=two.ana, at=LATER)

    found = Lesson.objects.get()
    assert (found.community, found.owner) == (two.heir, two.cleo)
    assert verbs(two.origin)[-1] == "lesson.passed_on"
    assert verbs(two.heir)[-1] == "lesson.inherited"
    assert Notification.objects.filter(person=two.cleo).latest("pk").sentence == (
        "Atlas ends; with Helios from now on: “Draw doors first”"
    )


@pytest.mark.parametrize(("owner", "after"), [("ben", "ben"), ("ana", None)])
def test_lesson_keeps_its_owner_when_they_are_there_too(two, owner, after):
    kept = lesson(two, owner=getattr(two, owner))
    kept.pass_on(to=two.heir, by=two.ana, at=LATER)

    assert Lesson.objects.get().owner == (getattr(two, after) if after else None)


def test_problem_takes_its_issues_and_solutions_along(two):
    found = problem(two)
    solution = Solution.propose(problem=found, proposal="Wide doors", by=two.ana, at=AT)
    solution.accept(by=two.ana, at=AT)
    unit = make.unit()
    RolloutLine.roll_out(solution=solution, units=[unit], by=two.ana, at=AT)
    found.pass_on(to=two.heir, by=two.ana, at=LATER)

    solution.refresh_from_db()
    assert solution.community == two.heir
    assert {issue.community for issue in Issue.objects.all()} == {two.heir}
    RolloutLine.objects.select_related("solution__community").get().adopt(by=two.cleo, at=LATER)


def test_commitment_asks_for_somebody_who_is_there(two):
    made = Commitment.make(
        community=two.origin, text="Call", owner=two.ana, due_on=DUE, by=two.ana, at=AT
    )
    with pytest.raises(Refused, match="Ana is not in Helios"):
        made.pass_on(to=two.heir, by=two.ana, at=LATER)
    made.pass_on(to=two.heir, person=two.ben, by=two.ana, at=LATER)

    found = Commitment.objects.get()
    assert (found.community, found.owner) == (two.heir, two.ben)
    event = Event.objects.get(verb="commitment.passed_on")
    assert "Call" not in event.plain_sentence


def test_question_and_ask_tell_who_asked(two):
    question = Question.ask(community=two.origin, kind="question", text="Why?", by=two.ben, at=AT)
    ask = Ask.open(community=two.origin, text="A hand", by=two.ben, at=AT)
    for thing in (question, ask):
        thing.pass_on(to=two.heir, by=two.ana, at=LATER)

    told = Notification.objects.filter(person=two.ben, kind="inheritance.passed_on")
    assert told.count() == 2
    assert Question.objects.get().community == Ask.objects.get().community == two.heir


def test_ask_says_why_when_it_is_retired(two):
    ask = Ask.open(community=two.origin, text="A hand", of=[two.cleo], by=two.ben, at=AT)
    ask.retire(because="We end", by=two.ana, at=LATER)

    assert (ask.state, ask.came_of_it) == ("unsolved", "We end")
    assert Notification.objects.filter(person=two.ben, kind="ask.retired").count() == 1


@pytest.mark.parametrize("status", ["closing", "closed"])
def test_heir_is_refused_when_it_does_not_go_on(two, status):
    Community.objects.filter(pk=two.heir.pk).update(status=status)
    with pytest.raises(Refused, match="Helios is"):
        lesson(two).pass_on(to=two.heir, by=two.ana, at=LATER)

    assert Lesson.objects.get().community == two.origin


def test_heir_is_refused_when_it_is_the_same_or_the_person_is_a_stranger(two):
    kept = lesson(two)
    with pytest.raises(Refused):
        kept.pass_on(to=two.origin, by=two.ana, at=LATER)
    with pytest.raises(Refused, match="is not in Helios"):
        kept.pass_on(to=two.heir, person=make.person("Otto"), by=two.ana, at=LATER)


def test_second_is_told_when_two_pass_the_same_on(two):
    third = make.community("Third", leader=two.cleo, status="active")
    kept = lesson(two)
    same = Lesson.objects.get()
    kept.pass_on(to=two.heir, by=two.ana, at=LATER)
    with pytest.raises(Stale):
        same.pass_on(to=third, by=two.ben, at=LATER)

    assert Lesson.objects.get().community == two.heir


def test_rhythm_ends_here_and_begins_with_the_heir(two):
    series = make.series(two.origin, place="Room 4")
    last_on = date(2026, 4, 3)
    made = pass_series_on(series, to=two.heir, last_on=last_on, by=two.ana, at=LATER)

    series.refresh_from_db()
    assert series.ends_on == last_on
    assert (made.community, made.rule, made.place) == (two.heir, series.rule, "Room 4")
    assert made.starts_on == date(2026, 4, 6)  # the first Monday after
    assert verbs(two.heir)[-2:] == ["series.begun", "series.inherited"]
    with pytest.raises(Refused):
        pass_series_on(series, to=two.heir, last_on=last_on, by=two.ana, at=LATER)


def test_calendar_addresses_show_the_heir_and_nobody_has_two(two):
    for person, community in ((two.ana, two.origin), (two.ben, two.origin), (two.ben, two.heir)):
        CalendarFeed.make(person=person, community=community, at=AT)
    key = CalendarFeed.objects.get(person=two.ana).key
    number = pass_feeds_on(two.origin, to=two.heir)

    assert number == 2
    assert CalendarFeed.objects.get(person=two.ana, community=two.heir).key == key
    assert CalendarFeed.objects.filter(person=two.ben).count() == 1


def test_moved_things_open_at_their_new_place(two, client):
    series = make.series(two.origin)
    gathering = make.gathering(series, planned_on=AT.date())
    kept = Lesson.keep_one(
        community=two.origin,
        text="Doors",
        look_again_on=DUE,
        gathering=gathering,
        by=two.ana,
        at=AT,
    )
    kept.pass_on(to=two.heir, by=two.ana, at=datetime(2026, 4, 1, tzinfo=UTC))
    client.force_login(two.ben)
    page = client.get(kept.get_absolute_url())

    assert page.status_code == 200
    assert client.get(gathering.get_absolute_url()).status_code == 200
    assert gathering.get_absolute_url() in page.content.decode()
    assert Membership.objects.filter(community=two.heir).count() == 2
