"""Tables that somebody takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from mandorla.ledger.table_out import CSV, EXCEL, as_csv, as_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def send_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a CSV file of a name without its ending."""
    return _sent(as_csv(columns, rows), CSV, f"{name}.csv")


def send_workbook(
    name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The rows as a workbook of a name without its ending; its sheet has a title."""
    return _sent(as_workbook(title, columns, rows), EXCEL, f"{name}.xlsx")


def _sent(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
