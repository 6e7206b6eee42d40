"""What each side gives and gets as plain values, and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mandorla.base.trail import csv_line
from mandorla.ledger.balance_shown import as_data as balance_as_data
from mandorla.ledger.words import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.ledger.give_get import GiveGet, Item

DIGITS: Final = 4
COLUMNS: Final = (
    "expectation",
    "shared",
    "side",
    "weight",
    "delivery",
    "gap",
    "missing",
    "confirmed_stories",
    "stories",
    "solutions",
    "measures",
    "outcomes_reached",
    "objectives",
)


def as_data(found: GiveGet) -> dict[str, Any]:
    """All of it as plain values; what may not be shown is None."""
    shown = found.shown
    return {
        "round": shown.elicitation.number if shown else None,
        "hidden": found.hidden,
        "items": [_item(one) for one in found.items],
        "sides": [_side(found, side) for side in SIDES],
        "balance": balance_as_data(found.balanced),
    }


def as_csv(found: GiveGet) -> Iterator[str]:
    """A line for each item and side; empty is what may not be shown, or was not said."""
    yield csv_line(list(COLUMNS))
    for one in found.items:
        plain = _item(one)
        for said in plain["sides"]:
            row = {**plain, **said, "shared": "yes" if one.is_shared else "no"}
            row["objectives"] = "; ".join(one.evidence.objectives)
            yield csv_line(["" if row[name] is None else str(row[name]) for name in COLUMNS])


def _item(one: Item) -> dict[str, Any]:
    evidence = one.evidence
    return {
        "expectation": one.text,
        "expectation_id": one.expectation,
        "is_shared": one.is_shared,
        "stories": evidence.stories,
        "solutions": evidence.solutions,
        "measures": len(evidence.measures),
        "outcomes_reached": evidence.reached,
        "objectives": list(evidence.objectives),
        "sides": [_of_side(one, side) for side in SIDES],
    }


def _of_side(one: Item, side: str) -> dict[str, Any]:
    found = one.sides[side]
    return {
        "side": side,
        "weight": _figure(found.weight) if found else None,
        "delivery": _figure(found.delivery) if found else None,
        "gap": found.became.kind if found else None,
        "missing": _figure(found.became.missing) if found else None,
        "confirmed_stories": one.evidence.confirmed[side],
    }


def _side(found: GiveGet, side: str) -> dict[str, Any]:
    got, worth = found.sides[side], found.worth[side]
    return {
        "side": side,
        "got": _figure(got.got) if got else None,
        "missing": _figure(got.missing) if got else None,
        "unrated": _figure(got.unrated) if got else None,
        "shown": _figure(got.shown) if got else None,
        "reason": found.reasons[side],
        "worth_low": worth.low,
        "worth_middle": worth.middle,
        "worth_high": worth.high,
        "currency": worth.currency or "",
    }


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
