from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.words import EntryChange, Piece, compare_entries, compare_words, fold

WORDS = ["we", "meet", "weekly", "the", "a", "group", "decides", ".", ",", "\n\n", "-", "don’t"]
prose = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
texts = st.one_of(prose, st.text(max_size=60))


def first(pieces) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def second(pieces) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


@given(texts, texts)
@settings(max_examples=300)
def test_comparison_gives_both_texts_back(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert first(pieces) == before
    assert second(pieces) == after


@given(texts)
def test_comparison_is_one_unchanged_run_when_texts_are_equal(text: str) -> None:
    assert compare_words(text, text) == ((Piece("same", text),) if text else ())


@given(texts, texts)
def test_comparison_never_repeats_a_kind_and_has_no_empty_run(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


@given(texts, texts, st.integers(1, 9), st.integers(0, 5))
def test_folding_keeps_both_texts(before: str, after: str, longest: int, around: int) -> None:
    pieces = fold(compare_words(before, after), longest=longest, around=around)
    assert first(pieces) == before
    assert second(pieces) == after


def test_comparison_marks_only_what_was_added_when_a_sentence_follows() -> None:
    assert compare_words("We meet weekly.", "We meet weekly. All may come.") == (
        Piece("same", "We meet weekly."),
        Piece("added", " All may come."),
    )


def test_comparison_joins_changes_when_one_word_stayed_between_them() -> None:
    assert compare_words("x old a older y z", "x new a newer y z") == (
        Piece("same", "x"),
        Piece("removed", " old a older"),
        Piece("added", " new a newer"),
        Piece("same", " y z"),
    )


def test_folding_shows_words_next_to_a_change_only() -> None:
    pieces = fold(
        [Piece("added", "New"), Piece("same", " w" * 30), Piece("removed", " old")],
        longest=10,
        around=2,
    )
    assert pieces == (
        Piece("added", "New"),
        Piece("same", " w w"),
        Piece("folded", " w" * 26),
        Piece("same", " w w"),
        Piece("removed", " old"),
    )


def test_entries_are_same_changed_added_or_removed() -> None:
    changes = compare_entries(
        ["Nobody waits for a neighbor.", "Leaders hear of it.", "Gone now."],
        ["Leaders hear of it.", "Nobody waits for a neighbor unit.", "Entirely fresh idea"],
    )
    assert [change.kind for change in changes] == ["same", "changed", "added", "removed"]
    assert changes[1] == EntryChange(
        "changed",
        (
            Piece("same", "Nobody waits for a neighbor"),
            Piece("added", " unit"),
            Piece("same", "."),
        ),
    )


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_entries_keep_the_second_list_in_its_order(before: list[str], after: list[str]) -> None:
    changes = compare_entries(before, after)
    assert [second(c.pieces) for c in changes if c.kind != "removed"] == after
    assert sorted(first(c.pieces) for c in changes if c.kind != "added") == sorted(before)


def test_comparison_is_quick_when_charters_have_3000_words() -> None:
    seed = random.Random(7)
    vocabulary = [f"word{number}" for number in range(400)] + ["the", "a", "of"] * 40
    old = [seed.choice(vocabulary) for _ in range(3000)]
    new = [seed.choice(vocabulary) if seed.random() < 0.2 else word for word in old]
    other = [seed.choice(vocabulary) for _ in range(3000)]
    began = time.process_time()
    compare_words(" ".join(old), " ".join(new))
    compare_words(" ".join(old), " ".join(other))
    compare_words("a " * 3000, "a b " * 1500)
    assert time.process_time() - began < 6
