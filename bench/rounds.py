"""A community whose members have voted by the thousand, for measuring its Value page."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from mandorla.communities.models import Community, Membership
from mandorla.core.ballot import Answer, packed
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, Expectation, SponsorAnswer, Token, Urn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.people.models import Person

ITEMS, ROUNDS = 16, 3
METHODS = {"organization": "points", "members": "points"}


def weigh(community: Community, crowd: Sequence[Person], *, ballots: int, at: datetime) -> None:
    """Hold three rounds in a community; the ballots are written as if all had voted.

    Args:
        community: A community that weighed nothing yet.
        crowd: People, as many as there shall be ballots and one more, who sponsors it.
        ballots: How many members vote in each round.
        at: When the first round opens.
    """
    dice = random.Random(11)
    sponsor, *voters = crowd[: ballots + 1]
    Membership.objects.filter(community=community).delete()
    Membership.objects.bulk_create(
        Membership(community=community, person=person, role=role, since_on=at.date())
        for role, people in (("sponsor", [sponsor]), ("member", voters))
        for person in people
    )
    for number in range(ITEMS):
        Expectation.choose(
            community=community,
            text=f"An expectation that somebody wrote down, number {number}",
            level="group",
            horizon="long",
            by=None,
            at=at,
        )
    for number in range(ROUNDS):
        _hold(community, sponsor, ballots, at + timedelta(days=100 * number), dice)


def _hold(
    community: Community, sponsor: Person, ballots: int, at: datetime, dice: random.Random
) -> None:
    elicitation = Elicitation.open(
        community=community,
        reason="asked",
        methods=METHODS,
        opens_at=at,
        closes_at=at + timedelta(days=14),
        by=None,
        at=at,
    )
    SponsorAnswer.give(elicitation=elicitation, answer=_answer(dice), by=sponsor, at=at)
    cast = sorted(packed(_answer(dice)) for _ballot in range(ballots))
    Token.objects.filter(elicitation=elicitation).update(is_spent=True)
    Urn.objects.filter(elicitation=elicitation).update(ballots=b"".join(cast), count=ballots)
    filled = Elicitation.objects.get(pk=elicitation.pk)
    close(filled, by=None, at=at + timedelta(days=14))


def _answer(dice: random.Random) -> Answer:
    """A hundred points in fives, and a rating for each item."""
    points = [0] * ITEMS
    while sum(points) < 100:
        place = min(dice.randrange(ITEMS), dice.randrange(ITEMS))
        points[place] += 5 if points[place] < 60 else 0
    return Answer(
        points=tuple(points),
        delivery=tuple(dice.randrange(11) for _item in range(ITEMS)),
    )
