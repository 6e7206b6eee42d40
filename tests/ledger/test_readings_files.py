"""Readings come in from a file all or none, and go out in the same format."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.ledger.models import Measure, Reading
from mandorla.people.models import Person
from tests import make
from tests.ledger.measure_pages import words
from tests.ledger.measuring import measured, read_weekly

pytestmark = pytest.mark.django_db


def led() -> tuple[Person, Measure]:
    ana = make.person("Ana")
    return ana, measured(make.community(leader=ana))


def send(client: Client, person: Person, measure: Measure, data: bytes, name: str = "a.csv"):
    client.force_login(person)
    file = SimpleUploadedFile(name, data)
    return client.post(f"{measure.get_absolute_url()}readings/file/", {"file": file})


def workbook(*rows: Any) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_readings_come_from_a_csv_file(client: Client):
    ana, measure = led()
    read_weekly(measure, 1)

    answer = send(client, ana, measure, b"on,value\n2026-03-02,44\n2026-03-09,45\n")

    assert answer.status_code == 302
    page = words(client.get(measure.get_absolute_url()).content.decode())
    assert "1 new, 1 corrected, 0 as they were." in page
    assert [one.value for one in Reading.objects.counting().order_by("on")] == [44, 45]


def test_readings_come_from_an_excel_file(client: Client):
    ana, measure = led()

    send(client, ana, measure, workbook(("on", "value"), (date(2026, 3, 2), 44.5)), "a.xlsx")

    assert [(one.on, one.value) for one in Reading.objects.all()] == [(date(2026, 3, 2), 44.5)]


def test_nothing_is_entered_when_a_row_is_wrong(client: Client):
    ana, measure = led()

    answer = send(client, ana, measure, b"on,value\n2026-03-02,44\n2026-03-09,x\n2099-01-01,1\n")

    said = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Nothing of the file was entered" in said
    assert "a.csv, row 3, column “value”: “x” is not a number." in said
    assert "a.csv, row 4, column “on”: 2099-01-01 has not come yet" in said
    assert not Reading.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04 no workbook", b"a,b\n1,2\n"])
def test_what_is_no_file_of_readings_is_refused(client: Client, data: bytes):
    ana, measure = led()

    answer = send(client, ana, measure, data)

    assert answer.status_code == 422
    assert not Reading.objects.exists()


def test_file_is_asked_for_when_none_is_sent(client: Client):
    ana, measure = led()
    client.force_login(ana)

    answer = client.post(f"{measure.get_absolute_url()}readings/file/")

    assert answer.status_code == 422
    assert "Choose a file." in words(answer.content.decode())


def test_file_needs_the_token_of_the_page():
    ana, measure = led()
    client = Client(enforce_csrf_checks=True)

    assert send(client, ana, measure, b"on,value\n2026-03-02,44\n").status_code == 403
    assert not Reading.objects.exists()


def test_file_of_somebody_who_enters_nothing_does_not_exist(client: Client):
    _ana, measure = led()

    answer = send(client, make.person(), measure, b"on,value\n2026-03-02,44\n")

    assert answer.status_code == 404


@pytest.mark.parametrize("shape", ["level", "share"])
def test_readings_that_went_out_come_back_as_they_were(client: Client, shape: str):
    ana = make.person("Ana")
    measure = measured(make.community(leader=ana), shape=shape, target=0.9)
    read_weekly(measure, 5)
    client.force_login(ana)

    out = client.get(f"{measure.get_absolute_url()}readings.csv").content
    send(client, ana, measure, out)

    page = words(client.get(measure.get_absolute_url()).content.decode())
    assert "0 new, 0 corrected, 5 as they were." in page
