"""What a community had when it ended: each thing finds an heir, or is retired with a word why."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused
from mandorla.gatherings.models import CalendarFeed, Commitment
from mandorla.licenses.ending import close, hand_over, retire
from mandorla.licenses.owned import count_left
from mandorla.work.models import Ask, Insight, Issue, Lesson, Problem, RolloutLine, Solution
from tests import make
from tests.licenses.ending_world import (
    DUE,
    LAST_ON,
    LATER,
    ends,
    everything,
    heir_of,
    retire_all,
)


def test_everything_is_counted_until_it_is_retired(people):
    everything(people)
    ending = ends(people)

    assert count_left(ending) == {
        "lesson": 1,
        "problem": 1,
        "issue": 1,
        "series": 1,
        "commitment": 1,
        "question": 1,
        "ask": 1,
        "insight": 1,
        "calendar": 1,
    }
    with pytest.raises(Refused, match="1 lessons"):
        close(ending, by=people.sponsor, at=LATER, on=LAST_ON)
    retire_all(ending, people)
    assert count_left(ending) == {}
    assert ending.handovers.filter(outcome="retired").count() == 9


def test_retired_things_say_why(people):
    everything(people)
    ending = ends(people)
    retire_all(ending, people)

    assert Lesson.objects.get().because == "Nobody needs it"
    assert Problem.objects.get().state == "dropped"
    assert set(Issue.objects.values_list("state", flat=True)) == {"dropped"}
    assert RolloutLine.objects.get().because == "Nobody needs it"
    assert Solution.objects.get().state == "accepted"
    assert Commitment.objects.get().came_of_it == "Nobody needs it"
    assert Ask.objects.get().state == "unsolved"
    assert Insight.objects.get().responses.get().text == "Nobody needs it"
    assert CalendarFeed.objects.count() == 1


def test_one_click_hands_all_of_a_kind_to_an_heir(people):
    everything(people)
    ending = ends(people)
    heir = heir_of(ending, people)
    done = {
        kind: hand_over(
            ending, kind, to=heir, person=people.core, by=people.leader, at=LATER
        ).number
        for kind in (
            "lesson",
            "problem",
            "issue",
            "series",
            "commitment",
            "question",
            "ask",
            "calendar",
        )
    }

    assert set(done.values()) == {1}
    assert count_left(ending) == {"insight": 1}
    assert Lesson.objects.get().community == heir
    assert Solution.objects.get().community == heir
    starts_on = heir.series.get().starts_on
    assert starts_on is not None
    assert starts_on > LAST_ON
    with pytest.raises(Refused, match="in confidence"):
        hand_over(ending, "insight", to=heir, by=people.leader, at=LATER)


def test_others_go_over_when_one_is_refused(people):
    ending = ends(people)
    heir = heir_of(ending, people)
    for owner in (people.core, people.member):  # the core is in the heir, too
        Commitment.make(
            community=people.community, text="Call", owner=owner, due_on=DUE, by=owner, at=LATER
        )
    done = hand_over(ending, "commitment", to=heir, by=people.leader, at=LATER)

    assert done.number == 1
    assert done.refused == [
        "Mio Member is not in Helios. Commitments are taken on by those who are."
    ]


def test_heir_has_to_be_named_and_to_go_on(people):
    ending = ends(people)
    stranger = make.community("Helios", status="active")
    with pytest.raises(Refused, match="Name Helios"):
        hand_over(ending, "lesson", to=stranger, by=people.leader, at=LATER)
    closed = make.community("Gone", status="closed")
    for wrong in (closed, people.community):
        with pytest.raises(Refused):
            ending.name_heir(wrong, by=people.leader, at=LATER)


def test_things_of_others_stay_when_their_numbers_are_sent(people):
    ending = ends(people)
    heir = heir_of(ending, people)
    other = make.community("Other", leader=people.core, status="active")
    foreign = Lesson.keep_one(
        community=other, text="Not yours", look_again_on=DUE, by=people.core, at=make.AT
    )
    moved = hand_over(ending, "lesson", ids=[foreign.pk], to=heir, by=people.leader, at=LATER)
    ended = retire(ending, "lesson", ids=[foreign.pk], because="Mine", by=people.leader, at=LATER)

    foreign.refresh_from_db()
    assert (moved.number, ended.number) == (0, 0)
    assert (foreign.community, foreign.state) == (other, "current")


def test_heir_that_took_something_cannot_be_dropped(people):
    ending = ends(people)
    heir = heir_of(ending, people)
    Lesson.keep_one(
        community=people.community, text="Doors", look_again_on=DUE, by=people.leader, at=LATER
    )
    hand_over(ending, "lesson", to=heir, by=people.leader, at=LATER)
    with pytest.raises(Refused, match="already"):
        ending.drop_heir(heir, by=people.leader, at=LATER)
