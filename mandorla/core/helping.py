"""Who could help with what somebody asks, and why: a skill they state, or something they solved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from mandorla.core.similar import Described, find_similar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ALIKE: Final = 0.2  # how alike a solved thing has to be, as a cosine
MOST_ALIKE: Final = 60  # solved things that are looked at
COUNTED: Final = 3  # of what one person solved; the next ones add nothing
_TERM: Final = re.compile(r"""[^\s,;:!?()\[\]{}<>"'/\\|„“”‘’…]+""")
# What is written in several ways; a sign that belongs to a name is not punctuation.
_SAME: Final = {
    "csharp": "c#",
    "c-sharp": "c#",
    "cpp": "c++",
    "cplusplus": "c++",
    "fsharp": "f#",
    "dotnet": ".net",
    "golang": "go",
    "js": "javascript",
    "nodejs": "node.js",
    "postgres": "postgresql",
}
_PLAIN: Final = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Helper:
    """What somebody states they can help with, and what they chose to show of what they solved."""

    skills: tuple[str, ...]
    solved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who could help, and why.

    Attributes:
        place: Their place in the list that was searched.
        skills: The skills that the ask names, as they state them, the rarest first.
        solved: The places of what they solved like this, the likest first.
        score: How well they fit; only for the order.
    """

    place: int
    skills: tuple[str, ...]
    solved: tuple[int, ...]
    score: float


def suggest_helpers(
    ask: str, helpers: Sequence[Helper], *, stem: Callable[[str], str], most: int = 3
) -> tuple[Offer, ...]:
    """Find who could help with what somebody asks.

    Args:
        ask: What is asked, in any words.
        helpers: Who could be asked, in the order in which equally good ones are given.
        stem: Gives the stem of a word in small letters.
        most: The most people to give.

    Returns:
        At most `most` offers, the best first. Somebody without a reason is never among them.

    Source:
        Our own rule. A skill counts ln(1 + N / n), where n of N people state it; what was solved
        counts the cosine of its words with those asked, from 0.2 on, the three likest of each.

    Example:
        >>> helpers = [Helper(("C",), ()), Helper(("C#", "price lists"), ())]
        >>> offers = suggest_helpers("Who knows c#?", helpers, stem=str)
        >>> [(offer.place, offer.skills) for offer in offers]
        [(1, ('C#',))]
    """
    asked = terms(ask, stem=stem)
    stated = [{skill: terms(skill, stem=stem) for skill in helper.skills} for helper in helpers]
    common = Counter(kind for skills in stated for kind in set(skills.values()) if kind)
    solved = _solved(ask, helpers, stem=stem)
    offers = []
    for place, skills in enumerate(stated):
        weights = {
            skill: log(1 + len(helpers) / common[kind])
            for skill, kind in skills.items()
            if kind and _names(asked, kind)
        }
        alike = solved.get(place, [])
        if weights or alike:
            offers.append(
                Offer(
                    place=place,
                    skills=tuple(sorted(weights, key=lambda skill: -weights[skill])),
                    solved=tuple(which for _score, which in alike),
                    score=sum(weights.values()) + sum(score for score, _which in alike[:COUNTED]),
                )
            )
    offers.sort(key=lambda offer: -offer.score)
    return tuple(offers[:most])


def terms(text: str, *, stem: Callable[[str], str]) -> tuple[str, ...]:
    """The terms of a text, so that "C#", "c++" and ".NET" stay what they are.

    Args:
        text: Any words.
        stem: Gives the stem of a word in small letters; asked only for plain words of four
            letters or more.

    Returns:
        The terms in order, in small letters, other spellings of one as that one.

    Source:
        Our own rule.

    Example:
        >>> terms("C#, c++ (and .NET)?", stem=str)
        ('c#', 'c++', 'and', '.net')
    """
    found = []
    for written in _TERM.findall(text.lower()):
        term = written.rstrip(".-–—*") or written
        term = _SAME.get(term, term)
        found.append(stem(term) if _PLAIN.fullmatch(term) else term)
    return tuple(found)


def _names(asked: tuple[str, ...], kind: tuple[str, ...]) -> bool:
    """Whether the terms of a skill stand in the ask, one after the other."""
    size = len(kind)
    return any(asked[start : start + size] == kind for start in range(len(asked) - size + 1))


def _solved(
    ask: str, helpers: Sequence[Helper], *, stem: Callable[[str], str]
) -> dict[int, list[tuple[float, int]]]:
    """By helper, what they solved that is like the ask: how alike, and which it is."""
    owners = [
        (place, which)
        for place, helper in enumerate(helpers)
        for which in range(len(helper.solved))
    ]
    texts = [Described("", helpers[place].solved[which]) for place, which in owners]
    found: dict[int, list[tuple[float, int]]] = {}
    for match in find_similar(Described("", ask), texts, stem=stem, most=MOST_ALIKE):
        if match.text_score >= ALIKE:
            place, which = owners[match.place]
            found.setdefault(place, []).append((match.text_score, which))
    return found
