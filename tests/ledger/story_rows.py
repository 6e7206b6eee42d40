"""Rows of a file of stories for tests."""

from __future__ import annotations

from mandorla.ledger.stories_file import COLUMNS
from mandorla.ledger.table_out import as_csv

GOOD = {
    "told on": "2026-03-09",
    "title": "One price list",
    "teller": "Mia Member",
    "with name": "yes",
    "read by": "community",
    "happened": "We met about the lists.",
    "used": "I send one list, not three.",
}
GAIN = {
    "gain": "capacity",
    "low": "2",
    "high": "6",
    "counted in": "hours",
    "share": "50%",
    "confidence": "0.8",
    "from": "2026-01-01",
    "until": "2026-12-31",
}


def table(*rows: dict[str, str]) -> bytes:
    cells = [[row.get(column, "") for column in COLUMNS] for row in rows]
    return as_csv(COLUMNS, cells).encode()
