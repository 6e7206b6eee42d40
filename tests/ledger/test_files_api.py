"""Files of the ledger by the API: the same checks as on the pages, a sentence for each refusal."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.ledger.models import Investment, Measure, ProofFile, Reading, Story
from tests import make
from tests.api.caller import Caller
from tests.ledger.measuring import measured
from tests.ledger.telling import story

pytestmark = pytest.mark.django_db
PUT_IN = (
    "state,side,kind,from,until,amount,currency\n"
    "actual,organization,funding,2026-01-01,2026-01-31,10,EUR\n"
)
TOLD = "told on,title,teller,with name,read by,used\n2026-03-01,One list,Mia,yes,community,I do\n"
FOLLOWED = "measure,role,to,by\nDays,outcome,60,2099-12-31\n"
READ = "on,value\n2026-03-01,40\n2026-03-08,41\n"
DOORS: dict[str, tuple[str, Any, dict[str, int]]] = {
    "investments/file": (PUT_IN, Investment, {"new": 1, "same": 0}),
    "stories/file": (TOLD, Story, {"new": 1, "same": 0, "claims": 0}),
    "measures/file": (FOLLOWED, Measure, {"new": 1, "changed": 0, "same": 0}),
    "measures/1/readings/file": (READ, Reading, {"new": 2, "corrected": 0, "same": 0}),
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def people():
    ana, mia, eve = make.person("Ana"), make.person("Mia"), make.person("Eve")
    guild = make.community("Guild", leader=ana, members=(mia,))
    return SimpleNamespace(
        guild=guild, ana=Caller(ana), mia=Caller(mia), eve=Caller(eve), teller=mia
    )


def send(caller: Caller, path: str, content: str | bytes, name: str = "in.csv", **also: Any):
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return caller.client.post(f"/api/v1/communities/guild/{path}", {"file": file, **also})


@pytest.mark.parametrize("door", DOORS)
def test_file_is_brought_whole_and_not_doubled(people, door):
    content, model, came = DOORS[door]
    if "readings" in door:
        measured(people.guild)

    first, again = (send(people.ana, door, content) for _time in range(2))
    count = model.objects.count()

    assert (first.status_code, first.json()) == (200, came)
    assert (again.json()["new"], again.json()["same"], count) == (0, came["new"], came["new"])


@pytest.mark.parametrize("door", DOORS)
def test_file_is_refused_row_by_row_and_nothing_is_kept(people, door):
    content, model, _came = DOORS[door]
    if "readings" in door:
        measured(people.guild)
    bad = content.replace("2026-01-01", "soon").replace("2026-03-01", "soon").replace(",60", ",x")

    answer = send(people.ana, door, content + bad.splitlines()[1] + "\n")

    assert answer.status_code == 422
    (error, *_others) = answer.json()["errors"]
    column = {"investments": "from", "stories": "told on", "measures": "to"}[door.split("/")[0]]
    row = 4 if "readings" in door else 3
    column = "on" if "readings" in door else column
    assert error["field"] == f"file.{row}.{column}"
    assert error["message"].endswith(("Write it as 2027-03-31.", "without units and spaces."))
    assert not model.objects.exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("content", "status"), [(PNG, 422), (b"", 422), (b"x" * (5 * 1024 * 1024 + 1), 409)]
)
def test_file_that_is_no_table_is_refused_as_a_whole(people, door, content, status):
    measured(people.guild)

    assert send(people.ana, door, content).status_code == status


@pytest.mark.parametrize("door", DOORS)
def test_file_is_brought_by_those_who_may_write_and_nobody_else(people, door):
    measured(people.guild)

    answers = [send(caller, door, DOORS[door][0]) for caller in (people.mia, people.eve)]
    no_file = people.ana.client.post(f"/api/v1/communities/guild/{door}")

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (no_file.status_code, no_file.json()["errors"][0]["field"]) == (422, "file")


def test_proof_is_added_as_a_file_that_is_checked_by_its_bytes(people):
    story(people.guild, people.teller)

    added = send(people.mia, "stories/1/proofs/file", PNG, "a.exe", text="The list")
    (proof,) = added.json()["proofs"]

    assert (added.status_code, proof["kind"], proof["text"]) == (201, "file", "The list")
    kept = ProofFile.objects.get()
    assert (kept.proof.file_name, kept.proof.file_type) == ("a.png", "image/png")
    assert bytes(kept.content) == PNG
    browser = Client()
    browser.force_login(people.teller)
    assert browser.get(proof["address"]).content == PNG


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (
            b"MZ\x00\x01",
            409,
            "Take a picture (PNG or JPEG), a PDF, or a text or CSV file in UTF-8.",
        ),
        (b"", 409, "The file is empty."),
        (b"x" * (5 * 1024 * 1024 + 1), 409, "A file may have at most 5 MB."),
    ],
)
def test_proof_of_another_kind_is_refused_with_a_sentence(people, content, status, said):
    story(people.guild, people.teller)

    answer = send(people.mia, "stories/1/proofs/file", content, text="The list")

    assert (answer.status_code, answer.json()["detail"]) == (status, said)
    assert not ProofFile.objects.exists()


def test_proof_is_added_by_its_teller_alone(people):
    story(people.guild, people.teller)

    answers = [
        send(caller, "stories/1/proofs/file", PNG, text="The list")
        for caller in (people.ana, people.eve)
    ]
    wordless = send(people.mia, "stories/1/proofs/file", PNG)

    assert [answer.status_code for answer in answers] == [403, 404]
    assert wordless.status_code == 422
