"""What a text is about, as a vector: the interface, and one that needs nothing but the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from mandorla.core.similar import Stems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float32]

WORD_DIMENSIONS: Final = 100
SPARE: Final = 20  # directions that are looked at beside those that are kept
TURNS: Final = 4
LEAST_NORM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Floors:
    """From where on vectors of one embedder say that two texts are about the same.

    Attributes:
        near: The cosine from which on one text speaks for what another is about, 0 to 1.
        together: The average cosine that texts of one group have at least, 0 to 1.
    """

    near: float
    together: float


class Embedder(Protocol):
    """Turns texts into vectors; texts about the same thing point the same way.

    Attributes:
        name: What it is called, and which vectors may be compared: those of the same name.
        dimensions: How many numbers a vector has.
        is_lasting: Whether a vector depends on its text alone, so that it can be kept.
        floors: From where on its vectors say that texts are about the same.
    """

    @property
    def name(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    @property
    def is_lasting(self) -> bool: ...
    @property
    def floors(self) -> Floors: ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text: a unit vector, or zeros for a text that says nothing."""
        ...


class WordEmbedder:
    """Texts by their telling words, rare ones first; what goes together in them counts as near.

    A vector depends on the other texts that are asked with it, so it is not kept.

    Args:
        stem: Gives the stem of a word in small letters, so that "welding" is near "welds".

    Source:
        TF-IDF weights, (1 + ln count) ln(1 + N / n) (Salton); latent semantic analysis (Deerwester
        et al., 1990) by a randomized range finder with a fixed seed (Halko et al., 2011).

    Example:
        >>> texts = ["Prices are wrong", "wrong price", "The printer", ""]
        >>> found = WordEmbedder(stem=lambda word: word.removesuffix("s")).embed(texts)
        >>> (found @ found.T).round(2).tolist()[0]
        [1.0, 1.0, 0.0, 0.0]
    """

    name: Final = "tfidf"
    dimensions: Final = WORD_DIMENSIONS
    is_lasting: Final = False
    floors: Final = Floors(near=0.2, together=0.35)

    def __init__(self, *, stem: Callable[[str], str]) -> None:
        self._stem = stem

    def embed(self, texts: Sequence[str]) -> Floats:
        """The vectors of texts among each other; nothing depends on their order."""
        import numpy as np  # slow import
        from scipy.sparse import csr_array  # slow import

        stems = Stems(self._stem)
        words = [stems.numbers(text) for text in texts]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not len(stems):
            return vectors
        order = np.argsort(np.array(stems.known)).argsort()  # columns by stem, not by coming
        owner = np.repeat(np.arange(len(texts)), [len(found) for found in words])
        terms = order[np.array([number for found in words for number in found])]
        pairs, counts = np.unique(owner * len(stems) + terms, return_counts=True)
        row, term = np.divmod(pairs, len(stems))
        rarity = np.log1p(len(texts) / np.bincount(term))
        weights = csr_array(
            ((1 + np.log(counts)) * rarity[term], (row, term)), shape=(len(texts), len(stems))
        )
        norms = np.sqrt(np.bincount(row, weights=weights.data**2, minlength=len(texts)))
        weights.data /= norms[row]
        reduced = _reduced(weights, self.dimensions)
        lengths = np.linalg.norm(reduced, axis=1, keepdims=True)
        told = lengths[:, 0] > LEAST_NORM
        vectors[told, : reduced.shape[1]] = reduced[told] / lengths[told]
        return vectors


def _reduced(weights: csr_array, most: int) -> NDArray[np.float64]:
    """The rows in the directions that hold most of what they say; all of it if those are few."""
    import numpy as np  # slow import

    rows, terms = weights.shape
    width = min(most + SPARE, rows, terms)
    probe = np.random.default_rng(0).standard_normal((terms, width))
    basis = weights.T @ np.linalg.qr(weights @ probe)[0]
    for _turn in range(TURNS):
        basis = weights.T @ np.linalg.qr(weights @ np.linalg.qr(basis)[0])[0]
    seen = weights @ np.linalg.qr(basis)[0]
    turned = np.linalg.svd(seen, full_matrices=False)[2]
    found: NDArray[np.float64] = seen @ turned[:most].T
    return found
