from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.embedding import WORD_DIMENSIONS, WordEmbedder

WORDS = ["price", "prices", "list", "printer", "the", "!", "jam", "paper", "wall", "door"]
lines = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12)


def embedded(texts: list[str]) -> np.ndarray:
    return WordEmbedder(stem=lambda word: word.removesuffix("s")).embed(texts)


def likeness(texts: list[str]) -> np.ndarray:
    vectors = embedded(texts)
    return vectors @ vectors.T


@given(lines)
@settings(max_examples=100)
def test_vectors_are_of_length_one_or_say_nothing(texts):
    vectors = embedded(texts)
    lengths = np.linalg.norm(vectors, axis=1)
    assert vectors.shape == (len(texts), WORD_DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


@given(lines, st.randoms())
@settings(max_examples=100)
def test_vectors_do_not_depend_on_the_order_of_texts(texts, shuffler: random.Random):
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    mixed = likeness([texts[place] for place in order])
    assert mixed == pytest.approx(likeness(texts)[np.ix_(order, order)], abs=1e-5)


@given(lines)
def test_vectors_are_the_same_when_asked_again(texts):
    assert np.array_equal(embedded(texts), embedded(texts))


def test_vectors_are_plain_weights_of_words_when_these_are_few():
    """(1 + ln 2) ln 2 against ln 3, worked out by hand for "jam jam door" beside "door"."""
    both, rare = np.log1p(2 / 2), (1 + np.log(2)) * np.log1p(2 / 1)
    cosine = both / np.hypot(both, rare)
    assert likeness(["jam jam door", "door"])[0, 1] == pytest.approx(cosine, abs=1e-6)


def test_vectors_of_many_texts_keep_what_goes_together():
    rng = np.random.default_rng(1)
    topics = [[f"word{topic}of{number}" for number in range(12)] for topic in range(20)]
    texts = [" ".join(rng.choice(topic, 5)) for topic in topics for _text in range(15)]
    near = likeness(texts)
    own = np.repeat(np.arange(20), 15)
    same = own[:, None] == own[None, :]
    assert near[same].mean() > 0.4
    assert near[~same].mean() < 0.05


def test_vectors_are_none_when_no_text_says_anything():
    assert not embedded(["", "the"]).any()
    assert embedded([]).shape == (0, WORD_DIMENSIONS)
