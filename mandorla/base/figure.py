"""The lens as a picture: where circles, number and scale stand for a share and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mandorla.core.lens import lens_of_share

LARGE_RADIUS = 100.0
AXIS_START, AXIS_LENGTH = 60.0, 300.0
WIDE_ENOUGH, JUST_ENOUGH = 96.0, 58.0  # widths of a lens that holds the number, and a small one
WAITING_SHARE = 0.35  # how far apart circles stand whose share nobody knows yet


@dataclass(frozen=True)
class Interval:
    """A straight scale from 0% to 100% under the circles, in units of the drawing."""

    start: str
    width: str
    point: str
    low: str
    high: str
    low_x: str
    high_x: str


@dataclass(frozen=True)
class Figure:
    """Everything the drawing needs, as text for attributes.

    Attributes:
        view_box: The drawing's own coordinates.
        radius: Of both circles.
        left: Center of the organization's circle, horizontally.
        right: Center of the members' circle.
        middle: Both centers, vertically.
        path: Outline of the lens around (0, 0), to be moved by `left` and `middle`.
        number_at: Where the number stands, horizontally.
        number_size: "large", "small" or "above" when the lens is too narrow to hold it.
        lens_top: Where a line from a number above ends.
        interval: The scale, when there is an interval.
    """

    view_box: str
    radius: str
    left: str
    right: str
    middle: str
    path: str
    number_at: str
    number_size: str
    lens_top: str
    interval: Interval | None


def percent(share: float) -> str:
    """A share in words of a page; only what is nothing at all is written as 0%."""
    rounded = round(share * 100)
    if share > 0 and rounded == 0:
        return "<1%"
    if share < 1 and rounded == 100:
        return ">99%"
    return f"{rounded}%"


@lru_cache(maxsize=1024)
def figure(share: float | None, low: float | None, high: float | None, size: str) -> Figure:
    """The picture of a share; the same share is computed once.

    Args:
        share: From 0 to 1, or None while it is not known.
        low: The lower end of its interval, or None.
        high: The upper end, or None.
        size: "large", "header" or "tiny".
    """
    radius = {"large": LARGE_RADIUS, "header": 20.0, "tiny": 8.0}[size]
    lens = lens_of_share(WAITING_SHARE if share is None else share, radius=radius)
    edge = 0.04 * radius + 1
    width = 4 * radius + 2 * edge if size == "large" else 2 * radius + lens.distance + 2 * edge
    left = (width - lens.distance) / 2
    has_axis = size == "large" and share is not None and low is not None and high is not None
    height = 2 * (radius + edge) + (56 if has_axis else 0)
    return Figure(
        view_box=f"0 0 {_text(width)} {_text(height)}",
        radius=_text(radius),
        left=_text(left),
        right=_text(left + lens.distance),
        middle=_text(radius + edge),
        path="" if share is None else lens.path,
        number_at=_text(left + (lens.start + lens.end) / 2),
        number_size=_number_size(lens.end - lens.start),
        lens_top=_text(radius + edge - lens.half_height),
        interval=_interval(share, low, high) if has_axis else None,
    )


def _number_size(lens_width: float) -> str:
    if lens_width >= WIDE_ENOUGH:
        return "large"
    return "small" if lens_width >= JUST_ENOUGH else "above"


def _interval(share: float | None, low: float | None, high: float | None) -> Interval:
    share, low, high = share or 0.0, low or 0.0, high or 0.0
    start, end = (AXIS_START + AXIS_LENGTH * value for value in (low, high))
    return Interval(
        start=_text(start),
        width=_text(end - start),
        point=_text(AXIS_START + AXIS_LENGTH * share),
        low=percent(low),
        high=percent(high),
        low_x=_text(start + 2),
        high_x=_text(end - 2),
    )


def _text(value: float) -> str:
    """A number for an attribute: a point in every language, no needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
