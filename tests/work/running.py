"""What tests of a running gathering share: a room with people and an agenda, and how they act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client

from mandorla.communities.models import Community
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.work.models import AgendaItem
from tests import make

TITLES = ("Old price lists", "Training comes too late", "Who needs a hand?")


@dataclass(frozen=True)
class Hall:
    """A community that meets: who leads it, who is in it, and its gathering."""

    community: Community
    gathering: Gathering
    items: tuple[AgendaItem, ...]
    ana: Person
    marek: Person

    @property
    def address(self) -> str:
        """Of the running page."""
        day = f"{self.gathering.planned_on:%Y-%m-%d}"
        slug = self.community.slug
        return f"/communities/{slug}/gatherings/{self.gathering.series_id}/{day}/run/"


def hall(*, state: str = "running") -> Hall:
    """Ana leads Atlas, Marek is in it; three items are on the agenda."""
    sales, finance = make.unit("Sales"), make.unit("Finance")
    ana, marek = make.person("Ana", unit=sales), make.person("Marek", unit=finance)
    community = make.community("Atlas", leader=ana, members=(marek,))
    started = {"started_at": make.AT} if state == "running" else {}
    gathering = make.gathering(make.series(community), state=state, **started)
    items = tuple(
        AgendaItem.objects.create(gathering=gathering, position=place, title=title, minutes=20)
        for place, title in enumerate(TITLES)
    )
    return Hall(community, gathering, items, ana, marek)


def signed_in(person: Person) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(person)
    return client


def caught(hall: Hall, kind: str = "decision", text: str = "We close them", **facts: Any) -> Any:
    """What the form for catching things sends."""
    owner = hall.marek.pk if kind == "commitment" else ""
    due_on = "2026-03-16" if kind == "commitment" else ""
    sent = {"kind": kind, "text": text, "key": str(uuid4()), "owner": owner, "due_on": due_on}
    return {**sent, **facts}


def act(client: Client, atlas: Hall, place: int, what: str) -> int:
    """What is answered when somebody does something with an item, by its place."""
    address = f"{atlas.address}items/{atlas.items[place].pk}/"
    return client.post(address, {"act": what}).status_code
