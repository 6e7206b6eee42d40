"""A table as CSV or as a workbook that no spreadsheet runs: it comes in as it goes out."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mandorla.people.roster.refused_file import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_NO_CELL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no workbook can hold


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: as it is typed into a CSV file, and as a workbook holds it."""

    typed: str
    value: float


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_typed(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as a workbook: numbers as numbers, days as days, texts never as formulas."""
    from openpyxl import Workbook  # slow import
    from openpyxl.cell import WriteOnlyCell  # slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(columns)
    for row in rows:
        cells = []
        for cell in row:
            held = cell.value if isinstance(cell, Figure) else cell
            if isinstance(held, str):
                held = WriteOnlyCell(sheet, _held(held))
                held.data_type = "s"
            cells.append(held)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without_guard(text: str) -> str:
    """A text that went out with a mark against being taken for a formula, as it was."""
    return text[1:] if text.startswith("'") and could_be_formula(text) else text


def could_be_formula(text: str) -> bool:
    """Whether a spreadsheet would run it, were it not for marks against that before it."""
    bare = text.lstrip("'")
    return safe(bare) != bare


def _typed(cell: Any) -> str:
    if isinstance(cell, Figure):
        return cell.typed
    if isinstance(cell, str):
        text = _NO_CELL.sub("", cell)
        return f"'{text}" if could_be_formula(text) else text
    return "" if cell is None else str(cell)


def _held(text: str) -> str:
    text = _NO_CELL.sub("", text)
    is_marked = text.startswith("'") and could_be_formula(text)
    return f"'{text}" if is_marked else text
