"""What a community was worth to both sides, what it cost them, and how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mandorla.core.claims import MONEY, RETURN, SIDES, Claim, Given
from mandorla.core.draws import DRAWS, Sum, amounts, tenths
from mandorla.core.pieces import Piece, pieces
from mandorla.core.published import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mandorla.core.claims import Floats
    from mandorla.core.draws import Ranged, Spread

    Group = tuple[bool | str, ...]
    Groups = tuple[Group, ...]
    Book = defaultdict[Group, Sum]

Row = TypeVar("Row", Claim, Given)


@dataclass(frozen=True, slots=True)
class Return:
    """What came back, held against what it cost.

    Attributes:
        value: The claims that can be held against costs: cashable ones and capacity.
        cost: What was given.
        net: P10, P50 and P90 of the value less the cost.
        ratio: Those of the net by the cost, 0.5 for half as much again; None without a cost, or
            when the cost may be nothing at all.
        chance: In which share of the draws the value is more than the cost; None without a cost.
        outlier: The key of the one claim that is expected to be more than all others together;
            None when there is none, or fewer than three claims.
        without: The same without that claim.
    """

    value: Spread
    cost: Spread
    net: tuple[float, float, float]
    ratio: tuple[float, float, float] | None
    chance: float | None
    outlier: str | None
    without: Return | None


@dataclass(frozen=True, slots=True)
class Part:
    """One side, one period, or one community.

    Attributes:
        confirmed: The headline: only what somebody who benefited has confirmed.
        unconfirmed: What else is claimed, by itself.
    """

    confirmed: Return
    unconfirmed: Spread


@dataclass(frozen=True, slots=True)
class Worth:
    """Everything that is known of value and cost.

    Attributes:
        confirmed: The headline.
        unconfirmed: What else is claimed and would enter the return, by itself.
        everything: Both together, held against the same cost.
        sides: What each side got, held against what it gave.
        periods: What was got in each period, held against what was given in it; sorted. Of what
            belongs to several periods each has its share, and all shares turn out alike: in every
            draw they add up to the whole.
        kinds: What was got of each kind of money, confirmed and not; "risk" enters no return.
        not_money: The keys of claims that are not money, sorted.
    """

    confirmed: Return
    unconfirmed: Spread
    everything: Return
    sides: Mapping[str, Part]
    periods: Mapping[str, Part]
    kinds: Mapping[str, tuple[Spread, Spread]]
    not_money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What many communities were worth.

    Attributes:
        each: Every community, by the name it was given.
        total: All of them together.
    """

    each: Mapping[str, Part]
    total: Part


def worth(claims: Sequence[Claim], given: Sequence[Given], *, seed: int) -> Worth:
    """What both sides got, and gave, in all and by side, period and kind.

    Args:
        claims: What was got, all in one currency.
        given: What was put in, in the same currency.
        seed: From 0 to 2⁶⁴ − 1; the same seed and ranges give the same figures.

    Returns:
        Ranges with the keys of what is behind each. Amounts are not rounded; to show more than
        two digits of one would claim too much.

    Raises:
        ValueError: When two claims have the same key, or two of what was given.

    Source:
        Simulation of ranges after Hubbard, How to Measure Anything, 2010. That only cashable
        value and capacity are held against costs, and that the confirmed part is the headline,
        is our own rule.

    Example:
        >>> from mandorla.core.claims import Claim, Given
        >>> story = Claim("s", "members", "capacity", "2026", 900, 900, 0.5, 0.8, confirmed=True)
        >>> told = Claim("t", "members", "capacity", "2026", 80, 120)
        >>> time = Given("g", "members", "time", "2026", hours=(4, 4), rate=60)
        >>> found = worth([story, told], [time], seed=1)
        >>> found.confirmed.value.middle, found.confirmed.ratio[1], found.confirmed.chance
        (360.0, 0.5, 1.0)
        >>> round(found.unconfirmed.middle), found.unconfirmed.keys
        (98, ('t',))
    """
    got = _book(claims, _groups, seed=seed, of="value")
    gave = _book(given, _cost_groups, seed=seed, of="cost")
    both = Sum()
    both.add(got[True, "all", ""])
    both.add(got[False, "all", ""])
    _add_parts(got, [one for one in claims if one.kind in RETURN], _value_in, seed=seed, of="value")
    _add_parts(gave, given, _cost_in, seed=seed, of="cost")
    rows: list[Claim | Given] = [*claims, *given]
    periods = sorted({name for one in rows for name in one.periods})
    return Worth(
        confirmed=_part(got, gave, "all", "", seed=seed).confirmed,
        unconfirmed=got[False, "all", ""].spread(),
        everything=_return(both, gave["all", ""], seed=seed),
        sides={side: _part(got, gave, "side", side, seed=seed) for side in SIDES},
        periods={period: _part(got, gave, "period", period, seed=seed) for period in periods},
        kinds={
            kind: (got[True, "kind", kind].spread(), got[False, "kind", kind].spread())
            for kind in MONEY
        },
        not_money=tuple(sorted(one.key for one in claims if one.kind not in MONEY)),
    )


def portfolio(
    books: Mapping[str, tuple[Sequence[Claim], Sequence[Given]]], *, seed: int
) -> Portfolio:
    """What many communities were worth, each by itself and together.

    Args:
        books: Claims and what was given, by the name of the community; no key occurs in two.
        seed: As for `worth`, which has the same figures for the same community and seed.

    Returns:
        The confirmed return of each and of all, and what is not confirmed.

    Raises:
        ValueError: When two claims have the same key, or two of what was given.

    Source:
        As `worth`.

    Example:
        >>> from mandorla.core.claims import Claim
        >>> one = Claim("s1", "members", "cashable", "2026", 300, 300, confirmed=True)
        >>> other = Claim("s2", "members", "cashable", "2026", 500, 500, confirmed=True)
        >>> found = portfolio({"welders": ([one], []), "testers": ([other], [])}, seed=1)
        >>> found.each["testers"].confirmed.value.middle, found.total.confirmed.value.middle
        (500.0, 800.0)
    """
    _refuse_twice(one.key for claims, _costs in books.values() for one in claims)
    _refuse_twice(one.key for _claims, costs in books.values() for one in costs)
    got: Book = defaultdict(Sum)
    gave: Book = defaultdict(Sum)
    each = {}
    for name in sorted(books):
        claims, costs = books[name]
        mine = _book(claims, _whole, seed=seed, of="value")
        spent = _book(costs, _whole_cost, seed=seed, of="cost")
        each[name] = _part(mine, spent, "all", "", seed=seed)
        for group, total in mine.items():
            got[group].add(total)
        gave["all", ""].add(spent["all", ""])
    return Portfolio(each, _part(got, gave, "all", "", seed=seed))


def _book(rows: Sequence[Row], groups_of: Callable[[Row], Groups], *, seed: int, of: str) -> Book:
    """The sum of every group; what belongs to the same groups is drawn and summed at once."""
    drawn = amounts(rows, seed=seed, of=of)
    alike: dict[Groups, list[int]] = defaultdict(list)
    for number, row in enumerate(sorted(rows, key=lambda one: one.key)):
        alike[groups_of(row)].append(number)
    book: Book = defaultdict(Sum)
    for groups, which in alike.items():
        total = drawn.sum(which) if groups else Sum()
        for group in groups:
            book[group].add(total)
    return book


def _add_parts(
    book: Book, rows: Sequence[Row], group_of: Callable[[Row, str], Group], *, seed: int, of: str
) -> None:
    """The sums of periods get their shares of what belongs to several of them."""
    groups: dict[Group, list[Piece]] = defaultdict(list)
    for row in rows:
        for piece in pieces(row):
            groups[group_of(row, piece.period)].append(piece)
    for group, found in groups.items():
        book[group].add(amounts(found, seed=seed, of=of).sum(range(len(found))))


def _groups(claim: Claim) -> Groups:
    """Where a claim is summed: what is no money nowhere, a risk avoided only among its kind."""
    kind = (claim.confirmed, "kind", claim.kind)
    if claim.kind not in RETURN:
        return (kind,) if claim.kind in MONEY else ()
    period = () if claim.parts else (_value_in(claim, claim.period),)
    return (*_whole(claim), (claim.confirmed, "side", claim.side), *period, kind)


def _value_in(claim: Claim, period: str) -> Group:
    return claim.confirmed, "period", period


def _whole(claim: Claim) -> Groups:
    return ((claim.confirmed, "all", ""),) if claim.kind in RETURN else ()


def _cost_groups(given: Given) -> Groups:
    period = () if given.parts else (_cost_in(given, given.period),)
    return (*_whole_cost(given), ("side", given.side), *period)


def _cost_in(_given: Given, period: str) -> Group:
    return "period", period


def _whole_cost(_given: Given) -> Groups:
    return (("all", ""),)


def _part(got: Book, gave: Book, group: str, name: str, *, seed: int) -> Part:
    confirmed = _return(got[True, group, name], gave[group, name], seed=seed)
    return Part(confirmed, got[False, group, name].spread())


def _return(value: Sum, cost: Sum, *, seed: int) -> Return:
    outlier = _outlier(value)
    if outlier is None:
        return _held(value.spread(), value.draws, cost)
    alone = amounts([outlier], seed=seed, of="value").sum([0])
    rest = value.less(alone)
    without = _held(rest.spread(), rest.draws, cost)
    return replace(_held(value.spread(), value.draws, cost), outlier=outlier.key, without=without)


def _outlier(value: Sum) -> Ranged | None:
    """The one that `extreme` would find, from what a sum knows."""
    if value.largest is None or len(value.keys) < FEWEST:
        return None
    size, found = value.largest
    return found if size > value.size - size else None


def _held(value: Spread, draws: Floats, cost: Sum) -> Return:
    """A value held against a cost."""
    spent = cost.spread()
    if not cost.keys:
        net = (value.low, value.middle, value.high)
        return Return(value, spent, net, None, None, None, None)
    left = draws - cost.draws
    ratio = tenths(left / cost.draws) if cost.draws.min() > 0 else None
    chance = int((left > 0).sum()) / DRAWS
    return Return(value, spent, tenths(left), ratio, chance, None, None)


def _refuse_twice(keys: Iterable[str]) -> None:
    counted = Counter(keys)
    twice = [key for key, times in counted.items() if times > 1]
    if twice:
        raise ValueError(f"{min(twice)} is there twice")
