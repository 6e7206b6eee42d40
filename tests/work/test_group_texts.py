"""`mandorla group_texts`: which texts of a file are about the same, and why."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from mandorla.base.errors import Refused
from mandorla.communities.similar import english_stems
from mandorla.core.common import common
from mandorla.work.embedding import has_minilm
from mandorla.work.reasons import reason
from tests.shared_data import shared

HEAD = "text,unit\n"
ROWS = [
    "The price lists are out of date,Sales",
    '"Price lists, again, out of date",Finance; Sales',
    "The printer on the third floor jams,IT",
    ",Sales",
    "Price list out of date?,Finance",
]
GROUPS = [0, 0, None, None, 0]
WHY = "3 about “price lists” and “date”; Finance and Sales"

needs_minilm = pytest.mark.skipif(not has_minilm(), reason="the extra “semantic” is not installed")


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("group_texts", *map(str, arguments), stdout=out)
    return out.getvalue()


def written(folder: Path, data: bytes | str, name: str = "issues.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def grouped(path: Path, *arguments: object) -> list[int | None]:
    return json.loads(run(path, "--json", "--embedder", "tfidf", *arguments))["groups"]


def refusal(path: Path, *arguments: object) -> str:
    with pytest.raises(Refused) as refused:
        run(path, "--embedder", "tfidf", *arguments)
    return str(refused.value)


def test_command_prints_groups_and_reasons_as_json(tmp_path):
    path = written(tmp_path, HEAD + "\n".join(ROWS))
    data = json.loads(run(path, "--json", "--embedder", "tfidf", "--units", "unit"))
    assert data == {
        "groups": GROUPS,
        "reasons": [
            {
                "group": 0,
                "words": ["price lists", "date"],
                "units": ["Finance", "Sales"],
                "reason": WHY,
            }
        ],
    }


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["same", "Same "], "both say the same"),
        (["same"] * 3, "all 3 say the same"),
        (["same", "other"], "alike in what they mean, without a telling word in common"),
    ],
)
def test_reason_says_that_texts_are_the_same_when_no_word_of_them_tells_anything(texts, why):
    (found,) = common(texts, [0] * len(texts), stem=english_stems())
    assert reason(found) == why


@needs_minilm
def test_rows_that_are_the_same_are_said_to_be(tmp_path):
    path = written(tmp_path, "text\n" + "same\n" * 3)
    (found,) = json.loads(run(path, "--json", "--embedder", "minilm"))["reasons"]
    assert found["reason"] == "all 3 say the same"


def test_cell_that_is_too_long_is_named(tmp_path):
    path = written(tmp_path, f"text\nprinter\n{'x' * 400_000}\n")
    assert refusal(path) == (
        "issues.csv: Row 3 has a cell of more than 131,072 characters. Shorten it; or, if there "
        "is none, a quotation mark is opened and not closed."
    )


def test_command_says_it_for_people_when_it_is_not_asked_for_json(tmp_path):
    path = written(tmp_path, HEAD + "\n".join([*ROWS, "Old price list: out of date,Sales"]))
    assert run(path, "--embedder", "tfidf").splitlines() == [
        "1 group of 6 texts; 2 stand alone.",
        "Compared by their words. The extra “semantic” compares what they mean.",
        "",
        "4 about “price list” and “date”",
        "  row 2: The price lists are out of date",
        "  row 3: Price lists, again, out of date",
        "  row 6: Price list out of date?",
        "  … and 1 more",
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((HEAD + "\n".join(ROWS)).encode("utf-8-sig"), id="with a mark"),
        pytest.param((HEAD + "\n".join(ROWS)).encode("utf-16"), id="UTF-16"),
        pytest.param((HEAD + "\r\n".join(ROWS) + "\r\n\r\n").encode(), id="Windows lines"),
        pytest.param(("\n\n" + HEAD + "\n\n".join(ROWS)).encode(), id="empty lines"),
        pytest.param(("  TEXT  ,unit\n" + "\n".join(ROWS)).encode(), id="another heading"),
    ],
)
def test_command_reads_files_as_programs_write_them(tmp_path, data):
    assert grouped(written(tmp_path, data)) == GROUPS


@pytest.mark.parametrize("separator", [";", "\t"])
def test_command_reads_files_divided_otherwise(tmp_path, separator):
    out = StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows(csv.reader([HEAD.strip(), *ROWS]))
    assert grouped(written(tmp_path, out.getvalue())) == GROUPS


def test_command_reads_accents_of_old_windows_files(tmp_path):
    data = "text\nDépôt fermé\nLe dépôt est fermé\nautre\n".encode("cp1252")
    out = run(written(tmp_path, data), "--embedder", "tfidf")
    assert "both about “dépôt” and “fermé”" in out.splitlines()


def test_command_reads_excel_files(tmp_path):
    book = Workbook()
    for row in csv.reader([HEAD.strip(), *ROWS]):
        book.active.append(row)  # type: ignore[union-attr]
    data = BytesIO()
    book.save(data)
    assert grouped(written(tmp_path, data.getvalue(), "issues.xlsx")) == GROUPS


def test_command_keeps_one_group_when_all_texts_are_the_same(tmp_path):
    assert grouped(written(tmp_path, "text\n" + "Same thing broken\n" * 30)) == [0] * 30


def test_command_leaves_a_single_text_alone(tmp_path):
    assert grouped(written(tmp_path, "text\nThe printer jams\n")) == [None]


@pytest.mark.parametrize(
    ("data", "column", "sentence"),
    [
        (b"", "text", "issues.csv: The file is empty."),
        (b"\n\n", "text", "issues.csv: The file is empty."),
        (
            b"text\n",
            "text",
            "issues.csv, row 1: These are headings, and nothing stands below them.",
        ),
        (
            b"what,unit\nx,y\n",
            "text",
            "issues.csv, row 1: No column is called “text”. There is: “what”, “unit”.",
        ),
        (
            b"text,Text\nx,y\n",
            "text",
            "issues.csv, row 1, column “text”: Two columns are called this. Rename one.",
        ),
        (b"text,unit\n,y\n", "text", "issues.csv: No row has a text in “text”."),
        (
            b"text,unit\nfine,y\nprices, again,Sales\n",
            "text",
            "issues.csv, row 3: The row has more cells than headings. A text with commas needs quotes.",
        ),
        (
            b'text\nfine\n"never closed\n',
            "text",
            "issues.csv: Row 3 cannot be read: a quotation mark is probably opened and not closed.",
        ),
        (
            b"\x89PNG\0\0",
            "text",
            "issues.csv: This file is no text. Send a CSV or an Excel file (.xlsx).",
        ),
        (
            b"PK\x03\x04broken",
            "text",
            "issues.csv: This Excel file is damaged or protected. Save it again from Excel, or as CSV.",
        ),
    ],
)
def test_command_names_file_row_and_column_when_a_file_cannot_be_used(
    tmp_path, data, column, sentence
):
    assert refusal(written(tmp_path, data), "--column", column) == sentence


def test_command_names_the_file_when_there_is_none(tmp_path):
    path = tmp_path / "none.csv"
    assert refusal(path) == f"{path} cannot be read: No such file or directory."


def test_command_names_the_column_of_units_when_there_is_none(tmp_path):
    sentence = "issues.csv, row 1: No column is called “site”. There is: “text”."
    assert refusal(written(tmp_path, "text\nx\n"), "--units", "site") == sentence


@needs_minilm
def test_command_compares_what_is_meant_when_the_extra_is_installed(tmp_path):
    path = written(
        tmp_path,
        "text\nThe wireless network is down\nMy pay was too low\nNo Wi-Fi in the office\n"
        "They paid me the wrong salary\n",
    )
    assert json.loads(run(path, "--json"))["groups"] == [0, 1, 0, 1]
    assert "Compared by what they mean: all-MiniLM-L6-v2." in run(path)
    assert grouped(path) == [None] * 4


def scores(name: str, embedder: str) -> tuple[float, float]:
    """NMI and ARI of the groups with the true ones; whoever stands alone is a group of their own."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    path = shared("D_banking77") / name
    numbers = json.loads(run(path, "--column", "text", "--json", "--embedder", embedder))["groups"]
    with path.open(encoding="utf-8") as file:
        true = [row["category"] for row in csv.DictReader(file)]
    own = [-1 - place if number is None else number for place, number in enumerate(numbers)]
    return normalized_mutual_info_score(true, own), adjusted_rand_score(true, own)


@needs_minilm
@pytest.mark.parametrize(
    ("name", "floors"), [("small_12x15.csv", (0.88, 0.75)), ("test.csv", (0.8, 0.47))]
)
def test_command_finds_the_kinds_of_real_questions_by_what_they_mean(name, floors):
    nmi, ari = scores(name, "minilm")
    assert (nmi > floors[0], ari > floors[1]) == (True, True), (nmi, ari)


@pytest.mark.parametrize(
    ("name", "floors"), [("small_12x15.csv", (0.669, 0.398)), ("test.csv", (0.612, 0.247))]
)
def test_command_finds_the_kinds_of_real_questions_by_their_words(name, floors):
    """Better than k-means of TF-IDF that is told how many kinds there are."""
    nmi, ari = scores(name, "tfidf")
    assert (nmi > floors[0], ari > floors[1]) == (True, True), (nmi, ari)


def test_command_is_silent_when_nobody_reads_on(tmp_path):
    path = written(tmp_path, HEAD + "\n".join(ROWS))
    program = [sys.executable, "-c", "from mandorla.config.command import main; main()"]
    facts = {**os.environ, "MANDORLA_DATA": str(tmp_path)}
    with subprocess.Popen(
        [*program, "group_texts", str(path), "--embedder", "tfidf"],
        env=facts,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 141
