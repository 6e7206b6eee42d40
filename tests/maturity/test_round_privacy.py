"""Somebody reads the database or the pages, and looks for who said what of a profile."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mandorla.communities.models import Membership
from mandorla.maturity.models import Assessment, ProfileRound, ProfileToken, ProfileUrn
from tests import make
from tests.maturity.rounds import CLOSES, closed, opened, say

LATER = CLOSES + timedelta(days=30)


def group(count: int = 6):
    people = make.members(count)
    return make.community(members=people), people


def rows() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted((tuple(map(_plain, row)) for row in cursor.fetchall()), key=repr)
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def later_round(community, people, *, level: int = 3) -> ProfileRound:
    held = opened(community, at=LATER, closes_at=LATER + timedelta(days=7))
    for person in people:
        say(held, person, level)
    held.close(by=None, at=held.closes_at)
    return held


@pytest.mark.django_db
def test_answering_changes_a_token_and_the_urn_and_nothing_else():
    community, (priya, *_others) = group()
    held = opened(community)
    before = rows()

    say(held, priya, 2)

    after = rows()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"maturity_profiletoken", "maturity_profileurn"}
    token = ProfileToken.objects.get(person=priya)
    assert {field.name for field in token._meta.get_fields()} == {
        "id",
        "round",
        "person",
        "is_spent",
    }


@pytest.mark.django_db
def test_urn_is_the_same_whoever_answers_first():
    community, people = group()
    urns = set()
    for number, order in enumerate(list(permutations(range(6)))[::100]):
        held = opened(community, at=make.AT + timedelta(days=number))
        for place in order:
            say(held, people[place], place % 4, may_speak=place > 2)
        urns.add(bytes(ProfileUrn.objects.get(round=held).ballots))
        held.close(by=None, at=CLOSES)

    assert len(urns) == 1


@pytest.mark.django_db
def test_nothing_is_kept_of_what_was_said_when_fewer_than_five_answered():
    community, people = group()

    held = closed(community, people[:4])

    assert (held.respondents, held.why_hidden, held.needed) == (4, "too_few", 5)
    assert not Assessment.objects.exists()


@pytest.mark.django_db
def test_second_round_is_not_shown_when_one_person_more_answered():
    community, people = group(7)
    closed(community, people[:6])

    held = later_round(community, people)

    assert (held.why_hidden, held.respondents) == ("close_to_earlier", 7)
    assert Assessment.objects.get(way="members").round.number == 1


@pytest.mark.django_db
def test_second_round_is_not_shown_when_one_left_and_one_came():
    community, people = group(6)
    closed(community, people)
    gone, new = people[0], make.person()
    Membership.objects.current().get(person=gone).end(by=None, at=CLOSES)
    Membership.appoint(community=community, person=new, role="member", by=None, at=CLOSES)

    held = later_round(community, [*people[1:], new])

    assert held.why_hidden == "close_to_earlier"


@pytest.mark.django_db
def test_second_round_is_shown_when_the_same_people_answered():
    community, people = group()
    closed(community, people)

    held = later_round(community, people)

    assert held.assessment is not None
    assert [one.is_newest for one in Assessment.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db
def test_nobody_learns_that_all_said_the_same_when_all_did():
    """Who knows that all six took part must not know what each of them said of their manager."""
    community, people = group()

    closed(community, people)

    assert Assessment.objects.get().evidence["time_usable"] == 5 / 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of SQLite")
def test_order_of_answers_is_gone_from_the_disk_when_a_round_is_closed():
    community, people = group()
    held = opened(community)
    states = []
    for level, person in enumerate(people):
        say(held, person, level, may_speak=bool(level % 2))
        states.append(bytes(ProfileUrn.objects.get(round=held).ballots))
    keys = set(ProfileToken.objects.values_list("pk", flat=True))

    held.close(by=None, at=CLOSES)

    path = str(connection.settings_dict["NAME"])
    files = [Path(path + end) for end in ("", "-wal")]
    kept = b"".join(file.read_bytes() for file in files if file.is_file())
    assert states[-1] in kept
    assert [state for state in states[2:-1] if state in kept and state not in states[-1]] == []
    assert not keys & set(ProfileToken.objects.values_list("pk", flat=True))
