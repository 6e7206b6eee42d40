"""Measures come in as they go out; one bad row, and nothing is kept."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.communities.models import Community
from mandorla.ledger.bringing_measures import bring_file
from mandorla.ledger.measures_file import COLUMNS, measures_out
from mandorla.ledger.models import Measure
from mandorla.ledger.table_out import as_csv, as_workbook
from mandorla.people.models import Person
from tests import make
from tests.ledger.measuring import measured, read_weekly

pytestmark = pytest.mark.django_db
PAGE = "/communities/guild/measures/"
DAYS = {
    "measure": "Days to roll out",
    "role": "outcome",
    "direction": "down",
    "unit": "days",
    "from": "90",
    "to": "60",
    "by": "2099-12-31",
}
SHARE = {**DAYS, "measure": "Asked", "shape": "share", "unit": "", "from": "45%", "to": "0.2"}


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(ana: Person) -> Community:
    return make.community("Guild", leader=ana)


def table(*rows: dict[str, str]) -> bytes:
    cells = [[row.get(column, "") for column in COLUMNS] for row in rows]
    return as_csv(COLUMNS, cells).encode()


def bring(guild: Community, by: Person, *rows: dict[str, str], data: bytes = b""):
    return bring_file(data or table(*rows), name="in.csv", community=guild, by=by, at=make.AT)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"measure": ""}, "measure"),
        ({"measure": "DAYS to roll out"}, "measure"),
        ({"measure": "x" * 121}, ""),
        ({"role": "odd"}, "role"),
        ({"shape": "round"}, "shape"),
        ({"direction": "left"}, "direction"),
        ({"from": "many"}, "from"),
        ({"from": "50"}, ""),
        ({"to": ""}, "to"),
        ({"to": "60%"}, "to"),
        ({"by": "soon"}, "by"),
        ({"by": "2020-01-01"}, ""),
        ({"owner": "Nobody Here"}, "owner"),
        ({"owner": "Ben Elsewhere"}, ""),
        ({"expectation": "Not expected"}, "expectation"),
        ({"indicator": "nothing_of_that_name"}, ""),
    ],
)
def test_bad_row_is_named_with_row_and_column_and_nothing_is_kept(guild, ana, change, column):
    make.person("Ben Elsewhere")
    come = bring(guild, ana, DAYS, {**DAYS, "measure": "Another", **change})

    assert [(one.file, one.row, one.column) for one in come.problems] == [("in.csv", 3, column)]
    assert not Measure.objects.exists()


def test_measures_are_followed_changed_or_left_as_they_are(guild, ana):
    expectation = make.expectations(guild, count=1)[0]
    bring(guild, ana, DAYS, SHARE)
    ties = {"owner": "ana leader", "expectation": expectation.text}

    come = bring(guild, ana, DAYS, {**SHARE, "to": "10%", **ties}, {**DAYS, "measure": "New"})

    assert (come.brought.new, come.brought.changed, come.brought.same) == (1, 1, 1)
    share = Measure.objects.get(name="Asked")
    assert (share.baseline, share.target, share.owner) == (0.45, 0.1, ana)
    assert share.expectation == expectation


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_what_goes_out_comes_in_as_the_same(guild, ana, write):
    expectation, gone = make.expectations(guild, count=2)
    left = make.person("Left Long Ago")
    everything = {"unit": "=days", "source": "'+desk", "baseline": 1 / 3, "target": 2 / 3}
    measured(guild, expectation=expectation, owner=ana, shape="share", **everything)
    Measure.objects.update(owner=left)
    measured(guild, name="Another", expectation=gone, target=-3.5)
    left.is_active = False
    left.save()
    gone.drop(by=None, at=make.AT)
    rows = Measure.objects.select_related("owner", "expectation").order_by("number")
    out = measures_out(rows, reader=ana)
    data = as_csv(COLUMNS, out).encode()
    if write == "xlsx":
        data = as_workbook("measures", COLUMNS, out)

    come = bring(guild, ana, data=data)

    assert (come.problems, come.brought.same, come.brought.changed) == ([], 2, 0)


# --- the pages ---


def send(client: Client, *rows: dict[str, str]):
    return client.post(f"{PAGE}file/", {"file": SimpleUploadedFile("in.csv", table(*rows))})


def test_leader_brings_measures_on_the_page_and_everybody_takes_them_along(client, guild, ana):
    client.force_login(ana)
    answer = send(client, DAYS)
    client.force_login(make.person())

    out = client.get(f"{PAGE}measures.csv").content.decode()
    book = client.get(f"{PAGE}measures.xlsx").content

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert out.splitlines()[1] == "Days to roll out,outcome,level,down,days,90,60,2099-12-31,,,,"
    sheet = openpyxl.load_workbook(io.BytesIO(book))["measures"]
    assert [cell.value for cell in sheet[2]][5:7] == [90, 60]
    assert (client.get(f"{PAGE}file/").status_code, send(client, SHARE).status_code) == (404, 404)


def test_page_says_what_cannot_be_used_and_nothing_is_kept(client, guild, ana):
    client.force_login(ana)

    answer = send(client, DAYS, {**SHARE, "to": "much"})

    assert answer.status_code == 422
    assert "“much” is not a number." in answer.content.decode()
    assert not Measure.objects.exists()
    assert client.post(f"{PAGE}file/").status_code == 422


def test_readings_go_out_as_a_workbook_that_comes_in_again(client, guild, ana):
    asked = measured(guild, shape="share", target=0.6)
    read_weekly(asked, 3)
    client.force_login(ana)

    book = client.get(f"{PAGE}1/readings.xlsx").content
    file = SimpleUploadedFile("out.xlsx", book)
    answer = client.post(f"{PAGE}1/readings/file/", {"file": file}, follow=True)

    rows = openpyxl.load_workbook(io.BytesIO(book))["readings"].iter_rows(values_only=True)
    assert [value for _on, value in rows] == ["value", 0.4, 0.42, 0.44]
    assert "0 new, 0 corrected, 3 as they were." in answer.content.decode()
