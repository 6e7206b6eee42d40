"""The balance of a community in a period: what each side planned and gave, and its share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from mandorla.core.balance import balance
from mandorla.core.claims import MOST, Given
from mandorla.ledger.models import Investment
from mandorla.ledger.money import Rates
from mandorla.ledger.spans import beyond_measure, span_in, worth_in
from mandorla.ledger.words import KINDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mandorla.communities.models import Community
    from mandorla.ledger.periods import Period

COUNTED: Final = ("planned", "actual")
ZERO: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """What of an investment falls into a period.

    Attributes:
        row: The investment.
        hours: How many of its hours; None of money.
        amount: How much of its amount, in its own currency; None of hours.
        worth: What that is in the base currency; None when it is not known.
        missing: What somebody has to enter so that it is known.
        days: How many of its days lie in the period.
        of_days: How many days it has.
    """

    row: Investment
    hours: Decimal | None
    amount: Decimal | None
    worth: Decimal | None
    missing: str
    days: int
    of_days: int

    @property
    def is_partly(self) -> bool:
        """Whether other periods have a part of it, too."""
        return self.days < self.of_days


@dataclass(frozen=True, slots=True)
class Sum:
    """What rows come to.

    Attributes:
        worth: In the base currency, as far as it is known.
        hours: How many hours are among them.
        rows: How many rows.
        unknown: How many of them have no known worth.
    """

    worth: Decimal = ZERO
    hours: Decimal = ZERO
    rows: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Column:
    """What is planned, or what was given.

    Attributes:
        cells: By side and kind what it comes to; only where there is a row.
        sides: By side what it comes to.
        whole: All of it.
        shares: Of each side its share of the worth that is known, 0 to 1; None of nothing.
        heavy: The side that gives more than 80% of it, if one does.
    """

    cells: Mapping[tuple[str, str], Sum]
    sides: Mapping[str, Sum]
    whole: Sum
    shares: Mapping[str, float] | None
    heavy: str | None


@dataclass(frozen=True)
class Balanced:
    """The balance of a community in a period.

    Attributes:
        period: Which one.
        base: The currency that sums are said in; empty when none is chosen.
        parts: What falls into it, what is planned and what was given, by day.
        planned: What is planned.
        actual: What was given.
        missing: What somebody has to enter so that everything counts, each once.
    """

    period: Period
    base: str
    parts: Sequence[Part]
    planned: Column
    actual: Column
    missing: Sequence[str]


def read_balance(community: Community, period: Period) -> Balanced:
    """The balance of a community in a period; three queries.

    A row that also has days outside of the period counts with the part of its days in it.
    """
    rows = Investment.objects.filter(community=community).counted()
    rows = rows.touching(period.begins_on, period.ends_on).order_by("begins_on", "pk")
    rates = Rates.read()
    parts = [part_in(row, period, rates=rates) for row in rows]
    columns = {
        state: _column([one for one in parts if one.row.state == state]) for state in COUNTED
    }
    return Balanced(
        period=period,
        base=rates.base,
        parts=parts,
        planned=columns["planned"],
        actual=columns["actual"],
        missing=sorted({one.missing for one in parts if one.missing}),
    )


def part_in(row: Investment, period: Period, *, rates: Rates) -> Part:
    """What of an investment falls into a period, reckoned with what held on its first day there.

    Of a range it is the median; days still to come count as others do.
    """
    span = span_in(row, period)
    share = span.of(row.middle)
    worth = worth_in(row.middle, span, role=row.role, currency=row.currency, rates=rates)
    amount = worth.amount if worth.amount is not None and worth.amount <= MOST else None
    return Part(
        row=row,
        hours=_rounded(share, _TENTH) if row.hours is not None else None,
        amount=_rounded(share, _CENT) if row.hours is None else None,
        worth=None if amount is None else _rounded(amount, _CENT),
        missing=worth.missing or ("" if amount is not None else beyond_measure()),
        days=span.days,
        of_days=span.of_days,
    )


def _column(parts: Sequence[Part]) -> Column:
    cells: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for one in parts:
        cells[one.row.side, one.row.kind].append(one)
    given = [
        Given(str(one.row.pk), one.row.side, one.row.kind, "", money=(float(one.worth),) * 2)
        for one in parts
        if one.worth is not None
    ]
    found = balance(given)
    return Column(
        cells={
            (side, kind): _sum(cells[side, kind])
            for side in SIDES
            for kind in KINDS
            if (side, kind) in cells
        },
        sides={side: _sum(one for one in parts if one.row.side == side) for side in SIDES},
        whole=_sum(parts),
        shares=found.shares,
        heavy=found.heavy,
    )


def _sum(parts: Iterable[Part]) -> Sum:
    parts = list(parts)
    return Sum(
        worth=sum((one.worth for one in parts if one.worth is not None), ZERO),
        hours=sum((one.hours for one in parts if one.hours is not None), ZERO),
        rows=len(parts),
        unknown=sum(one.worth is None for one in parts),
    )


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    return number.quantize(step, rounding=ROUND_HALF_UP)
