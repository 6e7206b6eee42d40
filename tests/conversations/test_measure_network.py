from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.conversations.network_files import read_network
from tests.shared_data import shared

EDGES = "source,target\n" + "".join(f"a{i},a{i + 1}\nb{i},b{i + 1}\n" for i in range(5)) + "a1,b1\n"
UNITS = "person,unit\n" + "".join(f"a{i},North\nb{i},South\n" for i in range(6))


@pytest.fixture
def told(tmp_path):
    """Runs the command on the texts of two files."""

    def run(edges: str | bytes, units: str | bytes | None, *options: str) -> str:
        arguments = [str(_written(tmp_path / "edges.csv", edges))]
        if units is not None:
            arguments += ["--units", str(_written(tmp_path / "units.csv", units))]
        out = StringIO()
        call_command("measure_network", *arguments, *options, stdout=out)
        return out.getvalue()

    return run


def _written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def institute(tmp_path):
    """The texts of a real network."""
    folder = shared("B_email_eu_core")
    rows = (folder / "email-Eu-core.txt").read_text().split("\n")[:-1]
    units = (folder / "email-Eu-core-department-labels.txt").read_text().split("\n")[:-1]
    return (
        "source,target\n" + "\n".join(",".join(row.split()) for row in rows),
        "person,unit\n" + "\n".join(",".join(row.split()) for row in units),
    )


@pytest.mark.parametrize(
    ("options", "ties", "index"), [([], 16064, 0.328561), (["--directed"], 24929, 0.30643)]
)
def test_command_measures_a_real_institute(told, institute, options, ties, index):
    data = json.loads(told(*institute, "--json", *options))

    assert (data["people"], data["ties"]) == (1005, ties)
    assert data["ei_index"] == pytest.approx(index, abs=1e-6)
    assert data["ei_expected"] == pytest.approx(0.906666, abs=1e-6)
    assert data["p_value"] < 0.001
    assert 0.9 < data["blau"] < 1
    assert all(one["people"] >= 5 for one in data["units"])
    assert data["pairs"][0]["crack"]
    assert ("reciprocity" in data) == bool(options)


def test_command_says_it_in_sentences(told):
    said = told(EDGES, UNITS)

    assert said.startswith("12 people, 11 ties.\nE-I index -0.818; chance would give 0.091 (p 0.0")
    assert "People keep to their own units more than chance would have it." in said


def test_command_reads_other_separators_marks_and_weights(told):
    edges = ("\ufeff" + EDGES.replace("target", "target,weight").replace(",", ";")).replace(
        "a1;b1", "a1;b1;2.5"
    )
    plain = json.loads(told(EDGES, UNITS, "--json"))

    assert json.loads(told(edges, UNITS.replace(",", "\t"), "--json")) == plain


def test_command_reads_a_decimal_comma_between_semicolons():
    found = read_network(
        b"source;target;weight\na;b;1,5\na;c;0.25\n", edges_name="e", units=None, units_name=""
    )

    assert (found.weight, found.problems) == ([1.5, 0.25], [])


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        (None, "It is not known of anybody which unit they are of."),
        ("person,unit\na1,\n", "It is not known of anybody which unit they are of."),
        ("person,unit\na1,North\n", "Everybody whose unit is known is of the same one."),
    ],
)
def test_command_gives_a_reason_where_units_are_missing(told, units, reason):
    data = json.loads(told(EDGES, units, "--json"))

    assert data["reason"] == reason
    assert "ei_index" not in data
    assert f"Nothing can be said about units. {reason}" in told(EDGES, units)


@pytest.mark.parametrize(
    ("edges", "units", "sentence"),
    [
        ("from,to\na,b\n", UNITS, "edges.csv: The first row has no column “source”"),
        ("", UNITS, "edges.csv: The first row has no column “source”"),
        (EDGES, "person\na\n", "units.csv: The first row has no column “unit”"),
        ("source,target\na,\n", UNITS, "edges.csv, row 2, column “target”: Nobody is named here."),
        (
            "source,target,weight\na,b,1\n\na,c,much\n",
            UNITS,
            "edges.csv, row 4, column “weight”: “much” is no number from 0 on.",
        ),
        ("source;target;weight\na;b;1,5,5\n", UNITS, "“1,5,5” is no number from 0 on."),
        ('source,target,weight\na,b,"1,5"\n', UNITS, "“1,5” is no number from 0 on."),
        ("source,target,weight\na,b,-1\n", UNITS, "column “weight”: “-1” is no number"),
        ("source,target,weight\na,b,nan\n", UNITS, "column “weight”: “nan” is no number"),
        (
            EDGES,
            "person,unit\na,North\na,South\n",
            "units.csv, row 3, column “unit”: “a” is in another unit further up.",
        ),
        (EDGES, b"\x00\x01", "units.csv: This file is no text. A CSV file is what can be read."),
        ('source,target\n"a,b\n', UNITS, "edges.csv: Row 2 cannot be read"),
    ],
)
def test_command_refuses_bad_files_with_their_place(told, edges, units, sentence):
    with pytest.raises(Refused) as refusal:
        told(edges, units)

    assert sentence in refusal.value.sentence


def test_command_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        call_command("measure_network", str(tmp_path / "none.csv"))
