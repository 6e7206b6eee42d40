"""How units talk across communities: the cracks, and who bridges them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from django.test import Client

from mandorla.conversations.lake import schema
from mandorla.conversations.measuring import measure_communities
from mandorla.conversations.models import ConversationImport, ProgramSnapshot
from tests import make
from tests.conversations.measured import AT, talk

pytestmark = pytest.mark.django_db
UNITS = ("Sales", "Service", "Works")
PAGE = "/conversations/units/"


@pytest.fixture
def world(posts_lake):
    """Two communities of the same 36 people of three units; Sales and Works never answer."""
    units = [make.unit(name) for name in UNITS]
    communities = [make.community("Bridge"), make.community("Other")]
    rng, rows = np.random.default_rng(1), []
    for community in communities:
        before: list[int] = []
        for number in range(900):
            author = int(rng.integers(0, 36))
            unit = author % 3
            fits = [post for post, other in enumerate(before) if {unit, other % 3} != {0, 2}][-9:]
            answered = int(rng.choice(fits)) if fits else None
            if community == communities[1] and answered is not None:
                answered = None if before[answered] % 3 != unit else answered
            base = community.pk * 10_000
            rows.append(
                {
                    "community": community.pk,
                    "post": base + number,
                    "author": author + 1,
                    "sent_at": AT - timedelta(days=300) + timedelta(hours=7 * number),
                    "thread": base + number // 5,
                    "reply_to": None if answered is None else base + answered,
                    "unit": units[unit].pk,
                    "leader": False,
                }
            )
            before.append(author)
    posts_lake.write(pa.Table.from_pylist(rows, schema=schema()), key="world")
    made = ConversationImport.objects.create(
        kind="csv",
        file_name="world.csv",
        state="done",
        first_on=date(2025, 7, 1),
        last_on=date(2026, 4, 30),
        received_at=AT,
        finished_at=AT,
    )
    made.communities.set(communities)
    measure_communities([one.pk for one in communities], at=AT)
    return communities


def test_program_manager_sees_cracks_and_what_bridges_the_others(client: Client, world):
    client.force_login(make.program_manager())
    shown = client.get(PAGE).content.decode()
    cracks = shown.split('id="cracks"')[1].split("</section>")[0]

    assert "36 people answered each other." in shown
    assert "Sales – Works" in cracks
    assert cracks.count('<tr><th scope="row">') == 1
    assert "no community of which it can be told" in cracks
    assert "Bridge</a> 100%" in shown
    assert "Bridge</a>, <a" in shown


def test_snapshot_of_the_program_is_of_the_last_full_month(world):
    found = ProgramSnapshot.objects.newest()

    assert found is not None
    assert (found.month_on, found.people) == (date(2026, 4, 1), 36)
    assert found.talk["ei_index"] < found.talk["ei_expected"]
    assert found.shared == [
        {"one": world[0].pk, "other": world[1].pk, "people": 36, "jaccard": 1.0, "overlap": 1.0}
    ]


def test_older_import_is_taken_into_the_newest_month(world, posts_lake):
    newest = ProgramSnapshot.objects.newest()
    old = make.community()
    talk(posts_lake, old, until=date(2026, 2, 10), key="old")
    measure_communities([old.pk], at=AT + timedelta(hours=1))

    again = ProgramSnapshot.objects.newest()
    assert newest is not None
    assert again is not None
    assert ProgramSnapshot.objects.count() == 1
    assert (again.month_on, again.made_of > newest.made_of) == (newest.month_on, True)


def test_snapshot_of_the_program_is_kept_from_the_later_look(world):
    found = ProgramSnapshot.objects.newest()
    assert found is not None
    early = AT - timedelta(days=1)
    ProgramSnapshot.keep_month(
        found.month_on, made_of=10**6, people=0, talk={}, shared=[], at=early
    )

    again = ProgramSnapshot.objects.newest()
    assert again is not None
    assert again.people == 36


def test_snapshot_of_the_program_stays_when_posts_are_gone(world):
    found = ProgramSnapshot.objects.newest()
    assert found is not None
    fewer, later = found.made_of - 1, AT + timedelta(days=1)
    ProgramSnapshot.keep_month(
        found.month_on, made_of=fewer, people=0, talk={}, shared=[], at=later
    )

    again = ProgramSnapshot.objects.newest()
    assert again is not None
    assert (again.people, again.made_of) == (36, fewer + 1)


def test_page_is_for_program_managers_and_auditors(client: Client):
    client.force_login(make.person())
    assert client.get(PAGE).status_code == 404
    for person in (make.program_manager(), make.auditor()):
        client.force_login(person)
        shown = client.get(PAGE)
        assert shown.status_code == 200
        assert "Nothing was imported yet" in shown.content.decode()


@pytest.mark.parametrize("reason", ["no_units", "one_unit", "no_ties", "too_few"])
def test_page_says_why_it_says_nothing_of_units(client: Client, reason):
    ProgramSnapshot.keep_month(
        date(2026, 4, 1), made_of=9, people=3, talk={"reason": reason}, shared=[], at=AT
    )
    client.force_login(make.program_manager())

    assert "Nothing can be said about units." in client.get(PAGE).content.decode()
