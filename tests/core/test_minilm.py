from __future__ import annotations

import math

import numpy as np
import pytest

from mandorla.core.minilm import HEAD_WIDTH, MiniLM

WIDTH, WIDE, LAYERS, PIECES, LONGEST = 2 * HEAD_WIDTH, 96, 2, 50, 12


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    """The parameters of a small invented model."""
    rng = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (PIECES, WIDTH),
        "embeddings.position_embeddings.weight": (LONGEST, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        for name in ("query", "key", "value"):
            shapes |= dense(f"{at}attention.self.{name}", WIDTH, WIDTH)
        shapes |= dense(f"{at}attention.output.dense", WIDTH, WIDTH)
        shapes |= dense(f"{at}intermediate.dense", WIDE, WIDTH)
        shapes |= dense(f"{at}output.dense", WIDTH, WIDE)
        for name in ("attention.output", "output"):
            shapes[f"{at}{name}.LayerNorm.weight"] = (WIDTH,)
            shapes[f"{at}{name}.LayerNorm.bias"] = (WIDTH,)
    return {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def dense(name: str, wide: int, narrow: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (wide, narrow), f"{name}.bias": (wide,)}


def plainly(weights, pieces: list[int]) -> list[float]:
    """The model as it is described, one text and one number after the other, in 64 bits."""
    w = {name: value.astype(float).tolist() for name, value in weights.items()}

    def norm(row: list[float], name: str) -> list[float]:
        mean = math.fsum(row) / len(row)
        spread = math.sqrt(math.fsum((x - mean) ** 2 for x in row) / len(row) + 1e-12)
        scale, shift = w[f"{name}.LayerNorm.weight"], w[f"{name}.LayerNorm.bias"]
        return [(x - mean) / spread * s + b for x, s, b in zip(row, scale, shift, strict=True)]

    def move(row: list[float], name: str) -> list[float]:
        return [
            math.fsum(a * x for a, x in zip(line, row, strict=True)) + bias
            for line, bias in zip(w[f"{name}.weight"], w[f"{name}.bias"], strict=True)
        ]

    def add(*rows: list[float]) -> list[float]:
        return [math.fsum(numbers) for numbers in zip(*rows, strict=True)]

    kind = w["embeddings.token_type_embeddings.weight"][0]
    state = [
        norm(
            add(
                w["embeddings.word_embeddings.weight"][piece],
                w["embeddings.position_embeddings.weight"][place],
                kind,
            ),
            "embeddings",
        )
        for place, piece in enumerate(pieces)
    ]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            [move(row, f"{at}attention.self.{name}") for row in state]
            for name in ("query", "key", "value")
        )
        seen = []
        for asks in query:
            row: list[float] = []
            for start in range(0, WIDTH, HEAD_WIDTH):
                part = slice(start, start + HEAD_WIDTH)
                scores = [
                    math.exp(
                        math.fsum(a * b for a, b in zip(asks[part], told[part], strict=True))
                        / math.sqrt(HEAD_WIDTH)
                    )
                    for told in key
                ]
                row += add(
                    *(
                        [score / math.fsum(scores) * x for x in told[part]]
                        for score, told in zip(scores, value, strict=True)
                    )
                )
            seen.append(row)
        state = [
            norm(add(move(row, f"{at}attention.output.dense"), was), f"{at}attention.output")
            for row, was in zip(seen, state, strict=True)
        ]
        wide = [
            [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in move(row, f"{at}intermediate.dense")]
            for row in state
        ]
        state = [
            norm(add(move(row, f"{at}output.dense"), was), f"{at}output")
            for row, was in zip(wide, state, strict=True)
        ]
    mean = [x / len(state) for x in add(*state)]
    length = math.sqrt(math.fsum(x * x for x in mean))
    return [x / length for x in mean]


def test_vectors_are_those_of_the_plain_description(weights):
    texts = [[1, 2, 3], [4], [7, 7, 9, 2, 30], [3, 2, 1]]
    found = MiniLM(weights).vectors(texts)
    assert found == pytest.approx(np.array([plainly(weights, text) for text in texts]), abs=2e-6)


def test_vectors_do_not_depend_on_what_else_is_asked(weights):
    rng = np.random.default_rng(2)
    texts = [rng.integers(0, PIECES, rng.integers(1, LONGEST + 1)).tolist() for _text in range(300)]
    model = MiniLM(weights)
    together, alone = model.vectors(texts), [model.vectors([text])[0] for text in texts]
    assert together == pytest.approx(np.array(alone), abs=1e-6)


def test_vectors_are_the_same_in_another_order(weights):
    texts = [[1, 2, 3], [4], [3, 2, 1], [5, 6]]
    model = MiniLM(weights)
    assert model.vectors(texts[::-1]) == pytest.approx(model.vectors(texts)[::-1], abs=1e-6)


def test_vectors_are_of_length_one(weights):
    found = MiniLM(weights).vectors([[1], [2, 3]])
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)


def test_vectors_are_none_when_there_is_no_text(weights):
    assert MiniLM(weights).vectors([]).shape == (0, WIDTH)


def test_vectors_are_refused_when_a_text_is_too_long_or_has_nothing(weights):
    model = MiniLM(weights)
    for text in ([], [1] * (LONGEST + 1)):
        with pytest.raises(ValueError, match="1 to 12 pieces"):
            model.vectors([text])
