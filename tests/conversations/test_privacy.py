"""Nothing that was said, and nobody who said it, is anywhere after an import."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from mandorla.base.models import Event
from mandorla.conversations import jobs
from mandorla.conversations.models import ConversationImport
from tests import make
from tests.conversations.sample import FILES, FOLDERS, zipped

pytestmark = pytest.mark.django_db
# In every text, subject, address, name, picture and profile of our own exports.
CANARIES = ("canary", "kanarie", "ana.k", "gast", "xoxe", "192.0.2", "@halden.example", "chloe")


def found_in(text: str) -> list[str]:
    return [word for word in CANARIES if word in text.casefold()]


def everything_in_the_database() -> str:
    """Every column of every row of every table, whatever it holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        dumped = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            dumped += [f"{table}: {row}" for row in cursor.fetchall()]
    assert len(tables) >= len(apps.get_models())
    return "\n".join(dumped)


def everything_on_the_disk(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path.relative_to(folder)) for path in files)
    plain = "".join(path.read_bytes().decode("latin-1") for path in files)
    return names + plain + unpacked([path for path in files if path.suffix == ".parquet"])


def unpacked(paths: list[Path]) -> str:
    """What the lake says: only numbers, moments and whether; nothing that could hold a word."""
    tables = [pq.read_table(path) for path in paths]
    for table in tables:
        types = {str(field.type) for field in table.schema if field.name != "month"}
        assert types == {"int64", "bool", "timestamp[us, tz=UTC]"}
    return "\n".join(str(row) for table in tables for row in table.to_pylist())


@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_command_leaves_no_text_name_or_address_anywhere(
    kind: str, folder: str, own_folder: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    make.organization("Works")
    community = make.community("Welders")
    out, err = io.StringIO(), io.StringIO()

    command = ["import_conversations", kind, str(FILES / folder), "--community", community.slug]
    call_command(*command, "--json", stdout=out, stderr=err)

    assert json.loads(out.getvalue())["new"] > 0
    assert found_in(everything_on_the_disk(own_folder)) == []
    assert found_in(everything_in_the_database()) == []
    assert found_in(out.getvalue() + err.getvalue() + caplog.text) == []
    assert found_in(" ".join(event.plain_sentence for event in Event.objects.all())) == []


@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_page_leaves_no_text_name_or_address_anywhere(
    kind: str,
    folder: str,
    own_folder: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    client: Client,
):
    """Also while the export waits: the names then lie beside it, and never in the database."""
    caplog.set_level(logging.DEBUG)
    leader = make.person("Person 1", email="leader@works.example")
    client.force_login(leader)
    community = make.community("Welders", leader=leader)
    with zipped(FILES / folder, tmp_path / "export.zip").open("rb") as file:
        client.post("/conversations/", {"kind": kind, "community": "welders", "file": file})
    found = ConversationImport.objects.get()
    jobs.look_now(found.pk)
    assert found_in(everything_in_the_database()) == []
    found.refresh_from_db()
    client.post(f"/conversations/{found.pk}/start/", {"channel-0": community.name})
    jobs.bring_now(found.pk)

    found.refresh_from_db()
    assert (found.state, found.why) == ("done", "")
    assert found_in(everything_on_the_disk(own_folder)) == []
    assert found_in(everything_in_the_database()) == []
    assert found_in(caplog.text) == []


def test_refusal_names_the_place_and_not_the_text(own_folder: Path, tmp_path: Path):
    path = tmp_path / "import.jsonl"
    whole = (FILES / "mattermost" / "import.jsonl").read_text()
    path.write_text(whole[: whole.index("canary answer")])
    leader = make.person()
    received = ConversationImport.receive(
        kind="mattermost",
        file_name=path.name,
        chunks=[path.read_bytes()],
        community=None,
        by=leader,
        at=make.AT,
    )

    jobs.look_at_export.call(received.pk)

    received.refresh_from_db()
    assert received.why == "import.jsonl, line 7: It is no JSON, or cut off."
    assert found_in(everything_in_the_database().replace("@halden.example", "")) == []
    assert found_in(everything_on_the_disk(own_folder)) == []
