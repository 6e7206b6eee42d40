"""Lists in pages: a cursor says after which row the next page begins.

A page costs the same wherever it is, and rows that come or go meanwhile neither repeat nor hide
others. A cursor is signed, so what comes back in one is what was put in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer
from mandorla.base.api.problems import Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

MOST = 200
Item = TypeVar("Item")
Row = TypeVar("Row")


class Paging(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: Annotated[str, StringConstraints(max_length=2_000)] | None = Field(
        None, description="Where the page begins; taken from `next` of the page before."
    )


class PageOf(Answer, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="The address of the next page; null on the last one.")


def page_of(
    request: HttpRequest, rows: QuerySet[Any, Row], *, order: Sequence[str], paging: Paging
) -> dict[str, Any]:
    """One page of a query, and the address of the next.

    Args:
        request: The request for the page.
        rows: The query, in any order.
        order: The columns of the order, `-` before those that fall. None of them may be null,
            and the last one must be different for each row.
        paging: What was asked for.
    """
    if paging.cursor:
        values = read_cursor(request, paging.cursor, order=order)
        rows = rows.filter(_after(values, order))
    found = list(rows.order_by(*order)[: paging.limit + 1])
    kept = found[: paging.limit]
    if len(found) <= paging.limit:
        return {"items": kept, "next": None}
    values = [_value(kept[-1], column.lstrip("-")) for column in order]
    return {"items": kept, "next": next_page(request, values, order=order)}


def next_page(request: HttpRequest, values: Sequence[Any], *, order: Sequence[str]) -> str:
    """The address of the page that begins after these values of the order's columns."""
    query = request.GET.copy()
    query["cursor"] = signing.dumps(
        [_to_text(value) for value in values], salt=_salt(request, order)
    )
    return f"{request.path}?{query.urlencode()}"


def read_cursor(request: HttpRequest, cursor: str, *, order: Sequence[str]) -> list[Any]:
    """The values that a cursor of this list and this order holds.

    Raises:
        Invalid: It is a cursor of something else, or made up.
    """
    try:
        values = signing.loads(cursor, salt=_salt(request, order))
    except signing.BadSignature as wrong:
        raise Invalid(
            cursor=_("This is not a cursor of this list. Begin with its first page.")
        ) from wrong
    return [_from_text(value) for value in values]


def _salt(request: HttpRequest, order: Sequence[str]) -> str:
    return f"cursor of {request.path} by {','.join(order)}"


def _after(values: Sequence[Any], order: Sequence[str]) -> Q:
    """Rows that come after the given values in the order."""
    condition = Q()
    same = Q()
    for column, value in zip(order, values, strict=True):
        name = column.lstrip("-")
        direction = "lt" if column.startswith("-") else "gt"
        condition |= same & Q(**{f"{name}__{direction}": value})
        same &= Q(**{name: value})
    return condition


def _value(row: Any, column: str) -> Any:
    for name in column.split("__"):
        row = getattr(row, name)
    return row


def _to_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _from_text(value: Any) -> Any:
    if isinstance(value, dict):
        if "moment" in value:
            return datetime.fromisoformat(value["moment"])
        return date.fromisoformat(value["day"])
    return value
