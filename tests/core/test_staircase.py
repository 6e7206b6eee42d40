from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.staircase import (
    Headline,
    Reached,
    change,
    climb,
    gap,
    headline,
    lead,
    together,
)

answers = st.sampled_from([True, False, None])
ladders = st.lists(answers, min_size=1, max_size=9)
profiles = st.lists(st.lists(answers, min_size=5, max_size=5), min_size=1, max_size=9)


def profile(*levels: int | tuple[int, int]) -> dict[str, Reached]:
    """Dimensions a, b, c …, each exactly at a level or between two."""
    ends = [(level, level) if isinstance(level, int) else level for level in levels]
    return {name: Reached(*pair) for name, pair in zip("abcdefgh", ends, strict=False)}


@pytest.mark.parametrize(
    ("levels", "low", "high"),
    [
        ([True, True, True, True, True], 5, 5),
        ([False, True, True, True, True], 0, 0),
        ([True, True, False, True, None], 2, 2),
        ([True, True, None, True, True], 2, 5),
        ([True, None, True, False, True], 1, 3),
        ([None, None, None, None, None], 0, 5),
        ([], 0, 0),
    ],
)
def test_staircase_stops_at_the_first_level_that_does_not_hold(levels, low, high):
    assert climb(levels) == Reached(low, high)


@given(ladders, st.data())
def test_staircase_never_loses_what_held_when_more_becomes_known(levels, data):
    known = [data.draw(answers) if holds is None else holds for holds in levels]

    before, after = climb(levels), climb(known)

    assert before.low <= after.low <= after.high <= before.high


@given(ladders, st.integers(0, 8))
def test_staircase_never_falls_when_a_level_comes_to_hold(levels, place):
    better = [*levels]
    better[place % len(levels)] = True

    assert climb(better).low >= climb(levels).low
    assert climb(better).high >= climb(levels).high


@given(ladders)
def test_staircase_is_exact_when_all_is_known(levels):
    known = [holds is True for holds in levels]

    assert climb(known).is_exact
    assert climb(known).low == climb(levels).low


@given(st.lists(answers, max_size=6), st.data())
def test_evidence_together_keeps_its_answer_when_more_becomes_known(given_answers, data):
    known = [data.draw(answers) if holds is None else holds for holds in given_answers]
    before = together(given_answers)

    assert before is None or together(known) is before


def test_headline_is_the_middle_of_the_dimensions_with_what_holds_it_back():
    told = headline(profile(1, 2, 2, 3, 3, 3, 4, 4), top=5)

    assert told == Headline(
        stage=3, is_least=False, lowest=1, highest=4, held_back_by=("a",), known=8, of=8
    )


def test_headline_counts_the_lower_when_two_are_in_the_middle():
    assert headline(profile(1, 2, 3, 4), top=5).stage == 2


def test_headline_says_at_least_when_more_could_raise_it():
    told = headline(profile(2, (2, 5), (2, 5), (1, 5)), top=5)

    assert (told.stage, told.is_least, told.held_back_by) == (2, True, ())


def test_headline_leaves_out_dimensions_of_which_nothing_is_known():
    told = headline(profile(3, 3, 4, (0, 5), (0, 5)), top=5)

    assert (told.stage, told.known, told.of) == (3, 3, 5)


def test_headline_is_not_told_when_too_little_is_known():
    told = headline(profile(4, (0, 5), (0, 5)), top=5)

    assert (told.stage, told.lowest, told.known, told.of) == (None, None, 1, 3)


def test_headline_is_never_under_one_when_a_group_has_begun():
    told = headline(profile(0, 0, 0, 2), top=5)

    assert (told.stage, told.lowest, told.held_back_by) == (1, 0, ("a", "b", "c"))


@given(profiles)
def test_headline_lies_within_its_spread(levels):
    told = headline({str(n): climb(one) for n, one in enumerate(levels)}, top=5)

    if told.stage is not None and told.lowest is not None and told.highest is not None:
        assert max(1, told.lowest) <= told.stage <= max(1, told.highest)


@given(profiles, st.data())
def test_headline_is_never_lower_when_more_becomes_known_of_what_has_begun(levels, data):
    """Only dimensions of which something is known count, so no new ones come in here."""
    levels = [[True, *one[1:]] for one in levels]
    known = [[data.draw(answers) if v is None else v for v in one] for one in levels]

    before = headline({str(n): climb(one) for n, one in enumerate(levels)}, top=5)
    after = headline({str(n): climb(one) for n, one in enumerate(known)}, top=5)

    assert (after.stage or 0) >= (before.stage or 0) > 0


def test_lead_counts_what_is_certain_when_something_is_not_known():
    assert lead(profile((3, 5), 1, (0, 5)), ahead=["a"], behind=["b", "c"]) == 2
    assert lead(profile(1, 3), ahead=["a"], behind=["b"]) == 0
    assert lead(profile((0, 5), 1), ahead=["a"], behind=["b"]) is None
    assert lead(profile(3, (1, 5)), ahead=["a"], behind=["b"]) is None


@given(st.tuples(ladders, ladders), st.data())
def test_lead_never_claims_more_than_is_true_when_all_is_known(levels, data):
    known = [[data.draw(answers) is True if v is None else v for v in one] for one in levels]
    ends = [climb(one) for one in levels]
    truth = climb(known[0]).low - climb(known[1]).low

    found = lead({"a": ends[0], "b": ends[1]}, ahead=["a"], behind=["b"])

    assert found is None or found <= max(0, truth)


def test_gap_is_a_range_when_the_level_is_not_exactly_known():
    assert gap(Reached(2, 2), target=4) == (2, 2)
    assert gap(Reached(1, 5), target=3) == (0, 2)
    assert gap(Reached(4, 4), target=3) == (0, 0)


def test_change_is_told_when_it_is_certain():
    assert change(Reached(2, 2), Reached(2, 2)) == 0
    assert change(Reached(2, 2), Reached(4, 4)) == 2
    assert change(Reached(1, 2), Reached(3, 5)) == 1
    assert change(Reached(4, 4), Reached(1, 3)) == -1
    assert change(Reached(2, 2), Reached(2, 5)) is None
