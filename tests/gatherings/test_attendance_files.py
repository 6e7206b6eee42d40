"""Attendance files of Zoom and Meet, and what is no attendance file at all."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.base.errors import Refused
from mandorla.gatherings.attendance_files import read_attendance
from mandorla.gatherings.attendance_files.durations import seconds_of
from mandorla.gatherings.attendance_files.moments import Clock
from mandorla.gatherings.attendance_files.names import name_of
from tests.gatherings.reports import FILES, moment, people, problems, read_text, report


def test_zoom_report_merges_the_rows_of_a_person_and_leaves_waiting_out():
    found = report("zoom_rows.csv")

    assert (found.format, found.title) == ("zoom", "Specialists' lunch")
    assert (found.order, found.starts_at) == ("month", moment(2026, 9, 16, 12))
    assert people(found) == [
        ("Priya Raman", "priya.raman@halden.example", 3900),
        ("Tom Aas", "", 2400),
        ("", "", 600),
    ]
    assert (found.people[0].also, found.people[2].kind) == ("Pri", "phone")
    assert problems(found) == ["zoom_rows.csv, row 7: It is time in the waiting room; not counted."]


def test_zoom_report_is_read_when_it_has_only_sums():
    assert people(report("zoom_sums.csv")) == [
        ("Priya Raman", "priya.raman@halden.example", 3900),
        ("Tom Aas", "", 2400),
    ]


def test_zoom_report_leaves_out_who_registered_and_did_not_come():
    found = read_text(
        "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)\n"
        'Yes,Ana,ana@halden.example,"Jul 22, 2026 07:00 PM","Jul 22, 2026 07:56 PM",56\n'
        "No,Tom,tom@halden.example,--,--,--\n"
    )

    assert people(found) == [("Ana", "ana@halden.example", 56 * 60)]
    assert problems(found) == ["file.csv, row 3: It says registered and not there; not counted."]


def test_meet_report_is_read():
    found = report("meet.csv")

    assert (found.format, found.starts_at, found.days) == ("meet", None, ())
    assert people(found) == [
        ("Ana Marković", "ana.markovic@halden.example", 3720),
        ("Ben Okafor", "ben.okafor@halden.example", 1500),
        ("Greta Sommer", "", 45),
    ]
    assert problems(found) == []


def test_report_is_read_when_it_was_saved_with_semicolons():
    found = read_text(
        "Vorname;Nachname;E-Mail;Dauer;Beigetreten;Verlassen\n"
        "Greta;Sommer;GRETA@halden.example;1 Std. 5 Min.;10:00;11:05\n"
    )

    assert people(found) == [("Greta Sommer", "greta@halden.example", 3900)]


def test_report_is_read_when_it_was_saved_as_a_workbook():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration"])
    sheet.append(["Ana", None, moment(2026, 9, 3, 9), moment(2026, 9, 3, 10), 60])
    file = io.BytesIO()
    book.save(file)

    found = read_attendance(file.getvalue(), file="report.xlsx")

    assert people(found) == [("Ana", "", 3600)]
    assert found.starts_at == moment(2026, 9, 3, 9)


def test_report_is_read_when_a_meeting_goes_past_midnight_and_has_no_dates():
    found = read_text("First name,Last name,Time joined,Time exited\nAna,Lie,11:30 PM,12:15 AM\n")

    assert people(found) == [("Ana Lie", "", 2700)]
    assert found.starts_at is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\r\x00\n\x00", "The file is empty."),
        (b'{"attendance": []}', "This is no table."),
        (b"\x00\x01\x02", "This file is no text."),
        (b"Name,Email\nAna,ana@halden.example\n", "This is no attendance file"),
        (b"Lunch,Soup\nMonday,Leek\n", "This is no attendance file"),
        (b"Name (Original Name),Duration (Minutes)\n", "no people below"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (b'Name,Join Time,Duration\n"Ana,9:00,1h\nTom,9:00,1h\n', "quotation mark"),
        (b"Name,Duration\n" + b"Ana,1h\n" * 20_000, "more than 20,000 rows"),
    ],
)
def test_file_is_refused_with_a_sentence_when_it_is_no_report(data, sentence):
    with pytest.raises(Refused, match=sentence):
        read_attendance(data, file="file.csv")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 30m 51s", 5451),
        ("1 Std. 2 Min. 3 Sek.", 3723),
        ("2 godz. 5 min 1 sek.", 7501),
        ("1 u 5 min", 3900),
        ("1 ora 5 min", 3900),
        ("PT1H2M3S", 3723),
        ("0:45:10", 2710),
        ("1,5 h", 5400),
        ("45", None),
        ("an hour", None),
        ("8 days", None),
        ("", None),
    ],
)
def test_duration_is_read_in_many_languages(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7/22/26, 7:00:11\u202fPM", (2026, 7, 22, 19, 0, 11)),
        ("12/1/26, 12:05 AM", (2026, 12, 1, 0, 5)),
        ("22.07.2026, 19:00:11", (2026, 7, 22, 19, 0, 11)),
        ("22. 7. 2026 19.05", (2026, 7, 22, 19, 5)),
        ("2026-07-22T17:00:11Z", (2026, 7, 22, 17, 0, 11)),
        ("2026-07-22T19:00:11+02:00", (2026, 7, 22, 17, 0, 11)),
        ("7/22/2026 7:00:11 p. m.", (2026, 7, 22, 19, 0, 11)),
        ("22 juil. 2026 19h05", (2026, 7, 22, 19, 5)),
        ("22 de julio de 2026, 19:05", (2026, 7, 22, 19, 5)),
        ("Jul 22, 2026 07:05 PM", (2026, 7, 22, 19, 5)),
        ("22 lip 2026, 19:05", (2026, 7, 22, 19, 5)),
        ("2026/7/22 19:05", (2026, 7, 22, 19, 5)),
    ],
)
def test_moment_is_read_as_many_countries_write_it(text, numbers):
    assert Clock("month").read(text) == moment(*numbers)


@pytest.mark.parametrize("text", ["", "soon", "1h 30m", "31.2.2026 9:00", "99:99", "7"])
def test_moment_is_none_when_a_cell_names_none(text):
    assert Clock("day").read(text) is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Ana Marković (External)", "Ana Marković", "person"),
        ("Ana Marković (Nicht überprüft) [Norte]", "Ana Marković", "person"),
        ("Ana Marković (she/her)", "Ana Marković (she/her)", "person"),
        ("+1 (555) 010-0199", "", "phone"),
        ("1555010****", "", "phone"),
        ("tel:+15550100123", "", "phone"),
        ("Room 12", "Room 12", "person"),
        (" - ", "", "unnamed"),
    ],
)
def test_name_is_taken_apart(text, name, kind):
    found = name_of(text, has_original=False)

    assert (found.name, found.kind) == (name, kind)


clocks = st.integers(0, 600)
joins = st.tuples(st.sampled_from(["Ana", "Ben", "Ivo"]), clocks, clocks)


@given(st.lists(joins, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_person_is_there_as_long_in_whatever_order_the_rows_come(rows, random):
    nine = moment(2026, 9, 22, 9)
    lines = [
        f"{name},{nine + timedelta(minutes=min(a, b))},{nine + timedelta(minutes=max(a, b))}"
        for name, a, b in rows
    ]
    shuffled = list(lines)
    random.shuffle(shuffled)
    head = "Full Name,Join Time,Leave Time"

    found = read_text("\n".join([head, *lines]))
    other = read_text("\n".join([head, *shuffled]))

    assert sorted(people(found)) == sorted(people(other))
    for who in found.people:
        ends = [stay.end for stay in who.stays if stay.end]
        starts = [stay.start for stay in who.stays if stay.start]
        span = max(ends) - min(starts)
        assert who.seconds is not None
        assert who.seconds <= span.total_seconds()


@given(st.binary(max_size=400), st.integers(0, 3000), st.sampled_from(sorted(FILES.glob("*.csv"))))
def test_damaged_file_is_read_or_refused_and_never_breaks(noise, place, file):
    data = file.read_bytes()
    with suppress(Refused):
        read_attendance(data[:place] + noise + data[place + len(noise) // 2 :], file="file.csv")
