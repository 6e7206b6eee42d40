"""The value conversation and the value statement through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Charter
from mandorla.value.models import Settlement, ValueStatement
from tests import make
from tests.api.caller import Caller
from tests.value.rounds import END, Group, group, held

ROUND = "/communities/atlas/rounds/1"
STATEMENTS = "/communities/atlas/statements"


@pytest.fixture
def atlas() -> Group:
    return group()


def test_statement_is_agreed_when_two_people_have_signed_what_one_wrote(atlas):
    held(atlas)
    writes, leads, sponsors = Caller(atlas.fay), Caller(atlas.ana), Caller(atlas.ben)

    drafted = writes.post(STATEMENTS)
    written = writes.call(
        "PATCH",
        f"{STATEMENTS}/1",
        {"edits": 0, "invested": "two hours a week", "known_on": "2030-01-31"},
    ).json()
    published = writes.post(f"{STATEMENTS}/1/publication").json()
    once = leads.post(f"{STATEMENTS}/1/signature", {"side": "members"}).json()
    twice = sponsors.post(f"{STATEMENTS}/1/signature", {"side": "organization"})

    assert drafted.status_code == 201
    assert (drafted.json()["round"], drafted.json()["shared"][0]) == (1, "Fewer repeat errors")
    assert (written["invested"], written["edits"]) == ("two hours a week", 1)
    assert written["for_organization"] == drafted.json()["for_organization"]
    assert [published["state"], once["state"]] == ["published", "published"]
    assert (twice.status_code, twice.json()["state"]) == (201, "agreed")
    assert [signed["name"] for signed in twice.json()["signatures"]] == [
        "Ana Marković",
        "Ben Okafor",
    ]
    assert Charter.objects.get().value_statement == twice.json()["text"]
    (row,) = Caller(make.person()).get(STATEMENTS).json()["items"]
    assert (row["version"], row["state"], row["text"]) == (1, "agreed", twice.json()["text"])


def test_writer_is_refused_when_somebody_else_wrote_meanwhile(atlas):
    caller = Caller(atlas.ana)
    caller.post(STATEMENTS)
    caller.call("PATCH", f"{STATEMENTS}/1", {"edits": 0, "because": "mine"})

    second = caller.call("PATCH", f"{STATEMENTS}/1", {"edits": 0, "because": "yours"})

    assert (second.status_code, second.json()["type"]) == (409, "/api/v1/#stale")
    assert ValueStatement.objects.get().because == "mine"


def test_day_of_another_century_is_refused(atlas):
    caller = Caller(atlas.ana)
    caller.post(STATEMENTS)
    refused = caller.call("PATCH", f"{STATEMENTS}/1", {"edits": 0, "known_on": "0026-01-01"})
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("A statement speaks of the years to come")


def test_statement_is_discarded_as_long_as_it_is_a_draft(atlas):
    caller = Caller(atlas.ana)
    caller.post(STATEMENTS)
    assert caller.call("DELETE", f"{STATEMENTS}/1").status_code == 204
    assert not ValueStatement.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", STATEMENTS, None),
        ("PATCH", f"{STATEMENTS}/1", {"edits": 0}),
        ("DELETE", f"{STATEMENTS}/1", None),
        ("POST", f"{STATEMENTS}/1/publication", None),
    ],
)
def test_statement_is_written_by_those_who_run_or_facilitate_alone(atlas, method, path, body):
    Caller(atlas.ana).post(STATEMENTS)
    stranger = 404 if "/1" in path else 403
    answers = {
        person.name: Caller(person).call(method, path, body).status_code
        for person in (atlas.ben, atlas.members[0])
    }
    assert list(answers.values()) == [403, stranger]
    assert ValueStatement.objects.get().edits == 0


def test_draft_is_not_there_for_those_who_neither_write_nor_sign(atlas):
    Caller(atlas.ana).post(STATEMENTS)
    assert Caller(atlas.members[0]).get(STATEMENTS).json()["items"] == []
    assert Caller(atlas.members[0]).get(f"{STATEMENTS}/1").status_code == 404
    assert Caller(atlas.ben).get(f"{STATEMENTS}/1").status_code == 200


def test_conversation_gives_the_hour_and_what_was_agreed(atlas):
    held(atlas)
    sponsor = Caller(atlas.ben)
    kept = sponsor.post(f"{ROUND}/settlements", {"place": 0, "way": "trade", "text": "Two hours"})

    found = Caller(make.person()).get(f"{ROUND}/conversation").json()

    assert kept.status_code == 201
    assert sum(part["minutes"] for part in found["parts"]) == 60
    assert [one["text"] for one in found["organization_top"]] == [
        "Faster roll-out",
        "Fewer repeat errors",
        "A common way of working",
    ]
    tension = found["tensions"][0]
    assert tension["weighed"]["place"] == 0
    assert tension["weighed"]["tension"] == pytest.approx(0.3)
    assert tension["agreed"] == kept.json()
    assert (kept.json()["expectation"], kept.json()["recorded_by"]["name"]) == (
        "Faster roll-out",
        "Ben Okafor",
    )


def test_conversation_says_why_it_has_no_agenda(atlas):
    make.elicitation(atlas.community)
    found = Caller(atlas.ana).get(f"{ROUND}/conversation").json()
    assert (found["why_hidden"], found["parts"], found["tensions"]) == ("not_closed", [], [])


def test_conversation_gives_away_nothing_of_a_hidden_round(atlas):
    held(atlas, voters=4)
    found = Caller(atlas.ana).get(f"{ROUND}/conversation").json()
    assert found == {
        "round": 1,
        "why_hidden": "too_few",
        "parts": [],
        "organization_top": [],
        "members_top": [],
        "shared": [],
        "tensions": [],
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"place": 6, "way": "trade", "text": "x"}, 422),
        ({"place": 0, "way": "fight", "text": "x"}, 422),
        ({"place": 0, "way": "drop", "text": "  "}, 422),
        ({"place": -1, "way": "drop", "text": "x"}, 422),
    ],
)
def test_settlement_is_refused_when_it_says_nothing_that_can_be_kept(atlas, body, status):
    held(atlas)
    assert Caller(atlas.ana).post(f"{ROUND}/settlements", body).status_code == status
    assert not Settlement.objects.exists()


def test_settlement_is_not_recorded_by_members_and_not_before_the_end(atlas):
    body = {"place": 0, "way": "drop", "text": "x"}
    make.elicitation(atlas.community)
    assert Caller(atlas.ana).post(f"{ROUND}/settlements", body).status_code == 409
    assert Caller(atlas.members[0]).post(f"{ROUND}/settlements", body).status_code == 403
    assert (
        Caller(atlas.ana).post("/communities/atlas/rounds/9/settlements", body).status_code == 404
    )


def test_settlements_are_listed_newest_first_in_as_many_queries(atlas, connection_of_queries):
    elicitation = held(atlas)
    counted = []
    for day in range(3):
        Settlement.record(
            elicitation=elicitation,
            item=elicitation.catalogue.words[0],
            way="drop",
            text=f"Wording {day}",
            by=atlas.ana,
            at=END + timedelta(days=day),
        )
        caller = Caller(atlas.ana)
        with CaptureQueriesContext(connection_of_queries) as queries:
            found = caller.get(f"{ROUND}/settlements").json()
        counted.append(len(queries))
    assert [row["text"] for row in found["items"]] == ["Wording 2", "Wording 1", "Wording 0"]
    assert len(set(counted)) == 1


def test_statements_are_listed_in_as_many_queries(atlas, connection_of_queries):
    held(atlas)
    counted = []
    for _number in range(3):
        statement = ValueStatement.draft(
            community=atlas.community, elicitation=None, shared=(), by=atlas.ana, at=END
        )
        texts = {"for_organization": "more", "for_members": "more"}
        statement.write(texts=texts, days={}, edits=0)
        statement.publish(by=atlas.ana, at=END)
        caller = Caller(atlas.ana)
        with CaptureQueriesContext(connection_of_queries) as queries:
            caller.get(STATEMENTS)
        counted.append(len(queries))
    assert len(set(counted)) == 1
