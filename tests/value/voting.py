"""A member who votes in tests, the way a browser without JavaScript does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.models import Elicitation
from tests import make

BEST_WORST = {"organization": "points", "members": "best_worst"}
WISHES = (40, 20, 20, 10, 10, 0)
CASTING = 'name="seen" value="'


def held(
    count: int = 8, *, items: int = 6, sponsors: int = 1, **facts: Any
) -> tuple[Elicitation, list[Person]]:
    """A round that is open at this moment, with so many members who may vote."""
    people = list(make.members(count))
    sponsor = make.person("Ben Okafor") if sponsors else None
    community = make.community(sponsor=sponsor, members=tuple(people))
    return opened(community, items=items, **facts), people


def opened(community: Community, *, items: int = 6, **facts: Any) -> Elicitation:
    """A round that is open now, because pages read the clock."""
    if not community.expectations.exists():
        make.expectations(community, count=items)
    now = timezone.now() - timedelta(minutes=1)
    return make.elicitation(
        community, **{"opens_at": now, "closes_at": now + timedelta(days=14), "at": now, **facts}
    )


def running(community: Community, **facts: Any) -> Elicitation:
    """A round that is open now and has been for a day."""
    now = timezone.now()
    return make.elicitation(
        community,
        **{
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=13),
            "at": now - timedelta(days=1),
            **facts,
        },
    )


def address(elicitation: Elicitation, door: str = "ballot", step: str = "") -> str:
    """Where a round is answered."""
    here = f"/communities/{elicitation.community.slug}/value/rounds/{elicitation.number}/{door}/"
    return f"{here}{step}/" if step else here


class Voter:
    """Somebody with a browser of their own."""

    def __init__(self, elicitation: Elicitation, person: Person) -> None:
        self.elicitation, self.person = elicitation, person
        self.client = Client()
        self.client.force_login(person)

    def get(self, step: str = "", **also: Any) -> Any:
        return self.client.get(address(self.elicitation, step=step), **also)

    def post(self, step: str, **sent: Any) -> Any:
        return self.client.post(address(self.elicitation, step=step), sent)

    def give(self, *points: Any, **also: Any) -> Any:
        """Send the page of points."""
        self.get("points")
        return self.post("points", **{f"points_{n}": p for n, p in enumerate(points)}, **also)

    def pick(self, screen: int, best: int = 0, worst: int = 3) -> Any:
        """Pick on a screen, by the places on it."""
        page = self.get(str(screen)).content.decode()
        drawn = re.findall(r'name="drawn" value="(\d+)"', page)
        best_worst = [
            re.findall(rf'name="{name}" value="(\d+)"', page)[place]
            for name, place in (("best", best), ("worst", worst))
        ]
        return self.post(str(screen), drawn=drawn[0], best=best_worst[0], worst=best_worst[1])

    def rate(self, *ratings: object) -> Any:
        """Send the page of what is delivered so far."""
        return self.post("delivery", **{f"delivery_{n}": r for n, r in enumerate(ratings)})

    def cast(self) -> Any:
        """Cast what the last page shows."""
        page = self.get("casting").content.decode()
        return self.post("casting", seen=page.partition(CASTING)[2].partition('"')[0])

    def vote(self, *points: int) -> Any:
        """The whole way by points."""
        self.give(*points)
        self.rate(*("5" for _point in points))
        return self.cast()

    @property
    def draft(self) -> Any:
        """The cookie of the draft, if the browser has one."""
        kept = [c for c in self.client.cookies.values() if c.key.startswith("ballot_")]
        return next((cookie for cookie in kept if cookie.value), None)
