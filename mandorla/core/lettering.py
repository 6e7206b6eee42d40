"""Words in a drawing: how much room they take, how they break, and boxes that keep them apart.

A drawing made on a server knows no font. Widths are therefore estimated on the safe side: as wide
as the widest of the common system fonts draws them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ELLIPSIS: Final = "…"
NARROW, MIDDLE, BROAD, WIDEST = 0.42, 0.64, 0.79, 1.02  # of the size of the letters
_NARROW = frozenset("iljtfrI.,:;'’!|()[] -·")
_BROAD = frozenset("mwMW%@—…&+<>=")


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of a drawing; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both have an area in common; boxes that only touch have none."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def text_width(text: str, *, size: float) -> float:
    """How wide a line of text is at the most.

    Args:
        text: One line, in any script.
        size: Of the letters, in units of the drawing.

    Returns:
        The width in the same unit; a combining mark takes none.

    Source:
        Advance widths of DejaVu Sans, the widest of the common sans-serif fonts, in three classes
        of letters and one for scripts whose letters fill a square.

    Example:
        >>> round(text_width("58%", size=10), 1)
        23.0
    """
    return size * sum(_advance(letter) for letter in text)


def _advance(letter: str) -> float:
    if letter in _NARROW:
        return NARROW
    if letter in _BROAD:
        return WIDEST if letter in "MW@%…—m" else 0.86
    if letter.isascii():
        return BROAD if letter.isupper() else MIDDLE
    if unicodedata.category(letter).startswith("M"):
        return 0.0
    return WIDEST if unicodedata.east_asian_width(letter) in "WF" else 0.9


def wrap(text: str, *, widths: Sequence[float], size: float) -> tuple[str, ...]:
    """Break a text into lines that fit; what has no room ends in an ellipsis.

    Args:
        text: The words; a word too long for a line is broken.
        widths: Of each line there is room for, from the first, in units of the drawing.
        size: Of the letters.

    Returns:
        At most as many lines as there are widths, each no wider than its width; none when not
        even an ellipsis fits.

    Source:
        Greedy line breaking: each word goes on the line as long as it fits.

    Example:
        >>> wrap("Support in a hard role", widths=(80, 80), size=10)
        ('Support in a', 'hard role')
        >>> wrap("Support in a hard role", widths=(70,), size=10)
        ('Support in…',)
    """
    words = text.split()
    lines: list[str] = []
    room = list(takewhile(lambda width: width >= text_width(ELLIPSIS, size=size), widths))
    for left, width in zip(range(len(room), 0, -1), room, strict=True):
        rest = " ".join(words)
        if left == 1 and text_width(rest, size=size) > width:
            return (*lines, _shortened(rest, width=width, size=size))
        if words:
            line, words = _line(words, width=width, size=size)
            lines.append(line)
    return tuple(lines)


def _line(words: list[str], *, width: float, size: float) -> tuple[str, list[str]]:
    """As many words as fit, at least a part of the first; and those that are left."""
    taken = 0
    while taken < len(words) and text_width(" ".join(words[: taken + 1]), size=size) <= width:
        taken += 1
    if taken:
        return " ".join(words[:taken]), words[taken:]
    part = _fitting(words[0], width=width, size=size)
    return part, [words[0][len(part) :], *words[1:]]


def _shortened(text: str, *, width: float, size: float) -> str:
    """The beginning of a text with an ellipsis; at a space when that loses little."""
    part = _fitting(text, width=width - text_width(ELLIPSIS, size=size), size=size)
    whole, space, rest = part.rpartition(" ")
    at_space = space and len(rest) <= 5 and not text[len(part) :].startswith(" ")
    return (whole if at_space else part).rstrip(" ,;:.-") + ELLIPSIS


def _fitting(text: str, *, width: float, size: float) -> str:
    room = width
    for place, letter in enumerate(text):
        room -= size * _advance(letter)
        if room < 0:
            return text[:place]
    return text
