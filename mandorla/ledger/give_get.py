"""What each side expected of a community, gets of it and gives to it, in a fixed number of queries.

What a side weighed and rated is read as `value.shown` shows it: what is hidden there is hidden
here, and nothing is reckoned from it. What shows that an item is there are stories the reader may
see, and measures. What a side gives stands beside it, and is attributed to no item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from mandorla.core.give_get import Expected, side_got
from mandorla.ledger.balancing import read_balance
from mandorla.ledger.brought import Brought, read_figures, read_inside
from mandorla.ledger.evidenced import nothing_shown, read_evidence
from mandorla.ledger.words import SIDES
from mandorla.value.hiding import why_hidden
from mandorla.value.models import Expectation
from mandorla.value.models.catalogue import CatalogueItem
from mandorla.value.shown import newest_round, shown_rounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.models import Community
    from mandorla.core.give_get import Delivered, SideGot
    from mandorla.ledger.balancing import Balanced
    from mandorla.ledger.evidenced import Evidence
    from mandorla.ledger.periods import Period
    from mandorla.people.models import Person
    from mandorla.value.figures import ItemFigures
    from mandorla.value.shown import ShownRound

_DELIVERY: Final = {"organization": "organization_delivery", "members": "member_delivery"}


@dataclass(frozen=True)
class SideItem:
    """One item for one side.

    Attributes:
        weight: What the side gave to it, 0 to 1.
        delivery: How much of it the side says it gets, 0 to 10; None when it did not say.
        became: What became of it.
    """

    weight: float
    delivery: float | None
    became: Delivered


@dataclass(frozen=True)
class Item:
    """One expectation, as both sides weighed it.

    Attributes:
        text: Its wording in that round.
        expectation: Its id, when it is still kept.
        is_shared: Whether both sides want it.
        sides: By side what is known of it; None where that may not be shown.
        evidence: What shows that it is there.
    """

    text: str
    expectation: int | None
    is_shared: bool
    sides: Mapping[str, SideItem | None]
    evidence: Evidence

    @property
    def gap(self) -> float:
        """The wider gap of the two sides."""
        return max((one.became.gap for one in self.sides.values() if one), default=0.0)


@dataclass(frozen=True)
class GiveGet:
    """What both sides give and get.

    Attributes:
        community: Which.
        shown: The round whose weights these are; None before the first.
        hidden: Why what the members said is not shown; empty when it is.
        items: Every item, the widest gap first.
        sides: By side all of it together; None where that may not be shown.
        reasons: By side a code for why some of its deliveries are not there; empty when all are.
        balanced: What each side gives in the period.
        worth: By side what it brought to it as far as that is confirmed, ever.
    """

    community: Community
    shown: ShownRound | None
    hidden: str
    items: tuple[Item, ...]
    sides: Mapping[str, SideGot | None]
    reasons: Mapping[str, str]
    balanced: Balanced
    worth: Mapping[str, Brought]


def read_give_get(community: Community, period: Period, *, reader: Person) -> GiveGet:
    """What both sides give and get, for one reader.

    Args:
        community: Which.
        period: Of which what was given is told.
        reader: Who reads: stories count that they may see.
    """
    rounds = shown_rounds(community)
    latest = rounds[-1] if rounds else None
    shown = newest_round(rounds) or latest
    worded = _worded(community, shown)
    evidence = read_evidence([pk for _text, pk in worded if pk is not None], reader=reader)
    found = [evidence.get(pk or 0, nothing_shown()) for _text, pk in worded]
    sides = {side: _side(side, shown, found) for side in SIDES}
    figures = shown.figures.items if shown and shown.figures else ()
    items = [
        Item(
            text=text,
            expectation=pk,
            is_shared=bool(figures) and figures[place].is_shared,
            sides={side: whole.items[place] if whole else None for side, whole in sides.items()},
            evidence=found[place],
        )
        for place, (text, pk) in enumerate(worded)
    ]
    reasons = shown.figures.reasons if shown and shown.figures else {}
    return GiveGet(
        community=community,
        shown=shown,
        hidden=why_hidden(latest) if latest and not latest.figures else "",
        items=tuple(sorted(items, key=lambda one: -round(one.gap, 9))),
        sides={side: whole.got if whole else None for side, whole in sides.items()},
        reasons={side: reasons.get(name, "") for side, name in _DELIVERY.items()},
        balanced=read_balance(community, period),
        worth=_worth(community, reader=reader),
    )


class _Whole(NamedTuple):
    """One side's items in the order of the catalogue, and all of it together."""

    items: tuple[SideItem, ...]
    got: SideGot


def _side(side: str, shown: ShownRound | None, evidence: Sequence[Evidence]) -> _Whole | None:
    """What one side said, as far as it may be shown."""
    said = _said(side, shown)
    if said is None:
        return None
    expected = [
        Expected(weight, delivery, is_shown=one.shows(side))
        for (weight, delivery), one in zip(said, evidence, strict=True)
    ]
    got = side_got(expected)
    items = zip(expected, got.items, strict=True)
    return _Whole(tuple(SideItem(one.weight, one.delivery, to) for one, to in items), got)


def _said(side: str, shown: ShownRound | None) -> list[tuple[float, float | None]] | None:
    """Weight and delivery of each item; the organization's weights are named, and always shown."""
    if shown is None:
        return None
    if shown.figures is None:
        is_named = side == "organization" and shown.organization
        return [(weight, None) for weight in shown.organization] if is_named else None
    said = [_of_side(item, side) for item in shown.figures.items]
    weighed = [(weight, delivery) for weight, delivery in said if weight is not None]
    return weighed if len(weighed) == len(said) else None


def _of_side(item: ItemFigures, side: str) -> tuple[float | None, float | None]:
    if side == "organization":
        return item.organization, item.organization_delivery
    return item.members, item.member_delivery


def _worded(community: Community, shown: ShownRound | None) -> list[tuple[str, int | None]]:
    """The items of a round in its words; before the first what would be weighed."""
    if shown is None:
        current = Expectation.objects.filter(community=community).current()
        return list(current.values_list("text", "pk"))
    items = CatalogueItem.objects.filter(catalogue=shown.elicitation.catalogue_id)
    return list(items.order_by("position").values_list("text", "expectation_id"))


def _worth(community: Community, *, reader: Person) -> dict[str, Brought]:
    """What is confirmed for each side, as it was last worked out, by what the reader may read."""
    is_whole = community.pk in read_inside([community.pk], reader=reader)
    kept, figures = read_figures(community, is_whole=is_whole)
    found = {}
    for side in SIDES:
        part = figures.get("sides", {}).get(side)
        value = part["confirmed"]["value"] if part else {"of": 0}
        found[side] = (
            Brought(
                currency=kept.currency,
                low=value["low"],
                middle=value["middle"],
                high=value["high"],
            )
            if kept and value["of"]
            else Brought()
        )
    return found
