"""Readings from a file: nothing is used when a row is wrong, and each sentence names its place."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.core.pace import Reading
from mandorla.ledger.readings_file import read_readings

TODAY = date(2026, 11, 22)


def problems(text, *, kind="level", latest=TODAY):
    """What is wrong, without the name of the file, when nothing is used."""
    found = read_readings(text.encode(), file="readings.csv", kind=kind, latest=latest)
    assert found.readings == ()
    return [str(problem).removeprefix("readings.csv, ") for problem in found.problems]


def test_readings_stand_by_day():
    found = read_readings(
        b"value;on\n3,5;2026-02-02\n;\n2;2026-01-05\n",
        file="readings.csv",
        kind="level",
        latest=TODAY,
    )

    assert found.problems == ()
    assert found.readings == (Reading(date(2026, 1, 5), 2), Reading(date(2026, 2, 2), 3.5))


def test_both_cells_of_a_row_are_named_when_both_are_wrong():
    assert problems("on,value\nx,y") == [
        "row 2, column “on”: “x” is not a day of the calendar. Write it as 2027-03-31.",
        (
            "row 2, column “value”: “y” is not a number. "
            "Write it as 1234.5, without units and spaces."
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "kind", "sentences"),
    [
        (
            "5.1.2026,3",
            "level",
            [
                "row 2, column “on”: “5.1.2026” is not a day of the calendar. Write it as 2027-03-31."
            ],
        ),
        (
            "2026-02-30,3",
            "level",
            [
                (
                    "row 2, column “on”: “2026-02-30” is not a day of the calendar. "
                    "Write it as 2027-03-31."
                )
            ],
        ),
        (",3", "level", ["row 2, column “on”: A day is missing here."]),
        ("2026-01-05,", "level", ["row 2, column “value”: A number is missing here."]),
        ("2026-01-05", "level", ["row 2, column “value”: A number is missing here."]),
        (
            "2026-01-05,many\n2026-01-06,nan",
            "level",
            [
                (
                    "row 2, column “value”: “many” is not a number. "
                    "Write it as 1234.5, without units and spaces."
                ),
                (
                    "row 3, column “value”: “nan” is not a number. "
                    "Write it as 1234.5, without units and spaces."
                ),
            ],
        ),
        (
            '2026-01-05,"1,234"',
            "level",
            ["row 2, column “value”: “1,234” could be 1234 or 1.234. Write the one that is meant."],
        ),
        (
            "2026-01-05,3,5",
            "level",
            ["row 2: The row has more cells than headings. Write decimals with a point: 3.5."],
        ),
        (
            "2026-01-05,45%",
            "level",
            [
                (
                    "row 2, column “value”: “45%” has a percent sign, which only a share has. "
                    "Leave the sign out."
                )
            ],
        ),
        (
            "2026-01-05,45\n2026-01-06,-0.1",
            "share",
            [
                (
                    "row 2, column “value”: “45” is more than the whole. "
                    "Write 45% as 0.45, or with its sign."
                ),
                "row 3, column “value”: “-0.1” is below 0. A share lies from 0 to 1.",
            ],
        ),
        (
            "2026-01-05,45%\n2026-01-06,0\n2026-01-07,1",
            "share",
            [
                (
                    "row 4, column “value”: Other rows have a percent sign, and this one has none. "
                    "Write all alike."
                )
            ],
        ),
        (
            "2026-01-05,2.5\n2026-01-06,-1",
            "count",
            [
                "row 2, column “value”: “2.5” is not a count. Write a whole number from 0.",
                "row 3, column “value”: “-1” is not a count. Write a whole number from 0.",
            ],
        ),
        (
            "2026-01-05,3\n\n2026-01-05,4",
            "level",
            ["row 4, column “on”: 2026-01-05 stands in row 2 already. Keep one reading a day."],
        ),
    ],
)
def test_readings_are_refused_when_a_row_is_wrong(rows, kind, sentences):
    assert problems(f"on,value\n{rows}\n2026-01-19,0", kind=kind) == sentences


def values(text, *, kind="level"):
    """What is read of each row, when all can be."""
    found = read_readings(text.encode(), file="readings.csv", kind=kind, latest=TODAY)
    assert found.problems == ()
    return [one.value for one in found.readings]


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        # German and French: commas before decimals, so a point stands between thousands.
        ("on;value\n2026-01-05;1.234\n2026-01-12;999,5", "level", [1234, 999.5]),
        ("on;value\n2026-01-05;-1.234\n2026-01-12;0,125", "level", [-1234, 0.125]),
        ("on;value\n2026-01-05;1,234\n2026-01-12;,5", "level", [1.234, 0.5]),
        # Swiss: semicolons, but points before decimals.
        ("on;value\n2026-01-05;1.234\n2026-01-12;999.5", "level", [1.234, 999.5]),
        ("on;value\n2026-01-05;1,234\n2026-01-12;999.5", "level", [1234, 999.5]),
        # English: commas divide cells, and a point never stands between thousands.
        ("on,value\n2026-01-05,1.234\n2026-01-12,999", "level", [1.234, 999]),
        ('on,value\n2026-01-05,"1,234"\n2026-01-12,999.5', "level", [1234, 999.5]),
        ("on\tvalue\n2026-01-05\t1.234\n2026-01-12\t.4", "level", [1.234, 0.4]),
        # A thousand is no share, and what is not three digits is read in one way only.
        ("on;value\n2026-01-05;45.125%\n2026-01-12;45,5%", "share", [0.45125, 0.455]),
        ("on;value\n2026-01-05;0.125\n2026-01-12;1234.567", "level", [0.125, 1234.567]),
        ("on;value\n2026-01-05;1.234\n2026-01-12;12,0", "count", [1234, 12]),
    ],
)
def test_numbers_are_read_as_their_column_says(text, kind, read):
    assert values(text, kind=kind) == read


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "on;value\n2026-01-05;1.234\n2026-01-12;12,345\n2026-01-19;7",
            [
                "row 2, column “value”: “1.234” could be 1234 or 1.234. Write 1234, or 1.2340.",
                "row 3, column “value”: “12,345” could be 12345 or 12.345. Write 12345, or 12.3450.",
            ],
        ),
        (
            "on;value\n2026-01-05;1.234\n2026-01-12;3,5\n2026-01-19;3.5",
            ["row 2, column “value”: “1.234” could be 1234 or 1.234. Write 1234, or 1.2340."],
        ),
        (
            "on;value\n2026-01-05;1 234,5\n2026-01-12;1'234.5\n2026-01-19;1.234,5",
            [
                f"row {row}, column “value”: “{text}” is not a number. "
                "Write it as 1234.5, without units and spaces."
                for row, text in ((2, "1 234,5"), (3, "1'234.5"), (4, "1.234,5"))
            ],
        ),
        (
            "on,value\n2026-01-05,1e300\n2026-01-12,4\n2026-01-19,-2e15",
            [
                f"row {row}, column “value”: “{text}” is beyond what can be counted with: "
                "at most 1,000,000,000,000,000."
                for row, text in ((2, "1e300"), (4, "-2e15"))
            ],
        ),
    ],
)
def test_numbers_are_asked_for_when_nobody_can_tell_which_they_are(text, sentences):
    assert problems(text) == sentences


def test_readings_are_refused_when_their_day_has_not_come():
    found = "\n".join(["on,value", "2026-03-05,1", "2026-03-06,2"])

    assert problems(found, latest=date(2026, 3, 5)) == [
        (
            "row 3, column “on”: 2026-03-06 has not come yet; today is 2026-03-05. "
            "Only what was read counts."
        )
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty. It has a row of headings, on and value."),
        (b"\xef\xbb\xbf\n\n", "The file is empty. It has a row of headings, on and value."),
        (b"on,value\n", "Below the headings there is no reading."),
        (
            b"date,value\n2026-01-05,3\n",
            (
                "No column is called “on”. Name the two columns on and value; "
                "there is: “date”, “value”."
            ),
        ),
        (
            b"2026-01-05,3\n",
            (
                "No column is called “on”. Name the two columns on and value; "
                "there is: “2026-01-05”, “3”."
            ),
        ),
        (b"on,value,Value\n2026-01-05,3,4\n", "Two columns are called “value”. Rename one."),
        (
            b'on,value\n"2026-01-05,3\n',
            "Row 2 cannot be read: a quotation mark is probably opened and not closed.",
        ),
        (b"\x89PNG\0\0", "This file is no text. Send a CSV or an Excel file (.xlsx)."),
        (
            b"PK\x03\x04broken",
            "This Excel file is damaged or protected. Save it again from Excel, or as CSV.",
        ),
    ],
)
def test_file_is_refused_when_it_is_no_table_of_readings(data, sentence):
    found = read_readings(data, file="readings.csv", kind="level", latest=TODAY)

    assert list(map(str, found.problems)) == [f"readings.csv: {sentence}"]
