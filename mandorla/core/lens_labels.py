"""The room that two circles leave for words, and the labels that stand in it.

Whatever is named stands inside its part of the circles when there is room, and else outside with
a line that leads there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mandorla.core.lettering import ELLIPSIS, Box, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.core.lens import Lens

MOST_OF_A_SIDE, MOST_SHARED, MOST_ROWS, MOST_INSIDE = 2, 3, 3, 5
EDGE: Final = 6.0  # nothing stands closer to the border of the picture
GAP: Final = 12.0  # between two labels, and between a label and the circle
MARGIN: Final = 8.0  # between words and the outline around them
DEEP: Final = 4.0  # how far letters reach below their line
BAND: Final = 0.54  # of the radius: how far labels in a circle reach above and below its center
WIDEST_BESIDE, WIDEST_BELOW = 190.0, 460.0
ENDS = {"organization": -1, "members": 1}  # left and right


@dataclass(frozen=True)
class Named:
    """Something the picture names: its words, and a few quiet ones below."""

    words: str
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """One line of letters; `y` is where they stand."""

    text: str
    x: float
    y: float
    is_detail: bool = False


@dataclass(frozen=True)
class Label:
    """Lines of letters that belong together.

    Attributes:
        part: What they name: "organization", "shared" or "members".
        anchor: Which end of each line is at its `x`: "start", "middle" or "end".
        rows: The lines, from the top.
        box: All the room they may take.
        leader: Where a line to the part begins and ends, as x, y, x, y; None when they stand in it.
    """

    part: str
    anchor: str
    rows: tuple[Row, ...]
    box: Box
    leader: tuple[float, float, float, float] | None = None

    def moved(self, down: float) -> Label:
        """The same label further down."""
        box = self.box
        return replace(
            self,
            rows=tuple(replace(row, y=row.y + down) for row in self.rows),
            box=Box(box.left, box.top + down, box.right, box.bottom + down),
        )


@dataclass(frozen=True)
class _Spot:
    """What a label names, and which end of its lines stands where."""

    part: str
    anchor: str
    x: float


@dataclass(frozen=True)
class Style:
    """The measures of one kind of picture, in its own units.

    Attributes:
        width: Of the picture.
        radius: Of both circles.
        top: Where the circles begin.
        letters: Size of the words.
        quiet: Size of the quiet words.
        side: Size of the name of a side.
        numbers: Sizes of the share: in a wide lens, in a narrow one, above it.
        is_tall: Whether names stand below the circles instead of beside them.
    """

    width: float
    radius: float
    top: float
    letters: float
    quiet: float
    side: float
    numbers: tuple[float, float, float]
    is_tall: bool

    @property
    def step(self) -> float:
        """From one line to the next."""
        return round(self.letters * 1.28)


@dataclass(frozen=True)
class Room:
    """How much room there is around and between the outlines of two circles."""

    style: Style
    lens: Lens

    @property
    def center(self) -> float:
        """The middle of the picture, horizontally."""
        return self.style.width / 2

    @property
    def left(self) -> float:
        """The center of the organization's circle."""
        return self.center - self.lens.distance / 2

    @property
    def middle(self) -> float:
        """The height of both centers."""
        return self.style.top + self.style.radius

    @property
    def lens_width(self) -> float:
        """The lens at its widest."""
        return self.lens.end - self.lens.start

    def on(self, side: int, x: float) -> float:
        """A place on the left, or the same one on the right for side 1."""
        return x if side < 0 else self.style.width - x

    def in_lens(self, y: float) -> float:
        """The width for words within the lens at a height above or below its center."""
        return 2 * self._half(y) - self.lens.distance - 2 * MARGIN

    def _half(self, y: float) -> float:
        return math.sqrt(max(0.0, self.style.radius**2 - y**2))

    def _crescent(self, y: float) -> tuple[float, float]:
        """Where what is left of the left circle begins and ends at a height."""
        start = self.left - self._half(y)
        return start, min(self.left + self._half(y), start + self.lens.distance)

    # --- labels ---

    def shared_inside(self, shared: Sequence[Named], top: float) -> list[Label]:
        """What is shared, in the lens, from a height above its center on.

        Only as much as has room for all of its words.
        """
        spot = _Spot("shared", "middle", self.center)
        labels: list[Label] = []
        y = top + self.style.letters
        for named in shared[:MOST_SHARED]:
            left = MOST_INSIDE - sum(len(label.rows) for label in labels)
            heights = [y + self.style.step * n for n in range(min(MOST_ROWS, left))]
            widths = [self._in_band(height) for height in heights]
            lines = wrap(named.words, widths=widths, size=self.style.letters)
            if not lines or lines[-1].endswith(ELLIPSIS):
                break
            rows = [
                Row(line, self.center, self.middle + height)
                for line, height in zip(lines, heights, strict=False)
            ]
            labels.append(self._label(spot, rows))
            y = heights[len(lines) - 1] + self.style.step + DEEP
        return labels

    def _in_band(self, y: float) -> float:
        """The width of the lens for a line of letters that stands at a height."""
        return max(0.0, min(self.in_lens(y + DEEP), self.in_lens(y - self.style.letters)))

    def shared_below(self, shared: Sequence[Named], top: float) -> list[Label]:
        """What is shared, below everything else, with a line from the lower end of the lens."""
        width = min(self.style.width - 2 * EDGE, WIDEST_BELOW)
        end = self.middle + self.lens.half_height
        spot = _Spot("shared", "middle", self.center)
        labels: list[Label] = []
        y = top + GAP
        for named in shared[:MOST_SHARED]:
            found = self._block(spot, named, top=y, widths=[width] * 2)
            leader = None if labels else (self.center, y, self.center, end)
            labels += [replace(label, leader=leader) for label in found]
            y = labels[-1].box.bottom if found else y
        return labels

    def beside(self, part: str, named: Sequence[Named]) -> list[Label]:
        """What mostly one side expects: in its part of the circle, or beside it with a line."""
        band = BAND * self.style.radius
        start, end = self._crescent(band)[0] + MARGIN, min(self._crescent(y)[1] for y in (0, band))
        x = self.left - self.style.radius - GAP - EDGE
        inside = end - MARGIN - start
        is_inside = inside >= x - EDGE
        width = inside if is_inside else min(x - EDGE, WIDEST_BESIDE)
        anchor = "middle" if is_inside else "end" if part == "organization" else "start"
        spot = _Spot(part, anchor, self.on(ENDS[part], start + inside / 2 if is_inside else x))
        blocks = [
            block
            for item in named[:MOST_OF_A_SIDE]
            for block in self._block(spot, item, top=0, widths=[width] * MOST_ROWS)
        ]
        labels = self._stacked(blocks)
        return labels if is_inside else [self._led_aside(label) for label in labels]

    def _stacked(self, blocks: Sequence[Label]) -> list[Label]:
        """Blocks below each other around the middle."""
        height = sum(block.box.bottom for block in blocks) + GAP * (len(blocks) - 1)
        y = self.middle - height / 2
        labels = []
        for block in blocks:
            labels.append(block.moved(y))
            y += block.box.bottom + GAP
        return labels

    def _led_aside(self, label: Label) -> Label:
        """With a line from a label beside the circle to a point in its part."""
        side = ENDS[label.part]
        y = (label.box.top + label.box.bottom) / 2
        start, end = self._crescent(y - self.middle)
        point = self.on(side, start + min(GAP + 2, (end - start) / 2))
        begin = label.rows[0].x - side * EDGE
        return replace(label, leader=(begin, y, point, y))

    def below(self, part: str, named: Sequence[Named]) -> list[Label]:
        """What mostly one side expects, in a column below its circle, with a line to it."""
        height = 0.42 * self.style.radius
        x = min(sum(self._crescent(height)) / 2, self.center - 60)
        width = 2 * min(x - EDGE, self.center - MARGIN - x)
        at = self.on(ENDS[part], x)
        spot = _Spot(part, "middle", at)
        y = self.middle + self.style.radius + GAP + EDGE
        labels: list[Label] = []
        for item in named[:MOST_OF_A_SIDE]:
            found = self._block(spot, item, top=y, widths=[width] * MOST_ROWS)
            leader = None if labels else (at, y, at, self.middle + height)
            labels += [replace(label, leader=leader) for label in found]
            y = labels[-1].box.bottom + EDGE if found else y
        return labels

    def _block(
        self, spot: _Spot, named: Named, *, top: float, widths: Sequence[float]
    ) -> list[Label]:
        """Lines below each other from a height on; none when nothing has room."""
        style = self.style
        lines = wrap(named.words, widths=widths, size=style.letters)
        rows = [Row(line, spot.x, top + style.step * n - DEEP) for n, line in enumerate(lines, 1)]
        quiet = wrap(named.detail, widths=widths[:1], size=style.quiet) if lines else ()
        rows += [Row(line, spot.x, rows[-1].y + style.quiet + 3, is_detail=True) for line in quiet]
        if not rows:
            return []
        label = self._label(spot, rows)
        return [replace(label, box=replace(label.box, top=top))]

    def _label(self, spot: _Spot, rows: Sequence[Row]) -> Label:
        style = self.style
        width = max(
            text_width(row.text, size=style.quiet if row.is_detail else style.letters)
            for row in rows
        )
        left = spot.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[spot.anchor] * width
        box = Box(left, rows[0].y - style.letters, left + width, rows[-1].y + DEEP)
        return Label(spot.part, spot.anchor, tuple(rows), box)
