"""Give and get as a page, as CSV and by the API: the same figures, and the same ones hidden."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from mandorla.ledger.working_out import work_out
from tests import make
from tests.api.caller import Caller
from tests.ledger.giving import group, rated, reached, serving
from tests.ledger.putting import given, hours, money, rates
from tests.ledger.test_working_out import euros
from tests.value.rounds import Group

pytestmark = pytest.mark.django_db
__all__ = ["euros"]


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(atlas: Group, rest: str = "") -> str:
    return f"/communities/{atlas.community.slug}/value/give-and-get/{rest}"


def page(atlas: Group, query: str = "?period=2026", person: Any = None) -> str:
    answer = client_of(person or atlas.ana).get(address(atlas, query))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows(atlas: Group) -> list[dict[str, str]]:
    answer: Any = client_of(atlas.ana).get(address(atlas, "rows.csv?period=2026"))
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def told(atlas: Group, query: str = "?period=2026") -> dict[str, Any]:
    path = f"/communities/{atlas.community.slug}/give-and-get{query}"
    found: dict[str, Any] = Caller(atlas.ana).get(path).json()
    return found


def test_page_says_who_gets_what_and_where_the_gap_is(euros):
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "Faster roll-out", side="organization")
    reached(atlas.community, "Fewer repeat errors")
    given(atlas.community, money("3000"))
    work_out([atlas.community.pk], at=make.AT)

    text = page(atlas)

    assert "the organization gets 50% of what it wants, the members 32%." in text
    assert "The widest gap for the members: A common way of working." in text
    assert "expects 40%, gets 3 of 10" in text
    assert "expects much, gets little" in text
    assert "expects 30%, not rated" in text
    assert "1 story (1 confirmed for the organization)" in text
    assert "1 of 1 outcome at its target" in text
    assert "400 to 400 EUR" in text
    assert ">EUR 3,000</a>" in text
    assert 'aria-current="page">Give and get</a>' in text


def test_page_hides_the_members_when_four_answered():
    atlas = group(6)
    rated(atlas, voters=4)
    text = page(atlas)
    assert "4 answers in round 1: shown from 5." in text
    assert "expects 40%, not rated" in text  # the organization, which is named
    for weight in (10, 20, 30, 5, 15):
        assert f"expects {weight}%, gets" not in text
    assert '<b>Members</b> <span class="quiet">not shown</span>' in text


def test_page_teaches_what_belongs_here_when_nothing_is_expected():
    atlas = group(6)
    atlas.community.expectations.all().delete()
    text = page(atlas)
    assert "Nobody has weighed yet what is expected" in text
    assert "Say what is expected" in text


def test_a_strange_period_is_the_year_we_are_in():
    atlas = group(6)
    rated(atlas)
    assert "What was given in 20" in page(atlas, "?period=nonsense")


def test_csv_has_a_line_for_each_item_and_side():
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "Faster roll-out", side="organization")
    found = rows(atlas)
    ours = next(
        one
        for one in found
        if (one["expectation"], one["side"]) == ("Faster roll-out", "organization")
    )
    assert len(found) == 12
    assert ours == {
        "expectation": "Faster roll-out",
        "shared": "yes",
        "side": "organization",
        "weight": "0.4",
        "delivery": "3.0",
        "gap": "short",
        "missing": "0.28",
        "confirmed_stories": "1",
        "stories": "1",
        "solutions": "0",
        "measures": "0",
        "outcomes_reached": "0",
        "objectives": "",
    }


def test_csv_and_api_hide_what_the_page_hides():
    atlas = group(6)
    rated(atlas, voters=4)
    of_members = [one for one in rows(atlas) if one["side"] == "members"]
    assert {(one["weight"], one["delivery"], one["gap"]) for one in of_members} == {("", "", "")}
    found = told(atlas)
    assert found["hidden"] == "4 answers in round 1: shown from 5."
    assert found["sides"][1]["got"] is None
    assert {one["sides"][1]["weight"] for one in found["items"]} == {None}


def test_words_that_a_spreadsheet_would_run_are_marked():
    atlas = group(6)
    first = atlas.community.expectations.order_by("position")[0]
    first.reword(**{**first.words, "text": "=1+2"}, by=None, at=make.AT)
    rated(atlas)
    assert "'=1+2" in {one["expectation"] for one in rows(atlas)}


def test_api_tells_items_sides_and_what_was_given():
    atlas = group(6)
    rated(atlas)
    rates(make.program_manager())
    given(atlas.community, hours("20"))

    found = told(atlas)

    assert found["round"] == 1
    assert found["items"][0]["sides"][1] == {
        "side": "members",
        "weight": 0.3,
        "delivery": None,
        "gap": "unshown",
        "missing": None,
        "confirmed_stories": 0,
    }
    assert [found["sides"][0][name] for name in ("got", "missing", "unrated")] == [0.5, 0.4, 0.1]
    assert found["balance"]["actual"]["sides"][1]["worth"] == "1000.00"
    assert Caller(atlas.ana).get("/communities/nowhere/give-and-get").status_code == 404
    path = f"/communities/{atlas.community.slug}/give-and-get?period=0000"
    assert Caller(atlas.ana).get(path).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries(count, django_assert_num_queries):
    atlas = group(6)
    rated(atlas)
    rates(make.program_manager())
    client = client_of(atlas.ana)
    for number in range(count):
        serving(atlas.community, "Faster roll-out", side="members")
        reached(atlas.community, "Faster roll-out", name=f"Measure {number}")
        given(atlas.community, money("3000"))
    client.get(address(atlas))
    with django_assert_num_queries(19):
        client.get(address(atlas))
