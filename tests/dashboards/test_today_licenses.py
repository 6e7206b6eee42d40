"""What of licenses waits for somebody today."""

from __future__ import annotations

from datetime import date, timedelta

from mandorla.dashboards.today import read_today
from mandorla.licenses.models import ReviewComment
from tests import make
from tests.licenses.conftest import people
from tests.licenses.reporting import LATER, NEXT, drafted, handed_in, licensed, moment, opened

__all__ = ["people"]
NAME = "Atlas Change Champions"


def _waits(person, at=NEXT):
    said = ("license", "report", "review", "condition", "Condition")
    return [
        (task.sentence, task.action)
        for task in read_today(person, at=at)
        if any(word in f"{task.sentence} {task.reason}" for word in said)
    ]


def test_sponsor_decides_when_the_review_is_due(people):
    licensed(people)

    assert _waits(people.sponsor, at=moment(date(2027, 1, 14))) == []
    assert _waits(people.sponsor, at=moment(date(2027, 1, 15))) == [
        (f"Decide on the license of {NAME}.", "Read and decide")
    ]


def test_program_manager_decides_when_nobody_sponsors(people):
    licensed(people)
    due = moment(date(2027, 1, 15))
    assert _waits(people.karin, at=due) == []
    for seat in people.community.memberships.filter(role="sponsor"):
        seat.end(by=people.karin, at=make.AT)

    assert _waits(people.karin, at=due) == [
        (f"Decide on the license of {NAME}.", "Read and decide")
    ]
    assert _waits(people.sponsor, at=due) == []


def test_leader_writes_what_is_drafted_and_hands_in_what_had_its_comments(people):
    review = drafted(people, kind="quarterly", due_on=date(2026, 6, 2))
    writes = [(f"The quarterly report of {NAME} is due on 2 June.", "Write it")]
    assert _waits(people.leader) == writes
    assert _waits(people.core) == writes
    review.write(numbers=(), stories=(), ask="Time", answers={}, edits=0)
    review.open(evidence={}, hours=72, by=people.leader, at=make.AT)

    assert _waits(people.leader) == []
    assert _waits(people.leader, at=LATER) == [
        (
            f"The quarterly report of {NAME} has had its comments; it is due on 2 June.",
            "Hand it in",
        )
    ]


def test_member_is_asked_once_to_comment(people):
    review = opened(people)

    assert _waits(people.member) == [
        (f"The review for renewal of {NAME} is open to your comments.", "Read it")
    ]
    ReviewComment.say(review=review, text="Yes", by=people.member, at=NEXT)
    assert _waits(people.member) == []
    assert _waits(people.sponsor, at=LATER) == []


def test_reader_answers_also_from_outside(people):
    handed_in(people, reader=people.stranger)

    assert _waits(people.stranger, at=LATER) == [
        (f"The review for renewal of {NAME} waits for your answer.", "Read and answer")
    ]


def test_condition_waits_for_those_who_run_it_when_it_is_due(people):
    licensed(people, conditions=(("Weigh again", date(2026, 6, 1)),))
    early, soon = moment(date(2026, 5, 17)), moment(date(2026, 5, 18))

    assert "Weigh again" not in [sentence for sentence, _action in _waits(people.core, at=early)]
    assert ("Weigh again", "See who closes it") in _waits(people.core, at=soon)
    assert ("Weigh again", "See who closes it") in _waits(people.core, at=soon + timedelta(days=30))
