"""The page of give and get: a bar for each item and side, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.base.figure import percent
from mandorla.ledger.give_get import read_give_get
from mandorla.ledger.give_get_sides import Compared, gets_of, gives_of
from mandorla.ledger.measures_page import line_of
from mandorla.ledger.words import SIDES

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.ledger.give_get import GiveGet, Item
    from mandorla.ledger.measures_page import Line
    from mandorla.ledger.periods import Period
    from mandorla.people.models import Person

SMALLEST: Final = 0.05  # of a side's weight: a smaller gap is no headline
LABELS: Final = {
    "organization": gettext_lazy("Organization"),
    "members": gettext_lazy("Members"),
}
KINDS: Final = {
    "short": ("act", gettext_lazy("expects much, gets little")),
    "unshown": ("watch", gettext_lazy("expects much, nothing shows it yet")),
    "kept": ("good", gettext_lazy("expects it, gets it")),
    "beyond": ("none", gettext_lazy("expects little, gets it all the same")),
    "small": ("none", gettext_lazy("expects little of it")),
}


@dataclass(frozen=True)
class Bar:
    """What of an item's weight is delivered, in % of the heaviest item.

    Attributes:
        got: The width of what the side gets.
        rest: The width of what is missing, or of all when it is not rated.
        is_rated: Whether the side rated it.
    """

    got: str
    rest: str
    is_rated: bool


@dataclass(frozen=True)
class SideRow:
    """One item for one side, in words; without a bar where it may not be shown."""

    side: str
    label: str
    weight: str
    delivery: str
    missing: str
    tone: str
    gap: str
    confirmed: int
    bar: Bar | None


@dataclass(frozen=True)
class Row:
    """One item.

    Attributes:
        item: What was read of it.
        address: Its page; empty when it is kept no more.
        sides: The organization, and the members.
        told: What shows it, in words, and where that is.
        measures: What measures it.
    """

    item: Item
    address: str
    sides: tuple[SideRow, ...]
    told: tuple[tuple[str, str], ...]
    measures: tuple[Line, ...]


@dataclass(frozen=True)
class GiveGetPage:
    """What the page shows.

    Attributes:
        found: What was read.
        lede: What is true, in a sentence.
        rows: Every item, the widest gap first.
        gets: What each side gets, all together.
        gives: What each side gave in the period, by kind.
    """

    found: GiveGet
    lede: str
    rows: tuple[Row, ...]
    gets: tuple[Compared, ...]
    gives: tuple[Compared, ...]

    @property
    def period(self) -> Period:
        """Of which it is told what was given."""
        return self.found.balanced.period


def read_give_get_page(community: Community, period: Period, *, reader: Person) -> GiveGetPage:
    """Put the page together; as many queries as `read_give_get`."""
    found = read_give_get(community, period, reader=reader)
    weights = [one.weight for item in found.items for one in item.sides.values() if one]
    longest = max(weights, default=0.0) or 1.0
    return GiveGetPage(
        found=found,
        lede=_lede(found),
        rows=tuple(_row(item, found, longest) for item in found.items),
        gets=tuple(gets_of(found)),
        gives=tuple(gives_of(found)),
    )


# --- items ---


def _row(item: Item, found: GiveGet, longest: float) -> Row:
    slug, pk = found.community.slug, item.expectation
    return Row(
        item=item,
        address=reverse("value:expectation", args=[slug, pk]) if pk else "",
        sides=tuple(_side_row(side, item, longest) for side in SIDES),
        told=tuple(_told(item, slug)),
        measures=tuple(line_of(measure) for measure in item.evidence.measures),
    )


def _side_row(side: str, item: Item, longest: float) -> SideRow:
    label, one, confirmed = str(LABELS[side]), item.sides[side], item.evidence.confirmed[side]
    if one is None:
        return SideRow(side, label, "", "", "", "none", _("not shown"), confirmed, None)
    tone, gap = KINDS[one.became.kind]
    width = 100 * one.weight / longest
    got = width * (one.delivery or 0) / 10
    return SideRow(
        side=side,
        label=label,
        weight=percent(one.weight),
        delivery=_("not rated") if one.delivery is None else f"{one.delivery:.0f}",
        missing="" if one.became.missing is None else percent(one.became.missing),
        tone=tone,
        gap=str(gap),
        confirmed=confirmed,
        bar=Bar(f"{got:.2f}", f"{width - got:.2f}", one.delivery is not None),
    )


def _told(item: Item, slug: str) -> list[tuple[str, str]]:
    """What shows an item, each with where it is."""
    found, told = item.evidence, []
    thread = reverse("ledger:thread", args=["expectation", item.expectation or 0])
    if found.stories:
        words = ngettext("{n} story", "{n} stories", found.stories).format(n=found.stories)
        confirmed = [
            _("{n} confirmed for {side}").format(n=found.confirmed[side], side=SIDES[side])
            for side in SIDES
            if found.confirmed[side]
        ]
        told.append((f"{words} ({', '.join(confirmed) or _('none confirmed')})", thread))
    if found.solutions:
        words = ngettext("{n} solution", "{n} solutions", found.solutions)
        told.append((words.format(n=found.solutions), thread))
    outcomes = sum(one.role == "outcome" for one in found.measures)
    if outcomes:
        words = ngettext(
            "{part} of {of} outcome at its target",
            "{part} of {of} outcomes at their targets",
            outcomes,
        )
        measures = reverse("ledger:measures", args=[slug])
        told.append((words.format(part=found.reached, of=outcomes), measures))
    return told


# --- both sides together ---


def _lede(found: GiveGet) -> str:
    if found.shown is None:
        return _("Nobody has weighed yet what is expected, so nothing can be held against it.")
    got = {side: one for side, one in found.sides.items() if one and one.unrated < 1}
    said = found.hidden
    if len(got) == len(SIDES):
        said = _(
            "By their own word the organization gets {ours} of what it wants, the members {theirs}."
        )
        said = said.format(
            ours=percent(got["organization"].got), theirs=percent(got["members"].got)
        )
    elif not found.hidden:
        said = _("Not both sides have rated what is delivered, so it shows only in part.")
    return f"{said} {_widest(found)}".strip()


def _widest(found: GiveGet) -> str:
    if found.shown is None or not found.items or found.items[0].gap < SMALLEST:
        return ""
    item = found.items[0]
    side = max(SIDES, key=lambda one: _gap_of(item, one))
    return _("The widest gap for {side}: {item}.").format(side=SIDES[side], item=item.text)


def _gap_of(item: Item, side: str) -> float:
    """By how much of a side's weight there is something to do about an item."""
    one = item.sides[side]
    return one.became.gap if one else 0.0
