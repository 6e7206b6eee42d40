"""`mandorla import_objectives`: the same import as on the page, for the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mandorla.base.errors import Refused
from mandorla.strategy.models import Objective
from tests import make
from tests.strategy.files import HEAD

pytestmark = pytest.mark.django_db


def run(folder: Path, text: str, *options: str) -> str:
    file, said = folder / "strategy.csv", StringIO()
    file.write_text(HEAD + text)
    call_command("import_objectives", file, *options, stdout=said)
    return said.getvalue()


def test_command_imports_and_says_what_it_did(tmp_path):
    make.objective("Save")

    assert run(tmp_path, "Grow,,,,,,\nSave,operation,,,,,\n").splitlines() == [
        "new: Grow",
        "changed: Save (the kind)",
        "       1  new",
        "       1  changed",
        "       0  the same",
        "       0  cannot be used",
    ]
    assert run(tmp_path, "Grow,,,,,,\n").splitlines()[-1] == (
        "Nothing to change: everything in the file is here already."
    )


def test_command_changes_nothing_on_a_dry_run(tmp_path):
    assert run(tmp_path, "Grow,,,,,,\n", "--dry-run").splitlines()[-1] == "Nothing was changed."
    assert not Objective.objects.exists()


def test_command_names_every_problem_and_changes_nothing(tmp_path, capsys):
    with pytest.raises(CommandError, match="1 row cannot be used; --leave-out"):
        call_command(
            "import_objectives", _written(tmp_path, "Grow,dream,Nowhere,,,,\nSave,,,,,,\n")
        )

    assert capsys.readouterr().out.splitlines()[:2] == [
        "strategy.csv, row 2, column kind: “dream” is neither “objective” nor “operation”.",
        "strategy.csv, row 2, column parent: There is no “Nowhere”, neither in the file nor here.",
    ]
    assert not Objective.objects.exists()


def _written(folder: Path, text: str) -> Path:
    file = folder / "strategy.csv"
    file.write_text(HEAD + text)
    return file


def test_command_leaves_rows_out_when_told_to(tmp_path):
    run(tmp_path, "Grow,dream,,,,,\nSave,,,,,,\n", "--leave-out")

    assert [made.name for made in Objective.objects.all()] == ["Save"]


def test_command_speaks_json_for_programs(tmp_path):
    told = json.loads(run(tmp_path, "Grow,,,,,,\nBad,dream,,,,,\n", "--leave-out", "--json"))

    assert told == {
        "imported": True,
        "new": [{"row": 2, "path": "Grow", "changed": []}],
        "changed": [],
        "same": [],
        "problems": [
            {
                "file": "strategy.csv",
                "row": 3,
                "column": "kind",
                "what": "“dream” is neither “objective” nor “operation”.",
            }
        ],
        "unused": [],
    }


def test_command_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match="cannot be read: No such file"):
        call_command("import_objectives", tmp_path / "nothing.csv")
