"""The lens as a picture: what `core` laid out, as text for the attributes of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mandorla.core.lens import lens_of_share
from mandorla.core.lens_picture import UNKNOWN, lens_picture

if TYPE_CHECKING:
    from mandorla.core.lens_labels import Label, Named
    from mandorla.core.lens_picture import LensPicture, Number

RADII = {"header": 20.0, "tiny": 8.0}
SCALE_LENGTH = 0.58  # of the width of the picture
LEAST_APART = 4.0  # between the words of both ends of an interval


@dataclass(frozen=True)
class Circles:
    """Two circles and their lens, as text for attributes.

    Attributes:
        view_box: The drawing's own coordinates.
        radius: Of both circles.
        left: Center of the organization's circle, horizontally.
        right: Center of the members' circle.
        middle: Both centers, vertically.
        path: Outline of the lens around (0, 0), to be moved by `left` and `middle`; empty while
            nobody knows the share and when nothing is shared.
    """

    view_box: str
    radius: str
    left: str
    right: str
    middle: str
    path: str


@dataclass(frozen=True)
class Letters:
    """One line of letters: whose it is, where it stands, and which end of it."""

    text: str
    x: str
    y: str
    kind: str


@dataclass(frozen=True)
class Scale:
    """A straight scale from 0% to 100%, with a share and the interval around it."""

    axis: str
    start: str
    top: str
    width: str
    point: str
    letters: tuple[Letters, ...]


@dataclass(frozen=True)
class Drawing:
    """A large lens with everything that is written on it.

    Attributes:
        name: "wide" or "tall".
        circles: The circles.
        number: The share, when it is known.
        leaders: For each line from words to a circle: whose it is, its path, and where it ends.
        letters: All other words.
        scale: The scale below, when there is an interval.
    """

    name: str
    circles: Circles
    number: Letters | None
    leaders: tuple[tuple[str, str, str, str], ...]
    letters: tuple[Letters, ...]
    scale: Scale | None


def percent(share: float) -> str:
    """A share in words of a page; only what is nothing at all is written as 0%."""
    share = round(share, 9)  # sums of weights miss a last digit
    rounded = round(share * 100)
    if share > 0 and rounded == 0:
        return "<1%"
    if share < 1 and rounded == 100:
        return ">99%"
    return f"{rounded}%"


def percents(share: float, low: float, high: float) -> tuple[str, str, str]:
    """A share and its interval in words, apart where they differ: else with a digit more."""
    values = (share, low, high)
    whole = [percent(one) for one in values]
    alike = any(
        words == whole[0] and round(end, 3) != round(share, 3)
        for end, words in zip(values[1:], whole[1:], strict=True)
    )
    if not alike or whole[1] == whole[2]:  # all the same says nothing wrong
        return whole[0], whole[1], whole[2]
    finer = [percent(one) if one in (0, 1) else f"{one * 100:.1f}%" for one in values]
    return finer[0], finer[1], finer[2]


@lru_cache(maxsize=1024)
def small_lens(share: float | None, size: str) -> Circles:
    """The circles of a share without words; the same share is computed once.

    Args:
        share: From 0 to 1, or None while it is not known.
        size: "header" or "tiny".
    """
    radius = RADII[size]
    lens = lens_of_share(UNKNOWN if share is None else share, radius=radius)
    edge = 0.04 * radius + 1
    width, height = 2 * radius + lens.distance + 2 * edge, 2 * (radius + edge)
    return Circles(
        view_box=f"0 0 {_text(width)} {_text(height)}",
        radius=_text(radius),
        left=_text(radius + edge),
        right=_text(radius + edge + lens.distance),
        middle=_text(radius + edge),
        path="" if share is None else lens.path,
    )


@lru_cache(maxsize=256)
def large_lens(
    share: float | None,
    *,
    interval: tuple[float, float] | None,
    sides: tuple[str, str],
    between: str,
    organization: tuple[Named, ...],
    shared: tuple[Named, ...],
    members: tuple[Named, ...],
) -> tuple[Drawing, Drawing]:
    """The picture of a share with words on it, for a wide page and for a narrow one.

    Args:
        share: From 0 to 1, or None while it is not known.
        interval: Between what it lies, or None.
        sides: What each side is called.
        between: The interval in words.
        organization: What mostly the organization expects.
        shared: What both expect.
        members: What mostly the members expect.
    """
    number = "" if share is None else percent(share)
    if share is not None and interval is not None:
        number = percents(share, *interval)[0]
    drawings = []
    for name in ("wide", "tall"):
        picture = lens_picture(
            share,
            sides=sides,
            figures=(number, between if interval else ""),
            organization=organization,
            shared=shared,
            members=members,
            is_tall=name == "tall",
        )
        drawings.append(_drawing(name, picture, share, interval, (number, between)))
    return drawings[0], drawings[1]


def _drawing(
    name: str,
    picture: LensPicture,
    share: float | None,
    interval: tuple[float, float] | None,
    figures: tuple[str, str],
) -> Drawing:
    letters = [found for label in picture.sides for found in _letters(label, "is-side ")]
    letters += [found for label in picture.labels for found in _letters(label)]
    leaders = [_leader(label) for label in picture.labels if label.leader]
    number = picture.number
    if number and number.between_y is not None:
        letters.append(Letters(figures[1], _text(number.x), _text(number.between_y), "is-between"))
    if number and number.kind == "above":
        leaders.append(_leader_of(number, picture))
    right = picture.left + picture.lens.distance
    return Drawing(
        name=name,
        circles=Circles(
            view_box=f"0 0 {_text(picture.width)} {_text(picture.height)}",
            radius=_text(picture.lens.left_radius),
            left=_text(picture.left),
            right=_text(right),
            middle=_text(picture.middle),
            path="" if share is None else picture.lens.path,
        ),
        number=Letters(figures[0], _text(number.x), _text(number.y), f"is-{number.kind}")
        if number
        else None,
        leaders=tuple(leaders),
        letters=tuple(letters),
        scale=_scale(picture, share, interval),
    )


def _letters(label: Label, kind: str = "") -> list[Letters]:
    return [
        Letters(
            row.text,
            _text(row.x),
            _text(row.y),
            f"{kind}is-{label.part} at-{label.anchor}{' is-detail' if row.is_detail else ''}",
        )
        for row in label.rows
    ]


def _leader(label: Label) -> tuple[str, str, str, str]:
    x, y, to_x, to_y = (_text(value) for value in label.leader or (0, 0, 0, 0))
    return (label.part, f"M{x} {y}L{to_x} {to_y}", to_x, to_y)


def _leader_of(number: Number, picture: LensPicture) -> tuple[str, str, str, str]:
    """From a number above to the upper end of the lens."""
    x, end = _text(number.x), _text(picture.middle - picture.lens.half_height)
    return ("shared", f"M{x} {_text(number.box.bottom + 4)}L{x} {end}", x, end)


def _scale(
    picture: LensPicture, share: float | None, interval: tuple[float, float] | None
) -> Scale | None:
    if picture.scale_y is None or share is None or interval is None:
        return None
    length = SCALE_LENGTH * picture.width
    begin, y = (picture.width - length) / 2, picture.scale_y
    low, high, point = (begin + length * value for value in (*interval, share))
    middle = (low + high) / 2
    below = _text(y + 24)
    low_x = min(low + 2, middle - LEAST_APART / 2)
    high_x = max(high - 2, middle + LEAST_APART / 2)
    _share, least, most = percents(share, *interval)
    ends = [
        Letters(least, _text(low_x), below, "is-tick at-end"),
        Letters(most, _text(high_x), below, "is-tick at-start"),
    ]
    if ends[0].text == ends[1].text:  # said once
        ends = [Letters(ends[0].text, _text(middle), below, "is-tick at-middle")]
    return Scale(
        axis=f"M{_text(begin)} {_text(y)}h{_text(length)}"
        f"M{_text(begin)} {_text(y - 4)}v8M{_text(begin + length)} {_text(y - 4)}v8",
        start=_text(low),
        top=_text(y - 5),
        width=_text(high - low),
        point=f"M{_text(point)} {_text(y - 9)}v18",
        letters=(
            Letters("0%", _text(begin - 8), _text(y + 4), "is-tick at-end"),
            Letters("100%", _text(begin + length + 8), _text(y + 4), "is-tick at-start"),
            *ends,
        ),
    )


def _text(value: float) -> str:
    """A number for an attribute: a point in every language, no needless digits."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
