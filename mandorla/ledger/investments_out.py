"""What is planned and given as a file, in the columns in which it comes in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from mandorla.ledger.investments_file import COLUMNS, could_be_formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.ledger.models import Investment


def as_csv(rows: Iterable[Investment]) -> str:
    """The rows as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        note = f"'{row.note}" if could_be_formula(row.note) else row.note
        cells = [*_cells(row), note]
        writer.writerow(["" if one is None else str(one) for one in cells])
    return out.getvalue()


def as_workbook(rows: Iterable[Investment]) -> bytes:
    """The rows as a workbook: numbers as numbers, days as days, texts never as formulas."""
    from openpyxl import Workbook  # slow import
    from openpyxl.cell import WriteOnlyCell  # slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("investments")
    sheet.append(COLUMNS)
    for row in rows:
        is_marked = row.note.startswith("'") and could_be_formula(row.note)
        note = WriteOnlyCell(sheet, f"'{row.note}" if is_marked else row.note)
        note.data_type = "s"
        sheet.append([*_cells(row), note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Investment) -> list[Any]:
    return [
        row.state,
        row.side,
        row.kind,
        row.begins_on,
        row.ends_on,
        row.hours,
        row.role,
        row.amount,
        row.currency,
    ]
