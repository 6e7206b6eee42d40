"""What communities brought in the portfolio: ranges and odds as they were kept, on every door."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community
from mandorla.ledger.models import LedgerStanding
from tests import make
from tests.api.caller import Caller
from tests.dashboards.looked_after import client_of

pytestmark = pytest.mark.django_db
RANGE = {"low": 333.3, "middle": 391.0, "high": 461.2, "currency": "EUR", "stories": 3}
ODDS = {"outcomes": 3, "foreseen": 2, "odds_low": 0.35, "odds_high": 0.8}


def kept(name: str, **facts: Any) -> Community:
    """A community whose ledger came to this."""
    made = make.community(name)
    LedgerStanding.objects.create(community=made, worked_out_at=make.AT, **facts)
    return made


@pytest.fixture
def karin() -> Client:
    return client_of(make.program_manager())


def row(client: Client, name: str, query: str = "") -> str:
    html = client.get(f"/portfolio/?{query}").content.decode()
    return next(one for one in html.split("<tr>") if f">{name}</a>" in one)


def names(client: Client, query: str) -> str:
    found = client.get(f"/portfolio/?{query}").context["found"].page.rows
    return " ".join(one.name for one in found)


def test_row_says_range_stories_and_odds_that_open(karin):
    kept("Guild", **RANGE, **ODDS)
    said = row(karin, "Guild")
    assert '<a href="/communities/guild/value/worth/">330 to 460 EUR</a>' in said
    assert '<span class="detail">3 confirmed stories</span>' in said
    assert '<a href="/communities/guild/measures/">35% to 80%</a>' in said
    assert '<span class="detail">of 2 of 3 outcomes</span>' in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (None, ["not looked at yet", "not looked at yet"]),
        ({}, ["none", "none"]),
        ({"stories": 2}, ["not in money", "none"]),
        ({"outcomes": 2}, ["none", "2 outcomes, too few readings"]),
    ],
)
def test_row_says_what_is_not_known(karin, facts, said):
    if facts is None:
        make.community("Guild")
    else:
        kept("Guild", **facts)
    html = row(karin, "Guild")
    cells = [html.split(f'data-label="{label}">')[1] for label in ("Brought", "Outcomes")]
    assert [cell.split('<span class="quiet">')[1].split("</span>")[0] for cell in cells] == said


def test_row_is_drawn_anew_when_what_it_brought_changes(karin):
    kept("Guild", **RANGE)
    before = row(karin, "Guild")
    LedgerStanding.objects.update(high=4_612.0)
    assert "330 to 460 EUR" in before
    assert "330 to 4,600 EUR" in row(karin, "Guild")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=worth", "C A B D"),
        ("sort=-worth", "B A C D"),
        ("sort=odds", "A B C D"),
        ("sort=-odds", "B A C D"),
        ("brought=money", "A B C"),
        ("brought=stories", "A"),
        ("brought=none", "B C"),
        ("brought=unlikely", "A"),
        ("brought=nonsense", "A B C D"),
    ],
)
def test_communities_are_sorted_and_narrowed_by_what_they_brought(karin, query, expected):
    kept("A", low=1.0, middle=5.0, high=9.0, stories=1, foreseen=1, odds_low=0.1, odds_high=0.9)
    kept("B", low=2e9, middle=5e9, high=9e9, foreseen=1, odds_low=0.5, odds_high=0.5)
    kept("C", low=-900.0, middle=-50.0, high=9.0)
    make.community("D")
    assert names(karin, query) == expected


def test_csv_has_a_column_for_each_end_of_a_range(karin):
    kept("Guild", **RANGE, **ODDS)
    make.community("New")
    answer: Any = karin.get("/portfolio/portfolio.csv")
    text = b"".join(answer.streaming_content).decode().split("\r\n\r\n")[0]
    guild, new = csv.DictReader(io.StringIO(text))
    columns = (
        *("confirmed from", "confirmed middle", "confirmed to", "currency", "confirmed stories"),
        *("outcomes", "outcomes with odds", "odds from", "odds to"),
    )
    assert [guild[name] for name in columns] == [
        *("333", "391", "461", "EUR", "3", "3", "2", "0.35", "0.8"),
    ]
    assert [new[name] for name in columns] == [""] * 9


def test_api_and_command_tell_the_same_and_take_the_same(karin, capsys):
    kept("Guild", **RANGE, **ODDS)
    kept("Circle")
    caller = Caller(make.program_manager())

    by_api = caller.get("/portfolio?brought=money&sort=-worth").json()["items"]
    call_command("portfolio", "--json", "--brought", "money", "--sort", "worth")
    by_command = json.loads(capsys.readouterr().out)

    facts = {
        "confirmed_low": 333,
        "confirmed_middle": 391,
        "confirmed_high": 461,
        "currency": "EUR",
        "confirmed_stories": 3,
        "outcomes": 3,
        "outcomes_with_odds": 2,
        "odds_low": 0.35,
        "odds_high": 0.8,
    }
    for found in (by_api, by_command):
        assert [one["name"] for one in found] == ["Guild"]
        assert {name: found[0][name] for name in facts} == facts


def test_command_prints_ranges_and_a_dash_where_there_is_none(capsys):
    kept("Guild", **RANGE, **ODDS)
    make.community("New")
    call_command("portfolio")
    _heads, guild, new, _count = capsys.readouterr().out.splitlines()
    assert "  330 to 460 EUR  35% to 80%  " in guild
    assert new.split()[-7:] == ["–"] * 7


def test_a_sponsor_reads_it_of_what_they_sponsor():
    ben = make.person()
    mine = make.community("Mine", sponsor=ben)
    LedgerStanding.objects.create(community=mine, worked_out_at=make.AT, **RANGE)
    kept("Other", **RANGE)
    client = client_of(ben)
    assert names(client, "sort=-worth") == "Mine"
    assert "330 to 460 EUR" in row(client, "Mine")


def test_page_costs_the_same_queries_for_one_and_for_three(karin):
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as found:
            karin.get(f"/portfolio/?{query}")
        return len(found)

    kept("A", **RANGE, **ODDS)
    queries = ("", "sort=-worth", "sort=odds", "brought=money")
    for query in queries:
        asked(query)
    one = [asked(query) for query in queries]
    for name in ("B", "C"):
        kept(name, **RANGE, **ODDS)
    assert [asked(query) for query in queries] == one


# --- the strategy -------------------------------------------------------------------------------


def test_objective_says_what_those_who_serve_it_brought(karin):
    objective = make.objective("Grow")
    for name, facts in (("Guild", {**RANGE, **ODDS}), ("Circle", {}), ("New", None)):
        made = make.community(name) if facts is None else kept(name, **facts)
        expectation = make.expectations(made)[0]
        expectation.serve([objective], by=None, at=make.AT)

    text = " ".join(karin.get(f"/strategy/{objective.pk}/").content.decode().split())

    assert '<a href="/communities/guild/value/worth/">confirmed 330 to 460 EUR</a>' in text
    assert (
        '3 confirmed stories · <a href="/communities/guild/measures/">odds 35% to 80%</a>' in text
    )
    assert "nothing confirmed in money" in text
    assert "what it brought is not looked at yet" in text
    assert "nobody knows which part of it served this" in text
