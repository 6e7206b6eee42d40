"""What is planned and given as a table, in the columns in which it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.ledger.models import Investment


def rows_out(rows: Iterable[Investment]) -> list[list[Any]]:
    """The cells of each row, in the order of `investments_file.COLUMNS`."""
    return [
        [
            row.state,
            row.side,
            row.kind,
            row.begins_on,
            row.ends_on,
            row.hours,
            row.role,
            row.amount,
            row.currency,
            row.note,
            row.hours_high,
            row.amount_high,
        ]
        for row in rows
    ]
