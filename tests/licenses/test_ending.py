"""The end of a community: announced, everything finds an heir or is retired, then it closes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.communities.models import Community, Membership, Succession
from mandorla.core.lifecycle import ENDING
from mandorla.licenses.ending import close, hand_over
from mandorla.licenses.models import Decision, Ending, License
from mandorla.work.models import Lesson
from tests import make
from tests.licenses.ending_world import (
    DUE,
    LAST_ON,
    LATER,
    ON,
    ends,
    heir_of,
)
from tests.licenses.granting import granted


def _told(person, kind):
    return Notification.objects.filter(person=person, kind=kind).count()


# --- announcing ---


def test_members_are_told_when_an_end_is_announced(people):
    ending = ends(people)

    community = Community.objects.get(pk=people.community.pk)
    assert (community.status, community.closing_reason) == ("closing", "We are done")
    assert (ending.last_on, ending.state) == (LAST_ON, "open")
    assert [_told(one, "ending.announced") for one in (people.member, people.sponsor)] == [1, 1]
    assert _told(people.stranger, "ending.announced") == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"reason": "x" * 501},
        {"last_on": ON - timedelta(days=1)},
        {"last_on": ON + timedelta(days=400)},
        {"kind": "explode"},
    ],
)
def test_end_is_refused_when_something_is_missing(people, wrong):
    with pytest.raises(Refused):
        ends(people, **wrong)

    assert Community.objects.get(pk=people.community.pk).status == "active"


def test_second_is_told_when_two_announce(people):
    same = Community.objects.get(pk=people.community.pk)
    ends(people)
    with pytest.raises(Stale):
        Ending.begin(
            community=same,
            kind="end",
            reason="Me too",
            last_on=LAST_ON,
            by=people.sponsor,
            at=LATER,
            on=ON,
        )

    assert Ending.objects.get().reason == "We are done"


def test_community_goes_on_when_the_end_is_given_up(people):
    ending = ends(people)
    heir = heir_of(ending, people)
    lesson = Lesson.keep_one(
        community=people.community, text="Doors", look_again_on=DUE, by=people.leader, at=make.AT
    )
    hand_over(ending, "lesson", to=heir, by=people.leader, at=LATER)
    ending.give_up(by=people.leader, at=LATER)

    lesson.refresh_from_db()
    assert Community.objects.get(pk=people.community.pk).status == "active"
    assert lesson.community == heir
    with pytest.raises(Refused):
        hand_over(ending, "lesson", to=heir, by=people.leader, at=LATER)
    with pytest.raises(Refused):
        ending.give_up(by=people.leader, at=LATER)


def test_last_day_is_another_when_it_is_postponed(people):
    ending = ends(people)
    later = LAST_ON + timedelta(days=30)
    ending.postpone(last_on=later, edits=ending.edits, by=people.leader, at=LATER, on=ON)

    assert Ending.objects.get().last_on == later
    with pytest.raises(Stale):
        ending.postpone(last_on=LAST_ON, edits=0, by=people.leader, at=LATER, on=ON)


# --- thanks ---


def test_person_is_not_named_when_they_do_not_want_to(people):
    ending = ends(people)
    named = [(people.leader, "leader"), (people.core, "core")]
    ending.thank(people=named, words="Well done", edits=ending.edits, by=people.sponsor, at=LATER)
    thanks = ending.thanked.get(person=people.core)
    with pytest.raises(Refused):
        thanks.decline(by=people.leader, at=LATER)
    thanks.decline(by=people.core, at=LATER)
    ending.thank(people=named, words="Again", edits=ending.edits, by=people.sponsor, at=LATER)

    assert [one.person for one in ending.thanked.shown()] == [people.leader]
    assert _told(people.core, "ending.thanked") == 1
    assert not Event.objects.filter(verb__contains="thank").exists()


# --- closing ---


def test_license_is_retired_by_a_decision_when_it_closes(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor)
    people.community.refresh_from_db()
    ending = ends(people)
    with pytest.raises(NotAllowed):
        close(ending, by=people.leader, at=LATER, on=LAST_ON)
    ending.refresh_from_db()
    ending.community = Community.objects.get(pk=people.community.pk)
    close(ending, by=people.sponsor, at=LATER, on=LAST_ON)

    community = Community.objects.get(pk=people.community.pk)
    decision = Decision.objects.get(kind="retire")
    assert (community.status, community.closed_on) == ("closed", LAST_ON)
    assert (decision.reason, decision.by) == ("We are done", people.sponsor)
    assert License.objects.get().state == "retired"
    assert (ending.state, ending.people) == ("closed", 4)


def test_second_is_told_when_two_close(people):
    ending = ends(people)
    same = Ending.objects.select_related("community").get()
    close(ending, by=people.leader, at=LATER, on=LAST_ON)
    with pytest.raises(Refused, match="closed by now"):
        close(same, by=people.sponsor, at=LATER, on=LAST_ON)


@pytest.mark.parametrize(("kind", "heirs"), [("merge", 0), ("split", 1)])
def test_closing_is_refused_when_it_does_not_say_into_what(people, kind, heirs):
    ending = ends(people, kind=kind)
    for number in range(heirs):
        heir_of(ending, people, name=f"Heir {number}")
    with pytest.raises(Refused, match="Say into which"):
        close(ending, by=people.leader, at=LATER, on=LAST_ON)

    assert Ending.objects.get().state == "open"


def test_heir_that_ends_itself_is_refused_when_it_closes(people):
    ending = ends(people, kind="merge")
    heir = heir_of(ending, people)
    Community.objects.filter(pk=heir.pk).update(status="closing")
    with pytest.raises(Refused, match="Helios is closing"):
        close(ending, by=people.leader, at=LATER, on=LAST_ON)


def test_members_are_invited_and_not_moved_when_it_merges(people):
    ending = ends(people, kind="merge")
    heir = heir_of(ending, people)
    close(ending, by=people.leader, at=LATER, on=LAST_ON)

    row = Succession.objects.get()
    assert (row.before, row.after, row.kind) == (people.community, heir, "merge")
    assert _told(people.member, "ending.invited") == 1
    assert not Membership.objects.filter(community=heir, person=people.member).exists()
    sentences = [event.plain_sentence for event in Event.objects.within(heir)]
    assert "Atlas Change Champions merged into Helios." in sentences


def test_one_heir_only_when_it_merges(people):
    ending = ends(people, kind="merge")
    heir_of(ending, people)
    with pytest.raises(Refused, match="merges into one"):
        heir_of(ending, people, name="Another")


def test_heir_that_took_nothing_is_none_when_it_just_ends(people):
    ending = ends(people)
    heir_of(ending, people)
    close(ending, by=people.leader, at=LATER, on=LAST_ON)

    assert not Succession.objects.exists()


def test_states_of_an_end_are_those_of_its_lifecycle():
    assert ENDING.states == ("open", "closed", "given_up")
    assert date(2026, 4, 30) == LAST_ON
