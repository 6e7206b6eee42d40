"""The page of what both sides put in: the balance of a period, and the rows under each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import PAGE_SIZE, Page
from mandorla.ledger.balance_words import lede_of, money, percent, warnings_of
from mandorla.ledger.balancing import COUNTED, Balanced, read_balance
from mandorla.ledger.models import Investment
from mandorla.ledger.models.investing import hours_words, told
from mandorla.ledger.words import KINDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.communities.models import Community
    from mandorla.ledger.balancing import Column, Part, Sum
    from mandorla.ledger.periods import Period

WIDTH: Final = 1000  # of a bar


@dataclass(frozen=True)
class Figure:
    """What rows come to, in words, and where they are.

    Attributes:
        words: "EUR 1,200", "40 hours"; empty where there is no row.
        detail: What else is to be said of it.
        address: Where its rows are.
    """

    words: str = ""
    detail: str = ""
    address: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the table: a side with all it gives, or one kind of it."""

    label: str
    side: str
    is_side: bool
    planned: Figure
    actual: Figure


@dataclass(frozen=True)
class Bar:
    """The shares of both sides, as a bar.

    Attributes:
        label: What is shared out: what is planned, or what was given.
        left: The share of the organization in words.
        right: The share of the members in words.
        width: How much of the bar, of `WIDTH`, is the organization's.
        rest: How much is the members'.
    """

    label: str
    left: str
    right: str
    width: int
    rest: int


@dataclass(frozen=True)
class Waiting:
    """Hours that were worked out and wait to be confirmed."""

    row: Investment
    words: str


@dataclass(frozen=True)
class Chosen:
    """Which rows are looked for; empty is any."""

    side: str = ""
    kind: str = ""
    state: str = ""

    def takes(self, part: Part) -> bool:
        """Whether a row is one of them."""
        row = part.row
        return (
            self.side in {"", row.side}
            and self.kind in {"", row.kind}
            and self.state in {"", row.state}
        )

    def query(self, period: Period, **other: str) -> str:
        """The address of these rows, with something else."""
        named = {"side": self.side, "kind": self.kind, "state": self.state, **other}
        return "?" + urlencode(
            {"period": period.key, **{name: value for name, value in named.items() if value}}
        )


@dataclass(frozen=True)
class InvestmentsPage:
    """What the page shows.

    Attributes:
        balanced: The balance.
        lede: What is true of it, as a sentence.
        warnings: What is to be thought about: a side that gives nearly all.
        lines: The table.
        bars: The shares of both sides, planned and given.
        waiting: What waits to be confirmed, of any month.
        rows: The rows that are looked for.
        chosen: Which ones.
        chosen_words: The same in words; empty when all are shown.
    """

    balanced: Balanced
    lede: str
    warnings: Sequence[str]
    lines: Sequence[Line]
    bars: Sequence[Bar]
    waiting: Sequence[Waiting]
    rows: Page[Part]
    chosen: Chosen
    chosen_words: str

    @property
    def period(self) -> Period:
        """The period that is looked at."""
        return self.balanced.period


def read_investments(
    community: Community, period: Period, *, chosen: Chosen, number: int
) -> InvestmentsPage:
    """Put the page together; four queries.

    Args:
        community: Of which community.
        period: Of which period.
        chosen: Which rows are looked for.
        number: Which page of them.
    """
    found = read_balance(community, period)
    waiting = Investment.objects.filter(community=community, state="proposed")
    return InvestmentsPage(
        balanced=found,
        lede=lede_of(found),
        warnings=warnings_of(found),
        lines=_lines(found),
        bars=[
            bar
            for label, column in ((_("Given"), found.actual), (_("Planned"), found.planned))
            if (bar := _bar(label, column))
        ],
        waiting=[Waiting(row, told(row)) for row in waiting.order_by("begins_on", "pk")],
        rows=_page([one for one in found.parts if chosen.takes(one)], number),
        chosen=chosen,
        chosen_words=_chosen_words(chosen),
    )


def _lines(found: Balanced) -> list[Line]:
    lines = []
    for side, words in SIDES.items():
        lines.append(
            Line(
                label=str(words),
                side=side,
                is_side=True,
                planned=_side_figure(found, found.planned, Chosen(side, state="planned")),
                actual=_side_figure(found, found.actual, Chosen(side, state="actual")),
            )
        )
        lines += [
            Line(
                label=str(kind_words),
                side=side,
                is_side=False,
                planned=_figure(found, found.planned, Chosen(side, kind, "planned")),
                actual=_figure(found, found.actual, Chosen(side, kind, "actual")),
            )
            for kind, kind_words in KINDS.items()
            if (side, kind) in {*found.planned.cells, *found.actual.cells}
        ]
    return lines


def _side_figure(found: Balanced, column: Column, chosen: Chosen) -> Figure:
    figure = figure_of(column.sides[chosen.side], found, chosen)
    if column.shares is None or not figure.words:
        return figure
    share = percent(column.shares[chosen.side])
    return Figure(figure.words, " · ".join(filter(None, [share, figure.detail])), figure.address)


def _figure(found: Balanced, column: Column, chosen: Chosen) -> Figure:
    total = column.cells.get((chosen.side, chosen.kind))
    return figure_of(total, found, chosen) if total else Figure()


def figure_of(total: Sum, found: Balanced, chosen: Chosen) -> Figure:
    """What rows come to, in words: money first, then hours, then what is not known."""
    if not total.rows:
        return Figure()
    hours = hours_words(total.hours) if total.hours else ""
    unknown = total.unknown and ngettext(
        "{count} row without a known worth", "{count} rows without a known worth", total.unknown
    ).format(count=total.unknown)
    said = money(total.worth, found.base) if total.unknown < total.rows else ""
    parts = [one for one in (said, hours, unknown) if one]
    address = chosen.query(found.period) + "#rows"
    return Figure(words=parts[0], detail=" · ".join(parts[1:]), address=address)


def _bar(label: str, column: Column) -> Bar | None:
    if column.shares is None:
        return None
    width = round(column.shares["organization"] * WIDTH)
    left, right = percent(column.shares["organization"]), percent(column.shares["members"])
    return Bar(label, left, right, width, WIDTH - width)


def _page(parts: Sequence[Part], number: int) -> Page[Part]:
    last = max(1, -(-len(parts) // PAGE_SIZE))
    number = min(number, last)
    start = (number - 1) * PAGE_SIZE
    rows = parts[start : start + PAGE_SIZE]
    return Page(rows, number, len(parts), start + 1 if rows else 0, start + len(rows))


def _chosen_words(chosen: Chosen) -> str:
    states = {"planned": _("planned"), "actual": _("given")}
    named = (SIDES.get(chosen.side), KINDS.get(chosen.kind), states.get(chosen.state))
    return ", ".join(str(one) for one in named if one)


def read_chosen(asked: dict[str, str]) -> Chosen:
    """Which rows an address asks for; what is no side, kind or state asks for nothing."""
    known = {"side": SIDES, "kind": KINDS, "state": COUNTED}
    return Chosen(**{name: asked[name] for name in known if asked.get(name) in known[name]})
