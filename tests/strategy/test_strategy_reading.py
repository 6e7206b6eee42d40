"""Strategy files as they come: separators, letters, headings, workbooks, and what is no table."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from mandorla.base.errors import Refused
from mandorla.strategy.reading import LARGEST_BYTES, MOST_ROWS, FoundStrategy, Row, read_strategy
from tests.strategy.files import found


def rows(data: bytes) -> list[Row]:
    return list(read_strategy(data, file_name="strategy.csv").rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_file_is_read_in_the_letters_and_separators_of_spreadsheets(encoding, separator):
    text = separator.join(["Name", "Kind"]) + "\r\n" + separator.join(["Énergie", "operation"])

    assert rows(text.encode(encoding)) == [Row(2, "Énergie", "operation")]


def test_headings_are_read_however_they_are_written():
    head = "Objective;Part of;Owner e-mail;Start date;Due Date;TYPE;Notes;Color\n"
    read = found(" Grow  fast ;Top;ana@halden.example;2026;2027;goal;By trust;red\n", head=head)

    assert read.rows == (
        Row(2, "Grow fast", "goal", "Top", "ana@halden.example", "2026", "2027", "By trust"),
    )
    assert read.unused == ("Color",)
    assert read.headings["ends"] == "Due Date"


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers():
    assert [row.number for row in rows(b"\nname,kind\n,\nGrow,\n\nSave,\n")] == [4, 6]


def test_row_with_more_values_than_headings_is_marked():
    assert rows(b"name,kind\nGrow,,oops\n") == [Row(2, "Grow", is_too_long=True)]


def test_workbook_is_read_with_its_days():
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "starts", "owner"])
    sheet.append(["Grow", date(2026, 3, 1), 1042.0])
    out = io.BytesIO()
    book.save(out)

    assert rows(out.getvalue()) == [Row(2, "Grow", starts="2026-03-01", owner="1042")]


def test_file_goes_through_a_page_unchanged():
    read = found('Grow,operation,Top,,2026,,"Two\nlines"\n')

    assert FoundStrategy.unpacked(read.packed()) == read
    with pytest.raises(Refused, match="Choose the file again"):
        FoundStrategy.unpacked("made up")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (b"x" * (LARGEST_BYTES + 1), "larger than 1000 kB"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This file is no text"),
        (b"PK\x03\x04 broken", "damaged or protected"),
        (b"kind,owner\nobjective,\n", "No column is called “name”"),
        (b"name,title\nGrow,Grow\n", "Two columns say the same: “name” and “title”"),
        (b"name,kind\n", "headings in row 1 and nothing below"),
        (b"\n\nname,kind\n", "headings in row 3 and nothing below"),
        (b'name,kind\n"Grow,objective\n', "Row 2 cannot be read: a quotation mark"),
        (b"name\n" + b"Grow\n" * (MOST_ROWS + 1), "more than 2,000 rows"),
    ],
)
def test_what_is_no_strategy_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(Refused, match=sentence):
        rows(data)
