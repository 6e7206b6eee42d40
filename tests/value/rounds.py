"""Rounds that are over, and a community whose two sides have weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.drafting import draft_statement
from mandorla.value.models import Elicitation, SponsorAnswer, ValueStatement
from tests import make

LATER = make.AT + timedelta(days=1)
END = make.AT + timedelta(days=14)
AFTER = END + timedelta(days=1)
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


def drafted(group: Group) -> ValueStatement:
    """A draft of the next version."""
    return draft_statement(community=group.community, by=group.ana, at=AFTER)


def published(group: Group) -> ValueStatement:
    """The next version, published."""
    statement = drafted(group)
    texts = {"for_organization": "faster roll-out", "for_members": "answers"}
    statement.write(texts=texts, days={}, edits=statement.edits)
    statement.publish(by=group.ana, at=AFTER)
    return statement


def agreed(group: Group) -> ValueStatement:
    """The next version, signed by both sides."""
    statement = published(group)
    statement.sign(side="members", by=group.ana, at=AFTER)
    statement.sign(side="organization", by=group.ben, at=AFTER)
    return statement


def verbs(group: Group, noun: str) -> list[str]:
    """What happened to things of a kind, in order."""
    found = Event.objects.within(group.community).filter(verb__startswith=f"{noun}.")
    return list(found.order_by("id").values_list("verb", flat=True))
