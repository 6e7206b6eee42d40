"""Files as they come: letters, separators, headings, and what is not a roster at all."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.base.errors import Refused
from mandorla.people.roster.columns import checked, recognize, split_choice
from mandorla.people.roster.headings import FIELDS
from mandorla.people.roster.kept import KeptFile
from mandorla.people.roster.read import LARGEST_BYTES, read_table
from mandorla.people.roster.rows import Entry, has_left

FILES = Path(__file__).parent / "files"


def kept(name: str, **chosen: str) -> KeptFile:
    return KeptFile.read((FILES / name).read_bytes(), chosen=chosen, remembered={})


def entries(name: str, **chosen: str) -> list[Entry]:
    return kept(name, **chosen).reading().entries


def refusal(data: bytes, **chosen: str) -> str:
    with pytest.raises(Refused) as refused:
        KeptFile.read(data, chosen=chosen, remembered={}).reading()
    return refused.value.sentence


def test_entra_export_reads_people_units_and_who_left():
    file = kept("entra.csv")
    reading = file.reading()

    assert file.columns.source == "Entra ID"
    assert [(e.email, e.name, e.job_title, e.unit, e.has_left) for e in reading.entries] == [
        ("mina.okoro@halden.example", "Mina Okoro", "Plant engineer", ("Plant North",), False),
        ("jan.tveit@halden.example", "Jan Tveit", "Buyer", ("Procurement",), False),
        ("lea.brandt@halden.example", "Lea Brandt", "Controller", ("Finance",), True),
    ]
    assert [(row.number, row.reason) for row in reading.refused] == [
        (5, "It is the account of a guest.")
    ]


def test_hris_export_reads_division_above_department_and_refuses_rows_with_reasons():
    file = kept("hris.csv")
    reading = file.reading()

    assert file.columns.source == "Workday / BambooHR"
    assert [(e.number, e.name, e.unit) for e in reading.entries] == [
        (2, "Greta Sommer", ("Operations", "Quality")),
        (3, "Ivo Nemec", ("Operations",)),
        (4, "Priya Raman", ("Operations", "Dept of Plant North")),
        (5, "Tom Aas", ("Operations", "Department of Plant North")),
        (6, "Nora Lie", ("Operations", "Department of Plant North")),
        (9, "Greta Sommer", ("Administration", "Finance")),
    ]
    assert [(row.number, row.reason) for row in reading.refused] == [
        (7, "It has neither an e-mail address nor an employee number."),
        (8, "“kim.wrong at halden.example” is not an e-mail address."),
    ]
    assert file.columns.managers == ("Reports To",)


def test_workplace_export_reads_division_where_the_department_is_empty():
    assert kept("workplace.csv").columns.source == "Workplace"
    assert [(e.email, e.name, e.unit) for e in entries("workplace.csv")] == [
        ("ana@halden.example", "Ana Marković", ("Sales", "Sales North")),
        ("ben@halden.example", "Ben Okafor", ("Sales",)),
    ]


def test_google_export_reads_the_path_and_falls_back_to_the_department():
    assert kept("google.csv").columns.source == "Google Workspace"
    assert [(e.email, e.job_title, e.unit) for e in entries("google.csv")] == [
        ("rut.haug@halden.example", "Account manager", ("Sales", "EMEA")),
        ("pal.as@halden.example", "Founder", ("Board",)),
    ]


@pytest.mark.parametrize(
    ("name", "person", "unit"),
    [
        ("excel_european.csv", "Jürgen Weiß", "Qualität"),
        ("bom.csv", "Åse Sørli", "Kantine"),
        ("tabs_utf16.csv", "Eva Novák", "Výroba"),
        ("title_first.csv", "Per Dahl", "Stores"),
        ("staff.xlsx", "Siri Holm", "Stores"),
    ],
)
def test_file_is_read_when_its_letters_or_separator_differ(name, person, unit):
    assert (entries(name)[0].name, entries(name)[0].unit) == (person, (unit,))


def test_workbook_gives_numbers_as_people_see_them():
    first, second = entries("staff.xlsx")

    assert (first.number, first.employee_number, first.has_left) == (4, "1042", False)
    assert (second.number, second.employee_number, second.has_left) == (5, "1043", True)


def test_row_numbers_are_those_of_the_file_when_a_title_comes_first():
    assert [entry.number for entry in entries("title_first.csv")] == [5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n\r\n", "The file is empty."),
        (b"\xd0\xcf\x11\xe0 old", "old kind (.xls)"),
        (b"%PDF-1.7 ...", "This is a PDF file."),
        (b"<html><body>Sign in</body></html>", "web page or XML"),
        (b"email,name\n\x00\x01\x02", "no text"),
        (b"# Notes\n\nSome words\n", "no table with headings"),
        (b"ana@halden.example,Ana,Sales\nben@halden.example,Ben,Sales\n", "has no headings"),
        (b"text,category\nmy card is lost,lost_card\n", "No column says who each row is about"),
        (b"PK\x03\x04 not a workbook", "damaged or protected"),
        (b"x" * (LARGEST_BYTES + 1), "larger than 50 MB"),
    ],
)
def test_file_is_refused_in_a_sentence_when_it_is_no_roster(data, sentence):
    assert refusal(data).count(sentence) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("picture.png", "This is a PNG file."),
        ("not_a_roster.json", "This is a JSON file."),
        ("attendance.csv", "This looks like the list of who came to a meeting"),
        ("only_headings.csv", "The file has headings and no people below them."),
        ("unclosed_quote.csv", "a quotation mark is probably opened and not closed"),
    ],
)
def test_sample_is_refused_in_a_sentence_when_it_is_no_roster(name, sentence):
    assert refusal((FILES / name).read_bytes()).count(sentence) == 1


def test_workbook_is_refused_when_it_would_fill_the_memory():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)

    assert refusal(packed.getvalue()).startswith("This Excel file would unpack to far more")


def test_workbook_is_refused_when_it_declares_entities():
    source = zipfile.ZipFile(FILES / "staff.xlsx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + content
            archive.writestr(part.filename, content)

    assert refusal(packed.getvalue()).startswith("This Excel file is damaged or protected")


def test_archive_is_refused_when_it_is_no_workbook():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("roster.csv", "email,name\n")

    assert refusal(packed.getvalue()).startswith("This is a ZIP file.")


def test_row_is_refused_when_its_values_stand_under_the_wrong_headings():
    data = b"email,name,department,Salary\nana@halden.example,Markovic, Ana,Sales,91919\n"
    reading = KeptFile.read(data, chosen={}, remembered={}).reading()

    assert reading.entries == []
    assert reading.refused[0].reason == "It has more values than there are headings."
    assert "91919" not in repr(reading)


def test_row_is_refused_by_the_field_that_is_too_long():
    long = "x" * 151
    rows = f"{long},a@x.org,Cook,Kitchen\nB,b@x.org,{long},Kitchen\nC,c@x.org,Cook,{long}\n"
    data = f"Name,Email,Job title,Department\n{rows}".encode()
    reading = KeptFile.read(data, chosen={}, remembered={}).reading()

    assert [(row.number, row.reason) for row in reading.refused] == [
        (2, "The name is longer than 150 characters."),
        (3, "The job title is longer than 150 characters."),
        (4, "The name of the unit is longer than 150 characters."),
    ]


def test_row_is_read_when_it_is_short_and_passed_over_when_it_is_empty():
    data = b"email,name,department\n\nana@halden.example,Ana\n,,\n"

    assert KeptFile.read(data, chosen={}, remembered={}).reading().entries == [
        Entry(3, "ana@halden.example", "", "Ana", "", (), False)
    ]


def test_text_is_tidied_when_it_holds_invisible_characters():
    data = "email,name,department\nana@halden.example,\u200bAna\u00a0 Marković\u202e,  Sales \n".encode()
    entry = KeptFile.read(data, chosen={}, remembered={}).reading().entries[0]

    assert (entry.name, entry.unit) == ("Ana Marković", ("Sales",))


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(FILES.iterdir())))
@settings(max_examples=150, deadline=None)
def test_damaged_file_is_read_or_refused_and_never_breaks(random, path):
    data = bytearray(path.read_bytes())
    for _hit in range(random.randint(1, 6)):
        place = random.randrange(len(data))
        damage = [b"", b",", b";", b'"', b"\n", b"\0", b"\xff\xfe", b"@", bytes(data[:50])]
        data[place : place + random.randint(0, 40)] = random.choice(damage)
        data = data or bytearray(b"x")
    with suppress(Refused):
        KeptFile.read(bytes(data), chosen={}, remembered={}).reading()


# --- choosing columns -------------------------------------------------------------------------


def test_column_is_used_as_chosen_when_its_heading_is_unknown():
    data = b"Kennung;Wo\n17;Lager\n"
    file = KeptFile.read(data, chosen={"Kennung": "employee_id", "wo": "department"}, remembered={})

    assert file.columns.chosen == {"Kennung": "employee_number", "Wo": "unit"}
    assert [(e.employee_number, e.unit) for e in file.reading().entries] == [("17", ("Lager",))]


def test_choice_is_refused_when_the_column_the_field_or_a_second_one_does_not_fit():
    with pytest.raises(Refused, match="has no column “Team”"):
        checked({"Team": "unit"}, ["Email", "Unit"])
    with pytest.raises(Refused, match="cannot be used as “salary”"):
        checked({"Unit": "salary"}, ["Email", "Unit"])
    with pytest.raises(Refused, match="Only one column can be used as unit"):
        checked({"Email": "unit", "Unit": "unit"}, ["Email", "Unit"])
    with pytest.raises(Refused, match="does not say which column is what"):
        split_choice("Department")


def test_chosen_column_wins_over_a_recognized_one():
    columns = recognize(["Email", "Department", "Cost Center"], {"Cost Center": "unit"})

    assert columns.used["unit"] == (2,)
    assert columns.notes()[0] == "Not used: Department."


def test_remembered_choice_is_passed_over_when_the_file_has_no_such_column():
    file = KeptFile.read(b"email,unit\na@b.example,X\n", chosen={}, remembered={"Team": "unit"})

    assert file.columns.chosen == {}


def test_separator_hint_of_excel_is_not_a_heading():
    table = read_table(b"sep=;\r\nemail;unit\r\na@b.example;X\r\n", {})

    assert (table.headings, table.head_row) == (("email", "unit"), 2)
    assert next(table.rows())[0] == 3


@pytest.mark.parametrize(
    ("status", "left"),
    [("Active", False), ("Terminated", True), ("FALSE", True), ("true", False), ("Leave", False),
     ("Inactive", True), ("", False), ("Retired", True), ("1", False), ("0", True)],
)  # fmt: skip
def test_status_says_who_left(status, left):
    assert has_left(status) == left


def test_every_field_can_be_chosen():
    assert checked({field: field for field in FIELDS}, list(FIELDS)) == {f: f for f in FIELDS}
