"""Charts of a round as text for the attributes of a drawing: bars, quadrants, rounds over time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from mandorla.base.figure import percent
from mandorla.core.lettering import Box
from mandorla.core.marks import place_marks
from mandorla.core.quadrants import DELIVERY_CROSSHAIR, DELIVERY_HIGHEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.value.figures import Figures, ItemFigures
    from mandorla.value.shown import ShownRound

QUADRANTS: Final = {
    "do_better": gettext_lazy("do better"),
    "keep_going": gettext_lazy("keep going"),
    "let_rest": gettext_lazy("let rest"),
    "perhaps_too_much": gettext_lazy("perhaps too much"),
}
MOST_WAVES: Final = 8
NEAR: Final = 15.0  # a mark farther from its point gets a line
PLOT: Final = Box(40, 26, 332, 236)
DOT, MARK = 4.0, (17.0, 13.0)
WAVE_TOP, WAVE_HEIGHT, WAVE_STEP = 26.0, 150.0, 76.0


@dataclass(frozen=True)
class Bar:
    """An expectation as a pair of bars.

    Attributes:
        number: Its place among the most shared, from 1; charts name it by that.
        position: Its place in the catalogue, from 0.
        item: What was weighed.
        organization: The organization's weight in words.
        members: The members' weight in words.
        share: What both share, in words.
        points: By how many points the sides differ.
        led_by: "organization" or "members", the side that wants it more; "" when they want much
            the same.
        widths: Of the bars for the organization, the members and the share, in % of the longest.
        starts: Where the bars of the organization and of its share begin, from the right.
    """

    number: int
    position: int
    item: ItemFigures
    organization: str
    members: str
    share: str
    points: int
    led_by: str
    widths: tuple[str, str, str]
    starts: tuple[str, str]


@dataclass(frozen=True)
class Point:
    """An expectation in a chart of quadrants, with its number beside it."""

    number: int
    x: str
    y: str
    text_x: str
    text_y: str
    line: str


@dataclass(frozen=True)
class Plot:
    """What one side holds important and how much of it is delivered.

    Attributes:
        side: "organization" or "members".
        points: The expectations that were rated.
        even_y: The height of an even share of the weight.
        even: That share in words.
        most: The weight at the upper border, in words.
        reason: Why there are no points; "" when there are.
    """

    side: str
    points: tuple[Point, ...]
    even_y: str
    even: str
    most: str
    reason: str


@dataclass(frozen=True)
class Wave:
    """One round in the chart of rounds, in its units."""

    shown: ShownRound
    x: str
    top: str
    height: str
    y: str
    label_y: str
    share: str


@dataclass(frozen=True)
class Waves:
    """The shares of several rounds over each other, the oldest first.

    Attributes:
        width: Of the chart, in its units.
        waves: The rounds.
        joins: Lines between rounds that can be compared.
    """

    width: str
    waves: tuple[Wave, ...]
    joins: tuple[str, ...]


def bars_of(figures: Figures, *, smallest_tension: float) -> tuple[Bar, ...]:
    """Every expectation as a pair of bars, the most shared first."""
    order = sorted(
        range(len(figures.items)),
        key=lambda place: (-round(figures.items[place].share or 0, 12), place),
    )
    longest = max((max(_weights(item)) for item in figures.items), default=0) or 1.0
    return tuple(
        _bar(number, place, figures.items[place], longest, smallest_tension)
        for number, place in enumerate(order, 1)
    )


def _weights(item: ItemFigures) -> tuple[float, float]:
    return item.organization or 0.0, item.members or 0.0


def _bar(number: int, place: int, item: ItemFigures, longest: float, smallest: float) -> Bar:
    ours, theirs = _weights(item)
    tension = item.tension or 0.0
    widths = [100 * weight / longest for weight in (ours, theirs, item.share or 0.0)]
    led_by = "organization" if tension > 0 else "members"
    return Bar(
        number=number,
        position=place,
        item=item,
        organization=percent(ours),
        members=percent(theirs),
        share=percent(item.share or 0.0),
        points=round(100 * abs(tension)),
        led_by=led_by if round(abs(tension) - smallest, 12) >= 0 else "",
        widths=(_text(widths[0]), _text(widths[1]), _text(widths[2])),
        starts=(_text(100 - widths[0]), _text(100 - widths[2])),
    )


@lru_cache(maxsize=128)
def plots_of(bars: tuple[Bar, ...], *, reasons: tuple[str, str]) -> tuple[Plot, Plot]:
    """The quadrants of the organization and of the members, on the same scale.

    Args:
        bars: Every expectation.
        reasons: For each side why a delivery is missing, if one is.
    """
    most = max((max(_weights(bar.item)) for bar in bars), default=0.0)
    most = math.ceil(round(most * 20, 9) + 0.5) / 20  # the next 5% with some air
    rated = {
        side: [
            (bar.number, delivery, weight)
            for bar in bars
            for weight, delivery in (_seen(bar.item, side),)
            if delivery is not None
        ]
        for side in ("organization", "members")
    }
    even = 1 / max(1, len(bars))
    return (
        _plot("organization", rated["organization"], most, even, reasons[0]),
        _plot("members", rated["members"], most, even, reasons[1]),
    )


def _seen(item: ItemFigures, side: str) -> tuple[float, float | None]:
    if side == "organization":
        return item.organization or 0.0, item.organization_delivery
    return item.members or 0.0, item.member_delivery


def _plot(
    side: str, rated: Sequence[tuple[int, float, float]], most: float, even: float, reason: str
) -> Plot:
    width, height = PLOT.right - PLOT.left, PLOT.bottom - PLOT.top
    places = [
        (PLOT.left + width * delivery / DELIVERY_HIGHEST, PLOT.bottom - height * weight / most)
        for _number, delivery, weight in rated
    ]
    frame = Box(PLOT.left - MARK[0] - DOT - 1, PLOT.top - 6, PLOT.right + 20, PLOT.bottom + 6)
    marks = place_marks(places, size=MARK, frame=frame, dot=DOT)
    points = tuple(
        _point(number, place, mark)
        for (number, _delivery, _weight), place, mark in zip(rated, places, marks, strict=True)
    )
    return Plot(
        side=side,
        points=points,
        even_y=_text(PLOT.bottom - height * even / most),
        even=f"{100 * even:.1f}".removesuffix(".0") + "%",
        most=percent(most),
        reason="" if points else reason or "not_rated",
    )


def _point(number: int, place: tuple[float, float], mark: Box | None) -> Point:
    x, y = place
    if mark is None:
        return Point(number, _text(x), _text(y), "", "", "")
    middle = ((mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2)
    is_far = math.dist(middle, place) > NEAR
    line = f"M{_text(x)} {_text(y)}L{_text(middle[0])} {_text(middle[1])}" if is_far else ""
    return Point(number, _text(x), _text(y), _text(middle[0]), _text(middle[1] + 4), line)


CROSS_X: Final = PLOT.left + (PLOT.right - PLOT.left) * DELIVERY_CROSSHAIR / DELIVERY_HIGHEST


def waves_of(rounds: Sequence[ShownRound]) -> Waves | None:
    """The rounds that may be shown, drawn when there are at least two."""
    shown = [one for one in rounds if one.figures][-MOST_WAVES:]
    if len(shown) < 2:
        return None
    waves = tuple(_wave(one, 84 + WAVE_STEP * place) for place, one in enumerate(shown))
    joins = tuple(
        f"M{before.x} {before.y}L{after.x} {after.y}"
        for before, after in pairwise(waves)
        if after.shown.change and not after.shown.change.kind.startswith("other_")
    )
    return Waves(width=_text(84 + WAVE_STEP * len(shown)), waves=waves, joins=joins)


def _wave(shown: ShownRound, x: float) -> Wave:
    figures = shown.figures
    share = (figures.overlap if figures else None) or 0.0
    low, high = (figures.interval_80 if figures else None) or (share, share)
    y, top, bottom = (WAVE_TOP + WAVE_HEIGHT * (1 - value) for value in (share, high, low))
    return Wave(
        shown=shown,
        x=_text(x),
        top=_text(top),
        height=_text(bottom - top),
        y=_text(y),
        label_y=_text(top - 7),
        share=percent(share),
    )


def _text(value: float) -> str:
    """A number for an attribute: a point in every language, no needless digits."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
