"""Which of many described things are like one, and why: the words both have, as written there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

TEXT_FLOOR: Final = 0.12
NAME_FLOOR: Final = 0.55
MOST_WORDS: Final = 8
LEAST_LETTERS: Final = 3
# Words that say nothing about what a group is for.
PLAIN_WORDS: Final = frozenset(
    """a about across after again all alone also always among an and answer answers any anybody
    anything are around as at away back be because become been before being best better
    between big both bring brings brought but by can cannot could couldn day did didn
    different do does doesn don done each enough ever every everybody everything few fewer
    find finds first for found from get gets give go goes good great had has hasn have haven
    having he help helped helps her here him his hold holds how i if in instead into is isn
    it its itself keep keeps kept know known last later least less let like long look looks
    lot lots made make makes many may me more most much must my need needed needs never new
    next no nobody not nothing now of off often old on once one only or other others our
    ours out over own part people person put rather really same say says see seem seems several she
    short should small so some somebody someone something somewhere soon still such sure take takes
    tell tells than that the their them themselves then there these they thing things think
    this those through time to together too tries try two understand until up us use used
    uses using very want was wasn way we well were what when where whether which while who whoever
    whole whom whose why will with within without won work works would wouldn year yet you
    your yours""".split()  # noqa: SIM905 -- readable
)
# What groups call themselves; two names are not alike because both say "community".
GROUP_WORDS: Final = frozenset(
    """board champions circle club committee communities community cop council forum group groups
    guild hub interest network practice sig special team wg working""".split()  # noqa: SIM905
)
# What ends a word.
BREAKS: Final = str.maketrans(dict.fromkeys('\t\n\r!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~–—“”„…·•', " "))


@dataclass(frozen=True, slots=True)
class Described:
    """Something with a name and words that describe it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """One of many that is like the one asked about.

    Attributes:
        place: Its place in the list that was searched.
        score: How alike the two are, from 0 to 1: the higher of `text_score` and `name_score`.
        text_score: How alike their words are, from 0 to 1; 0 under the floor.
        name_score: How alike their names are, from 0 to 1; 0 under the floor.
        words: The words both have, as the found one writes them, the most telling first.
    """

    place: int
    score: float
    text_score: float
    name_score: float
    words: tuple[str, ...]


def find_similar(
    asked: Described,
    others: Sequence[Described],
    *,
    stem: Callable[[str], str],
    most: int = 5,
) -> tuple[Match, ...]:
    """Find what is like the one asked about, the likest first.

    Args:
        asked: What to compare with; its name counts among its words.
        others: What to search, in any order and number; about 30 ms for 2,000 of 100 words.
        stem: Gives the stem of a word in small letters, so that "welding" finds "welds".
        most: The most matches to give.

    Returns:
        At most `most` matches, by falling score, equal ones in the order of `others`. Words
        that are less alike than `TEXT_FLOOR` and names less alike than `NAME_FLOOR` say nothing.

    Source:
        Cosine of TF-IDF weights, (1 + ln count) ln(1 + (N + 1) / n), over stemmed words (Salton);
        names by Dice's coefficient over groups of three letters. The floors are our defaults.

    Example:
        >>> asked = Described("Welding robots", "We keep welding robots running.")
        >>> others = [Described("Cooks", "Lunch."), Described("Robots", "For robots that weld.")]
        >>> [(m.place, m.words) for m in find_similar(
        ...     asked, others, stem=lambda word: word.removesuffix("ing"))]
        [(1, ('weld', 'Robots'))]
    """
    if not others:
        return ()
    stems = Stems(stem)
    documents = [stems.numbers(f"{thing.name} {thing.text}") for thing in (asked, *others)]
    cosines, weights = _cosines(documents, len(stems))
    asked_letters = _letters(asked.name)
    names = [_dice(asked_letters, _letters(other.name)) for other in others]
    scored = []
    for place, (cosine, name) in enumerate(zip(cosines, names, strict=True)):
        text_score = float(cosine) if cosine >= TEXT_FLOOR else 0.0
        name_score = name if name >= NAME_FLOOR else 0.0
        if text_score or name_score:
            scored.append((max(text_score, name_score), text_score, name_score, place))
    scored.sort(key=lambda found: (-found[0], -found[1], found[3]))
    return tuple(
        Match(
            place=place,
            score=score,
            text_score=text_score,
            name_score=name_score,
            words=_shared(others[place], stems=stems, weights=weights),
        )
        for score, text_score, name_score, place in scored[:most]
    )


class Stems:
    """Numbers the stems of telling words as they come; a plain word has no number."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._of_word: dict[str, int] = {}
        self._of_stem: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._of_stem)

    @property
    def known(self) -> tuple[str, ...]:
        """The stems by their numbers."""
        return tuple(self._of_stem)

    def numbers(self, text: str) -> list[int]:
        """The numbers of the telling words of a text, in order, repeated as they are."""
        known = self._of_word
        words = text.lower().translate(BREAKS).split()
        found = [known[word] if word in known else self.number(word) for word in words]
        return [number for number in found if number >= 0]

    def number(self, written: str) -> int:
        """The number of the stem of one word as written, or -1 when the word says nothing."""
        word = written.strip("'’‘").replace("’", "'").removesuffix("n't")
        if len(word) < LEAST_LETTERS or word in PLAIN_WORDS or word in GROUP_WORDS:
            number = -1
        else:
            number = self._of_stem.setdefault(self._stem(word), len(self._of_stem))
        self._of_word[written] = number
        return number


def _cosines(
    documents: list[list[int]], terms: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cosine of the first document with each other one, and how much each term of it tells."""
    import numpy as np  # slow import

    lengths = np.fromiter((len(words) for words in documents), dtype=np.int64)
    owner = np.repeat(np.arange(len(documents)), lengths)
    words = np.fromiter((word for found in documents for word in found), dtype=np.int64)
    pairs, counts = np.unique(owner * max(terms, 1) + words, return_counts=True)
    document, term = np.divmod(pairs, max(terms, 1))
    spread = np.bincount(term, minlength=terms)
    rarity = np.log1p(len(documents) / np.maximum(spread, 1))
    weight = (1 + np.log(counts)) * rarity[term]
    norms = np.sqrt(np.bincount(document, weights=weight**2, minlength=len(documents)))
    asked = np.zeros(terms)
    asked[term[document == 0]] = weight[document == 0]
    dots = np.bincount(document, weights=weight * asked[term], minlength=len(documents)) + 0.0
    known = norms * norms[0]
    cosines = np.divide(dots, known, out=np.zeros_like(dots), where=known > 0)
    return np.clip(cosines[1:], 0.0, 1.0), asked


def _shared(found: Described, *, stems: Stems, weights: NDArray[np.float64]) -> tuple[str, ...]:
    """The telling words that the found one has in common with the one asked about."""
    written: dict[int, str] = {}
    for word in f"{found.name} {found.text}".translate(BREAKS).split():
        number = stems.number(word.lower())
        if number >= 0 and weights[number] > 0:
            written.setdefault(number, word.strip("'’‘"))
    order = sorted(written, key=lambda number: (-weights[number], number))
    return tuple(written[number] for number in order[:MOST_WORDS])


def _letters(name: str) -> frozenset[str]:
    """The groups of three letters in what a name says beside words like "community"."""
    words = name.lower().translate(BREAKS).split()
    telling = [word for word in words if word not in GROUP_WORDS and word not in PLAIN_WORDS]
    return frozenset(
        f" {word} "[start : start + 3] for word in telling for start in range(len(word))
    )


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets have in common, from 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0
