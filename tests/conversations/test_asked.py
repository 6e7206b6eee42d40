"""No reader asks for a field that it does not declare, and each asks for all that it declares.

The readers are handed rows that note what is asked of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

from mandorla.conversations.sources import (
    discourse,
    listserv,
    mattermost,
    mbox,
    plain_csv,
    slack,
    vault,
    yammer,
    zulip,
)
from mandorla.conversations.sources.entry import Entry
from mandorla.conversations.sources.json_pieces import elements, tables, whole
from mandorla.conversations.sources.mail import READS, WANTED, header_of
from mandorla.conversations.sources.readers import READERS
from mandorla.conversations.sources.rows import rows
from tests.conversations.sample import FILES, FOLDERS, read

Noted = set[str]
SLACK = {"users": "users[].", "org_users": "users[]."}
SLACK |= dict.fromkeys(("channels", "groups", "dms", "mpims"), "channels[].")
MAIL = (mbox, listserv, vault)


class Row(dict[str, Any]):
    """A row that notes which of its fields are asked for."""

    def __init__(self, given: dict[str, Any], path: str, noted: Noted) -> None:
        super().__init__(given)
        self._path, self._noted = path, noted

    def get(self, key: str, default: Any = None) -> Any:
        path = f"{self._path}{key}"
        self._noted.add(path)
        return watched(super().get(key, default), path, self._noted)

    def __getitem__(self, key: str) -> Any:
        self.get(key)
        return watched(super().__getitem__(key), f"{self._path}{key}", self._noted)

    def __contains__(self, key: object) -> bool:
        self.get(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a reader looks at all fields of a row")

    keys = items = values = __iter__  # type: ignore[assignment]


def watched(value: Any, path: str, noted: Noted) -> Any:
    """A value that notes what is asked of it and of what is in it."""
    if isinstance(value, dict):
        return Row(value, f"{path}." if path and not path.endswith(".") else path, noted)
    if isinstance(value, list):
        return [watched(one, f"{path}[]" if path else "", noted) for one in value]
    return value


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """What is asked for from now on, by the names under which it is declared."""
    asked: Noted = set()

    def rows_of(read_all: Callable[..., Any], named: Callable[[Entry], str]) -> Callable[..., Any]:
        def each(entry: Entry, **how: Any) -> Iterator[Any]:
            asked.update(f"{named(entry)}{name}" for name in how.get("needed", ()))
            return (Row(row, named(entry), asked) for row in read_all(entry, **how))

        return each

    def in_tables(entry: Entry, wanted: Any) -> Iterator[Any]:
        for table, row in tables(entry, wanted):
            of = "zerver_userprofile" if table in {*zulip.PEOPLE, zulip.SYSTEM} else table
            yield table, Row(row, f"{of}[].", asked)

    def loads(line: bytes) -> Any:
        return watched(json.loads(line), "", asked)

    def header(lines: list[bytes]) -> Any:
        return Row(header_of(lines), "", asked)

    slack_rows = rows_of(elements, lambda one: SLACK.get(stem(one), "message."))
    monkeypatch.setattr(slack, "elements", slack_rows)
    monkeypatch.setattr(zulip, "elements", rows_of(elements, lambda _one: "archive[]."))
    monkeypatch.setattr(zulip, "tables", in_tables)
    monkeypatch.setattr(discourse, "whole", lambda entry: watched(whole(entry), "", asked))
    monkeypatch.setattr(mattermost, "json", SimpleNamespace(loads=loads))
    monkeypatch.setattr(yammer, "rows", rows_of(rows, lambda one: f"{stem(one)}."))
    monkeypatch.setattr(plain_csv, "rows", rows_of(rows, lambda _one: ""))
    for module in MAIL:
        monkeypatch.setattr(module, "header_of", header)
    return asked


def stem(entry: Entry) -> str:
    return PurePosixPath(entry.name).stem


def by_declared_names(asked: Noted, declared: Noted) -> Noted:
    """As they are declared; what only holds declared ones is none itself."""
    plain = {path.replace("post_stream.", "").replace("post_stream", "") for path in asked}
    holders = {
        path for path in plain if any(one.startswith((f"{path}.", f"{path}[]")) for one in declared)
    }
    return plain - holders - {""}


@pytest.mark.parametrize("kind", list(READERS))
def test_reader_asks_for_what_it_declares_and_for_nothing_else(kind: str, noted: Noted):
    declared = set(READERS[kind].reads)
    for other, folder in FOLDERS:
        if other == kind:
            read(kind, FILES / folder)

    if kind in {module.READER.kind for module in MAIL}:
        declared = {name.lower() for name in declared - {mbox.LINE}}
    assert by_declared_names(noted, declared) == declared


def test_headers_of_mails_are_read_as_far_as_they_are_declared():
    assert {name.decode() for name in WANTED} == {name.lower() for name in READS}
