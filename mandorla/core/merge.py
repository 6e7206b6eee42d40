"""Two people change one text at the same time: what it says then, and where they clash.

A three-way merge by lines. A line that only one of them changed is as they left it; lines that
both changed in the same place, each in their own way, are shown to a person with both wordings.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Lines = list[str]


@dataclass(frozen=True)
class Clash:
    """A passage that both changed, each in their own way.

    Attributes:
        mine: The lines as who saves now wrote them; none when they took the passage out.
        theirs: The lines as the other one wrote them.
    """

    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """A text that two people changed.

    Attributes:
        text: What it says. In a passage that clashes both wordings stand, first that of who
            saves now, so that nothing is lost whatever is done with it.
        clashes: The passages that a person has to look at, in their order.
    """

    text: str
    clashes: tuple[Clash, ...]


def merge(*, base: str, mine: str, theirs: str) -> Merged:
    r"""Merge what two people made of one text.

    Args:
        base: The text that both began with.
        mine: What who saves now made of it.
        theirs: What it says by now, because somebody else saved before.

    Returns:
        The text with the changes of both, and the passages in which they clash. A line that
        either of them wrote is in the text; a line of `base` is missing only if one of them took
        it out.

    Source:
        S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3", FSTTCS 2007: the
        lines that neither changed divide the text into passages, and a passage that only one of
        the two changed is taken from that one. Passages that touch each other are one here, so
        that two people who add lines at the same place are asked in which order these belong.

    Example:
        >>> merge(base="Ana\nBen", mine="Ana M.\nBen", theirs="Ana\nBen\nPriya").text
        'Ana M.\nBen\nPriya'
        >>> merge(base="At nine", mine="At ten", theirs="At eleven").clashes
        (Clash(mine=('At ten',), theirs=('At eleven',)),)
    """
    begun, ours, others = _lines(base), _lines(mine), _lines(theirs)
    kept: Lines = []
    clashes: list[Clash] = []
    for was, own, other in _passages(begun, ours, others):
        if other in (own, was):
            kept += own
        elif own == was:
            kept += other
        else:
            _add_clash(own, other, kept, clashes)
    return Merged(text="\n".join(kept), clashes=tuple(clashes))


def _add_clash(own: Lines, other: Lines, kept: Lines, clashes: list[Clash]) -> None:
    """Both wordings; lines they begin or end with alike are no part of the clash."""
    start = _alike(own, other)
    end = _alike(own[start:][::-1], other[start:][::-1])
    mine = own[start : len(own) - end]
    theirs = other[start : len(other) - end]
    clashes.append(Clash(mine=tuple(mine), theirs=tuple(theirs)))
    kept += [*own[:start], *mine, *theirs, *own[len(own) - end :]]


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """How many lines both begin with."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _passages(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Cut three texts at the lines that all have; each line they share is a passage of its own."""
    in_mine, in_theirs = _matches(base, mine), _matches(base, theirs)
    at_base = at_mine = at_theirs = 0
    for place in range(len(base)):
        if place not in in_mine or place not in in_theirs:
            continue
        to_mine, to_theirs = in_mine[place], in_theirs[place]
        yield base[at_base:place], mine[at_mine:to_mine], theirs[at_theirs:to_theirs]
        yield [base[place]], [mine[to_mine]], [theirs[to_theirs]]
        at_base, at_mine, at_theirs = place + 1, to_mine + 1, to_theirs + 1
    yield base[at_base:], mine[at_mine:], theirs[at_theirs:]


def _matches(base: Lines, changed: Lines) -> dict[int, int]:
    """Where each line of the first that was kept stands in the second."""
    blocks = SequenceMatcher(_is_blank, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + offset: block.b + offset for block in blocks for offset in range(block.size)}


def _is_blank(line: str) -> bool:
    """Whether it says nothing about where it belongs: there are many such lines."""
    return not line.strip()


def _lines(text: str) -> Lines:
    return text.split("\n") if text else []
