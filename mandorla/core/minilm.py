"""The small language model MiniLM, from word pieces to one vector a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Weights = Mapping[str, Floats]

HEAD_WIDTH: Final = 32
EPSILON: Final = 1e-12
MOST_PIECES_AT_ONCE: Final = 2048  # keeps what is in work below some 30 MB


class MiniLM:
    """A BERT encoder whose last layer is averaged into a unit vector.

    Texts of equally many pieces are worked out together, so that nothing is ever padded and a
    vector does not depend on what else is asked.

    Args:
        weights: The parameters by their names in the published file, float32; what belongs to
            no encoder layer but "embeddings." is not read.

    Source:
        Devlin et al., BERT, 2019; Wang et al., MiniLM, 2020; averaging and the parameters of
        all-MiniLM-L6-v2: Reimers and Gurevych, Sentence-BERT, 2019.
    """

    def __init__(self, weights: Weights) -> None:
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = _Norm(weights, "embeddings.LayerNorm")
        names = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
        self._layers = [
            _Layer(weights, f"encoder.layer.{number}.") for number in sorted(names, key=int)
        ]

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._words.shape[1])

    @property
    def most_pieces(self) -> int:
        """The longest text it can read, in word pieces."""
        return len(self._places)

    def vectors(self, pieces: Sequence[Sequence[int]]) -> Floats:
        """The vectors of texts.

        Args:
            pieces: The numbers of the word pieces of each text, marks of beginning and end
                included; 1 to `most_pieces` of them.

        Returns:
            A row for each text: unit vectors, shape (texts, dimensions).

        Raises:
            ValueError: A text has no piece, or more than the model can read.
        """
        import numpy as np  # slow import

        lengths: dict[int, list[int]] = {}
        for place, text in enumerate(pieces):
            if not 1 <= len(text) <= self.most_pieces:
                raise ValueError(f"a text has 1 to {self.most_pieces} pieces, not {len(text)}")
            lengths.setdefault(len(text), []).append(place)
        found = np.zeros((len(pieces), self.dimensions), dtype=np.float32)
        for length, all_places in lengths.items():
            most = max(1, MOST_PIECES_AT_ONCE // length)
            for start in range(0, len(all_places), most):
                places = all_places[start : start + most]
                found[places] = self._average(np.array([pieces[place] for place in places]))
        return found

    def _average(self, pieces: NDArray[np.int64]) -> Floats:
        import numpy as np  # slow import

        count, length = pieces.shape
        state = self._first(self._words[pieces] + self._places[:length])
        for layer in self._layers:
            state = layer(state.reshape(count * length, -1), count)
        mean = state.reshape(count, length, -1).mean(axis=1)
        unit: Floats = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit


class _Norm:
    """Each row with mean 0 and variance 1, then scaled and moved as it was learned."""

    def __init__(self, weights: Weights, name: str) -> None:
        self._scale, self._shift = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def __call__(self, state: Floats) -> Floats:
        import numpy as np  # slow import

        centered = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centered).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        normal: Floats = centered / spread * self._scale + self._shift
        return normal


class _Dense:
    """One product with learned weights, and what is added; several of them side by side."""

    def __init__(self, weights: Weights, *names: str) -> None:
        import numpy as np  # slow import

        parts = [weights[f"{name}.weight"] for name in names]
        self._weight = np.ascontiguousarray(np.concatenate(parts).T)
        self._bias = np.concatenate([weights[f"{name}.bias"] for name in names])

    def __call__(self, state: Floats) -> Floats:
        moved: Floats = state @ self._weight
        moved += self._bias
        return moved


class _Layer:
    """One layer: the pieces of a text look at each other, then each is worked on by itself."""

    def __init__(self, weights: Weights, name: str) -> None:
        at = f"{name}attention."
        self._look = _Dense(weights, f"{at}self.query", f"{at}self.key", f"{at}self.value")
        self._seen = _Dense(weights, f"{at}output.dense")
        self._seen_norm = _Norm(weights, f"{at}output.LayerNorm")
        self._wide = _Dense(weights, f"{name}intermediate.dense")
        self._back = _Dense(weights, f"{name}output.dense")
        self._back_norm = _Norm(weights, f"{name}output.LayerNorm")

    def __call__(self, state: Floats, count: int) -> Floats:
        seen = self._seen_norm(self._seen(self._attention(state, count)) + state)
        return self._back_norm(self._back(_gelu(self._wide(seen))) + seen)

    def _attention(self, state: Floats, count: int) -> Floats:
        import numpy as np  # slow import

        rows, width = state.shape
        heads = width // HEAD_WIDTH
        parts = self._look(state).reshape(count, rows // count, 3, heads, HEAD_WIDTH)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        score = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(HEAD_WIDTH))
        np.exp(score - score.max(axis=-1, keepdims=True), out=score)
        score /= score.sum(axis=-1, keepdims=True)
        seen: Floats = (score @ value).swapaxes(1, 2).reshape(rows, width)
        return seen


def _gelu(state: Floats) -> Floats:
    """Gaussian error linear units (Hendrycks and Gimpel, 2016), the exact ones."""
    import numpy as np  # slow import
    from scipy.special import erf  # slow import

    share: Floats = erf(state * np.float32(np.sqrt(0.5)))
    share += 1
    share *= state
    share *= np.float32(0.5)
    return share
