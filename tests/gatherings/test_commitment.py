"""What people take on: it carries over until it is done, dropped or handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import Commitment
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = make.AT.date() + 7 * DAY


@pytest.fixture
def marek() -> Person:
    return make.person("Marek")


@pytest.fixture
def atlas(marek: Person) -> Community:
    return make.community("Atlas", leader=make.person("Ana"), members=(marek,))


def made(community: Community, owner: Person, **facts: Any) -> Commitment:
    return Commitment.make(
        **{
            "community": community,
            "text": "Close the old price lists",
            "owner": owner,
            "due_on": DUE,
            "by": owner,
            "at": make.AT,
            **facts,
        }
    )


def test_commitment_is_open_when_it_is_made(atlas: Community, marek: Person):
    commitment = made(atlas, marek, text="  Close the   old price lists ")

    assert (commitment.text, commitment.state) == ("Close the old price lists", "open")
    assert list(Commitment.objects.open()) == [commitment]


def test_commitment_is_overdue_when_its_day_has_passed(atlas: Community, marek: Person):
    commitment = made(atlas, marek)

    assert not commitment.is_overdue(on=DUE)
    assert commitment.is_overdue(on=DUE + DAY)
    assert list(Commitment.objects.overdue(on=DUE + DAY)) == [commitment]
    assert list(Commitment.objects.overdue(on=DUE)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"text": "x" * 201},
        {"due_on": DUE + 1200 * DAY},
        {"due_on": DUE - 1200 * DAY},
    ],
)
def test_commitment_is_refused_when_something_is_missing(atlas: Community, marek: Person, wrong):
    with pytest.raises(Refused):
        made(atlas, marek, **wrong)

    assert not Commitment.objects.exists()


def test_commitment_is_refused_when_its_owner_is_not_in_the_community(atlas: Community):
    with pytest.raises(Refused) as refused:
        made(atlas, make.person("Stranger"))

    assert refused.value.sentence == (
        "Stranger is not in Atlas. Commitments are taken on by those who are."
    )


def test_commitment_says_what_came_of_it_when_it_is_done(atlas: Community, marek: Person):
    commitment = made(atlas, marek)

    commitment.finish(came_of_it="Closed in six units", by=marek, at=make.AT + DAY)

    commitment.refresh_from_db()
    assert (commitment.state, commitment.came_of_it) == ("done", "Closed in six units")
    assert commitment.closed_at == make.AT + DAY


def test_commitment_asks_why_when_it_is_dropped(atlas: Community, marek: Person):
    commitment = made(atlas, marek)

    with pytest.raises(Refused):
        commitment.drop(because=" ", by=marek, at=make.AT)
    commitment.drop(because="The supplier did it", by=marek, at=make.AT)

    assert (commitment.state, commitment.came_of_it) == ("dropped", "The supplier did it")


def test_commitment_is_open_again_when_it_is_reopened(atlas: Community, marek: Person):
    commitment = made(atlas, marek)
    commitment.finish(came_of_it="", by=marek, at=make.AT)

    commitment.reopen(by=marek, at=make.AT)

    assert (commitment.state, commitment.closed_at) == ("open", None)


def test_commitment_changes_hands_and_days_while_it_is_open(atlas: Community, marek: Person):
    priya = make.person("Priya")
    Membership.join(community=atlas, person=priya, at=make.AT)
    commitment = made(atlas, marek)

    commitment.hand_over(owner=priya, by=marek, at=make.AT)
    commitment.postpone(due_on=DUE + DAY, by=priya, at=make.AT)

    commitment.refresh_from_db()
    assert (commitment.owner, commitment.due_on) == (priya, DUE + DAY)
    commitment.finish(came_of_it="", by=priya, at=make.AT)
    with pytest.raises(Refused):
        commitment.postpone(due_on=DUE, by=priya, at=make.AT)
    with pytest.raises(Refused):
        commitment.finish(came_of_it="", by=priya, at=make.AT)


def test_commitment_tells_the_second_when_two_close_it(atlas: Community, marek: Person):
    commitment = made(atlas, marek)
    seen, seen_too = Commitment.objects.get(), Commitment.objects.get()
    commitment.finish(came_of_it="", by=marek, at=make.AT)

    with pytest.raises(Stale):
        seen.drop(because="Too late", by=marek, at=make.AT)
    with pytest.raises(Stale):
        seen_too.postpone(due_on=DUE, by=marek, at=make.AT)


def test_commitment_is_in_the_history_without_words_or_names(atlas: Community, marek: Person):
    commitment = made(atlas, marek)
    commitment.finish(came_of_it="Closed in six units", by=marek, at=make.AT)

    told = [e for e in Event.objects.within(atlas) if e.verb.startswith("commitment.")]

    assert sorted(event.plain_sentence for event in told) == [
        "A member said that a commitment is done.",
        "A member wrote down what somebody takes on.",
    ]
    assert {(event.by, event.about_name) for event in told} == {(None, "")}


def test_commitments_are_seen_by_those_in_the_community_and_their_owner(
    atlas: Community, marek: Person
):
    ana = atlas.memberships.get(role="leader").person
    commitment = made(atlas, marek)
    Membership.leave(community=atlas, person=marek, at=make.AT)

    def seen_by(person: Person) -> list[Commitment]:
        return list(Commitment.objects.visible_to(person))

    assert seen_by(ana) == seen_by(marek) == seen_by(make.program_manager()) == [commitment]
    assert seen_by(make.person()) == seen_by(make.auditor()) == []
