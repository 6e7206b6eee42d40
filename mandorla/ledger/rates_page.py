"""The page of rates and currencies: what holds today, what held before, and who set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from mandorla.base.models import Event
from mandorla.ledger.models import Currency, HourRate
from mandorla.ledger.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.people.models import Person

MOST_CHANGES: Final = 20
Dated = TypeVar("Dated", HourRate, Currency)
VERBS: Final = ("rate.set", "currency.set", "currency.chosen")


@dataclass(frozen=True)
class RateRow:
    """What an hour of a role costs: today, and from every other day on."""

    role: str
    now: HourRate | None
    others: Sequence[HourRate]


@dataclass(frozen=True)
class WorthRow:
    """What one of a currency is worth: today, and from every other day on."""

    code: str
    now: Currency | None
    others: Sequence[Currency]


@dataclass(frozen=True)
class RatesPage:
    """What the page shows.

    Attributes:
        base: The currency that sums are said in; empty when none is chosen.
        base_is_fixed: Whether other currencies have a worth in it.
        rates: Every role.
        worths: Every other currency.
        history: The newest changes, for those who may read who made them.
    """

    base: str
    base_is_fixed: bool
    rates: Sequence[RateRow]
    worths: Sequence[WorthRow]
    history: Sequence[Event]


def read_rates(*, person: Person, on: date) -> RatesPage:
    """Put the page together.

    Args:
        person: Who reads; who changed what is for program managers and auditors.
        on: Today.
    """
    rates = list(HourRate.objects.order_by("-from_on"))
    currencies = list(Currency.objects.order_by("code", "-from_on"))
    others = [one for one in currencies if not one.is_base]
    changes = Event.objects.visible_to(person).filter(verb__in=VERBS)
    return RatesPage(
        base=next((one.code for one in currencies if one.is_base), ""),
        base_is_fixed=bool(others),
        rates=[
            RateRow(str(words), *_held([one for one in rates if one.role == role], on))
            for role, words in ROLES.items()
        ],
        worths=[
            WorthRow(code, *_held([one for one in others if one.code == code], on))
            for code in dict.fromkeys(one.code for one in others)
        ],
        history=list(changes.newest_first()[:MOST_CHANGES]),
    )


def _held(rows: Sequence[Dated], on: date) -> tuple[Dated | None, list[Dated]]:
    """What holds on a day, the newest first, and the rest."""
    now = next((one for one in rows if one.from_on <= on), None)
    return now, [one for one in rows if one is not now]
