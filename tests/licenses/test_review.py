"""A report is drafted, written together, opened for comments, handed in, answered, decided on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.licenses.models import PrivateRemark, Review, ReviewComment
from tests import make
from tests.licenses.granting import GATES_MET
from tests.licenses.reporting import (
    EVIDENCE,
    LATER,
    NEXT,
    drafted,
    handed_in,
    licensed,
    opened,
    written,
)

AT = make.AT


def _told(kind):
    rows = Notification.objects.filter(kind=kind).order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


# --- writing ---


def test_review_begins_with_the_questions_of_its_kind(people):
    license = licensed(people)
    kinds = {
        kind: [one["name"] for one in drafted(people, license, kind=kind).answers]
        for kind in ("light", "quarterly", "renewal")
    }

    assert kinds == {
        "light": ["line"],
        "quarterly": ["proud", "growing", "help"],
        "renewal": ["leading", "growing", "missing", "help", "proud", "go_on"],
    }


def test_those_who_run_it_are_told_when_a_report_is_drafted(people):
    drafted(people, by=None)

    assert _told("review.drafted") == ["Ana Marković", "Cleo Core"]


def test_second_is_told_when_two_begin_the_same_report(people):
    first = drafted(people)

    with pytest.raises(Stale, match="has been begun"):
        drafted(people, first.license)


def test_report_can_be_begun_again_when_it_was_given_up(people):
    first = drafted(people)
    first.cancel(by=people.leader, at=AT)

    assert drafted(people, first.license).state == "draft"


def test_second_is_told_when_two_write_at_once(people):
    review = drafted(people)
    other = Review.objects.get(pk=review.pk)
    review.write(numbers=(), stories=(), ask="Time", answers={}, edits=0)

    with pytest.raises(Stale, match="Somebody else wrote"):
        other.write(numbers=(), stories=(), ask="Money", answers={}, edits=0)
    assert Review.objects.get(pk=review.pk).ask == "Time"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"numbers": ["a", "b", "c", "d"]}, "At most 3 numbers"),
        ({"numbers": ["nonsense"]}, "Nothing that is known is called “nonsense”"),
        ({"stories": [{"title": str(n)} for n in range(3)]}, "At most 2 stories"),
        ({"stories": [{"text": "No title"}]}, "a title"),
        ({"stories": [{"title": "x", "address": "javascript:alert(1)"}]}, "A link begins with"),
        ({"stories": [{"title": "x", "address": "//elsewhere.example"}]}, "A link begins with"),
        ({"ask": "x" * 1001}, "longer than anybody reads"),
        ({"answers": {"proud": "x" * 4001}}, "longer than anybody reads"),
    ],
)
def test_writing_is_refused_when_it_says_more_than_anybody_reads(people, facts, sentence):
    review = drafted(people)
    said = {"numbers": (), "stories": (), "ask": "", "answers": {}, **facts}

    with pytest.raises(Refused, match=sentence):
        review.write(**said, edits=0)


# --- opening and comments ---


def test_opening_is_refused_when_nothing_is_said(people):
    with pytest.raises(Refused, match="Nothing is said in it yet"):
        drafted(people).open(evidence=EVIDENCE, hours=72, by=people.leader, at=AT)


def test_everybody_in_it_is_told_when_a_report_is_opened(people):
    opened(people)

    assert _told("review.opened") == ["Ben Okafor", "Cleo Core", "Mio Member"]


def test_comment_is_kept_and_nobody_is_named_in_the_history(people):
    review = opened(people)
    ReviewComment.say(review=review, text="  Well said ", by=people.member, at=NEXT)

    assert [one.text for one in review.comments.all()] == ["Well said"]
    event = Event.objects.get(verb="review.commented")
    assert "Mio" not in event.plain_sentence


def test_comment_is_refused_when_the_report_is_not_open(people):
    with pytest.raises(Refused, match="not open for comments"):
        ReviewComment.say(review=written(people), text="Hm", by=people.member, at=AT)


def test_report_cannot_be_handed_in_while_comments_are_open(people):
    review = opened(people)

    with pytest.raises(Refused, match="open for comments until 5 March"):
        review.submit(evidence=EVIDENCE, by=people.leader, at=AT + timedelta(hours=71))
    review.submit(evidence=EVIDENCE, by=people.leader, at=AT + timedelta(hours=72))
    assert review.state == "submitted"


def test_comments_stay_when_a_report_is_taken_back(people):
    review = opened(people)
    ReviewComment.say(review=review, text="Who is missing?", by=people.member, at=NEXT)
    review.take_back(by=people.leader, at=NEXT)

    assert (review.state, review.comments.count()) == ("draft", 1)
    review.open(evidence=EVIDENCE, hours=72, by=people.leader, at=NEXT)
    with pytest.raises(Refused, match="open for comments until"):
        review.submit(evidence=EVIDENCE, by=people.leader, at=AT + timedelta(hours=80))


def test_light_report_is_handed_in_at_once(people):
    review = written(people, kind="light", due_on=date(2026, 4, 1))
    review.submit(evidence=EVIDENCE, by=people.leader, at=AT)

    assert review.state == "submitted"
    assert _told("review.handed_in") == ["Karin Lindqvist"]


# --- the reader ---


def test_report_is_not_handed_in_when_nobody_is_named_to_read_it(people):
    review = written(people, kind="light", reader=None)

    with pytest.raises(Refused, match="somebody by name has to answer"):
        review.submit(evidence=EVIDENCE, by=people.leader, at=AT)


def test_reader_does_not_run_the_community(people):
    review = drafted(people)

    with pytest.raises(Refused, match="Cleo Core runs the community"):
        review.name_reader(reader=people.core, by=people.leader, at=AT)
    review.name_reader(reader=people.stranger, by=people.leader, at=AT)
    assert Review.objects.get(pk=review.pk).reader == people.stranger


def test_reader_and_those_who_decide_are_told_when_it_is_handed_in(people):
    handed_in(people, reader=people.stranger)

    assert _told("review.handed_in") == ["Ben Okafor", "Karin Lindqvist", "Sten Stranger"]


def test_only_the_reader_answers(people):
    review = handed_in(people)

    with pytest.raises(NotAllowed, match="answered by Karin Lindqvist"):
        review.reply(text="Fine", by=people.sponsor, at=LATER)
    review.reply(text="Fine", by=people.karin, at=LATER)
    assert (review.state, review.answer) == ("answered", "Fine")
    assert _told("review.answered") == ["Ana Marković", "Cleo Core"]


def test_second_answer_is_refused(people):
    review = handed_in(people)
    other = Review.objects.get(pk=review.pk)
    review.reply(text="Fine", by=people.karin, at=LATER)

    with pytest.raises(Stale, match="Somebody else was first"):
        other.reply(text="Fine again", by=people.karin, at=LATER)


# --- private remarks ---


def test_remark_is_read_by_sponsors_program_managers_and_who_wrote_it(people):
    review = opened(people)
    PrivateRemark.tell(review=review, text="I am tired of it", by=people.core, at=NEXT)

    readers = {
        name: PrivateRemark.objects.visible_to(getattr(people, name)).count()
        for name in ("core", "sponsor", "karin", "leader", "member", "auditor", "stranger")
    }
    assert readers == {
        "core": 1,
        "sponsor": 1,
        "karin": 1,
        "leader": 0,
        "member": 0,
        "auditor": 0,
        "stranger": 0,
    }


def test_remark_is_in_no_history_of_the_community(people):
    review = opened(people)
    PrivateRemark.tell(review=review, text="I am tired of it", by=people.core, at=NEXT)

    assert not Event.objects.within(people.community).filter(verb="review.remarked").exists()
    assert "tired" not in Event.objects.get(verb="review.remarked").plain_sentence
    assert _told("review.remarked") == ["Ben Okafor", "Karin Lindqvist"]


def test_reader_who_is_no_sponsor_does_not_see_a_remark(people):
    review = opened(people, reader=people.stranger)
    PrivateRemark.tell(review=review, text="I am tired of it", by=people.core, at=NEXT)

    assert not PrivateRemark.objects.visible_to(people.stranger).exists()


# --- who sees it ---


def test_draft_is_for_those_who_write_it_and_a_report_for_those_inside(people):
    review = drafted(people, reader=people.stranger)

    def readers():
        names = ("leader", "core", "member", "sponsor", "karin", "auditor", "stranger")
        return [name for name in names if Review.objects.visible_to(getattr(people, name)).exists()]

    assert readers() == ["leader", "core", "karin"]
    review.write(numbers=(), stories=(), ask="Time", answers={}, edits=0)
    review.open(evidence=EVIDENCE, hours=72, by=people.leader, at=AT)
    assert readers() == ["leader", "core", "member", "sponsor", "karin", "auditor", "stranger"]


# --- the decision ---


def test_report_is_decided_on_with_the_license(people):
    review = handed_in(people)
    license = review.license
    decision = license.decide(
        "renew",
        evidence=GATES_MET,
        review=review,
        by=people.sponsor,
        at=LATER,
        on=LATER.date(),
    )

    assert Review.objects.get(pk=review.pk).state == "decided"
    assert decision.review == review


def test_report_that_is_not_handed_in_is_left_when_it_is_decided_without(people):
    review = drafted(people)
    light = drafted(people, review.license, kind="light", due_on=date(2026, 4, 2))
    review.license.decide("renew", evidence=GATES_MET, by=people.sponsor, at=LATER, on=LATER.date())

    assert Review.objects.get(pk=review.pk).state == "cancelled"
    assert Review.objects.get(pk=light.pk).state == "draft"
