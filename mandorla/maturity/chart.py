"""The profile as a picture: for each dimension a track of levels, as text for attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mandorla.core.staircase import Reached

WIDTH: Final = 320
BEFORE: Final = 26  # room for "not even the first level"
TOP: Final = 24  # of the boxes; marks stand above
HEIGHT: Final = 22
MARK_Y: Final = 11
BESIDE: Final = 11  # two marks of one level stand so far from its middle


@dataclass(frozen=True, slots=True)
class Box:
    """One level of a track: where it begins, its number, and whether it holds."""

    x: str
    middle: str
    width: str
    number: int
    kind: str  # "holds", "may" (not known) or "open"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where somebody sees a dimension: a letter in a shape."""

    x: str
    kind: str  # "core" or "members"
    outline: str


@dataclass(frozen=True, slots=True)
class Track:
    """The picture of one dimension."""

    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    target: str  # a path; empty without a target


def track_of(
    *,
    computed: Reached | None,
    core: Reached | None,
    members: Reached | None,
    target: int | None,
    top: int,
) -> Track:
    """Draw a dimension.

    Args:
        computed: Between which levels data shows it; None before it was computed.
        core: What the core group agreed on.
        members: What members said.
        target: The level that was agreed on.
        top: The number of levels.
    """
    step = (WIDTH - BEFORE) / top
    boxes = tuple(
        Box(
            x=_text(BEFORE + (number - 1) * step),
            middle=_text(BEFORE + (number - 0.5) * step),
            width=_text(step),
            number=number,
            kind=_kind(number, computed),
        )
        for number in range(1, top + 1)
    )
    seen = {
        kind: at.low
        for kind, at in (("core", core), ("members", members))
        if at is not None and at.is_exact
    }
    together = len(seen) == 2 and len(set(seen.values())) == 1
    marks = tuple(
        _mark(kind, _middle(level, step) + (_side(kind) * BESIDE if together else 0))
        for kind, level in seen.items()
    )
    return Track(boxes, marks, "" if target is None else _flag(BEFORE + target * step))


def _kind(number: int, computed: Reached | None) -> str:
    if computed is None:
        return "open"
    return "holds" if number <= computed.low else "may" if number <= computed.high else "open"


def _middle(level: int, step: float) -> float:
    return BEFORE + (level - 0.5) * step if level else BEFORE / 2


def _side(kind: str) -> int:
    return -1 if kind == "core" else 1


def _mark(kind: str, x: float) -> Mark:
    """A square for the core group, a circle for the members."""
    if kind == "core":
        outline = f"M{_text(x - 9)} {MARK_Y - 9}h18v18h-18Z"
    else:
        outline = f"M{_text(x - 9.5)} {MARK_Y}a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0Z"
    return Mark(_text(x), kind, outline)


def _flag(x: float) -> str:
    """A pole at the end of the level, with a flag to its left."""
    x = min(x, WIDTH - 1.5)
    return f"M{_text(x)} {TOP + HEIGHT + 3}V1h-9l3 4l-3 4h9"


def _text(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
