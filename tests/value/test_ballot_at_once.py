"""Many vote in one moment, and one votes twice in one moment: every ballot counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from mandorla.core.ballot import opened as unpacked
from mandorla.value.models import Token, Urn
from tests.value.voting import WISHES, Voter, address, held

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = (0, 10, 10, 20, 20, 40)


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


def ready(voter: Voter, *points: int) -> Callable[[], Any]:
    """Casting, with everything before it done and the last page shown."""
    voter.give(*points)
    voter.rate(*"555555")
    page = voter.get("casting").content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    return lambda: voter.post("casting", seen=seen)


def test_ballot_counts_once_when_one_person_casts_in_several_tabs_at_once():
    elicitation, (priya, *_others) = held()
    tabs = [ready(Voter(elicitation, priya), *points) for points in (WISHES, OTHER) * 3]

    answers = at_once(tabs)

    urn = Urn.objects.get(elicitation=elicitation)
    assert urn.count == 1
    assert len(bytes(urn.ballots)) == 12
    cast = [response for response in answers if response.status_code == 302]
    refused = [response for response in answers if response.status_code == 409]
    assert len(cast) + len(refused) == 6
    assert all(response.headers["Location"] == address(elicitation) for response in cast)
    assert all(b"You have voted in this round." in response.content for response in refused)


def test_every_ballot_counts_when_many_cast_at_once():
    elicitation, people = held(20)
    given = [(40, n, 20 - n, 20, 20, 0) for n in range(20)]
    acts = [
        ready(Voter(elicitation, person), *points)
        for person, points in zip(people, given, strict=True)
    ]

    answers = at_once(acts)

    assert {response.status_code for response in answers} == {302}
    urn = Urn.objects.get(elicitation=elicitation)
    points, _delivery = unpacked(bytes(urn.ballots), items=6, is_points=True)
    assert sorted(map(tuple, points.tolist())) == sorted(given)
    assert (urn.count, Token.objects.spent().count()) == (20, 20)
