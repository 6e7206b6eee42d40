"""Posts on an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa

from tests.analytics.by_hand import Post

SCHEMA = pa.schema(
    {
        "community": pa.int64(),
        "post": pa.int64(),
        "author": pa.int64(),
        "sent_at": pa.timestamp("us", tz="UTC"),
        "thread": pa.int64(),
        "reply_to": pa.int64(),
        "unit": pa.int64(),
        "leader": pa.bool_(),
    }
)


def on_duckdb(posts: Sequence[Post]) -> ibis.Table:
    """The posts as a table in memory."""
    rows = pa.Table.from_pylist([post._asdict() for post in posts], schema=SCHEMA)
    return ibis.memtable(rows)


def rows_of(table: ibis.Table) -> list[dict[str, Any]]:
    """What an expression gives."""
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def kept(table: ibis.Table) -> ibis.Table:
    """A table that is worked out once."""
    return table.cache()
