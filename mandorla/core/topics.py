"""Which of many described groups are about the same, all of them compared at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from mandorla.core.similar import Stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

SAME_TOPIC: Final = 0.4  # groups that coexist on purpose stay below it in the registers we know
LEAST_WORDS: Final = 4


def on_same_topic(
    texts: tuple[str, ...],
    *,
    asked: Sequence[int],
    related: Mapping[int, Collection[int]],
    stem: Callable[[str], str],
) -> list[bool]:
    """Whether another text of many is about the same as each that is asked about.

    Args:
        texts: What describes each group.
        asked: The places of those that are asked about.
        related: By a place, the places of those that are about the same on purpose, as parts.
        stem: Gives the stem of a word in small letters; the same function every time.

    Returns:
        For each that is asked about, in order, whether one is as near as `SAME_TOPIC`. A text
        of fewer than `LEAST_WORDS` telling words says too little to be near another.

    Source:
        Cosine of TF-IDF weights, (1 + ln count) ln(1 + N / n), over stemmed words (Salton); the
        floor is our default.

    Example:
        >>> texts = ("Weld robots in plants safely", "Robots weld plants safely", "Cook lunch well")
        >>> on_same_topic(texts, asked=[0, 2], related={}, stem=str)
        [True, False]
        >>> on_same_topic(texts, asked=[0], related={0: [1]}, stem=str)
        [False]
    """
    if not asked:
        return []
    vectors = _vectors(texts, stem)
    near = (vectors[list(asked)] @ vectors.T).tocoo()
    found = [False] * len(asked)
    for row, place, likeness in zip(
        near.row.tolist(), near.col.tolist(), near.data.tolist(), strict=True
    ):
        here = asked[row]
        if likeness >= SAME_TOPIC and place != here and place not in related.get(here, ()):
            found[row] = True
    return found


@lru_cache(maxsize=2)
def _vectors(texts: tuple[str, ...], stem: Callable[[str], str]) -> Any:
    """A row of weights for each text, of length one; kept, because texts seldom change."""
    import numpy as np  # slow import
    from scipy.sparse import csr_array  # slow import

    stems = Stems(stem)
    words = [stems.numbers(text) for text in texts]
    words = [found if len(set(found)) >= LEAST_WORDS else [] for found in words]
    ends = np.cumsum([0, *(len(found) for found in words)])
    places = np.fromiter((word for found in words for word in found), dtype=np.int64)
    counts = csr_array((np.ones(len(places)), places, ends), shape=(len(texts), max(len(stems), 1)))
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log1p(len(texts) / np.maximum(spread, 1))
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    rows = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
    counts.data /= np.maximum(lengths, 1e-12)[rows]
    return counts
