"""What both sides put in comes in as it goes out; one bad row, and nothing is kept."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mandorla.base.models import Event
from mandorla.ledger.investments_file import COLUMNS, read_investments_file
from mandorla.ledger.investments_out import rows_out
from mandorla.ledger.models import Investment
from mandorla.ledger.table_out import as_csv, as_workbook
from tests import make
from tests.ledger.putting import given, hours, money, planned

TODAY = date(2026, 4, 2)
HEAD = ",".join(COLUMNS)
ROOM = "actual,organization,funding,2026-01-01,2026-12-31,,,1200.00,EUR,A room"
MONDAYS = "planned,members,participation,2026-03-01,2026-03-31,40.0,member,,,Mondays"


def _read(*lines: str, head: str = HEAD):
    return read_investments_file("\n".join([head, *lines]).encode(), file="in.csv", latest=TODAY)


def test_rows_are_read_with_hours_and_money():
    found = _read(ROOM, MONDAYS)

    assert found.problems == ()
    assert [(one.state, one.put_in.amount, one.put_in.hours) for one in found.rows] == [
        ("actual", Decimal("1200.00"), None),
        ("planned", None, Decimal("40.0")),
    ]


def test_what_pages_call_given_is_actual():
    found = _read(ROOM.replace("actual", "Given"))

    assert (found.rows, found.problems) == (_read(ROOM).rows, ())


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROOM.replace("actual", "proposed"), "state"),
        (ROOM.replace("organization", "boss"), "side"),
        (ROOM.replace("funding", "love"), "kind"),
        (ROOM.replace("2026-01-01", "1.1.26"), "from"),
        (ROOM.replace("2026-01-01", "2026-04-03"), "from"),
        (ROOM.replace("2026-12-31", ""), "until"),
        (ROOM.replace("2026-12-31", "2025-12-31"), "until"),
        (ROOM.replace("1200.00", "a lot"), "amount"),
        (ROOM.replace("1200.00", "-5"), "amount"),
        (ROOM.replace("1200.00", '"1,200"'), "amount"),
        (ROOM.replace("1200.00", "0.005"), "amount"),
        (ROOM.replace("1200.00", ""), "hours"),
        (ROOM.replace("EUR", ""), "currency"),
        (ROOM.replace("EUR", "QQQ"), "currency"),
        (ROOM.replace(",,,1200", ",,member,1200"), "hours of"),
        (ROOM.replace("A room", "x" * 301), "note"),
        (MONDAYS.replace("member,,", ",,"), "hours of"),
        (MONDAYS.replace("member,,", "boss,,"), "hours of"),
        (MONDAYS.replace("40.0", "40.05"), "hours"),
        (MONDAYS.replace("40.0", "50%"), "hours"),
        (MONDAYS.replace(",,,Mondays", ",,EUR,Mondays"), "currency"),
    ],
)
def test_bad_row_is_named_with_row_and_column_and_nothing_is_used(row, column):
    found = _read(MONDAYS, row)

    assert found.rows == ()
    assert [(one.file, one.row, one.column) for one in found.problems] == [("in.csv", 3, column)]


def test_everything_that_is_wrong_is_said_at_once():
    found = _read("x,y,funding,soon,2026-01-01,,,1,EUR,", ROOM.replace("EUR", "QQQ"))

    assert [(one.row, one.column) for one in found.problems] == [
        (2, "state"),
        (2, "side"),
        (2, "from"),
        (3, "currency"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEAD.encode(),
        b"\x89PNG\x00\x00",
        b"PK\x03\x04 no workbook",
        b"state,side,kind,from\nplanned,members,time,2026-01-01",
        (HEAD + ",state\n" + ROOM).encode(),
        (HEAD + ",salary\n" + ROOM).encode(),
        b"x" * 5_000_001,
    ],
)
def test_file_that_is_no_such_table_is_refused_as_a_whole(data):
    found = read_investments_file(data, file="in.csv", latest=TODAY)

    assert (found.rows, len(found.problems), found.problems[0].row) == ((), 1, None)


def test_columns_stand_in_any_order_with_semicolons_and_decimal_commas():
    head = "Currency;amount;until;From;kind;side;STATE"
    found = _read("eur;3,5;2026-01-31;2026-01-01;funding;organization;actual", head=head)

    assert [(one.put_in.amount, one.put_in.currency) for one in found.rows] == [
        (Decimal("3.50"), "EUR")
    ]


# --- written down, and out again ---


@pytest.fixture
def ana(db):
    return make.person("Ana")


@pytest.fixture
def community(ana):
    return make.community("Atlas", leader=ana)


def _csv(rows) -> bytes:
    return as_csv(COLUMNS, rows_out(rows)).encode()


def _workbook(rows) -> bytes:
    return as_workbook("investments", COLUMNS, rows_out(rows))


@pytest.mark.parametrize("write", [_csv, _workbook])
@pytest.mark.parametrize("note", ["A room", "=1+1", "'=1+1", "-5 °C, “cold”; 北", ""])
def test_what_goes_out_comes_in_as_the_same(community, ana, write, note):
    given(community, money("1200.50", note=note))
    planned(community, hours("40.5", "leader", kind="time"))
    rows = list(Investment.objects.order_by("pk"))

    found = read_investments_file(write(rows), file="out", latest=TODAY)

    assert found.problems == ()
    new = Investment.bring(
        community=community,
        rows=[(one.state, one.put_in) for one in found.rows],
        by=ana,
        at=make.AT.replace(month=4),
    )
    assert (new, Investment.objects.count()) == (0, 2)


def test_workbook_holds_numbers_and_days_and_no_formula(community):
    given(community, money("1200.50", note="=1+1"))

    book = openpyxl.load_workbook(io.BytesIO(_workbook(Investment.objects.all())))
    cells = {cell.column: cell for cell in book["investments"][2]}

    assert (cells[8].value, cells[10].value, cells[10].data_type) == (1200.5, "=1+1", "s")


def test_same_row_twice_in_a_file_is_two_rows_and_stays_two(community, ana):
    rows = [(one.state, one.put_in) for one in _read(ROOM, ROOM).rows]
    at = make.AT.replace(month=4)

    first = Investment.bring(community=community, rows=rows, by=ana, at=at)
    again = Investment.bring(community=community, rows=rows, by=ana, at=at)

    assert (first, again, Investment.objects.count()) == (2, 0, 2)
    told = Event.objects.get(verb="investment.brought")
    assert told.plain_sentence == ("Ana brought 2 rows of what both sides put in, from a file.")


# --- the pages ---


def _sent(client, *lines: str):
    file = SimpleUploadedFile("in.csv", "\n".join([HEAD, *lines]).encode())
    return client.post("/communities/atlas/value/investments/file/", {"file": file})


def test_leader_brings_a_file_and_takes_the_rows_along(community, ana, client):
    client.force_login(ana)

    answer = _sent(client, ROOM, MONDAYS)
    out = client.get("/communities/atlas/value/investments/rows.csv")
    book = client.get("/communities/atlas/value/investments/rows.xlsx")

    assert answer.status_code == 302
    assert out.content.decode() == "\ufeff" + "\r\n".join([HEAD, f"{ROOM},,", f"{MONDAYS},,", ""])
    assert book.content[:2] == b"PK"
    assert [row.source for row in Investment.objects.all()] == ["file", "file"]


def test_page_says_what_cannot_be_used_and_nothing_is_kept(community, ana, client):
    client.force_login(ana)

    answer = _sent(client, ROOM, MONDAYS.replace("40.0", "many"))

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "One thing in the file cannot be used, so nothing was written down." in page
    assert "“many” is not a number." in page
    assert not Investment.objects.exists()


def test_file_is_brought_by_nobody_else_and_read_by_everybody(community, client):
    client.force_login(make.person())

    assert _sent(client, ROOM).status_code == 404
    assert client.get("/communities/atlas/value/investments/file/").status_code == 404
    assert client.get("/communities/atlas/value/investments/rows.csv").status_code == 200
    assert not Investment.objects.exists()


def test_form_without_a_file_is_refused(community, ana, client):
    client.force_login(ana)

    assert client.post("/communities/atlas/value/investments/file/").status_code == 422


def test_range_comes_in_and_goes_out_as_it_was():
    about = MONDAYS + ",70.0,"
    found = _read(ROOM + ",,1500.00", about)
    assert found.problems == ()
    room, mondays = (one.put_in for one in found.rows)
    assert (room.amount, room.amount_high, room.hours_high) == (Decimal(1200), Decimal(1500), None)
    assert (mondays.hours, mondays.hours_high, mondays.amount_high) == (
        Decimal(40),
        Decimal(70),
        None,
    )


@pytest.mark.django_db
def test_range_in_a_file_is_the_same_when_it_is_brought_again():
    community, leader = make.community(), make.person()
    rows = [(one.state, one.put_in) for one in _read(ROOM + ",,1500.00", MONDAYS + ",70.0,").rows]
    assert Investment.bring(community=community, rows=rows, by=leader, at=make.AT) == 2

    text = as_csv(COLUMNS, rows_out(Investment.objects.order_by("pk")))
    again = read_investments_file(text.encode(), file="in.csv", latest=TODAY)

    assert [(one.state, one.put_in) for one in again.rows] == rows
    assert Investment.bring(community=community, rows=rows, by=leader, at=make.AT) == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (MONDAYS + ",39.9,", "hours up to"),
        (MONDAYS + ",-1,", "hours up to"),
        (MONDAYS + ",,50.00", "amount up to"),
        (ROOM + ",12.0,", "hours up to"),
        (ROOM + ",,1199.99", "amount up to"),
        (ROOM + ",,a lot", "amount up to"),
        (ROOM.replace("1200.00", "0") + ",,100", ""),
    ],
)
def test_upper_end_that_cannot_be_is_named(row, column):
    found = _read(MONDAYS, row)
    assert found.rows == ()
    assert [(one.row, one.column) for one in found.problems] == [(3, column)]
