from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.said import CANNOT_SAY, Middle, middle, opened, packed, share_of_yes

levels = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=8)
yes_or_no = st.lists(st.integers(0, 1), min_size=5, max_size=40)


@given(st.lists(levels, min_size=1, max_size=9).filter(lambda all_: len({*map(len, all_)}) == 1))
def test_urn_gives_back_what_was_said_when_it_is_opened(said):
    urn = b"".join(sorted(packed(one, [None]) for one in said))

    columns = opened(urn, answers=len(said[0]) + 1)

    assert columns == [
        *(sorted(v for v in column if v is not None) for column in zip(*said, strict=True)),
        [],
    ]


def test_ballot_is_refused_when_a_level_is_none():
    with pytest.raises(ValueError, match="outside"):
        packed([CANNOT_SAY], [])
    with pytest.raises(ValueError, match="whole ballots"):
        opened(b"abc", answers=2)


def test_middle_is_told_from_five_answers_on():
    assert middle([0, 1, 1, 4]) is None
    assert middle([4, 1, 0, 1, 5]) == Middle(level=1, low=1, high=4)


@given(yes_or_no)
def test_share_never_says_that_all_answered_alike(answers):
    share = share_of_yes(answers)

    assert share is not None
    assert 0 < share < 1


@given(yes_or_no)
def test_share_is_the_same_when_all_but_one_agree(answers):
    """Whoever knows that all took part cannot tell "all" from "all but one"."""
    alike, all_but_one = [1] * len(answers), [1] * (len(answers) - 1) + [0]

    assert share_of_yes(alike) == share_of_yes(all_but_one)


def test_share_is_not_told_when_fewer_than_five_answered():
    assert share_of_yes([1, 0, 1, 1]) is None
