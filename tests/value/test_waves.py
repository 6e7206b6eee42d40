"""What may be shown of one round after the other, and what somebody could find out by subtracting."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandorla.communities.models import Community, Membership
from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, SponsorAnswer, Token
from mandorla.value.shown import ShownRound, newest_round, shown_rounds
from tests import make

pytestmark = pytest.mark.django_db
WISHES = ((40, 20, 20, 10, 10, 0), (0, 10, 10, 20, 20, 40))


def hold(community: Community, voters: tuple[Person, ...], number: int) -> ShownRound:
    """One round in which exactly these people vote, and what is shown after it."""
    opened = make.AT + timedelta(days=100 * number)
    elicitation = make.elicitation(
        community, opens_at=opened, closes_at=opened + timedelta(days=9), at=opened
    )
    sponsor = community.memberships.get(role="sponsor").person
    SponsorAnswer.give(
        elicitation=elicitation, answer=make.points(*WISHES[0]), by=sponsor, at=opened
    )
    for place, person in enumerate(voters):
        elicitation.cast(make.points(*WISHES[place % 2]), person=person, at=opened)
    close(elicitation, by=None, at=opened + timedelta(days=5))
    return shown_rounds(community)[-1]


def group(count: int) -> tuple[Community, tuple[Person, ...]]:
    people = make.members(count)
    return make.community(sponsor=make.person(), members=people), people


def test_earlier_figure_stays_up_when_one_more_has_answered():
    community, people = group(9)
    first = hold(community, people[:8], 0)
    second = hold(community, people, 1)
    assert (second.figures, second.why_hidden) == (None, "close_to_earlier")
    assert second.newest is not None
    assert second.newest.figures == first.figures
    assert second.newest.elicitation.number == 1


def test_earlier_figure_stays_up_when_somebody_is_missing():
    community, people = group(9)
    hold(community, people, 0)
    assert hold(community, people[1:], 1).why_hidden == "close_to_earlier"


def test_earlier_figure_stays_up_when_one_came_for_another():
    community, people = group(9)
    hold(community, people[:8], 0)
    assert hold(community, people[1:], 1).why_hidden == "close_to_earlier"


def test_new_figure_is_shown_when_the_same_people_answered():
    community, people = group(8)
    hold(community, people, 0)
    second = hold(community, people, 1)
    assert second.figures is not None
    assert second.change is not None
    assert newest_round(shown_rounds(community)) == second


def test_new_figure_is_shown_when_five_more_have_answered():
    community, people = group(13)
    hold(community, people[:8], 0)
    assert hold(community, people, 1).figures is not None


def test_round_is_set_against_every_round_that_was_shown():
    community, people = group(16)
    hold(community, people[:10], 0)
    assert hold(community, people[:16], 1).figures is not None
    # Far from the second, but one person away from the first.
    assert hold(community, people[:11], 2).why_hidden == "close_to_earlier"


def test_community_header_keeps_the_figure_that_is_up():
    community, people = group(9)
    hold(community, people[:8], 0)
    community.refresh_from_db()
    before = community.overlap_share
    hold(community, people, 1)
    community.refresh_from_db()
    assert community.overlap_share == before


@given(st.lists(st.sets(st.integers(0, 15), min_size=1), min_size=2, max_size=4))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nobody_is_found_by_subtracting_what_was_shown(turnouts):
    community, people = group(16)
    for number, turnout in enumerate(turnouts):
        hold(community, tuple(people[place] for place in sorted(turnout)), number)
    shown = [found.elicitation for found in shown_rounds(community) if found.figures]
    voted = [
        set(Token.objects.spent().filter(elicitation=held).values_list("person", flat=True))
        for held in shown
    ]
    for size in range(1, len(voted) + 1):
        for chosen, signs in product(combinations(voted, size), product((-1, 1), repeat=size)):
            weight = {
                person: sum(
                    sign for sign, turnout in zip(signs, chosen, strict=True) if person in turnout
                )
                for person in set().union(*chosen)
            }
            left = sum(1 for value in weight.values() if value)
            assert left == 0 or left >= FEWEST, (signs, chosen)


def test_people_who_leave_take_their_place_in_no_figure_with_them():
    community, people = group(10)
    hold(community, people, 0)
    Membership.leave(community=community, person=people[0], at=make.AT)
    second = hold(community, people[1:], 1)
    assert second.why_hidden == "close_to_earlier"
    assert Elicitation.objects.get(pk=second.elicitation.pk).result.figures is None
