"""The picture of the lens: circles true to a share, and words that never meet nor leave it.

The picture has its own units and is either wide, with what mostly one side expects beside the
circles, or tall, for a phone, with that below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.core.lens import lens_of_share
from mandorla.core.lens_labels import DEEP, EDGE, ENDS, Label, Room, Row, Style
from mandorla.core.lettering import Box, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.core.lens import Lens
    from mandorla.core.lens_labels import Named

WIDE: Final = Style(
    width=760, radius=130, top=8, letters=13.5, quiet=12, side=14, numbers=(46, 27, 26),
    is_tall=False,
)  # fmt: skip
TALL: Final = Style(
    width=360, radius=86, top=28, letters=13, quiet=12, side=13.5, numbers=(34, 22, 22),
    is_tall=True,
)  # fmt: skip
SCALE_HEIGHT: Final = 62.0
UNKNOWN: Final = 0.35  # how far apart circles stand whose share nobody knows
BOLD: Final = 1.12  # how much wider bold letters are
CAPITALS: Final = 0.76  # of the size of letters, how high figures are
HIGHEST: Final = 0.62  # of the radius, how far above the center the number may begin
SHOULDER: Final = 0.71  # of the radius, where a circle is halfway between its side and its top


@dataclass(frozen=True)
class Number:
    """The share as a number, in the lens or above it, and between what it lies if there is room.

    Attributes:
        kind: "large" or "small" in the lens, "above" when that is too narrow.
        x: Its middle.
        y: Where its figures stand.
        size: Of its figures.
        box: All the room it takes, with what stands below it.
        between_y: Where the words of the interval stand; None when they have no room.
    """

    kind: str
    x: float
    y: float
    size: float
    box: Box
    between_y: float | None


@dataclass(frozen=True)
class LensPicture:
    """Two circles with everything that is written on them.

    Attributes:
        width: Of the picture.
        height: Of the picture.
        lens: The circles; their left center belongs at (`left`, `middle`).
        left: The center of the organization's circle, horizontally.
        middle: Both centers, vertically.
        sides: What each side is called.
        number: The share; None while nobody knows it.
        labels: What is named.
        scale_y: Where a scale has room; None without an interval.
    """

    width: float
    height: float
    lens: Lens
    left: float
    middle: float
    sides: tuple[Label, Label]
    number: Number | None
    labels: tuple[Label, ...]
    scale_y: float | None


def lens_picture(
    share: float | None,
    *,
    sides: tuple[str, str],
    figures: tuple[str, str] = ("", ""),
    organization: Sequence[Named] = (),
    shared: Sequence[Named] = (),
    members: Sequence[Named] = (),
    is_tall: bool = False,
) -> LensPicture:
    """Lay out the picture of a share with the names of what is shared and what is not.

    Args:
        share: From 0 to 1; None while nobody knows it.
        sides: What the organization's and the members' side are called.
        figures: The share in words, such as "58%", and between what it lies, empty without an
            interval; with one there is room for a scale below.
        organization: What mostly the organization expects, the largest first.
        shared: What both expect, the largest first.
        members: What mostly the members expect, the largest first.
        is_tall: Whether it is for a narrow page.

    Returns:
        The circles and the places of all words. At most two names of a side and three that are
        shared are placed, fewer when there is no room; long ones break and end in an ellipsis.

    Raises:
        ValueError: The share is outside 0..1.

    Source:
        Our own rules. The room in a circle at a height follows from its equation.

    Example:
        >>> from mandorla.core.lens_labels import Named
        >>> picture = lens_picture(0.58, sides=("Organization", "Members"), figures=("58%", ""),
        ...                        members=[Named("Support in a hard role", "17 points more")])
        >>> [row.text for row in picture.labels[0].rows]
        ['Support in a hard role', '17 points more']
    """
    style = TALL if is_tall else WIDE
    room = Room(style, lens_of_share(UNKNOWN if share is None else share, radius=style.radius))
    number: Number | None = None
    labels: list[Label] = []
    if share is not None:
        number, labels = _in_the_middle(room, figures, shared)
    has_list = bool(labels)
    place = room.below if is_tall else room.beside
    labels += [*place("organization", organization), *place("members", members)]
    if shared and not has_list:
        labels += room.shared_below(shared, _bottom(room, labels))
    bottom = _bottom(room, labels) + EDGE
    scale = figures[1] and share is not None
    return LensPicture(
        width=style.width,
        height=bottom + (SCALE_HEIGHT if scale else 0),
        lens=room.lens,
        left=room.left,
        middle=room.middle,
        sides=_sides(room, sides),
        number=number,
        labels=tuple(labels),
        scale_y=bottom + SCALE_HEIGHT / 2 - EDGE if scale else None,
    )


def _bottom(room: Room, labels: Sequence[Label]) -> float:
    circles = room.middle + room.style.radius
    return max([circles, *(label.box.bottom for label in labels)])


def _in_the_middle(
    room: Room, figures: tuple[str, str], shared: Sequence[Named]
) -> tuple[Number, list[Label]]:
    """The number in the lens with what is shared below it, as high as both need; or alone."""
    if room.style.is_tall or not _is_large(room, figures[0]):
        return _number(room, figures), []
    large = _large(room, figures, top=-HIGHEST * room.style.radius)
    labels = room.shared_inside(shared, large.box.bottom - room.middle + EDGE)
    if not labels:
        return _number(room, figures), []
    spare = (2 * room.middle - large.box.top - labels[-1].box.bottom) / 2
    lower = _large(room, figures, top=large.box.top + max(0.0, spare) - room.middle)
    again = room.shared_inside(shared, lower.box.bottom - room.middle + EDGE)
    is_same = [len(label.rows) for label in again] == [len(label.rows) for label in labels]
    return (lower, again) if is_same else (large, labels)


def _number(room: Room, figures: tuple[str, str]) -> Number:
    """In the lens when it is wide enough, else above it."""
    _large_size, small, above = room.style.numbers
    if _is_large(room, figures[0]):
        alone = _large(room, figures, top=0)
        return _large(room, figures, top=(alone.box.top - alone.box.bottom) / 2)
    if room.lens_width >= 1.15 * text_width(figures[0], size=small):
        return _figures(room, "small", small, room.middle + 0.36 * small, (figures[0], ""))
    return _figures(room, "above", above, 19.0 if room.style.is_tall else 28.0, (figures[0], ""))


def _large(room: Room, figures: tuple[str, str], *, top: float) -> Number:
    """The number from a height above the center on, with its interval when that has room."""
    size = room.style.numbers[0]
    y = room.middle + top + CAPITALS * size
    between = room.in_lens(top + CAPITALS * size + room.style.quiet + 10)
    has_room = between >= text_width(figures[1], size=room.style.quiet)
    return _figures(room, "large", size, y, (figures[0], figures[1] if has_room else ""))


def _is_large(room: Room, number: str) -> bool:
    return room.lens_width >= 1.45 * text_width(number, size=room.style.numbers[0])


def _figures(room: Room, kind: str, size: float, y: float, figures: tuple[str, str]) -> Number:
    quiet = room.style.quiet
    half = max(text_width(figures[0], size=size), text_width(figures[1], size=quiet)) / 2
    between_y = y + quiet + 7 if figures[1] else None
    bottom = (between_y or y) + DEEP
    box = Box(room.center - half, y - CAPITALS * size, room.center + half, bottom)
    return Number(kind, room.center, y, size, box, between_y)


def _sides(room: Room, names: tuple[str, str]) -> tuple[Label, Label]:
    """The name of each side at the shoulder of its circle; in the corners of a tall picture."""
    style, reach = room.style, SHOULDER * room.style.radius
    if style.is_tall:
        x, y, most = EDGE, 16.0, room.center - 46 - EDGE
    else:
        x, y = room.left - reach - EDGE - DEEP, room.middle - reach
        most = x - EDGE
    labels = []
    for name, (part, side) in zip(names, ENDS.items(), strict=True):
        lines = wrap(name, widths=(most,), size=style.side * BOLD)
        at = room.on(side, x)
        is_start = style.is_tall == (side < 0)
        width = text_width("".join(lines), size=style.side * BOLD)
        start = at if is_start else at - width
        box = Box(start, y - style.side, start + width, y + DEEP)
        rows = tuple(Row(line, at, y) for line in lines)
        labels.append(Label(part, "start" if is_start else "end", rows, box))
    return labels[0], labels[1]
