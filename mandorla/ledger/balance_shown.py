"""The balance of a community as plain values, and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.ledger.balance_words import lede_of, money, percent, warnings_of
from mandorla.ledger.models.investing import hours_words
from mandorla.ledger.words import KINDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.ledger.balancing import Balanced, Column, Sum


def as_data(found: Balanced) -> dict[str, Any]:
    """A balance as plain values; money and hours are text, so that nothing is rounded."""
    return {
        "period": found.period.key,
        "begins_on": found.period.begins_on.isoformat(),
        "ends_on": found.period.ends_on.isoformat(),
        "currency": found.base,
        "planned": _column(found.planned),
        "actual": _column(found.actual),
        "missing": list(found.missing),
    }


def as_lines(found: Balanced) -> Iterator[str]:
    """A balance as a person reads it in a terminal."""
    yield lede_of(found)
    for label, column in ((_("Given"), found.actual), (_("Planned"), found.planned)):
        if not column.whole.rows:
            continue
        yield ""
        yield f"{label}:"
        for side, words in SIDES.items():
            share = f"  {percent(column.shares[side])}" if column.shares else ""
            yield f"  {words}: {_said(column.sides[side], found.base)}{share}"
            for (of, kind), total in column.cells.items():
                if of == side:
                    yield f"    {KINDS[kind]}: {_said(total, found.base)}"
    for sentence in (*warnings_of(found), *found.missing):
        yield ""
        yield sentence


def _said(total: Sum, base: str) -> str:
    if not total.rows:
        return "–"
    worth = money(total.worth, base) if total.unknown < total.rows else _("not known")
    return f"{worth}, {hours_words(total.hours)}" if total.hours else worth


def _column(column: Column) -> dict[str, Any]:
    return {
        "worth": str(column.whole.worth),
        "rows": column.whole.rows,
        "without_worth": column.whole.unknown,
        "sides": [
            {
                "side": side,
                "worth": str(column.sides[side].worth),
                "hours": str(column.sides[side].hours),
                "share": column.shares[side] if column.shares else None,
                "kinds": [
                    {
                        "kind": kind,
                        "worth": str(total.worth),
                        "hours": str(total.hours),
                        "rows": total.rows,
                        "without_worth": total.unknown,
                    }
                    for (of, kind), total in column.cells.items()
                    if of == side
                ],
            }
            for side in SIDES
        ],
        "heavy": column.heavy,
    }
