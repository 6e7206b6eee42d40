"""Columns that are never read: no value of theirs reaches anything that is kept or shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandorla.base.errors import Refused
from mandorla.people.roster.headings import KNOWN, MANAGER, private_kind
from mandorla.people.roster.kept import KeptFile
from mandorla.people.roster.table import unpack

FILES = Path(__file__).parent / "files"


def kept(name: str) -> KeptFile:
    return KeptFile.read((FILES / name).read_bytes(), chosen={}, remembered={})


PRIVATE = (
    "Annual Salary (USD)|SALARY|S a l a r y|Sälary|Base Salary|salary_amount|Comp|Total Comp|Base|"
    "Compensation|compa-ratio|pay_rate|PayRate|Pay|Base Pay|basePay|Hourly|Hourly Rate|Wage|"
    "Monthly wages|Bonus %|OTE|CTC|Amount ($)|Total €|Pay Grade|Remuneration|Payroll|"
    "Payroll amount|Gehalt|Stundenlohn|Vergütung|Salaire brut|Rémunération|Sueldo|Stipendio|Salaris|"
    "Title [Salary]|Department (pay)|DOB|D.O.B.|dob|birthDate|Birth Date|Date of Birth|BIRTHDAY|"
    "birth_year|Age|Age group|Geburtsdatum|Date de naissance|Fecha de nacimiento|Password|"
    "Password [Required]|Password Hash Function [UPLOAD ONLY]|passwd|pwd|PIN|Passwort|Kennwort|"
    "Mot de passe|Contraseña|api_key|MFA secret|SSN|Social Security Number|National ID|Tax ID|"
    "Passport No.|Personnummer|IBAN|Bank|Bank account|Routing number|Gender|Sex|Marital status|"
    "Ethnicity|Race|Nationality|Religion|Disability|Veteran status|Home address|streetAddress|"
    "Personal Email|Recovery Email|mobile|Phone Number|ip_address|postalCode|Emergency contact|"
    "Performance rating|Termination reason|Blood group|Medical notes"
)
PRIVATE_HEADINGS = PRIVATE.split("|")


@pytest.mark.parametrize("heading", PRIVATE_HEADINGS)
def test_column_is_never_read_when_its_heading_is_private(heading):
    data = f"email,{heading},department\nana@halden.example,VERY-PRIVATE,Sales\n".encode()
    file = KeptFile.read(data, chosen={}, remembered={})

    assert [column.heading for column in file.columns.private] == [heading]
    assert "VERY-PRIVATE" not in repr(list(unpack(file.packed).rows()))
    assert "VERY-PRIVATE" not in repr(file.reading())


@pytest.mark.parametrize("heading", PRIVATE_HEADINGS)
def test_private_column_is_refused_when_somebody_chooses_it(heading):
    data = f"email,{heading},department\nana@halden.example,VERY-PRIVATE,Sales\n".encode()

    with pytest.raises(Refused, match="is never read"):
        KeptFile.read(data, chosen={heading: "job_title"}, remembered={})


HARMLESS = (
    "Company|Cost Center|Payroll ID|Corporate title|Compliance|Location|Employment Type|Locale|"
    "full_or_part_time|LevelDesignation|Business Unit|Usage|Stage|Image|objectId|Building"
)


@pytest.mark.parametrize("heading", HARMLESS.split("|"))
def test_column_may_be_chosen_when_its_heading_only_looks_private(heading):
    assert private_kind(heading) is None


def test_known_headings_are_never_private():
    names = [name for names in (*KNOWN.values(), MANAGER) for name in names.split()]

    assert [name for name in names if private_kind(name)] == []


@pytest.mark.parametrize(
    ("name", "secrets"),
    [
        ("hris.csv", ["98765.43", "1979-12-31", "123456.78"]),
        ("google.csv", ["hunter2-secret", "correct-horse", "rut@private.example", "Bakken 3"]),
        ("entra.csv", ["Kaiveien 4", "+47 555 01 001", "1771"]),
        ("excel_european.csv", ["61000,50", "04.05.1971"]),
        ("staff.xlsx", ["71717.17"]),
    ],
)
def test_kept_file_holds_nothing_private(name, secrets):
    text = repr([unpack(kept(name).packed).headings, *unpack(kept(name).packed).rows()])

    assert [secret for secret in secrets if secret in text] == []


def test_notes_name_what_is_not_read_and_what_is_not_used():
    assert kept("hris.csv").columns.notes() == [
        "Not read: Annual Salary (USD) (pay), Date of Birth (birth date or age).",
        "Recognized but not used, who reports to whom: Reports To.",
        "Not used: Location, Hire Date, Employment Type.",
    ]
