from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.similar import (
    MOST_WORDS,
    NAME_FLOOR,
    TEXT_FLOOR,
    Described,
    Match,
    find_similar,
)

VOCABULARY = [
    "robots", "welding", "welds", "onboarding", "safety", "prices", "the", "and", "community",
    "pricing", "lessons", "mentors", "data", "quality", "Quality", "stewards",
]  # fmt: skip
words = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
things = st.builds(Described, words, words)
many = st.lists(things, max_size=8)


def stem(word: str) -> str:
    for ending in ("ing", "s"):
        word = word.removesuffix(ending)
    return word


def find(asked: Described, others: list[Described], most: int = 5) -> tuple[Match, ...]:
    return find_similar(asked, others, stem=stem, most=most)


@given(things, many)
@settings(max_examples=200)
def test_matches_are_scored_from_0_to_1_and_sorted(asked: Described, others: list[Described]):
    scores = [match.score for match in find(asked, others)]
    assert scores == sorted(scores, reverse=True)
    assert all(min(TEXT_FLOOR, NAME_FLOOR) <= score <= 1 for score in scores)


@given(things, many)
def test_matches_share_words_that_the_found_one_writes(asked: Described, others: list[Described]):
    asked_stems = {stem(word) for word in f"{asked.name} {asked.text}".lower().split()}
    for match in find(asked, others):
        found = f"{others[match.place].name} {others[match.place].text}".split()
        assert set(match.words) <= set(found)
        assert {stem(word.lower()) for word in match.words} <= asked_stems
        assert len(match.words) <= MOST_WORDS


@given(things, many, st.randoms())
def test_matches_do_not_depend_on_the_order_of_the_others(asked, others, shuffler):
    order = list(range(len(others)))
    shuffler.shuffle(order)
    straight = find(asked, others, most=99)
    mixed = find(asked, [others[place] for place in order], most=99)
    assert sorted((m.place, round(m.score, 9)) for m in straight) == sorted(
        (order[m.place], round(m.score, 9)) for m in mixed
    )


@given(things, many)
def test_a_thing_is_most_like_itself(asked: Described, others: list[Described]):
    found = find(asked, [*others, asked])
    telling = set(f"{asked.name} {asked.text}".lower().split()) - {
        "the",
        "and",
        "community",
    }
    if telling:
        assert found[0].score == pytest.approx(1)


@given(things, many, st.integers(0, 3))
def test_matches_are_no_more_than_asked_for(asked, others, most):
    assert len(find(asked, others, most=most)) <= most


def test_nothing_is_said_when_only_plain_words_are_shared():
    asked = Described("Community of practice", "We are the people who work with others.")
    other = Described("Community for people", "The people of this community work together.")
    assert find(asked, [other]) == ()


def test_names_alone_match_when_they_are_written_almost_alike():
    (match,) = find(
        Described("Data stewards guild", ""),
        [Described("Cooks", ""), Described("Data Steward", "")],
    )
    assert match.place == 1
    assert match.name_score == pytest.approx(20 / 23)
    assert match.words == ("Data", "Steward")


def test_matches_have_no_entry_when_there_is_nothing_to_search_or_to_ask():
    assert find(Described("Robots", "weld"), []) == ()
    assert find(Described("", ""), [Described("", ""), Described("Robots", "weld")]) == ()


def test_rare_words_weigh_more_than_common_ones():
    others = [Described(f"Group {n}", "safety first in plants") for n in range(20)]
    others += [Described("One", "safety of lasers"), Described("Two", "safety of plants")]
    (best, *_rest) = find(Described("New", "lasers and safety"), others)
    assert best.place == 20
    assert best.words == ("lasers", "safety")


def test_search_is_quick_when_there_are_2000_communities():
    seed = random.Random(3)
    vocabulary = [f"term{number}" for number in range(8000)] + ["the", "and", "we"] * 300
    others = [
        Described(f"Group {n}", " ".join(seed.choice(vocabulary) for _ in range(100)))
        for n in range(2000)
    ]
    asked = Described("Group new", " ".join(seed.choice(vocabulary) for _ in range(100)))
    began = time.process_time()
    find(asked, others)
    spent = time.process_time() - began
    print(f"{spent * 1000:.0f} ms")  # noqa: T201
    assert spent < 1
