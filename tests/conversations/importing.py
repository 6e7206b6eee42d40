"""Imports for tests: of our own small exports, at once or by way of a file that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from mandorla.communities.models import Community
from mandorla.conversations.intake import Brought, Target
from mandorla.conversations.lake import Lake
from mandorla.conversations.models import ConversationImport
from mandorla.people.models import Person
from tests.conversations.sample import FILES, zipped

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def rows(lake: Lake) -> list[dict[str, Any]]:
    if not lake.files():
        return []
    found: list[dict[str, Any]] = ds.dataset(lake.files()).to_table().to_pylist()
    return sorted(found, key=lambda row: (row["sent_at"], row["post"]))


def bring(
    community: Community,
    *,
    kind: str = "slack",
    at: datetime = AT,
    channels: Mapping[str, int | None] | None = None,
) -> tuple[ConversationImport, Brought]:
    return ConversationImport.bring_now(
        kind=kind,
        path=FILES / kind,
        target=Target(everything=community.pk, channels=channels or {}),
        confirmed={},
        at=at,
        tell=lambda _read: None,
    )


def sent(tmp_path: Path, by: Person, community: Community | None = None) -> ConversationImport:
    data = zipped(FILES / "slack", tmp_path / "export.zip").read_bytes()
    received = ConversationImport.receive(
        kind="slack",
        file_name="C:\\temp\\export.zip",
        chunks=[data[:100], data[100:]],
        community=community,
        by=by,
        at=AT,
    )
    received.look(at=AT)
    return received
