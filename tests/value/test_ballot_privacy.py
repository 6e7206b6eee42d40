"""Somebody reads the database, its files, a backup or the log, and looks for who voted what."""

from __future__ import annotations

import logging
import random
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from mandorla.base.forgetting import forget_order
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, Token, Urn
from tests import make
from tests.value.voting import WISHES, Voter, held, opened

ON_SQLITE = connection.vendor == "sqlite"
at_rest = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the database holds, table by table."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(_comparable, cursor.fetchall()), key=repr)
    return found


def _comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def tables_that_changed(before: dict[str, list[Any]]) -> set[str]:
    after = rows()
    return {table for table in after if after[table] != before[table]}


def on_disk() -> bytes:
    """The files in which the database keeps tokens and urns, with the log of changes on SQLite."""
    if ON_SQLITE:
        path = str(connection.settings_dict["NAME"])
        return b"".join(
            Path(path + end).read_bytes() for end in ("", "-wal") if _is_file(path + end)
        )
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(found.oid)) FROM pg_class AS found"
            " JOIN pg_class AS kept ON found.oid IN (kept.oid, kept.reltoastrelid)"
            " WHERE kept.relname IN ('value_urn', 'value_token')"
        )
        return b"".join(bytes(content) for (content,) in cursor.fetchall())


def as_kept(key: int) -> bytes:
    """A big number as the database writes it."""
    return struct.pack(">q" if ON_SQLITE else "<q", key)


def _is_file(path: str) -> bool:
    return Path(path).is_file()


def answers(count: int, *, items: int = 6) -> Iterator[tuple[int, ...]]:
    """So many different allocations."""
    luck = random.Random(7)
    for _number in range(count):
        cuts = sorted(luck.sample(range(1, 60), items - 1))
        shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        while max(shares) > 60:
            shares[shares.index(max(shares))] -= 1
            shares[shares.index(min(shares))] += 1
        yield tuple(shares)


def voted(elicitation: Elicitation, people: list[Person]) -> list[bytes]:
    """Each votes; the states of the urn on the way."""
    states = []
    given = dict(zip(sorted(people, key=lambda p: p.pk), answers(len(people)), strict=True))
    for person in people:
        elicitation.cast(make.points(*given[person]), person=person, at=elicitation.opens_at)
        states.append(bytes(Urn.objects.get(elicitation=elicitation).ballots))
    return states


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["points", "best_worst"])
def test_draft_is_nowhere_in_the_database(method):
    methods = {"organization": "points", "members": method}
    elicitation, (priya, *_others) = held(items=8, methods=methods)
    voter = Voter(elicitation, priya)
    before = rows()

    if method == "points":
        voter.give(*WISHES, 0, 0)
    else:
        for screen in range(1, 7):
            voter.pick(screen)
    voter.rate(*"55555555")
    voter.get("casting")

    assert voter.draft is not None
    assert tables_that_changed(before) == set()


@pytest.mark.django_db
def test_casting_changes_a_token_and_the_urn_and_nothing_else():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)
    voter.rate(*"555555")
    before = rows()

    voter.cast()

    assert tables_that_changed(before) == {"value_token", "value_urn"}


@pytest.mark.django_db
def test_log_of_the_server_tells_nothing_of_a_ballot(caplog):
    caplog.set_level(logging.INFO)
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    caplog.clear()

    voter.give(41, 59, 0, 0, 0, 1)
    wrong = [record.getMessage() for record in caplog.records]
    caplog.clear()
    voter.vote(41, 59, 0, 0, 0, 0)

    assert len(wrong) == 1
    assert wrong[0].endswith("/ballot/points/")
    assert [record.getMessage() for record in caplog.records] == []
    assert Token.objects.get(person=priya).is_spent


@pytest.mark.django_db
def test_tokens_and_urn_are_the_same_in_whatever_order_people_voted():
    elicitation, people = held(12)
    kept = []
    for order in (people, people[::-1], sorted(people, key=lambda _p: random.random())):
        voted(elicitation, order)
        urn = Urn.objects.get(elicitation=elicitation)
        tokens = Token.objects.filter(elicitation=elicitation)
        kept.append(
            (
                bytes(urn.ballots),
                urn.count,
                sorted(tokens.values_list("person", "is_spent")),
            )
        )
        close(elicitation, by=None, at=elicitation.closes_at)
        elicitation = opened(elicitation.community)

    assert kept[0] == kept[1] == kept[2]


@pytest.mark.django_db
def test_no_field_of_a_token_or_an_urn_can_hold_a_moment_or_a_link():
    fields = {
        model: {field.name for field in apps.get_model("value", model)._meta.get_fields()}
        for model in ("Token", "Urn")
    }

    assert fields == {
        "Token": {"id", "elicitation", "person", "is_spent"},
        "Urn": {"id", "elicitation", "ballots", "count"},
    }


@at_rest
def test_rows_do_not_lie_in_the_order_of_voting_after_the_round_is_closed():
    elicitation, people = held(20)
    order = sorted(people, key=lambda _p: random.random())
    voted(elicitation, order)

    close(elicitation, by=None, at=elicitation.closes_at)

    with connection.cursor() as cursor:
        place = "rowid" if ON_SQLITE else "ctid"
        cursor.execute(f"SELECT person_id FROM value_token ORDER BY {place}")
        lying = [pk for (pk,) in cursor.fetchall()]
        assert sorted(lying) == sorted(person.pk for person in order)
        assert lying != [person.pk for person in order]
        if not ON_SQLITE:  # one transaction has written them all
            cursor.execute("SELECT DISTINCT xmin::text FROM value_token")
            assert len(cursor.fetchall()) == 1


@at_rest
def test_files_hold_no_earlier_state_of_an_urn_after_the_round_is_closed():
    elicitation, people = held(12)
    states = voted(elicitation, people)
    final = states[-1]
    earlier = [state for state in states[1:-1] if state not in final]
    assert len(earlier) > 5
    if ON_SQLITE:
        assert earlier[-1] in on_disk()  # so the search finds what is there

    close(elicitation, by=None, at=elicitation.closes_at)

    found = on_disk()
    assert [state for state in earlier if state in found] == []
    assert final in found


@at_rest
def test_files_hold_no_earlier_state_of_a_big_urn_after_the_round_is_closed():
    """Big ones lie on pages of their own, which are freed and used again."""
    elicitation, people = held(300, items=16)
    states = []
    for person, points in zip(people, answers(300, items=16), strict=True):
        elicitation.cast(make.points(*points), person=person, at=elicitation.opens_at)
        states.append(bytes(Urn.objects.get(elicitation=elicitation).ballots))
    final = states[-1]
    size = len(final) // 300
    beside = {final[n * size : (n + 2) * size] for n in range(299)}
    once_beside = {
        pair
        for state in states[:-1]
        for n in range(len(state) // size - 1)
        if (pair := state[n * size : (n + 2) * size]) not in beside
    }
    assert len(once_beside) > 100

    close(elicitation, by=None, at=elicitation.closes_at)

    found = on_disk()
    assert [pair for pair in once_beside if pair in found] == []


@at_rest
def test_files_hold_no_token_as_it_was_before_the_round_was_closed():
    elicitation, people = held(20)
    keys = list(Token.objects.values_list("pk", flat=True))
    voted(elicitation, people)

    close(elicitation, by=None, at=elicitation.closes_at)

    found = on_disk()
    assert [key for key in keys if as_kept(key) in found] == []
    new = Token.objects.values_list("pk", flat=True)
    assert len([key for key in new if as_kept(key) in found]) == 20


@at_rest
@pytest.mark.skipif(ON_SQLITE, reason="one database, and one writer at a time")
def test_order_is_forgotten_while_somebody_is_busy_with_other_tables():
    elicitation, people = held(12)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT txid_current()")  # what it may still see is kept from here on
        states = voted(elicitation, people)

        close(elicitation, by=None, at=elicitation.closes_at)
    other.close()

    found = on_disk()
    assert [state for state in states[1:-1] if state not in states[-1] and state in found] == []
    assert states[-1] in found


@at_rest
def test_order_is_forgotten_later_when_somebody_reads_while_a_round_is_closed(caplog):
    elicitation, people = held(5)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM value_token")
    voted(elicitation, people)

    assert forget_order(patience_ms=50) is False
    assert "stay on disk until the next start" in caplog.text
    other.close()
    assert forget_order(patience_ms=50) is True
