"""`mandorla import_roster`: what it says, what it changes, and what it refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.people.models import Person, Placement, RosterImport, Unit
from tests.shared_data import shared

FILES = Path(__file__).parent / "files"
pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("import_roster", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_imports_and_says_so_and_then_that_nothing_changes():
    told = run(
        FILES / "hris.csv", "--merge", "Operations / Dept of Plant North=Department of Plant North"
    )

    assert told.splitlines()[:4] == [
        "hris.csv Workday / BambooHR",
        "         8  rows",
        "         3  new people",
        "         0  people with changes",
    ]
    assert "Not read: Annual Salary (USD) (pay), Date of Birth (birth date or age)." in told
    assert "Row 2: The same person is in Operations / Quality here" in told
    assert told.endswith("Imported.\n")
    priya = Placement.objects.current().get(person__name="Priya Raman")
    assert priya.unit.name == "Department of Plant North"
    assert run(FILES / "hris.csv").endswith("Nothing to change: everything in the file is known.\n")


def test_command_suggests_merges_and_changes_nothing_when_it_is_a_dry_run(tmp_path):
    told = run(FILES / "hris.csv", "--dry-run", "--refused", tmp_path / "refused.csv")

    assert (
        '--merge "Operations / Dept of Plant North=Operations / Department of Plant North"' in told
    )
    assert told.endswith("Nothing was changed: this was a dry run.\n")
    assert (Person.objects.count(), RosterImport.objects.count()) == (0, 0)
    assert len((tmp_path / "refused.csv").read_text(encoding="utf-8-sig").splitlines()) == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "cannot be read: No such file"),
        ([FILES / "picture.png"], "This is a PNG file"),
        ([FILES / "hris.csv", "--map", "Salary=unit"], "has no column “Salary”"),
        ([FILES / "hris.csv", "--map", "Date of Birth=unit"], "is never read"),
        ([FILES / "hris.csv", "--map", "Department"], "does not say which column"),
        ([FILES / "hris.csv", "--merge", "Nowhere=Quality"], "There is no unit “Nowhere”"),
    ],
)
def test_command_refuses_in_a_sentence(arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        run(*arguments)
    assert Person.objects.count() == 0


def test_command_asks_when_many_would_be_gone(tmp_path):
    full, rest = tmp_path / "full.csv", tmp_path / "rest.csv"
    rows = [f"p{number}@h.example,Sales\n" for number in range(30)]
    full.write_text("email,department\n" + "".join(rows))
    rest.write_text("email,department\n" + rows[0])
    run(full)

    with pytest.raises(Refused, match="because 29 people would leave the roster"):
        run(rest)
    assert Placement.objects.current().count() == 30
    assert run(rest, "--partial").endswith("Nothing to change: everything in the file is known.\n")
    run(rest, "--whole")
    assert Placement.objects.current().count() == 1


def test_public_roster_of_a_city_imports_whole_and_the_second_time_changes_nothing():
    path = shared("B_hr_roster_chicago/employees_no_names_no_pay.csv")
    told = run(path)

    assert (Person.objects.count(), Placement.objects.count(), Unit.objects.count()) == (
        30_872, 30_872, 38
    )  # fmt: skip
    assert "Not used: full_or_part_time." in told
    assert Placement.objects.filter(unit__name="DEPARTMENT OF POLICE").count() == 12_325
    assert run(path).endswith("Nothing to change: everything in the file is known.\n")
