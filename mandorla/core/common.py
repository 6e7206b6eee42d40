"""Why texts stand in one group: the words they have in common, and the units they touch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log1p
from typing import TYPE_CHECKING, Final

from mandorla.core.similar import BREAKS, Stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    Term = tuple[int, ...]  # the stem of a word, or those of two words beside each other

MOST_WORDS: Final = 4
SHARE: Final = 1 / 3  # of the texts have a word that they are said to have in common
FEWEST: Final = 2
QUOTES: Final = "'’‘\"`"


@dataclass(frozen=True, slots=True)
class Common:
    """Texts about the same, and why they are said to be.

    Attributes:
        places: Their places in the list of all texts, in order.
        words: Words, or two beside each other, that several have, as most of them write it; the
            most telling first. Empty when they say the same in different words.
        units: The units they touch, the one that most of them touch first.
        is_same: Whether all are one text, but for large letters and white space.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]
    units: tuple[str, ...]
    is_same: bool = False


def is_same(texts: Iterable[str]) -> bool:
    """Say whether texts are one text, but for large letters and white space.

    Args:
        texts: The texts.

    Returns:
        True for one text, and for none.

    Source:
        Unicode case folding (The Unicode Standard, 3.13).

    Example:
        >>> is_same(["No  Wi-Fi", "no wi-fi"]), is_same(["No Wi-Fi", "No wifi"])
        (True, False)
    """
    return len({" ".join(text.split()).casefold() for text in texts}) < FEWEST


def common(
    texts: Sequence[str],
    groups: Sequence[int | None],
    *,
    stem: Callable[[str], str],
    units: Sequence[Collection[str]] = (),
) -> tuple[Common, ...]:
    """Say what the texts of each group have in common.

    Args:
        texts: All texts, those that stand alone included: a word that all have tells little.
        groups: For each text the number of its group from 0, or None when it stands alone.
        stem: Gives the stem of a word in small letters, so that "prices" and "price" are one.
        units: For each text the names of the units it touches; empty when nobody knows.

    Returns:
        A `Common` for each group, by its number. A word counts as common when at least two texts
        and a third of the group have it, stop words left out.

    Source:
        How many of the group have it times ln(1 + N / n), the rarity of TF-IDF (Salton). The
        share and the number of words are our defaults.

    Example:
        >>> found = common(
        ...     ["The price lists are wrong", "Wrong price list!", "No Wi-Fi"], [0, 0, None],
        ...     stem=lambda word: word.removesuffix("s"), units=[["Sales"], ["Finance"], ["IT"]])
        >>> found[0].words, found[0].units
        (('price list', 'wrong'), ('Finance', 'Sales'))
    """
    stems = Stems(stem)
    written = [_terms(text, stems) for text in texts]
    spread = Counter(term for found in written for term in found)
    members: dict[int, list[int]] = {}
    for place, number in enumerate(groups):
        if number is not None:
            members.setdefault(number, []).append(place)
    rarity = {term: log1p(len(texts) / count) for term, count in spread.items()}
    return tuple(
        Common(
            places=tuple(places),
            words=_words([written[place] for place in places], rarity),
            units=_by_count(units[place] for place in places) if units else (),
            is_same=is_same(texts[place] for place in places),
        )
        for _number, places in sorted(members.items())
    )


def _terms(text: str, stems: Stems) -> dict[Term, str]:
    """The telling words of a text and the pairs of them side by side, each as written first."""
    found: dict[Term, str] = {}
    words = [word.strip(QUOTES) for word in text.translate(BREAKS).split()]
    numbers = [(stems.number(word.lower()), word) for word in words]
    for number, word in numbers:
        if number >= 0:
            found.setdefault((number,), word)
    for (one, first), (other, second) in pairwise(numbers):
        if one >= 0 and other >= 0 and one != other:
            found.setdefault((one, other), f"{first} {second}")
    return found


def _words(written: Sequence[dict[Term, str]], rarity: dict[Term, float]) -> tuple[str, ...]:
    counts = Counter(term for found in written for term in found)
    enough = max(FEWEST, ceil(SHARE * len(written)))
    shared = {term: count for term, count in counts.items() if count >= enough}
    weight = {
        term: count * sum(rarity[(number,)] for number in term) for term, count in shared.items()
    }
    taken: set[int] = set()
    terms: list[Term] = []
    # Two words side by side are one thing when most texts with either have them side by side.
    for term in sorted(shared, key=lambda term: (-len(term), -weight[term], term)):
        alone = max(counts[(number,)] for number in term)
        if taken.isdisjoint(term) and (len(term) == 1 or 2 * shared[term] > alone):
            terms.append(term)
            taken.update(term)
    said = {
        term: _usual(Counter(found[term] for found in written if term in found)) for term in terms
    }
    terms.sort(key=lambda term: (-weight[term], said[term]))
    return tuple(said[term] for term in terms[:MOST_WORDS])


def _usual(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form.swapcase()))


def _by_count(units: Iterable[Collection[str]]) -> tuple[str, ...]:
    counts = Counter(unit for touched in units for unit in set(touched))
    return tuple(sorted(counts, key=lambda unit: (-counts[unit], unit)))
