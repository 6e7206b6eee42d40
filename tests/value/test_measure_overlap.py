"""`mandorla measure_overlap`: the whole result of two files, without any database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from tests.value.surveys import P, Q, points_csv

FILES = Path(__file__).parent / "files"
PAIR = (FILES / "organization.csv", FILES / "members.csv")
KEYS = [
    "overlap", "interval_80", "interval_95", "agreement_w", "tau_b", "coverage", "ceiling",
    "respondents", "organization_answers", "organization_resampled", "items", "reason", "reasons",
]  # fmt: skip


def run(*arguments: object) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("measure_overlap", *map(str, arguments), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def written(folder: Path, *, members: str, organization: str = "") -> tuple[Path, Path]:
    paths = folder / "o.csv", folder / "m.csv"
    for path, text in zip(paths, (organization or points_csv(P), members), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_command_prints_the_whole_result_as_json_and_asks_no_database():
    out, errors = run(*PAIR, "--json")
    data = json.loads(out)
    assert errors == ""
    assert list(data) == KEYS
    assert (data["overlap"], data["respondents"]) == (0.6, 6)
    assert data["tau_b"] == pytest.approx(-0.0714286, abs=1e-7)
    assert data["reasons"] == {"ceiling": data["reason"]}
    assert data["reason"] == "Fewer members answered than this figure needs."
    assert data["items"][0] == {
        "item": "Faster roll-out",
        "organization": 0.4,
        "members": 0.1,
        "share": 0.1,
        "tension": 0.3,
    }


def test_command_prints_the_same_when_it_runs_again(tmp_path):
    rows = [(n % 40, 40 - n % 40, 30, 30, 0, 0) for n in range(12)]
    pair = written(tmp_path, members=points_csv(*rows))
    assert run(*pair, "--json") == run(*pair, "--json")
    data = json.loads(run(*pair, "--json", "--seed", 3)[0])
    low, high = data["interval_80"]
    assert 0 < low < high < 1
    assert (data["reason"], data["reasons"]) == (None, {})


def test_command_says_it_for_people_when_it_is_not_asked_for_json():
    out, errors = run(*PAIR)
    assert errors == ""
    assert out.splitlines()[0].startswith("60% of the weight is shared, between ")
    assert "Faster roll-out                 0.400    0.100   0.100    0.300" in out.splitlines()
    assert "             6  members answered" in out.splitlines()


def test_command_shows_nothing_of_the_members_when_four_answered(tmp_path):
    pair = written(tmp_path, members=points_csv(*[Q] * 4))
    data = json.loads(run(*pair, "--json")[0])
    assert data["reason"] == "4 members answered. Nothing of them is shown under 5."
    assert {data[key] for key in KEYS[1:3] + KEYS[3:7]} == {None}
    assert data["overlap"] is None
    assert data["reasons"] == dict.fromkeys(["overlap", *KEYS[1:7]], data["reason"])
    assert data["items"][0] == {
        "item": "Faster roll-out",
        "organization": 0.4,
        "members": None,
        "share": None,
        "tension": None,
    }
    assert run(*pair)[0].splitlines()[0] == data["reason"]


def test_command_gives_each_reason_once_when_several_figures_cannot_be_said(tmp_path):
    even = tmp_path / "even.csv"
    even.write_text("A,B\n50,50\n", encoding="utf-8")
    many = tmp_path / "many.csv"
    many.write_text("A,B\n" + "50,50\n" * 6, encoding="utf-8")
    data = json.loads(run(even, many, "--json")[0])
    assert list(data["reasons"]) == ["agreement_w", "tau_b", "ceiling"]
    assert data["reason"] == (
        "Everything weighs the same, so there is no rank to compare. "
        "Fewer members answered than this figure needs."
    )


def test_command_refuses_and_names_every_row_when_some_cannot_be_used(tmp_path):
    pair = written(tmp_path, members=points_csv((1, 2, 3, 4, 5, 6), *[Q] * 5, (-1, *Q[1:])))
    errors = StringIO()
    with pytest.raises(Refused, match="leave those 2 rows out"):
        call_command("measure_overlap", *map(str, pair), stderr=errors)
    assert [line.split(":")[0] for line in errors.getvalue().splitlines()] == [
        "m.csv, row 2, column “Faster roll-out … A network across units”",
        "m.csv, row 8, column “Faster roll-out”",
    ]


def test_command_measures_the_rest_when_wrong_rows_are_left_out(tmp_path):
    pair = written(tmp_path, members=points_csv((1, 2, 3, 4, 5, 6), *[Q] * 5))
    out, errors = run(*pair, "--json", "--leave-out")
    assert (json.loads(out)["overlap"], json.loads(out)["respondents"]) == (0.6, 5)
    assert [(p["row"], p["file"]) for p in json.loads(errors)["problems"]] == [(2, "m.csv")]


def test_command_refuses_when_leaving_rows_out_is_not_enough(tmp_path):
    pair = written(tmp_path, members=points_csv(*[Q] * 5).replace("Faster", "Slower"))
    with pytest.raises(Refused, match="leaving rows out is not enough"):
        run(*pair, "--leave-out")


def test_command_prints_problems_as_json_and_ends_with_1(tmp_path):
    rows = [(1, 2, 3, 4, 5, 6)] * 300
    pair = written(tmp_path, members=points_csv(*rows, Q))
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("measure_overlap", *map(str, pair), "--json", stderr=errors)
    data = json.loads(errors.getvalue())
    assert end.value.code == 1
    assert (data["count"], len(data["problems"])) == (300, 200)
    assert data["problems"][0] == {
        "file": "m.csv",
        "row": 2,
        "column": "Faster roll-out … A network across units",
        "what": "The points make 21 together, and not 100.",
    }


def test_command_refuses_when_a_file_is_not_there(tmp_path):
    with pytest.raises(Refused, match="cannot be read: No such file"):
        run(tmp_path / "no.csv", PAIR[1])
