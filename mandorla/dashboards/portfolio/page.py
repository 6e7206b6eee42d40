"""The portfolio as a page: its first sentence, and fifty communities of those looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q, QuerySet, Window

from mandorla.base.prepared import Prepared, prepared
from mandorla.base.web import PAGE_SIZE, Page, paged
from mandorla.communities.models import Community
from mandorla.dashboards.portfolio.filters import SORTS, Filters, narrowed, of_state
from mandorla.dashboards.portfolio.rows import Row, read_rows
from mandorla.dashboards.portfolio.rules import portfolio_of
from mandorla.dashboards.portfolio.sorting import ordered
from mandorla.dashboards.portfolio.standing import ENDED, Late, waits, with_license, with_state
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.dashboards.portfolio.standing import Terms

FEW: Final = 10  # so many are seen at a glance: there is nothing to search in them


@dataclass(frozen=True)
class Counts:
    """How many communities have which license.

    Attributes:
        every: All that have not closed.
        waiting: Those of them on which somebody has to decide.
        states: By the word of their license; of those that ended, closed ones count, too.
    """

    every: int
    waiting: int
    states: Mapping[str, int]

    def of(self, state: str) -> int:
        """How many a page shows that looks for this state."""
        if not state:
            return self.every
        return self.waiting if state == "decide" else self.states.get(state, 0)


@dataclass(frozen=True)
class Portfolio:
    """One page of the portfolio.

    Attributes:
        page: Its rows.
        all: How many communities there are, by license, whatever is looked for.
    """

    page: Page[Row]
    all: Counts

    @property
    def is_small(self) -> bool:
        """Whether all of it is seen at a glance."""
        return self.all.every <= FEW


def read_portfolio(
    person: Person | None,
    filters: Filters,
    *,
    number: int,
    terms: Terms,
    archetypes: Mapping[str, str],
) -> Portfolio:
    """Read one page of the portfolio.

    Args:
        person: Whose; nobody's are all communities.
        filters: What they look for among them.
        number: Which page, from 1.
        terms: The days that count.
        archetypes: What each archetype is called, by its key.
    """
    counts = count_all(person, terms=terms)
    page = _page(person, filters, number=number, terms=terms, every=counts.every)
    told = read_rows(page.rows, terms=terms, archetypes=archetypes, reader=person)
    return Portfolio(page.showing(told), counts)


def _page(
    person: Person | None, filters: Filters, *, number: int, terms: Terms, every: int
) -> Page[int]:
    """The ids of one page; the first page of all communities is asked for all the time."""
    if number == 1 and not filters.narrow:
        found = FIRST_KEYS[filters.sort](person)
        return Page(found, 1, every, min(1, len(found)), len(found))
    keys = sorted_keys(portfolio_of(person), filters, terms=terms, reader=person)
    if filters.narrow:
        return _paged(keys, number=number)
    return paged(keys.values_list("pk", flat=True), number=number, total=every)


def _first_keys(sort: str) -> Prepared[[Person | None], int]:
    """The first page in one of the orders."""

    def keys(person: Person | None) -> QuerySet[Community, int]:
        communities = portfolio_of(person).current()
        if Filters(sort=sort).look_at_licenses:
            communities = with_license(communities)
        rows, order = ordered(communities, sort, reader=person)
        return rows.order_by(*order).values_list("pk", flat=True)[:PAGE_SIZE]

    return prepared(keys)


FIRST_KEYS: Final = {sort: _first_keys(sort) for name in SORTS for sort in (name, f"-{name}")}


def sorted_keys(
    communities: CommunityQuerySet, filters: Filters, *, terms: Terms, reader: Person | None
) -> CommunityQuerySet:
    """The communities that are looked for, in their order."""
    found = narrowed(communities, filters, terms=terms, reader=reader)
    of_them = of_state(found, filters.state, terms=terms)
    rows, order = ordered(of_them, filters.sort, reader=reader)
    return rows.order_by(*order)


def _paged(keys: CommunityQuerySet, *, number: int) -> Page[int]:
    """One page of what is looked for; how many there are is counted on the way."""
    start = (number - 1) * PAGE_SIZE
    counting = keys.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    rows = list(counting[start : start + PAGE_SIZE])
    if not rows:
        return paged(keys.values_list("pk", flat=True), number=number)
    found = [pk for pk, _total in rows]
    return Page(found, number, rows[0][1], start + 1, start + len(rows))


def count_all(person: Person | None, *, terms: Terms) -> Counts:
    """How many communities have which license, in one query."""
    every = waiting = 0
    states: dict[str, int] = {}
    late = terms.late
    for state, both, current, waits_here in _counts(person, *late.usual, late.own):
        every, waiting = every + current, waiting + waits_here
        states[state] = both if state in ENDED else current
    return Counts(every, waiting, {state: count for state, count in states.items() if count})


@prepared
def _counts(
    person: Person | None,
    lapsed_before: date,
    on: date,
    due_until: date,
    own: tuple[tuple[str, date, date, date], ...] | None,
) -> QuerySet[Community, tuple[str, int, int, int]]:
    late = Late((lapsed_before, on, due_until), own)
    found: Any = with_state(with_license(portfolio_of(person)), late).order_by()
    counts: QuerySet[Community, tuple[str, int, int, int]] = found.values_list(
        "license_state"
    ).annotate(
        every=Count("pk"),
        current=Count("pk", filter=~Q(status="closed")),
        waiting=Count("pk", filter=waits(late)),
    )
    return counts
