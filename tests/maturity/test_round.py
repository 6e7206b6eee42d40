from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.indicators import read_all
from mandorla.base.models import Event, Notification
from mandorla.communities.models import Membership
from mandorla.core.conditions import Finding
from mandorla.maturity.models import Assessment, ProfileRound, ProfileUrn
from tests import make
from tests.maturity.rounds import CLOSES, YES, closed, levels, opened, say

pytestmark = pytest.mark.django_db
SOON = make.AT + timedelta(hours=1)


def group(count: int = 6):
    people = make.members(count)
    return make.community(members=people), people


def test_members_are_told_when_a_round_opens():
    community, people = group()

    held = opened(community, by=people[0])

    told = set(
        Notification.objects.filter(kind="profile_round.opened").values_list("person", flat=True)
    )
    assert told == {person.pk for person in people[1:]}
    assert (held.number, held.invited, held.is_open(at=SOON)) == (1, 6, True)


@pytest.mark.parametrize("days", [0, 61])
def test_round_is_refused_when_its_day_makes_no_sense(days):
    community, _people = group()

    with pytest.raises(Refused, match="within 60 days"):
        opened(community, closes_at=make.AT + timedelta(days=days))


def test_round_is_refused_when_nothing_of_it_could_be_shown():
    community, _people = group(4)

    with pytest.raises(Refused, match="Fewer than five"):
        opened(community)


def test_round_is_refused_when_another_one_is_open():
    community, _people = group()
    opened(community)

    with pytest.raises(Refused, match="open already"):
        opened(community)


def test_what_members_said_is_their_middle_when_the_round_closes():
    community, people = group(5)
    held = opened(community)
    for person, level in zip(people, (1, 2, 2, 3, 5), strict=True):
        say(held, person, level, time_usable=level > 2, benefits_me=None)

    held.close(by=None, at=CLOSES)

    found = Assessment.objects.get(way="members")
    assert found.levels == {name: [2, 2] for name in levels(0)}
    assert found.respondents == 5
    assert found.evidence["spread"]["rhythm"] == [2, 3]
    assert (found.evidence["time_usable"], found.evidence["may_speak"]) == (0.4, 0.8)
    assert "benefits_me" not in found.evidence
    assert read_all([community.pk], at=SOON)[community.pk]["time_usable"] == Finding(0.4)


def test_dimension_is_not_known_when_fewer_than_five_could_say():
    community, people = group(6)
    held = opened(community)
    for place, person in enumerate(people):
        held.cast(
            levels=levels(3, reach=3 if place < 4 else None),
            statements=YES,
            person=person,
            at=SOON,
        )

    held.close(by=None, at=CLOSES)

    found = Assessment.objects.get(way="members")
    assert (found.levels["reach"], found.levels["core"]) == ([0, 5], [3, 3])
    assert "reach" not in found.evidence["spread"]


def test_answer_is_refused_when_it_is_the_second_of_a_person():
    community, (priya, *_others) = group()
    held = opened(community)
    say(held, priya, 2)

    with pytest.raises(Refused, match="You have answered"):
        say(held, priya, 3)
    assert ProfileUrn.objects.get(round=held).count == 1


def test_answer_is_refused_when_the_round_is_over_or_somebody_came_later():
    community, (priya, *_others) = group()
    held = opened(community)
    late = make.person()
    Membership.appoint(community=community, person=late, role="member", by=None, at=SOON)

    with pytest.raises(Refused, match="not open now"):
        held.cast(levels=levels(2), statements=YES, person=priya, at=CLOSES)
    with pytest.raises(Refused, match="the next time"):
        say(held, late, 2)
    with pytest.raises(NotAllowed):
        say(held, make.person(), 2)


def test_answer_is_refused_when_a_level_does_not_exist():
    community, (priya, *_others) = group()

    with pytest.raises(Refused, match="between 0 and 5"):
        say(opened(community), priya, 6)


def test_round_is_canceled_only_when_nobody_has_answered():
    community, (priya, *_others) = group()
    held = opened(community)
    say(held, priya, 2)
    with pytest.raises(Refused, match="Somebody has answered"):
        held.cancel(by=None, at=SOON)

    other = opened(group()[0])
    other.cancel(by=None, at=SOON)
    assert ProfileRound.objects.get(pk=other.pk).state == "canceled"


def test_second_of_two_is_told_when_both_close_a_round():
    community, people = group()
    held = closed(community, people)
    held.state = "open"  # as somebody else saw it

    with pytest.raises(Stale, match="Somebody else has closed"):
        ProfileRound.objects.get(pk=held.pk).close(by=None, at=CLOSES)


def test_history_says_that_a_round_was_held_and_nothing_of_who_answered():
    community, people = group()
    closed(community, people)

    verbs = list(Event.objects.within(community).filter(verb__startswith="profile").order_by("pk"))
    assert [one.verb for one in verbs] == ["profile_round.opened", "profile_round.closed"]
