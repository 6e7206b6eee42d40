from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.common import FEWEST, MOST_WORDS, Common, common

WORDS = ["price", "prices", "list", "Lists", "the", "printer", "", "!"]
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=9)


def stem(word: str) -> str:
    return word.removesuffix("s")


def told(said: list[str], numbers: list[int | None], **facts) -> tuple[Common, ...]:
    return common(said, numbers, stem=stem, **facts)


@given(texts, st.data())
def test_common_words_are_in_two_texts_at_least(said, data):
    numbers = data.draw(
        st.lists(st.sampled_from([None, 0, 1]), min_size=len(said), max_size=len(said))
    )
    for found in told(said, numbers):
        assert len(found.words) <= MOST_WORDS
        for word in found.words:
            stems = [stem(part) for part in word.lower().split()]
            having = [
                place
                for place in found.places
                if set(stems) <= {stem(part) for part in said[place].lower().split()}
            ]
            assert len(having) >= FEWEST


def test_common_words_are_two_together_when_they_stand_together():
    (found,) = told(["The price lists are wrong", "wrong price lists", "price list?"], [0, 0, 0])
    assert found.words == ("price lists", "wrong")


def test_common_words_are_apart_when_they_stand_apart():
    (found,) = told(["price of the list", "list with a price"], [0, 0])
    assert found.words == ("list", "price")


def test_common_words_are_the_rare_ones_first():
    said = ["printer color", "color printer", "printer", "printer jam", "printer paper"]
    assert told(said, [0, 0, None, None, None])[0].words == ("color", "printer")


def test_common_words_are_none_when_the_same_is_said_in_other_words():
    assert told(["quick help", "fast assistance"], [0, 0])[0].words == ()


def test_common_words_leave_out_denials():
    assert told(["It doesn't print", "Doesn’t it print?"], [0, 0])[0].words == ("print",)


def test_common_units_are_those_most_touch_first():
    units = [["Sales"], ["Finance", "Sales"], ["Service"]]
    (found,) = told(["a", "b", "c"], [0, 0, 0], units=units)
    assert found.units == ("Sales", "Finance", "Service")


def test_common_is_empty_when_all_stand_alone():
    assert told(["a", "b"], [None, None]) == ()
