"""What a reader says that it reads and drops is so.

Taking a field out of an export changes what is read when the reader declares that it reads it, and
changes nothing when the reader declares that it drops it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from mandorla.conversations.sources.items import LeftOut, Post, Unreadable
from mandorla.conversations.sources.mbox import LINE
from mandorla.conversations.sources.readers import READERS
from mandorla.conversations.words import LEFT_OUT, PURPOSES
from tests.conversations.sample import copied, read

MAIL = {"mbox", "listserv", "vault"}
# Parts of a mail that are no field of its header.
BODY = {"body", "attachments"}


def fields(which: str) -> list[Any]:
    return [
        pytest.param(kind, field, id=f"{kind}-{field}")
        for kind, reader in READERS.items()
        for field in getattr(reader, which)
    ]


def folder_of(kind: str, field: str) -> str:
    """The export of ours in which a field can be; an archive of Zulip is another than its export."""
    return "zulip-archive" if field.startswith("archive[]") else kind


def without(kind: str, field: str, tmp_path: Path) -> Path:
    """The export of a kind with a field taken out everywhere, or a whole file of it."""
    folder = copied(folder_of(kind, field), tmp_path)
    files = [path for path in folder.rglob("*") if path.is_file()]
    named = [path for path in files if path.name.endswith(field) and "." in field]
    if named:
        for path in named:
            path.unlink()
        return folder
    table, _dot, name = field.replace("[]", "").rpartition(".")
    changed = [_take_out(path, kind, table, name) for path in files]
    assert any(changed), f"no export of ours has {field}"
    return folder


def _take_out(path: Path, kind: str, table: str, name: str) -> bool:
    before = path.read_bytes()
    if kind in MAIL:
        after = _mail(before, name)
    elif path.suffix == ".csv":
        is_meant = not table or path.stem == table
        after = _csv(before.decode(), name).encode() if is_meant else before
    elif path.suffix == ".jsonl":
        lines = [json.loads(line) for line in before.splitlines()]
        kept = [_line(line, name, table) for line in lines if table or line["type"] != name]
        if kept == lines:
            return False
        after = "\n".join(json.dumps(line) for line in kept).encode()
    else:
        if kind == "slack" and not _is_meant(path, table):
            return False
        found = json.loads(before)
        after = json.dumps(_json(found, name)).encode()
        if json.loads(after) == found:
            return False
    path.write_bytes(after)
    return after != before


def _is_meant(path: Path, table: str) -> bool:
    """Whether a file of Slack holds such a table; everything that is no list holds messages."""
    meant = table.partition(".")[0]
    return meant == path.stem if path.parent.name == "slack" else meant == "message"


def _line(line: dict[str, Any], name: str, table: str) -> dict[str, Any]:
    if not table:
        return {key: value for key, value in line.items() if key != name}
    return {key: value if key == "type" else _json(value, name) for key, value in line.items()}


def _json(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _json(inner, name) for key, inner in value.items() if key != name}
    return [_json(inner, name) for inner in value] if isinstance(value, list) else value


def _csv(text: str, name: str) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    if name not in rows[0]:
        return text
    place = rows[0].index(name)
    out = io.StringIO()
    csv.writer(out).writerows([*row[:place], *row[place + 1 :]] for row in rows)
    return out.getvalue()


def _mail(data: bytes, name: str) -> bytes:
    if name in BODY:
        mails = re.split(rb"(?m)^(?=From \S.* 2026$|={73}\nDate:)", data)
        return b"".join(mail.partition(b"\n\n")[0] + b"\n\n" for mail in mails if mail)
    if name == LINE:
        return re.sub(rb"(?m)^From \S.* 2026$\n", b"", data)
    header = re.escape(name.encode())
    return re.sub(rb"(?im)^" + header + rb":.*\n(?:[ \t].*\n)*", b"", data)


def outcome(kind: str, folder: Path) -> list[Post | LeftOut] | str:
    try:
        return read(kind, folder)
    except Unreadable as problem:
        return problem.why


@pytest.mark.parametrize(("kind", "field"), fields("drops"))
def test_dropped_field_changes_nothing_when_it_is_taken_out(kind: str, field: str, tmp_path: Path):
    before = outcome(kind, copied(folder_of(kind, field), tmp_path / "before"))

    assert outcome(kind, without(kind, field, tmp_path)) == before


@pytest.mark.parametrize(("kind", "field"), fields("reads"))
def test_read_field_matters_when_it_is_taken_out(kind: str, field: str, tmp_path: Path):
    before = outcome(kind, copied(folder_of(kind, field), tmp_path / "before"))

    assert outcome(kind, without(kind, field, tmp_path)) != before


def test_purposes_and_reasons_have_words():
    from mandorla.conversations.sources.items import REASONS

    used = {purpose for reader in READERS.values() for purpose in reader.reads.values()}
    assert used == set(PURPOSES)
    assert set(LEFT_OUT) == set(REASONS)


def test_fields_are_not_both_read_and_dropped():
    for reader in READERS.values():
        assert not set(reader.reads) & set(reader.drops)
