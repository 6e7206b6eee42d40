"""Short texts that say nearly the same: groups of them, and what each group is closest to.

Made for what people say in a line of their own words. It finds near copies, the same words in
another order and other endings; that "quick help" and "fast answers" mean the same it cannot know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.core.similar import BREAKS, LEAST_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

GROUP_FLOOR: Final = 0.38
NEAR_FLOOR: Final = 0.2
MOST_NEAR: Final = 2
# Words that only bind others. Few: in one line a "help" or an "answer" is what it is about.
BINDING_WORDS: Final = frozenset(
    """a about all also an and any are as at be because been better but by can could do for from
    get gets getting has have here how i if in into is it its less like more much my of on or our
    out over should so some than that the their them there they this to up us very want was we
    what when where which who will with would you your""".split()  # noqa: SIM905 -- readable
)


@dataclass(frozen=True, slots=True)
class Near:
    """A text that a group is close to: its place among those compared with, and how close."""

    place: int
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that say nearly the same.

    Attributes:
        places: Their places in the list, by text; one place when a text stands alone.
        near: The closest of the texts compared with, the closest first.
    """

    places: tuple[int, ...]
    near: tuple[Near, ...]


def group_alike(
    said: Sequence[str], others: Sequence[str] = (), *, stem: Callable[[str], str]
) -> tuple[Group, ...]:
    """Put texts that say nearly the same together, and name what each group is closest to.

    Args:
        said: Short texts, in any order; a few hundred at most.
        others: Texts to compare the groups with; their own likeness does not matter.
        stem: Gives the stem of a word in small letters, so that "answers" finds "answer".

    Returns:
        Every text in one group; larger groups first, equally large ones by their first text.
        Two groups become one while their texts are alike by `GROUP_FLOOR` on average. Nothing
        depends on the order of `said`.

    Source:
        Cosine of TF-IDF weights over stemmed words (Salton), or Dice's coefficient over groups of
        three letters when that is higher; average linkage (Sokal and Michener). Floors are ours.

    Example:
        >>> groups = group_alike(
        ...     ["Faster answers", "Meet colleagues", "answers, faster!"], ["Quick answers"],
        ...     stem=str)
        >>> [(group.places, [near.place for near in group.near]) for group in groups]
        [((2, 0), [0]), ((1,), [])]
    """
    if not said:
        return ()
    order = sorted(range(len(said)), key=lambda place: (said[place].casefold(), said[place]))
    texts = [*(said[place] for place in order), *others]
    likeness = _likeness(texts, stem)
    groups = _joined(likeness[: len(said), : len(said)])
    groups.sort(key=lambda group: (-len(group), group[0]))
    return tuple(
        Group(
            places=tuple(order[place] for place in group),
            near=_nearest(likeness[group, len(said) :]),
        )
        for group in groups
    )


def _likeness(texts: list[str], stem: Callable[[str], str]) -> NDArray[np.float64]:
    """How alike each text is to each other one, from 0 to 1."""
    import numpy as np  # slow import

    words = [_words(text, stem) for text in texts]
    letters = [_letters(" ".join(found)) for found in words]
    cosine = _cosine(words)
    counts = np.array([len(found) for found in letters], dtype=float)
    numbers = {group: place for place, group in enumerate(sorted(frozenset().union(*letters)))}
    has = np.zeros((len(texts), max(len(numbers), 1)))
    for place, found in enumerate(letters):
        has[place, [numbers[group] for group in found]] = 1
    total = counts[:, None] + counts[None, :]
    dice = np.divide(2 * (has @ has.T), total, out=np.zeros_like(total), where=total > 0)
    likeness: NDArray[np.float64] = np.round(np.maximum(cosine, dice), 9)
    return likeness


def _cosine(documents: list[list[str]]) -> NDArray[np.float64]:
    import numpy as np  # slow import

    terms = {term: place for place, term in enumerate(sorted({w for d in documents for w in d}))}
    counts = np.zeros((len(documents), max(len(terms), 1)))
    for place, found in enumerate(documents):
        for term in found:
            counts[place, terms[term]] += 1
    spread = np.maximum((counts > 0).sum(axis=0), 1)
    weights = np.log1p(counts) * np.log1p(len(documents) / spread)
    norms = np.linalg.norm(weights, axis=1)
    product = norms[:, None] * norms[None, :]
    cosine: NDArray[np.float64] = np.divide(
        weights @ weights.T, product, out=np.zeros_like(product), where=product > 0
    )
    return cosine


def _words(text: str, stem: Callable[[str], str]) -> list[str]:
    found = [word.strip("'’‘") for word in text.lower().translate(BREAKS).split()]
    telling = [w for w in found if w not in BINDING_WORDS and len(w) >= LEAST_LETTERS]
    return [stem(word) for word in telling or found]


def _letters(text: str) -> frozenset[str]:
    return frozenset(
        f" {word} "[start : start + 3] for word in text.split() for start in range(len(word))
    )


def _joined(likeness: NDArray[np.float64]) -> list[list[int]]:
    """Groups by average linkage; of equally like pairs the first two are joined first."""
    import numpy as np  # slow import

    groups = [[place] for place in range(len(likeness))]
    sums = likeness.copy()
    while len(groups) > 1:
        sizes = np.array([len(group) for group in groups], dtype=float)
        average = sums / (sizes[:, None] * sizes[None, :])
        np.fill_diagonal(average, -1.0)
        one, other = divmod(int(np.argmax(average)), len(groups))
        if average[one, other] < GROUP_FLOOR:
            break
        groups[one] = sorted(groups[one] + groups.pop(other))
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sums = np.delete(np.delete(sums, other, axis=0), other, axis=1)
    return groups


def _nearest(likeness: NDArray[np.float64]) -> tuple[Near, ...]:
    """The closest of the others to a group, by the average over its texts."""
    if not likeness.size:
        return ()
    scores = likeness.mean(axis=0)
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))[:MOST_NEAR]
    return tuple(
        Near(place, float(scores[place])) for place in order if scores[place] >= NEAR_FLOOR
    )
