"""The portfolio as files, and what is looked for under a name."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from mandorla.base.models import Event
from mandorla.dashboards.models import SavedView
from mandorla.people.models import Person
from tests import make
from tests.dashboards.looked_after import client_of, licensed

pytestmark = pytest.mark.django_db


def table(client: Client, kind: str, query: str = "") -> bytes:
    answer: Any = client.get(f"/portfolio/portfolio.{kind}?{query}")
    assert answer.streaming
    return b"".join(answer.streaming_content)


def lines(client: Client, query: str = "") -> list[dict[str, str]]:
    text = table(client, "csv", query).decode().split("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor")


@pytest.fixture
def karin(ben: Person) -> Client:
    """Somebody who looks after three communities; one has a name that a spreadsheet would run."""
    guild = licensed("Guild", left=20, sponsor=ben)
    guild.show_overlap(share=0.581, low=0.48, high=0.66)
    findings = {
        "rhythm_held": {"value": 0.5, "part": 4, "of": 8},
        "stage": {"value": 3, "low": 3, "high": 5},
    }
    make.standing(guild, people=14, stage=3, warnings=2, severity=3, findings=findings)
    make.community("=1+2", archetype="practice_guild")
    make.community("Circle")
    return client_of(make.program_manager())


def test_csv_holds_exactly_the_view(karin):
    found = lines(karin, "sort=-name")
    narrowed = lines(karin, "state=review_due")

    assert [row["community"] for row in found] == ["Guild", "Circle", "'=1+2"]
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert narrowed == [found[0]]
    assert {key: value for key, value in found[0].items() if value} == {
        "community": "Guild",
        "address": "guild",
        "status": "forming",
        "people": "14",
        "license": "review due",
        "kind of license": "full license",
        "license until": until,
        "next review": until,
        "lapses after": (timezone.localdate() + timedelta(days=50)).isoformat(),
        "overlap": "0.581",
        "overlap from": "0.48",
        "overlap to": "0.66",
        "stage": "3",
        "stage in words": "at least maturing",
        "gatherings held": "4",
        "gatherings planned": "8",
        "warnings": "2",
        "gravest warning": "high",
        "sponsors": "Ben Okafor",
        "objectives served": "0",
    }


def test_csv_says_at_its_end_what_each_column_means(karin):
    table_of, meanings = table(karin, "csv").decode().split("\r\n\r\n")

    columns = next(csv.reader(io.StringIO(table_of)))
    explained = list(csv.reader(io.StringIO(meanings)))

    assert explained[0] == ["column", "what it means"]
    assert [row[0] for row in explained[1:]] == columns
    assert all(row[1] for row in explained)


def test_workbook_has_numbers_days_and_texts_that_are_no_formulas(karin):
    book = load_workbook(io.BytesIO(table(karin, "xlsx")))
    rows: list[Any] = list(book.worksheets[0].iter_rows())
    heads = [cell.value for cell in rows[0]]
    cells = {cell.value: cell for cell in next(zip(*rows, strict=True))[1:]}
    guild = dict(zip(heads, (cell.value for cell in rows[3]), strict=True))

    assert cells["=1+2"].data_type == "s"
    assert guild["community"] == "Guild"
    assert (guild["overlap"], guild["people"], guild["stage"]) == (0.581, 14, 3)
    assert guild["license until"].date() == timezone.localdate() + timedelta(days=20)
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == heads


def test_file_of_a_sponsor_holds_what_they_sponsor(karin, ben):
    assert [row["community"] for row in lines(client_of(ben))] == ["Guild"]


def test_file_reads_many_communities_in_batches(karin, django_assert_max_num_queries):
    for number in range(130):
        make.community(f"C{number:03}")

    with django_assert_max_num_queries(45):
        found = lines(karin)

    assert len(found) == 133


def test_view_is_found_again_and_is_theirs_alone(karin, ben):
    sent = {"name": "My board pack", "query": "state=decide&sort=-overlap&page=3&evil=1"}

    answer = karin.post("/portfolio/views/", sent)

    assert answer.headers["Location"] == "/portfolio/?state=decide&sort=-overlap"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_shared) == (
        "My board pack",
        "state=decide&sort=-overlap",
        False,
    )
    assert "Saved: My board pack" in karin.get("/portfolio/").content.decode()
    other = client_of(ben)
    assert "My board pack" not in other.get("/portfolio/").content.decode()
    assert other.post(f"/portfolio/views/{view.pk}/removal/").status_code == 404
    karin.post("/portfolio/views/", {"name": "My board pack", "query": "stage=3"})
    assert SavedView.objects.get().query == "stage=3"
    karin.post(f"/portfolio/views/{view.pk}/removal/")
    assert not SavedView.objects.exists()
    assert not Event.objects.filter(verb__startswith="view.").exists()


def test_view_is_shared_by_program_managers_and_only_its_maker_removes_it(karin, ben):
    karin.post("/portfolio/views/", {"name": "Board", "query": "state=decide", "is_shared": "on"})
    other = client_of(ben)
    refused = other.post("/portfolio/views/", {"name": "Mine", "query": "", "is_shared": "on"})
    view = SavedView.objects.get()

    assert "Program managers share views" in refused.content.decode()
    assert "Saved: Board" in other.get("/portfolio/").content.decode()
    assert other.post(f"/portfolio/views/{view.pk}/removal/").status_code == 409
    karin.post(f"/portfolio/views/{view.pk}/removal/")
    assert [event.plain_sentence for event in Event.objects.filter(verb__startswith="view.")] == [
        "Karin Lindqvist shared the view Board of the portfolio.",
        "Karin Lindqvist shares the view Board of the portfolio no longer.",
    ]


def test_view_without_a_name_is_asked_for_one_and_keeps_what_was_looked_for(karin):
    answer = karin.post("/portfolio/views/", {"name": " ", "query": "stage=3"}).content.decode()

    assert 'value="stage=3"' in answer
    assert "Fill this in." in answer


def test_decisions_say_who_decides_by_when_and_what_happens_otherwise(ben):
    today = timezone.localdate()
    licensed("Due", left=10, sponsor=ben)
    licensed("Graced", left=-10)
    licensed("Lapsed", left=-40)
    licensed("Far", left=100)
    trial = licensed("Trial", left=5)
    trial.licenses.update(kind="trial")
    make.license(make.community("New"), state="applied", applied_at=make.AT)
    karin = client_of(make.program_manager())

    page = karin.get("/portfolio/decisions/").context["page"]
    theirs = client_of(ben).get("/portfolio/decisions/").context["page"]

    days = [(one.name, one.by and (one.by - today).days) for one in page.rows]
    assert days == [("Lapsed", -40), ("Graced", 20), ("Trial", 5), ("Due", 10), ("New", None)]
    assert [one.who for one in page.rows] == [(), (), (), ("Ben Okafor",), ()]
    assert page.rows[2].what == "Grant it a full license after its trial, or end it"
    assert page.rows[4].otherwise == (
        "It has waited since 2 March 2026. It works without a license."
    )
    lapses = today + timedelta(days=40)
    assert page.rows[3].otherwise.startswith("From the day after it is in grace; after ")
    assert f"{lapses.day} {lapses:%B %Y}" in page.rows[3].otherwise
    assert [one.name for one in theirs.rows] == ["Due"]
    assert isinstance(page.rows[3].by, date)
