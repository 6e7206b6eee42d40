"""How somebody is tied is worked out for them alone, when they ask, and kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import networkx
import pyarrow as pa
import pytest

from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.conversations.hashing import Hasher, salt
from mandorla.conversations.lake import Lake, schema
from mandorla.conversations.models import Snapshot
from mandorla.conversations.own_ties import OwnTies, own_ties
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 20, 12, tzinfo=UTC)
PAGE = "/me/ties/"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def guild() -> Community:
    return make.community("Guild")


def number(who: Person | int) -> int:
    return Hasher(salt())("author", f"email:{who.email}") if isinstance(who, Person) else who


def answers(
    lake: Lake,
    community: Community,
    *pairs: tuple[Person | int, Person | int],
    at: datetime = AT - timedelta(days=9),
    key: str = "answers",
) -> None:
    """The second of each pair asks something, and the first answers."""
    rows = []
    for place, (one, other) in enumerate(pairs):
        asked = {"post": 2 * place + community.pk * 10_000, "author": number(other)}
        said = {"post": asked["post"] + 1, "author": number(one), "reply_to": asked["post"]}
        facts = {"community": community.pk, "sent_at": at, "thread": place, "unit": None}
        rows += [{**facts, "leader": False, "reply_to": None, **one} for one in (asked, said)]
    lake.write(pa.Table.from_pylist(rows, schema=schema()), key=key)


def test_ties_of_somebody_between_strangers_do_not_overlap(posts_lake, guild, ana):
    answers(posts_lake, guild, *[(ana, one) for one in range(1, 7)])

    found = own_ties(ana, at=AT)

    assert (found.contacts, found.effective_size) == (6, 6.0)
    assert found.constraint == pytest.approx(1 / 6)


@pytest.mark.parametrize("seed", range(5))
def test_ties_are_as_another_library_has_them(posts_lake, guild, ana, seed):
    random = Random(seed)
    me = number(ana)
    people = [me, *range(1, 15)]
    pairs = [tuple(random.sample(people, 2)) for _ in range(60)]
    pairs += [(me, one) for one in range(1, 6)]
    graph = networkx.Graph()
    for one, other in pairs:
        weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
        graph.add_edge(one, other, weight=weight + 1)
    answers(posts_lake, guild, *pairs)

    found = own_ties(ana, at=AT)

    assert found.contacts == graph.degree(me)
    assert found.constraint == pytest.approx(networkx.constraint(graph, [me], "weight")[me])
    assert found.effective_size == pytest.approx(networkx.effective_size(graph, [me])[me])


@pytest.mark.parametrize("contacts", range(5))
def test_nothing_is_said_of_fewer_than_five_contacts(posts_lake, guild, ana, contacts):
    answers(posts_lake, guild, (98, 99), *[(one + 1, ana) for one in range(contacts)])

    assert own_ties(ana, at=AT) == OwnTies(contacts)


def test_ties_of_a_community_one_never_wrote_in_do_not_count(posts_lake, guild, ana):
    other = make.community("Other")
    answers(posts_lake, guild, *[(ana, one) for one in range(1, 7)])
    answers(posts_lake, other, (1, 2), (3, 4), (5, 6), key="others")

    assert own_ties(ana, at=AT).effective_size == 6


def test_ties_of_more_than_a_year_ago_do_not_count(posts_lake, guild, ana):
    answers(posts_lake, guild, *[(ana, one) for one in range(1, 7)], at=AT - timedelta(days=400))

    assert own_ties(ana, at=AT) == OwnTies(0)


def test_nothing_is_found_when_nothing_was_imported(ana):
    assert own_ties(ana, at=AT) == OwnTies(0)


def test_page_works_it_out_only_when_one_asks(client, posts_lake, guild, ana):
    client.force_login(ana)
    now = datetime.now(UTC)
    answers(posts_lake, guild, *[(ana, one) for one in range(1, 7)], at=now - timedelta(hours=1))
    before = Event.objects.count()

    assert client.get(PAGE).context["found"] is None
    asked = client.post(PAGE)

    assert asked.context["found"].contacts == 6
    assert "no-store" in asked["Cache-Control"]
    assert "0.17" in asked.content.decode()
    assert (Event.objects.count(), Snapshot.objects.count()) == (before, 0)


def test_nobody_asks_for_somebody_else(client, posts_lake, guild, ana):
    now = datetime.now(UTC)
    answers(posts_lake, guild, *[(ana, one) for one in range(1, 7)], at=now - timedelta(hours=1))
    client.force_login(make.program_manager())

    asked = client.post(PAGE, {"person": ana.pk, "email": ana.email})

    assert asked.context["found"] == OwnTies(0)
