"""What of gatherings and of the work waits for somebody today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community, Membership
from mandorla.dashboards.today import read_today
from mandorla.people.models import Person
from mandorla.work.agenda import keep_agenda
from mandorla.work.helping import remind_helpers
from mandorla.work.models import (
    Digest,
    Insight,
    Issue,
    Lesson,
    Outcome,
    Question,
    Response,
    RolloutLine,
    TakeBack,
)
from tests import make
from tests.work.asking import answered, helped, knows, opened

pytestmark = pytest.mark.django_db
AT = make.AT + timedelta(days=1)  # a Tuesday
DAY = AT.date()


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member", unit=make.unit("Sales"))


@pytest.fixture
def atlas(ana: Person, ben: Person, mia: Person) -> Community:
    return make.community("Atlas", leader=ana, sponsor=ben, members=(mia,))


def told(person: Person, *, at=AT) -> list[str]:
    """The sentences on somebody's Today, but for the round that is due in every new community."""
    said = [task.sentence for task in read_today(person, at=at)]
    return [sentence for sentence in said if sentence != "A round is due in Atlas."]


def bring(atlas: Community, mia: Person) -> Insight:
    unit = mia.placements.get().unit
    return Insight.bring(community=atlas, text="It takes a week", unit=unit, by=mia, at=make.AT)


def test_sponsor_finds_the_insights_that_wait_and_who_brought_one_what_is_asked(atlas, ben, mia):
    insight = bring(atlas, mia)
    bring(atlas, mia)
    assert told(ben) == ["2 insights from the units wait for your answer in Atlas."]
    Response.give(insight=insight, kind="need_more", text="Where?", seen=0, by=ben, at=AT)
    assert told(ben) == ["1 insight from the units waits for your answer in Atlas."]
    assert told(mia) == ["Leadership wants to know more about what you brought."]
    insight.add(more="In Porto", by=mia, at=AT)
    assert told(mia) == []


def test_leader_finds_what_management_asked_until_it_is_answered(atlas, ana, mia):
    question = Question.ask(
        community=atlas, kind="question", text="Why?", by=make.program_manager(), at=make.AT
    )
    assert told(ana) == ["1 question or request of management waits in Atlas."]
    assert told(mia) == []
    question.reply(answer="Because", by=ana, at=AT)
    assert told(ana) == []


def test_likely_helper_is_told_why_and_only_until_somebody_answers(atlas, ana, mia):
    tom = make.person("Tom Technician")  # no role anywhere
    knows(tom, "C#")
    ask = opened(atlas, mia, "A hand with C#")
    assert told(tom) == []
    week = make.AT + timedelta(days=7)
    remind_helpers(at=week)
    (task,) = read_today(tom, at=week)
    assert (task.sentence, task.reason) == (
        "A hand with C#",
        "Mia Member asks in Atlas, and nobody has answered. Why you: skill: C#.",
    )
    answered(ask, ana)
    assert told(tom, at=week) == []


def test_who_is_asked_by_name_finds_it_until_they_answer(atlas, ana, mia):
    ask = opened(atlas, mia, of=[ana])
    assert told(ana) == ["A hand with C#"]
    answered(ask, ana)
    assert told(ana) == []


def test_coordinator_finds_the_lines_that_are_due_soon(atlas, ana, mia):
    solution = helped(atlas, ana).solution
    solution.accept(by=ana, at=make.AT)
    unit = mia.placements.get().unit
    line = RolloutLine.objects.create(
        solution=solution,
        unit=unit,
        coordinator=mia,
        due_on=DAY + timedelta(days=7),
        changed_at=make.AT,
    )
    assert told(mia) == ["One price list"]
    assert told(mia, at=AT - timedelta(days=1)) == []
    late = AT + timedelta(days=20)
    assert read_today(mia, at=late)[0].reason == "Sales had until 10 March."
    line.adopt(by=mia, at=AT)
    assert told(mia, at=late) == []


def test_members_of_a_unit_find_its_line_that_nobody_sees_to(atlas, ana, mia):
    solution = helped(atlas, ana).solution
    solution.accept(by=ana, at=make.AT)
    unit = mia.placements.get().unit
    make.person("Stranger", unit=unit)
    line = RolloutLine.objects.create(
        solution=solution, unit=unit, due_on=DAY + timedelta(days=7), changed_at=make.AT
    )

    (task,) = read_today(mia, at=AT)
    assert (task.sentence, task.action) == ("One price list", "See to it")
    assert task.reason == "Sales has until 10 March. Nobody sees to it yet."
    assert told(ana) == told(Person.objects.get(name="Stranger")) == []
    line.coordinate(person=mia, by=mia, at=AT)
    assert [one.action for one in read_today(mia, at=AT)] == ["Say how far you are"]


def test_owner_of_a_lesson_is_asked_on_its_day(atlas, mia, ana):
    lesson = Lesson.keep_one(
        community=atlas, text="Ask first", look_again_on=DAY, by=mia, at=make.AT
    )
    assert (told(mia), told(ana)) == (["Ask first"], [])
    lesson.confirm(look_again_on=DAY + timedelta(days=90), by=mia, at=AT)
    assert told(mia) == []


def test_members_are_asked_whether_they_talked_about_the_newest_text(atlas, ana, mia):
    series = make.series(atlas)
    first = make.gathering(series, state="held")
    week = make.AT + timedelta(days=7)
    second = make.gathering(series, planned_on=week.date(), state="held")
    TakeBack.write(gathering=first, text="Old", edits=0, by=ana, at=make.AT)
    text = TakeBack.write(gathering=second, text="New", edits=0, by=ana, at=week)
    later = week + timedelta(days=1)
    assert told(mia, at=later) == ["New"]
    assert told(mia, at=later + timedelta(days=30)) == []
    text.talk(by=mia, at=later)
    assert told(mia, at=later) == []


def test_member_is_asked_to_vote_on_new_issues_of_others(atlas, ana, mia):
    own = Issue.surface(community=atlas, text="Mine", by=mia, at=make.AT)
    issue = Issue.surface(community=atlas, text="Hers", by=ana, is_anonymous=True, at=make.AT)
    sentence = "1 new issue in Atlas: does it matter to you, too?"
    assert (told(mia), told(ana)) == ([sentence], [sentence])
    assert told(mia, at=make.AT + timedelta(days=15)) == []
    issue.vote(by=mia)
    own.vote(by=ana)
    assert (told(mia), told(ana)) == ([], [])


def test_facilitator_prepares_a_gathering_and_notes_one_that_is_over(atlas, ana, mia):
    series = make.series(atlas)  # Mondays, from AT on
    assert told(ana, at=make.AT) == ["The agenda of Monday 2 March is drafted."]
    assert told(mia, at=make.AT) == []
    assert told(ana) == ["Nothing is noted of Monday 2 March."]
    gathering = make.gathering(series)
    gathering.hold(by=ana, at=AT)
    assert told(ana) == []
    friday = make.AT + timedelta(days=4)
    assert told(ana, at=friday) == ["The agenda of Monday 9 March is drafted."]
    coming = make.gathering(series, planned_on=(make.AT + timedelta(days=7)).date())
    keep_agenda(coming, by=ana, at=friday)
    assert told(ana, at=friday) == []


def test_member_prepares_and_notes_the_gathering_that_is_their_turn(atlas, ana, mia):
    leo = make.person("Leo Member")
    Membership.join(community=atlas, person=leo, at=make.AT)
    series = make.series(atlas)
    series.take_turns(people=[mia, leo], by=ana, at=make.AT)

    assert told(mia, at=make.AT) == ["The agenda of Monday 2 March is drafted."]
    assert told(mia) == ["Nothing is noted of Monday 2 March."]
    friday = make.AT + timedelta(days=4)
    assert told(leo) == []
    assert told(leo, at=friday) == ["The agenda of Monday 9 March is drafted."]
    coming = make.gathering(series, planned_on=DAY + timedelta(days=6))
    coming.hand_over(to=mia, by=ana, at=AT)
    assert told(leo, at=friday) == []


def test_digest_waits_until_it_is_sent_when_something_came_of_a_gathering(atlas, ana, mia):
    gathering = make.gathering(make.series(atlas), state="running")
    decided: dict[str, Any] = {"kind": "decision", "text": "We print them", "key": uuid4()}
    Outcome.catch(gathering=gathering, by=mia, at=make.AT, **decided)
    gathering.end(by=ana, at=AT)

    assert told(ana) == ["The digest of Monday 2 March is written."]
    assert told(mia) == []
    assert told(ana, at=make.AT + timedelta(days=8)) == ["Nothing is noted of Monday 9 March."]
    Digest.send(gathering=gathering, words="", by=ana, at=AT)
    assert told(ana) == []


def test_gathering_that_is_on_comes_first(atlas, ana):
    gathering = make.gathering(make.series(atlas))
    gathering.start(by=ana, at=make.AT)
    now = make.AT + timedelta(minutes=10)
    assert told(ana, at=now) == ["Monday round is on."]


def test_nothing_of_a_closed_community_waits(atlas, ana, ben, mia):
    bring(atlas, mia)
    Issue.surface(community=atlas, text="Hers", by=ana, at=make.AT)
    atlas.close(reason="Done", by=ana, on=DAY, at=AT)
    assert (told(ana), told(ben), told(mia)) == ([], [], [])


def test_today_takes_as_many_queries_for_many_things_as_for_one(atlas, ana, ben, mia):
    def add(number: int) -> None:
        bring(atlas, mia)
        opened(atlas, mia, f"Ask {number}", of=[ana])
        Issue.surface(community=atlas, text=f"Issue {number}", by=mia, at=make.AT)
        Lesson.keep_one(
            community=atlas, text=f"Lesson {number}", look_again_on=DAY, by=ana, at=make.AT
        )
        other = make.community(f"Other {number}", leader=ana)
        make.series(other)

    def queries() -> list[int]:
        found = []
        for person in (ana, ben):
            with CaptureQueriesContext(connection) as captured:
                assert read_today(person, at=AT)
            found.append(len(captured))
        return found

    add(0)
    before = queries()
    for number in (1, 2):
        add(number)
    assert queries() == before


def test_role_that_ended_waits_no_longer(atlas, ana, ben, mia):
    bring(atlas, mia)
    Membership.leave(community=atlas, person=ben, at=AT)
    assert told(ben) == []
