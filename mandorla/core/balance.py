"""Give and get: who puts in what, and what each side got of what it expected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mandorla.core.claims import SIDES, fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.core.claims import Given

MOST_OF_ONE_SIDE: Final = 0.8
DIGITS: Final = 12  # numbers that agree so far are the same number, computed in another order


@dataclass(frozen=True, slots=True)
class Balance:
    """What both sides gave.

    Attributes:
        kinds: For each side what it gave of each kind, in money; kinds are sorted.
        sides: For each side the sum.
        shares: For each side its share of the whole, 0 to 1; None when nothing was given.
        heavy: The side that gives too much of the whole; None when neither does.
        keys: What was looked at, sorted.
    """

    kinds: Mapping[str, Mapping[str, float]]
    sides: Mapping[str, float]
    shares: Mapping[str, float] | None
    heavy: str | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What one side expected of one expectation, and what is said to have come of it.

    Attributes:
        key: The expectation.
        side: Whose weight and rating it is, one of `SIDES`.
        weight: How much of its weight the side gave it, 0 or more; any scale.
        rating: How much of it was delivered, 0 to 1; None when nobody has said.
        evidence: The keys of the stories and readings that show it.
    """

    key: str
    side: str
    weight: float
    rating: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Got:
    """One expectation of one side.

    Attributes:
        key: The expectation.
        weight: Its share of the weight of the side, 0 to 1.
        delivered: What was delivered and can be shown, as a share of the weight of the side;
            None when nobody has rated it.
        said: What was delivered, shown or not, as such a share; None when nobody has rated it.
        gap: The weight less what was delivered and can be shown; None when nobody has rated it.
        evidence: The keys of what shows it.
    """

    key: str
    weight: float
    delivered: float | None
    said: float | None
    gap: float | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one side got of what it expected.

    Attributes:
        rows: Its expectations, the widest gap first, those that nobody rated last.
        delivered: Which share of its weight was delivered and can be shown, 0 to 1.
        said: Which share was delivered, shown or not; at least as much.
        unrated: Which share nobody has rated.
    """

    rows: tuple[Got, ...]
    delivered: float
    said: float
    unrated: float


def balance(given: Sequence[Given], *, most: float = MOST_OF_ONE_SIDE) -> Balance:
    """Who gives what, and whether one side carries nearly all of it.

    Args:
        given: What both sides gave: hours at their rate, and money.
        most: Above which share of the whole a side gives too much, 0 to 1.

    Returns:
        The amount by side and kind, the share of each side, and which one is heavy.

    Source:
        Our own default, after Bill Kaplan's point that a community takes investment of both
        sides. Hours are known by count and roughly; a range counts with its median, which is the
        middle that is shown of it elsewhere.

    Example:
        >>> from mandorla.core.claims import Given
        >>> room = Given("room", "organization", "funding", "2026", money=(3_000, 3_000))
        >>> hours = Given("hours", "members", "time", "2026", hours=(20, 20), rate=50)
        >>> found = balance([room, hours])
        >>> found.shares, found.heavy
        ({'organization': 0.75, 'members': 0.25}, None)
        >>> balance([room]).heavy
        'organization'
    """
    rows = sorted(given, key=lambda one: (one.kind, one.key))
    kinds: dict[str, dict[str, float]] = {side: defaultdict(float) for side in SIDES}
    middles = fit([one.low for one in rows], [one.high for one in rows]).middle.tolist()
    for one, middle in zip(rows, middles, strict=True):
        kinds[one.side][one.kind] += middle
    sides = {side: sum(kinds[side].values()) for side in SIDES}
    whole = sum(sides.values())
    shares = {side: sides[side] / whole for side in SIDES} if whole else None
    heavy = [side for side in SIDES if shares and round(shares[side] - most, DIGITS) > 0]
    return Balance(
        {side: dict(kinds[side]) for side in SIDES},
        sides,
        shares,
        heavy[0] if heavy else None,
        tuple(sorted(one.key for one in rows)),
    )


def balances(given: Sequence[Given], *, most: float = MOST_OF_ONE_SIDE) -> dict[str, Balance]:
    """The balance of each period.

    Args:
        given: What both sides gave.
        most: As for `balance`.

    Returns:
        The balances by period, sorted; only of periods in which something was given.

    Source:
        As `balance`.

    Example:
        >>> from mandorla.core.claims import Given
        >>> told = [Given(f"g{n}", "members", "time", f"2026-0{n}", money=(n, n)) for n in (2, 1)]
        >>> [(period, one.sides["members"]) for period, one in balances(told).items()]
        [('2026-01', 1.0), ('2026-02', 2.0)]
    """
    periods: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        for period, share in one.parts or ((one.period, 1.0),):
            hours = (one.hours[0] * share, one.hours[1] * share)
            money = (one.money[0] * share, one.money[1] * share)
            periods[period].append(replace(one, hours=hours, money=money, parts=()))
    return {period: balance(periods[period], most=most) for period in sorted(periods)}


def give_and_get(rows: Sequence[Expected]) -> dict[str, Delivery]:
    """What each side got of what it expected, and where the gap is.

    What nobody has rated is neither delivered nor a gap. What was rated but nothing shows counts
    as said, not as delivered.

    Args:
        rows: The expectations of each side; each at most once for a side.

    Returns:
        What each side got; a side without any weight has no rows.

    Raises:
        ValueError: When a weight is below 0, a rating not from 0 to 1, a side unknown, or an
            expectation twice there for a side.

    Source:
        Our own default: importance by what of it was delivered, with the weights of a round of
        shared value. That a figure rests on what can be shown is the rule of the ledger.

    Example:
        >>> faster = Expected("faster", "members", 30, rating=0.5, evidence=("story 1",))
        >>> seen = Expected("seen", "members", 10, rating=1.0)
        >>> found = give_and_get([faster, seen])["members"]
        >>> found.delivered, found.said, [(one.key, one.gap) for one in found.rows]
        (0.375, 0.625, [('faster', 0.375), ('seen', 0.25)])
    """
    for row in rows:
        rated = row.rating is None or 0 <= row.rating <= 1
        if row.side not in SIDES or not row.weight >= 0 or not rated:
            raise ValueError(f"{row.key}: a known side, a weight from 0, a rating from 0 to 1")
    if len({(row.key, row.side) for row in rows}) < len(rows):
        raise ValueError("an expectation is there twice for one side")
    return {side: _delivery([row for row in rows if row.side == side]) for side in SIDES}


def _delivery(rows: Sequence[Expected]) -> Delivery:
    whole = sum(row.weight for row in rows)
    got = [_got(row, row.weight / whole) for row in rows] if whole else []
    got.sort(key=lambda one: (one.gap is None, -(one.gap or 0.0), -one.weight, one.key))
    return Delivery(
        tuple(got),
        delivered=sum(one.delivered or 0.0 for one in got),
        said=sum(one.said or 0.0 for one in got),
        unrated=sum(one.weight for one in got if one.gap is None),
    )


def _got(row: Expected, weight: float) -> Got:
    if row.rating is None:
        return Got(row.key, weight, None, None, None, row.evidence)
    said = weight * row.rating
    delivered = said if row.evidence else 0.0
    return Got(row.key, weight, delivered, said, weight - delivered, row.evidence)
