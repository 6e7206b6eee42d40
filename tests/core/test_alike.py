from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.alike import GROUP_FLOOR, MOST_NEAR, NEAR_FLOOR, Group, group_alike

WORDS = ["answers", "answer", "faster", "roll-out", "units", "colleagues", "meet", "the", "!"]
lines = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
many = st.lists(lines, max_size=10)


def stem(word: str) -> str:
    return word.removesuffix("s")


def grouped(said: list[str], others: list[str] | None = None) -> tuple[Group, ...]:
    return group_alike(said, others or [], stem=stem)


def words_of(said: list[str], groups: tuple[Group, ...]) -> list[list[str]]:
    return [[said[place] for place in group.places] for group in groups]


@given(many, many)
@settings(max_examples=150)
def test_groups_hold_every_text_once(said: list[str], others: list[str]):
    groups = grouped(said, others)
    assert sorted(place for group in groups for place in group.places) == list(range(len(said)))


@given(many, many, st.randoms())
@settings(max_examples=150)
def test_groups_do_not_depend_on_the_order_of_saying(said, others, shuffler: random.Random):
    mixed = said[:]
    shuffler.shuffle(mixed)
    assert words_of(said, grouped(said, others)) == words_of(mixed, grouped(mixed, others))


@given(many, many)
def test_groups_name_the_closest_first(said: list[str], others: list[str]):
    for group in grouped(said, others):
        scores = [near.score for near in group.near]
        assert scores == sorted(scores, reverse=True)
        assert all(NEAR_FLOOR <= score <= 1 for score in scores)
        assert len(scores) <= MOST_NEAR


def test_groups_put_together_the_same_words_in_another_order():
    said = ["Meet colleagues", "Answers, faster!", "faster answer"]
    assert words_of(said, grouped(said)) == [["Answers, faster!", "faster answer"], [said[0]]]


def test_groups_put_together_a_misspelling():
    said = ["roll-out of the change", "rollout of the chage"]
    assert len(grouped(said)) == 1


def test_groups_stand_alone_when_only_binding_words_are_shared():
    said = ["it is for the answers", "it is for the units"]
    assert len(grouped(said)) == 2


def test_groups_do_not_grow_by_a_chain_of_likenesses():
    said = ["meet answers", "answers faster units", "units roll"]
    assert all(len(group.places) < 3 for group in grouped(said))
    assert 0 < GROUP_FLOOR < 1


def test_groups_are_none_when_nothing_is_said():
    assert grouped([], ["answers"]) == ()


def test_groups_name_what_they_are_close_to():
    (group,) = grouped(["faster answers"], ["units", "answers that are faster", ""])
    assert [near.place for near in group.near] == [1]


def test_groups_bear_texts_without_letters():
    assert sum(len(group.places) for group in grouped(["", "!!", "  ", "日本語"])) == 4
