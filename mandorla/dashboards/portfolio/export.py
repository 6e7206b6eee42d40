"""What is looked for in the portfolio as a file: CSV and Excel, made while it is sent."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.base.trail import csv_line
from mandorla.dashboards.portfolio.columns import COLUMNS
from mandorla.dashboards.portfolio.page import sorted_keys
from mandorla.dashboards.portfolio.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl.workbook import Workbook

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.columns import Cell
    from mandorla.dashboards.portfolio.filters import Filters
    from mandorla.dashboards.portfolio.rows import Row
    from mandorla.dashboards.portfolio.standing import Terms
    from mandorla.people.models import Person

BATCH: Final = 64  # as many as one prepared question takes
PIECE: Final = 64 * 1024  # bytes
WIDTH: Final = 18  # of a column, in letters
WIDE: Final = 34


def all_rows(
    communities: CommunityQuerySet,
    filters: Filters,
    *,
    terms: Terms,
    archetypes: Mapping[str, str],
    reader: Person | None,
) -> Iterator[Row]:
    """Every community that is looked for, in its order, read in batches while it is asked for."""
    found = sorted_keys(communities, filters, terms=terms, reader=reader)
    keys = list(found.values_list("pk", flat=True))
    for begin in range(0, len(keys), BATCH):
        some = keys[begin : begin + BATCH]
        yield from read_rows(some, terms=terms, archetypes=archetypes, reader=reader)


def as_csv(rows: Iterator[Row], *, with_meanings: bool) -> Iterator[str]:
    """A line for each community below the names of the columns.

    Args:
        rows: The communities.
        with_meanings: Whether what the columns mean follows at the end, after an empty line.
    """
    yield csv_line([str(column.label) for column in COLUMNS])
    for row in rows:
        yield csv_line([_as_text(column.value(row)) for column in COLUMNS])
    if with_meanings:
        yield "\r\n"
        yield csv_line([_("column"), _("what it means")])
        for column in COLUMNS:
            yield csv_line([str(column.label), str(column.meaning)])


def _as_text(value: Cell) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def as_workbook(rows: Iterator[Row]) -> Iterator[bytes]:
    """A workbook: the communities on its first sheet, what the columns mean on its second."""
    from openpyxl import Workbook  # slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Portfolio"))
    sheet.freeze_panes = "B2"
    _widen(sheet, [WIDE, *[WIDTH] * (len(COLUMNS) - 1)])
    sheet.append([_cell(sheet, str(column.label)) for column in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row)) for column in COLUMNS])
    meanings = book.create_sheet(_("Columns"))
    _widen(meanings, [WIDE, 3 * WIDE])
    meanings.append([_("column"), _("what it means")])
    for column in COLUMNS:
        meanings.append([str(column.label), str(column.meaning)])
    yield from _sent(book)


def _widen(sheet: Any, widths: list[int]) -> None:
    from openpyxl.utils import get_column_letter  # slow import

    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _cell(sheet: Any, value: Any) -> Any:
    """A number as a number, a day as a day, and a text as a text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # slow import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # slow import

    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _sent(book: Workbook) -> Iterator[bytes]:
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
