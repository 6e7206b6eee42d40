"""Rounds that are over, and a community whose two sides have weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, SponsorAnswer
from tests import make

LATER = make.AT + timedelta(days=1)
END = make.AT + timedelta(days=14)
# Of make.EXPECTATIONS: what the sponsor and each member give to the six.
SPONSOR = (40, 25, 15, 10, 10, 0)
MEMBER = (10, 20, 30, 5, 15, 20)


@dataclass
class Group:
    """A community with a leader, a sponsor, a facilitator and members who vote."""

    community: Community
    ana: Person  # leads it
    ben: Person  # sponsors it
    fay: Person  # facilitates it
    members: tuple[Person, ...]


def group(count: int = 6) -> Group:
    """The people, in a community of their own."""
    ana, ben = make.person("Ana Marković"), make.person("Ben Okafor")
    fay, members = make.person("Fay Lind"), make.members(count)
    community = make.community("Atlas", leader=ana, sponsor=ben, members=members)
    Membership.appoint(community=community, person=fay, role="facilitator", by=None, at=make.AT)
    for expectation, measure in zip(
        make.expectations(community), ("Days to roll out", "Faults seen twice"), strict=False
    ):
        expectation.reword(
            text=expectation.text,
            level=expectation.level,
            horizon=expectation.horizon,
            measure=measure,
            by=None,
            at=make.AT,
        )
    return Group(community, ana, ben, fay, members)


def held(
    group: Group,
    *,
    sponsor: tuple[int, ...] = SPONSOR,
    member: tuple[int, ...] = MEMBER,
    voters: int | None = None,
) -> Elicitation:
    """A round that both sides weighed in and that is closed."""
    elicitation = make.elicitation(group.community)
    if sponsor:
        answer = make.points(*sponsor)
        SponsorAnswer.give(elicitation=elicitation, answer=answer, by=group.ben, at=LATER)
    for person in group.members[:voters]:
        elicitation.cast(make.points(*member), person=person, at=LATER)
    close(elicitation, by=None, at=END)
    return elicitation
