"""Sponsors who answer in tests, each with a browser of their own, and what they send."""

from __future__ import annotations

from typing import Any

from django.test import Client

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.models import Elicitation
from tests import make
from tests.value.voting import opened

OTHER = (0, 10, 10, 20, 20, 40)
BY_SCREENS = {"organization": "best_worst", "members": "points"}
TOGETHER = {"organization": "facilitated", "members": "points"}
GATHERED = {"organization": "points", "members": "facilitated"}


def sponsored(*names: str, members: int = 8, **facts: Any) -> tuple[Elicitation, list[Person]]:
    """A round of a community with sponsors of these names; the first member leads it."""
    people = make.members(members)
    community = make.community(leader=people[0], members=people[1:])
    sponsors = [make.person(name) for name in names]
    for person in sponsors:
        Membership.appoint(
            community=community, person=person, role="sponsor", title="", by=None, at=make.AT
        )
    return opened(community, **facts), sponsors


def leader(community: Community) -> Person:
    return community.memberships.get(role="leader").person


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(*points: Any, delivery: str = "5", **also: Any) -> dict[str, Any]:
    """A form of points as a browser sends it."""
    given = {f"points_{n}": value for n, value in enumerate(points)}
    return given | {f"delivery_{n}": delivery for n in range(len(points))} | also


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())
