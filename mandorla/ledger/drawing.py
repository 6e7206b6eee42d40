"""A measure as text for the attributes of a drawing: a small line, and the fan of what may come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mandorla.ledger.outlook import FanPoint, Outlook, Point

SMALL: Final = (132.0, 36.0)
LEFT, RIGHT, TOP, BOTTOM = 64.0, 508.0, 18.0, 252.0
BANDS: Final = ("95", "80", "50")  # the widest is drawn first
NEAR: Final = 158.0  # two days closer than this are not both written below, on phones neither
ROOM: Final = 20.0  # between the names of two bands


@dataclass(frozen=True)
class Spark:
    """The last readings as a small line.

    Attributes:
        path: From reading to reading.
        x: Where the last one stands.
        y: How high.
        target_y: How high the target is.
    """

    path: str
    x: str
    y: str
    target_y: str


@dataclass(frozen=True)
class Tick:
    """A place on an axis, and what is written there."""

    at: str
    words: str
    on: date | None = None
    value: float = 0.0


@dataclass(frozen=True)
class FanBand:
    """An area that holds a share of what may come.

    Attributes:
        share: "50", "80" or "95", in percent.
        area: Its outline.
        label_y: How high its name stands on the right; empty when there is no room for it.
    """

    share: str
    area: str
    label_y: str


@dataclass(frozen=True)
class Fan:
    """The readings, and between what the next ones may lie.

    Attributes:
        line: From reading to reading.
        dots: Where each reading stands.
        middle: What is as likely to be passed as not.
        bands: The widest first.
        target_y: How high the target is.
        due_x: Where the due date is.
        heights: Values on the left.
        days: Days below.
    """

    line: str
    dots: tuple[tuple[str, str], ...]
    middle: str
    bands: tuple[FanBand, ...]
    target_y: str
    due_x: str
    heights: tuple[Tick, ...]
    days: tuple[Tick, ...]


@dataclass(frozen=True)
class _Frame:
    """Where a day and a value lie."""

    days: tuple[float, float]
    values: tuple[float, float]
    box: tuple[float, float, float, float]  # left, right, top, bottom

    def x(self, on: date) -> float:
        left, right, _top, _bottom = self.box
        first, last = self.days
        return left + (right - left) * (on.toordinal() - first) / ((last - first) or 1)

    def y(self, value: float) -> float:
        _left, _right, top, bottom = self.box
        low, high = self.values
        return bottom - (bottom - top) * (value - low) / ((high - low) or 1)

    def line(self, points: Iterable[Point]) -> str:
        places = [f"{_text(self.x(on))} {_text(self.y(value))}" for on, value in points]
        return "M" + "L".join(places) if places else ""


def spark_of(outlook: Outlook, *, target: float) -> Spark | None:
    """The last readings as a small line; None when there is none."""
    points = outlook.points
    if not points:
        return None
    values = [target, *(value for _on, value in points)]
    width, height = SMALL
    days = (points[0][0].toordinal(), points[-1][0].toordinal())
    frame = _Frame(days, (min(values), max(values)), (3.0, width - 5, 5.0, height - 5))
    on, value = points[-1]
    x, y, target_y = _text(frame.x(on)), _text(frame.y(value)), _text(frame.y(target))
    return Spark(frame.line(points), x, y, target_y)


def fan_of(outlook: Outlook, *, target: float, due_on: date) -> Fan | None:
    """The readings with what may come; None when there is no reading."""
    points, fan = outlook.points, outlook.fan
    if not points:
        return None
    heights = _steps([target, *(value for _on, value in points), *_ends(fan)])
    days = (points[0][0].toordinal(), max(due_on, points[-1][0]).toordinal())
    frame = _Frame(days, (heights[0], heights[-1]), (LEFT, RIGHT, TOP, BOTTOM))
    begin = points[-1]
    middle = [begin, *((one.on, one.middle) for one in fan)] if fan else []
    return Fan(
        line=frame.line(points),
        dots=tuple((_text(frame.x(on)), _text(frame.y(value))) for on, value in points),
        middle=frame.line(middle),
        bands=_bands(frame, begin, fan),
        target_y=_text(frame.y(target)),
        due_x=_text(frame.x(due_on)),
        heights=tuple(Tick(_text(frame.y(value)), "", value=value) for value in heights),
        days=_days(frame, [points[0][0], begin[0], due_on]),
    )


def _ends(fan: Sequence[FanPoint]) -> list[float]:
    return [end for one in fan for ends in one.bands.values() for end in ends]


def _bands(frame: _Frame, begin: Point, fan: Sequence[FanPoint]) -> tuple[FanBand, ...]:
    if not fan:
        return ()
    made, last = [], -100.0
    for share in BANDS:
        top = [begin, *((one.on, one.bands[share][1]) for one in fan)]
        low = [begin, *((one.on, one.bands[share][0]) for one in fan)]
        area = f"{frame.line(top)}L{frame.line(reversed(low))[1:]}Z"
        y = frame.y(fan[-1].bands[share][1])
        has_room = y - last >= ROOM
        last = y if has_room else last
        made.append(FanBand(share, area, _text(y + 4) if has_room else ""))
    return tuple(made)


def _days(frame: _Frame, days: Sequence[date]) -> tuple[Tick, ...]:
    """Days that are far enough from each other to be written; the last of them always is."""
    kept: list[date] = []
    for on in sorted(set(days), reverse=True):
        if not kept or frame.x(kept[-1]) - frame.x(on) >= NEAR:
            kept.append(on)
    return tuple(Tick(_text(frame.x(on)), "", on=on) for on in reversed(kept))


def _steps(values: Sequence[float]) -> list[float]:
    """Three to six round values that hold all of them."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    rough = span / 4
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first, last = floor(low / step), ceil(high / step)
    return [round(step * place, 10) for place in range(first, max(last, first + 1) + 1)]


def _text(value: float) -> str:
    """A number for an attribute: a point in every language, no needless digits."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written
