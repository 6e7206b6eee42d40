"""Many write in one gathering in the same moment: nothing is lost, nothing is kept twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.people.models import Person
from mandorla.work.models import AgendaItem, Digest, Issue, Outcome
from tests import make
from tests.work.running import Hall, caught, hall, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
OUTBOX = {"X-Outbox": "1"}


@pytest.fixture
def atlas() -> Hall:
    return hall()


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act answers when all begin in the same moment, each with its own connection."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait(timeout=30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def people(atlas: Hall, count: int) -> list[tuple[Person, Client]]:
    """So many members, each with a browser that has opened the page."""
    found = []
    for person in make.members(count):
        Membership.join(community=atlas.community, person=person, at=make.AT)
        client = signed_in(person)
        client.get(atlas.address)
        found.append((person, client))
    return found


def posting(client: Client, atlas: Hall, sent: dict[str, Any]) -> Callable[[], int]:
    return lambda: client.post(f"{atlas.address}captures/", sent, headers=OUTBOX).status_code


@pytest.mark.parametrize("kind", ["decision", "commitment", "issue"])
def test_captures_are_all_kept_when_many_send_at_once(atlas: Hall, kind: str):
    acts = [
        posting(client, atlas, caught(atlas, kind, f"Line {number}"))
        for number, (_person, client) in enumerate(people(atlas, 8))
    ]

    assert at_once(acts) == [204] * 8
    rows = Outcome.objects.select_related("commitment", "issue")
    assert sorted(row.words for row in rows) == [f"Line {number}" for number in range(8)]


@pytest.mark.parametrize("kind", ["decision", "commitment", "issue"])
def test_capture_is_kept_once_when_it_is_sent_several_times_at_once(atlas: Hall, kind: str):
    (_person, client), *_others = people(atlas, 1)
    sent = caught(atlas, kind)

    assert at_once([posting(client, atlas, sent)] * 6) == [204] * 6
    assert Outcome.objects.count() == 1
    assert Commitment.objects.count() + Issue.objects.count() == (kind != "decision")


def test_notes_lose_no_line_when_many_write_at_once(atlas: Hall):
    """Each adds lines under a heading of their own, until nothing clashes."""
    seen = "\n".join(f"# {number}\n." for number in range(6))
    atlas.gathering.write_notes(seen="", text=seen, by=None, at=make.AT)
    atlas.gathering.refresh_from_db()

    def write(client: Client, number: int) -> int:
        text = seen.replace(f"# {number}\n.", f"# {number}\nline of {number}\n.")
        sent = {"seen": seen, "text": text}
        return client.post(f"{atlas.address}notes/", sent, headers=OUTBOX).status_code

    acts = [
        (lambda client=client, number=number: write(client, number))
        for number, (_person, client) in enumerate(people(atlas, 6))
    ]

    assert at_once(acts) == [200] * 6
    notes = Gathering.objects.get().notes
    assert notes == "\n".join(f"# {number}\nline of {number}\n." for number in range(6))


def test_one_item_is_talked_about_when_two_take_one_up_at_once(atlas: Hall):
    def take(place: int) -> Callable[[], int]:
        client = signed_in(atlas.ana)
        address = f"{atlas.address}items/{atlas.items[place].pk}/"
        return lambda: client.post(address, {"act": "take"}).status_code

    answers = at_once([take(0), take(1), take(2)])

    assert set(answers) <= {302, 409}
    states = Counter(AgendaItem.objects.values_list("state", flat=True))
    assert states["now"] == 1


def test_gathering_starts_and_ends_once_when_several_press(atlas: Hall):
    clients = [signed_in(atlas.ana) for _n in range(4)]
    acts = [
        (lambda client=client: client.post(f"{atlas.address}step/", {"step": "end"}).status_code)
        for client in clients
    ]

    assert sorted(at_once(acts)) == [302, 409, 409, 409]


def test_digest_goes_out_once_when_several_press(atlas: Hall):
    atlas.gathering.end(by=atlas.ana, at=make.AT)
    address = atlas.address.replace("/run/", "/digest/")
    clients = [signed_in(atlas.ana) for _n in range(4)]
    acts = [
        (lambda client=client: client.post(address, {"words": str(uuid4())}).status_code)
        for client in clients
    ]

    assert sorted(at_once(acts)) == [302, 409, 409, 409]
    assert Digest.objects.count() == 1
