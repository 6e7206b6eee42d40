"""Who of the members said something cannot be found out: not on pages, not in a backup, not on disk."""

from __future__ import annotations

import random

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.models import Suggestion
from mandorla.value.models.suggestion import MOST_OPEN
from mandorla.value.said import read_said
from tests import make
from tests.value.saying import dump, said

pytestmark = pytest.mark.django_db
PAGE = "/communities/atlas/value/expectations/"
SAY = "/communities/atlas/value/suggestions/"
WORDS = [f"{letter} word" for letter in "qwertzuiopasdfgh"]


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Sponsor")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def atlas(mia: Person, ben: Person, ana: Person) -> Community:
    return make.community("Atlas", leader=ana, sponsor=ben, members=(mia,))


@pytest.fixture
def table(client: Client, ana: Person, atlas: Community) -> Client:
    """The leader at the page."""
    assert atlas.pk
    client.force_login(ana)
    return client


def test_member_leaves_nothing_but_the_words(client, atlas, mia):
    client.force_login(mia)
    client.get(PAGE)
    before = dump()

    client.post(SAY, {"text": "Answers when I am stuck"})

    after = dump()
    changed = {model for model in after if after[model] != before.get(model)}
    (row,) = after["value.suggestion"]
    assert changed == {"value.suggestion"}
    assert row["fields"] == {
        "community": atlas.pk,
        "side": "members",
        "text": "Answers when I am stuck",
        "said_by": None,
        "state": "open",
        "expectation": None,
    }


def test_member_writes_no_event(client, atlas, mia):
    client.force_login(mia)
    before = Event.objects.count()
    client.post(SAY, {"text": "Peace"})
    assert Event.objects.count() == before


def test_member_leaves_nothing_in_the_session(client, atlas, mia):
    client.force_login(mia)
    before = Session.objects.get().session_data
    client.post(SAY, {"text": "Peace"})
    assert Session.objects.get().session_data == before


def test_database_refuses_a_member_suggestion_with_a_name(atlas, mia):
    suggestion = Suggestion(community=atlas, side="members", text="Peace", said_by=mia)
    with pytest.raises(IntegrityError), transaction.atomic():
        suggestion.save(force_insert=True)


def test_rows_on_disk_stand_in_no_order_of_saying(atlas):
    said(atlas, *WORDS)

    with connection.cursor() as cursor:
        on_disk = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT id, text FROM value_suggestion ORDER BY {on_disk}")
        rows = cursor.fetchall()

    assert [key for key, _text in rows] == sorted(key for key, _text in rows)
    assert [text for _key, text in rows] != WORDS


def test_rows_carry_the_same_transaction_when_the_database_keeps_one(atlas, transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps the number of the transaction with a row")
    said(atlas, *WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM value_suggestion")
        assert len(cursor.fetchall()) == 1


def test_page_reads_the_same_whoever_spoke_first(atlas):
    orders = []
    for seed in range(4):
        mixed = WORDS[:]
        random.Random(seed).shuffle(mixed)
        Suggestion.objects.all().delete()
        said(atlas, *mixed)
        orders.append(
            [one.text for group in read_said(atlas, [], ticked=set()) for one in group.said]
        )
    assert all(order == orders[0] for order in orders)


def test_page_names_sponsors_and_nobody_of_the_members(table, atlas, ben, mia):
    said(atlas, "Peace", by=mia)
    said(atlas, "Quiet", side="organization", by=ben)
    page = table.get(PAGE).content.decode()
    words = page[page.index("In their own words") : page.index("Word one for both sides")]
    assert "Ben Sponsor" in words
    assert "Mia" not in words


def test_member_is_told_that_nobody_sees_it_and_a_sponsor_that_the_name_stands(
    client, mia, ben, atlas
):
    client.force_login(mia)
    assert "Nobody can see who said this." in client.get(PAGE).content.decode()
    client.force_login(ben)
    assert "Your name stands beside it." in client.get(PAGE).content.decode()


def test_sponsor_who_is_a_member_too_speaks_for_the_organization(client, ben, atlas):
    Membership.appoint(community=atlas, person=ben, role="member", by=None, at=make.AT)
    client.force_login(ben)
    client.post(SAY, {"text": "Less rework"})
    (suggestion,) = Suggestion.objects.all()
    assert (suggestion.side, suggestion.said_by) == ("organization", ben)
    (event,) = Event.objects.filter(verb="suggestion.said")
    assert event.details == {"text": "Less rework"}


@pytest.mark.parametrize("role", ["guest", ""])
def test_those_who_weigh_on_no_side_cannot_say_it(client, atlas, role):
    guest = make.person("Gus")
    if role:
        Membership.appoint(community=atlas, person=guest, role=role, by=None, at=make.AT)
    client.force_login(guest)
    assert "Nobody can see who said this" not in client.get(PAGE).content.decode()
    assert client.post(SAY, {"text": "Peace"}).status_code == 404
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Say in a few words what you expect."),
        ("x" * 121, "Say it in at most 120 characters."),
        ("a\u202eb", "in letters that can be seen"),
    ],
)
def test_saying_is_refused_in_a_sentence_and_the_words_stay(client, mia, atlas, text, sentence):
    client.force_login(mia)
    answer = client.post(SAY, {"text": text})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_saying_is_refused_when_two_hundred_wait(atlas):
    Suggestion.objects.bulk_create(
        Suggestion(community=atlas, side="members", text=str(n)) for n in range(MOST_OPEN)
    )
    with pytest.raises(Refused, match="Many wait to be worded already"):
        said(atlas, "One more")
    said(atlas, "Another side", side="organization")
