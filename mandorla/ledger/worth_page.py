"""What a community brought, held against what was put in, as it was last worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.amounts import rounded, shares_between
from mandorla.ledger.brought import read_figures, read_inside
from mandorla.ledger.words import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

WIDE, LEAST = 600, 3  # of the picture, and of the thinnest bar, in its own units
KINDS: Final = {
    "cashable": gettext_lazy("money saved or earned"),
    "capacity": gettext_lazy("capacity that is free for something else"),
    "risk": gettext_lazy("risk avoided; it enters no sum"),
}


@dataclass(frozen=True)
class Sum:
    """A range as people read it.

    Attributes:
        low: P10.
        middle: P50.
        high: P90.
        of: How many claims, or things that were put in, are behind it.
    """

    low: float
    middle: float
    high: float
    of: int

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> Sum:
        """As it was kept."""
        return cls(kept["low"], kept["middle"], kept["high"], kept["of"])

    @property
    def words(self) -> str:
        """The middle, and what it lies between eight times of ten."""
        if not self.of:
            return _("nothing")
        if rounded(self.low) == rounded(self.high):
            return rounded(self.middle)
        return _("{middle} ({low} to {high})").format(
            middle=rounded(self.middle), low=rounded(self.low), high=rounded(self.high)
        )


@dataclass(frozen=True)
class Bar:
    """A range in the picture: from where to where, and its middle."""

    label: str
    words: str
    kind: str
    x: float
    width: float
    middle: float


@dataclass(frozen=True)
class Line:
    """One row of a table: a side, a year or a kind."""

    key: str
    label: str
    confirmed: Sum
    unconfirmed: Sum
    cost: Sum | None


@dataclass(frozen=True)
class WorthPage:
    """What a community brought.

    Attributes:
        community: Which.
        is_whole: Whether it holds what is told to people in the community.
        at: When it was worked out; None when it was not yet.
        currency: In which everything is said; empty when none is chosen.
        confirmed: The headline.
        unconfirmed: What else is claimed.
        cost: What was put in.
        ratio: P10 and P90 of what is confirmed less the cost, by the cost; None when not known.
        chance: How likely it brought more than it cost, 0 to 1; None without a cost.
        without: What is left without a claim that is more than all others; None if there is none.
        sides: What each side got, and gave.
        years: The same by year.
        kinds: What was got by kind.
        not_money: How many claims are not money.
        missing: What has to be entered so that more can be counted.
    """

    community: Community
    is_whole: bool
    at: datetime | None
    currency: str
    confirmed: Sum
    unconfirmed: Sum
    cost: Sum
    ratio: tuple[float, float] | None
    chance: float | None
    without: Sum | None
    sides: tuple[Line, ...]
    years: tuple[Line, ...]
    kinds: tuple[Line, ...]
    not_money: int
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was claimed and nothing put in."""
        return not (self.confirmed.of or self.unconfirmed.of or self.cost.of or self.not_money)

    @property
    def chance_words(self) -> str:
        """How likely it brought more than it cost, as a sentence; empty when that is not known."""
        if self.chance is None or not self.confirmed.of:
            return ""
        percent = min(99, max(1, round(self.chance * 100)))
        if self.chance in {0, 1}:
            certain = _("What is confirmed is more than it cost in every way it can have been.")
            never = _("What is confirmed is less than it cost in every way it can have been.")
            return certain if self.chance == 1 else never
        sentence = _("That what is confirmed is more than it cost is {percent}% likely.")
        return sentence.format(percent=percent)

    @property
    def return_words(self) -> str:
        """What came back of what was put in, as a range; empty when that is not known."""
        if self.ratio is None or not self.confirmed.of:
            return ""
        sentence = _("What is confirmed, less what was put in, is {between} of what was put in.")
        return sentence.format(between=shares_between(*self.ratio))

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is confirmed, what else is claimed and what it cost, to one scale."""
        rows = (
            (_("confirmed"), self.confirmed, "confirmed"),
            (_("claimed, not confirmed"), self.unconfirmed, "unconfirmed"),
            (_("put in"), self.cost, "cost"),
        )
        most = max([1.0, *(found.high for _label, found, _kind in rows)])
        return tuple(_bar(label, found, kind, most) for label, found, kind in rows if found.of)


def _bar(label: str, found: Sum, kind: str, most: float) -> Bar:
    def place(value: float) -> float:
        return max(0.0, value) / most * (WIDE - LEAST)

    width = max(LEAST, place(found.high) - place(found.low))
    return Bar(
        label,
        found.words,
        kind,
        x=round(place(found.low), 1),
        width=round(width, 1),
        middle=round(place(found.middle), 1),
    )


def read_worth(community: Community, *, reader: Person) -> WorthPage:
    """What a community brought, as it was last worked out; at most two queries.

    Args:
        community: Which.
        reader: Who reads: what is claimed by stories that they may not read is in no sum.
    """
    is_whole = community.pk in read_inside([community.pk], reader=reader)
    kept, figures = read_figures(community, is_whole=is_whole)
    confirmed = figures.get("confirmed") or _nothing_returned()
    without = confirmed["without"]
    return WorthPage(
        community=community,
        is_whole=is_whole,
        at=kept.worked_out_at if kept else None,
        currency=figures.get("currency", ""),
        confirmed=Sum.of_kept(confirmed["value"]),
        unconfirmed=Sum.of_kept(figures.get("unconfirmed") or _nothing()),
        cost=Sum.of_kept(confirmed["cost"]),
        ratio=_ends(confirmed.get("ratio")),
        chance=confirmed["chance"],
        without=Sum.of_kept(without["value"]) if without else None,
        sides=_parts(figures.get("sides", {}), SIDES),
        years=_parts(figures.get("periods", {}), {}),
        kinds=tuple(
            Line(
                name,
                str(KINDS[name]),
                Sum.of_kept(one["confirmed"]),
                Sum.of_kept(one["unconfirmed"]),
                None,
            )
            for name, one in _in_order(figures.get("kinds", {}), KINDS)
            if one["confirmed"]["of"] or one["unconfirmed"]["of"]
        ),
        not_money=figures.get("not_money", 0),
        missing=tuple(figures.get("missing", ())),
    )


def _parts(kept: dict[str, Any], labels: Mapping[str, object]) -> tuple[Line, ...]:
    return tuple(
        Line(
            name,
            str(labels.get(name, name)),
            Sum.of_kept(part["confirmed"]["value"]),
            Sum.of_kept(part["unconfirmed"]),
            Sum.of_kept(part["confirmed"]["cost"]),
        )
        for name, part in _in_order(kept, labels)
    )


def _in_order(kept: dict[str, Any], labels: Mapping[str, object]) -> list[tuple[str, Any]]:
    """As they are always told, years from the first: databases keep no order of what is inside."""
    names = list(labels) or sorted(kept)
    return [(name, kept[name]) for name in names if name in kept]


def _ends(ratio: list[float] | None) -> tuple[float, float] | None:
    return (ratio[0], ratio[2]) if ratio else None


def _nothing() -> dict[str, Any]:
    return {"low": 0.0, "middle": 0.0, "high": 0.0, "of": 0}


def _nothing_returned() -> dict[str, Any]:
    return {"value": _nothing(), "cost": _nothing(), "chance": None, "without": None}
