from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.apportion import in_whole


@given(st.lists(st.integers(0, 6000), min_size=1, max_size=16))
def test_whole_numbers_make_the_sum_and_stay_near(hundredths):
    values = [value / 100 for value in hundredths]
    total = round(sum(values))
    whole = in_whole(values, total=total)
    assert sum(whole) <= max(total, sum(int(value) for value in values))
    assert all(0 <= number - int(value) <= 1 for number, value in zip(whole, values, strict=True))


def test_whole_numbers_stay_when_decimals_are_rounded():
    assert in_whole([60, 39.99], total=100) == (60, 40)
    assert in_whole([60, 20, 19.99], total=100) == (60, 20, 20)
    assert in_whole([33.34, 33.34, 33.33], total=100) == (34, 33, 33)


def test_those_that_lack_the_same_take_turns_in_the_order_given():
    assert in_whole([33.3, 33.3, 33.4], total=100, order=[1, 0, 2]) == (33, 33, 34)
    assert in_whole([25.5, 25.5, 24.5, 24.5], total=100, order=[3, 1, 0, 2]) == (25, 26, 24, 25)


def test_numbers_are_refused_when_they_make_another_sum():
    with pytest.raises(ValueError, match="do not make 100"):
        in_whole([60, 39], total=100)
