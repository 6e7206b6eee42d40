"""Two texts word by word: what stayed, what was taken out, what was added.

Words carry the white space before them, so a text is exactly its words put together, and a
sentence added at the end does not change the one before it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["same", "added", "removed", "folded"]
WORD = re.compile(r"\s*(?:\w+(?:['’-]\w+)*|[^\w\s])|\s+")
MOST_PAIRS = 1_000_000
ALIKE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was added or was removed; folded is a long run that stayed."""

    kind: Kind
    text: str

    @property
    def words(self) -> int:
        """How many words the run has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What became of one entry of a list.

    Attributes:
        kind: `same`, `changed`, `added` or `removed`.
        pieces: The entry, word by word.
    """

    kind: Literal["same", "changed", "added", "removed"]
    pieces: tuple[Piece, ...]


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Say which words stayed, were removed or were added.

    Args:
        before: The first text, of any length.
        after: The second text.

    Returns:
        Runs in reading order; what was removed comes before what was added in its place. The
        runs that are not `added` make the first text, those that are not `removed` the second.
        Two equal texts give one run, or none when both are empty.

    Source:
        Longest matching runs first (Ratcliff and Obershelp, in the standard library's difflib).
        A single word that stayed between two changes is counted as changed: it reads better.

    Example:
        >>> [(p.kind, p.text) for p in compare_words("We meet weekly.", "We meet monthly.")]
        [('same', 'We meet'), ('removed', ' weekly'), ('added', ' monthly'), ('same', '.')]
    """
    old, new = WORD.findall(before), WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [
        ("".join(old[:start]),) * 2,
        *_readable(_runs(middle_old, middle_new)),
        ("".join(old[len(old) - end :]),) * 2,
    ]
    return tuple(_joined(runs))


def compare_entries(before: Sequence[str], after: Sequence[str]) -> tuple[EntryChange, ...]:
    """Say what became of each entry of a list.

    Args:
        before: The entries of the first list, in order.
        after: The entries of the second list, in order.

    Returns:
        The entries of the second list in their order, each `same`, `changed` (an entry of the
        first list with at least half of its words) or `added`; then those `removed`.

    Source:
        Our own: an entry counts as changed, not as new, when the words both have are at least
        half of the words of the two.

    Example:
        >>> [change.kind for change in compare_entries(["a b c", "x"], ["a b d", "y"])]
        ['changed', 'added', 'removed']
    """
    left = list(before)
    for entry in after:
        if entry in left:
            left.remove(entry)
    changes = []
    unchanged = Counter(before)
    for entry in after:
        if unchanged[entry]:
            unchanged[entry] -= 1
            changes.append(EntryChange("same", compare_words(entry, entry)))
            continue
        source = max(left, key=lambda old: _shared_share(old, entry), default=None)
        if source is not None and _shared_share(source, entry) >= ALIKE_SHARE:
            left.remove(source)
            changes.append(EntryChange("changed", compare_words(source, entry)))
        else:
            changes.append(EntryChange("added", compare_words("", entry)))
    changes += [EntryChange("removed", compare_words(entry, "")) for entry in left]
    return tuple(changes)


def fold(pieces: Iterable[Piece], *, longest: int = 60, around: int = 12) -> tuple[Piece, ...]:
    """Fold the middle of long passages that stayed, so that changes are found quickly.

    Args:
        pieces: Runs as `compare_words` gives them.
        longest: A passage that stayed is folded when it has more words than this.
        around: How many of its words stay in sight next to a change.

    Returns:
        The same text in the same order, the middle of each long passage as kind `folded`.

    Source:
        Our own; the numbers are defaults.

    Example:
        >>> fold([Piece("same", " one" * 9), Piece("added", " two")], longest=5, around=2)
        (Piece(kind='folded', text=' one one one one one one one'), \
Piece(kind='same', text=' one one'), Piece(kind='added', text=' two'))
    """
    runs = list(pieces)
    folded: list[Piece] = []
    for place, piece in enumerate(runs):
        words = WORD.findall(piece.text)
        if piece.kind != "same" or piece.words <= longest:
            folded.append(piece)
            continue
        head = around if place else 0
        tail = len(words) - (around if place < len(runs) - 1 else 0)
        parts: tuple[tuple[Kind, list[str]], ...] = (
            ("same", words[:head]),
            ("folded", words[head:tail]),
            ("same", words[tail:]),
        )
        folded += [Piece(kind, "".join(part)) for kind, part in parts if part]
    return tuple(folded)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words two texts have in common at their beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Runs of both texts: the old words, the new words, whether they may be read as changed."""
    counts_old, counts_new = Counter(old), Counter(new)
    # Words that both texts repeat very often make the exact search slow, and say little.
    pairs = sum(count * counts_new[word] for word, count in counts_old.items())
    matcher = SequenceMatcher(None, old, new, autojunk=pairs > MOST_PAIRS)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        small = tag == "equal" and i_end - i == 1
        yield "".join(old[i:i_end]), "".join(new[j:j_end]), small


def _readable(runs: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
    """Join changes around a single word that stayed."""
    found = list(runs)
    held_old = held_new = ""
    for place, (old, new, small) in enumerate(found):
        inside = small and 0 < place < len(found) - 1
        replaced_before = bool(held_old and held_new)
        if old != new or (inside and replaced_before):
            held_old, held_new = held_old + old, held_new + new
            continue
        yield held_old, held_new
        held_old = held_new = ""
        yield old, new
    yield held_old, held_new


def _joined(runs: Iterable[tuple[str, str]]) -> Iterator[Piece]:
    """Runs as pieces, neighbors of one kind put together."""
    held: list[Piece] = []
    for old, new in runs:
        kinds: list[tuple[Kind, str]] = (
            [("same", new)] if old == new else [("removed", old), ("added", new)]
        )
        for kind, text in kinds:
            if not text:
                continue
            if held and held[-1].kind == kind:
                held[-1] = Piece(kind, held[-1].text + text)
            else:
                held.append(Piece(kind, text))
    yield from held


def _shared_share(one: str, other: str) -> float:
    """The share of words that two entries have in common, from 0 to 1."""
    words_one, words_other = Counter(one.lower().split()), Counter(other.lower().split())
    total = words_one.total() + words_other.total()
    return 2 * (words_one & words_other).total() / total if total else 0.0
