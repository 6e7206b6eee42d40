"""The portfolio through the API and from the command line: the same as on the page."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.dashboards.models import SavedView
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller, everything
from tests.dashboards.looked_after import client_of, licensed

pytestmark = pytest.mark.django_db
SORTS = ("name", "license", "overlap", "stage", "rhythm", "warnings", "sponsor", "decision")
QUERIES = (
    "state=decide",
    "state=none",
    "state=grace",
    "stage=3",
    "stage=unknown",
    "warnings=any",
    "overlap=unknown",
    "overlap=20-60",
    "q=guild",
    "sponsor=okafor",
    "archetype=practice_guild",
)


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("portfolio", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor", unit=make.unit("Plant"))


@pytest.fixture
def karin(ben: Person) -> Person:
    guild = licensed("Guild", left=20, sponsor=ben)
    guild.show_overlap(share=0.5, low=0.4, high=0.6)
    make.standing(guild, people=14, stage=3, warnings=2, severity=3)
    licensed("Late", left=-3, archetype="practice_guild")
    make.community("Bare")
    return make.program_manager()


def test_list_has_what_a_program_asks_for(karin):
    found = everything(Caller(karin), "/portfolio", sort="-overlap")
    printed = json.loads(told("--json", "--sort", "overlap", "--reverse"))

    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert printed == found
    assert [row["slug"] for row in found] == ["guild", "bare", "late"]
    wanted = ("slug", "license_state", "next_review_on", "overlap", "stage", "warnings")
    assert {key: found[0][key] for key in wanted} == {
        "slug": "guild",
        "license_state": "review_due",
        "next_review_on": until,
        "overlap": 0.5,
        "stage": 3,
        "warnings": 2,
    }
    assert [found[1][key] for key in wanted[1:]] == ["none", None, None, None, None]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_list_shows_each_row_once_in_every_order(karin, sort):
    pages = everything(Caller(karin), "/portfolio", sort=sort, limit=1)
    shown = client_of(karin).get(f"/portfolio/?sort={sort}").context["found"].page.rows

    assert [row["slug"] for row in pages] == [row.slug for row in shown]


@pytest.mark.parametrize("query", QUERIES)
def test_page_api_and_command_find_the_same(karin, query):
    key, value = query.split("=")
    option = {"q": "--words"}.get(key, f"--{key}")

    page = client_of(karin).get(f"/portfolio/?{query}").context["found"].page.rows
    listed = everything(Caller(karin), f"/portfolio?{query}")
    printed = json.loads(told("--json", option, value))

    assert [row.slug for row in page] == [row["slug"] for row in listed]
    assert printed == listed
    assert listed


def test_command_prints_a_table_and_csv(karin):
    due, late = (timezone.localdate() + timedelta(days=days) for days in (20, -3))
    table = told("--due-within", "30").splitlines()

    assert [line.split() for line in table[:-1]] == [
        [
            "community",
            "license",
            "until",
            "overlap",
            "brought",
            "odds",
            "stage",
            "held",
            "warnings",
        ],
        ["Guild", "review", "due", f"{due}", "50%", "(40%–60%)", "–", "–", "maturing", "–", "2"],
        ["Late", "in", "grace", f"{late}", "–", "–", "–", "–", "–", "–"],
    ]
    assert table[-1] == "2 communities"
    rows = list(csv.DictReader(io.StringIO(told("--format", "csv", "--unit", "Plant"))))
    assert [row["community"] for row in rows] == ["Guild"]


def test_command_refuses_what_it_does_not_know(karin):
    for arguments in (["--unit", "Nowhere"], ["--archetype", "nonsense"], ["--changed", "states"]):
        with pytest.raises(Refused):
            told(*arguments)
    assert json.loads(told("--json", "--changed", "states", "--since", "2026-01-01"))


def test_sponsor_reads_theirs_and_others_find_nothing(karin, ben):
    assert [row["slug"] for row in everything(Caller(ben), "/portfolio")] == ["guild"]
    for path in ("/portfolio", "/portfolio/decisions", "/portfolio/views"):
        people = (None, make.person(), make.auditor(), ben, karin)
        found = [Caller(person).get(path).status_code for person in people]
        assert found == [401, 404, 404, 200, 200]


def test_decisions_are_listed_with_what_happens_otherwise(karin, ben):
    found = Caller(karin).get("/portfolio/decisions").json()

    assert [(one["slug"], one["license_state"], one["who"]) for one in found] == [
        ("late", "grace", []),
        ("guild", "review_due", ["Ben Okafor"]),
    ]
    assert found[1]["decide_by_on"] == (timezone.localdate() + timedelta(days=20)).isoformat()
    assert [one["slug"] for one in Caller(ben).get("/portfolio/decisions").json()] == ["guild"]


def test_views_are_saved_listed_and_removed(karin, ben):
    caller, other = Caller(karin), Caller(ben)
    given = {"name": "Board", "query": "stage=3&nonsense=1", "is_shared": True}

    made = caller.post("/portfolio/views", given)
    refused = other.post("/portfolio/views", {"name": "Mine", "is_shared": True})
    kept = other.post("/portfolio/views", {"name": "Mine", "query": "state=grace"})
    path = f"/portfolio/views/{made.json()['id']}"

    assert (made.status_code, refused.status_code, kept.status_code) == (201, 409, 201)
    assert [row["query"] for row in everything(other, "/portfolio/views")] == [
        "stage=3",
        "state=grace",
    ]
    assert [row["name"] for row in everything(caller, "/portfolio/views")] == ["Board"]
    assert other.call("DELETE", path).status_code == 409
    assert caller.call("DELETE", f"/portfolio/views/{kept.json()['id']}").status_code == 404
    assert caller.call("DELETE", path).status_code == 204
    assert Caller(make.person()).post("/portfolio/views", {"name": "No"}).status_code == 404
    assert [view.name for view in SavedView.objects.all()] == ["Mine"]


def test_list_refuses_what_it_does_not_know(karin):
    for query in ("sort=people", "state=nonsense", "overlap=a-b", "stage=9", "changed=all"):
        assert Caller(karin).get(f"/portfolio?{query}").status_code == 422, query


def test_view_with_a_long_name_is_refused_by_every_door(karin):
    refused = Caller(karin).post("/portfolio/views", {"name": "x" * 61})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "name"
    with pytest.raises(Refused, match="at most 60 characters"):
        SavedView.save_as(name="x" * 61, query="", is_shared=False, by=karin, at=timezone.now())
