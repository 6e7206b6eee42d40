"""How long somebody was there: no moment counts twice, in whatever order the times come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.stay import Stay, seconds_there

DAY = datetime(2026, 3, 2, tzinfo=UTC)
moments = st.integers(0, 86_400).map(lambda second: DAY + timedelta(seconds=second))
timed = st.tuples(moments, moments).map(lambda two: Stay(min(two), max(two)))
said = st.integers(0, 20_000).map(lambda seconds: Stay(seconds=seconds))


def test_stay_is_not_known_when_nothing_says_how_long():
    assert seconds_there([]) is None
    assert seconds_there([Stay(), Stay(start=DAY)]) is None


def test_stay_counts_once_when_two_devices_overlap():
    hour = timedelta(hours=1)

    assert seconds_there([Stay(DAY, DAY + hour), Stay(DAY + hour / 2, DAY + 2 * hour)]) == 7200


def test_stay_adds_what_is_said_when_times_are_missing():
    assert seconds_there([Stay(seconds=60), Stay(start=DAY, seconds=30), Stay(DAY, DAY)]) == 90


@given(st.lists(st.one_of(timed, said), min_size=1), st.randoms(use_true_random=False))
def test_stay_is_the_same_when_rows_come_in_another_order(stays, random):
    shuffled = list(stays)
    random.shuffle(shuffled)

    assert seconds_there(shuffled) == seconds_there(stays)


@given(st.lists(timed, min_size=1))
def test_stay_never_exceeds_the_span_nor_the_sum(stays):
    there = seconds_there(stays)
    span = max(stay.end for stay in stays) - min(stay.start for stay in stays)
    longest = max((stay.end - stay.start).total_seconds() for stay in stays)
    total = sum((stay.end - stay.start).total_seconds() for stay in stays)

    assert there is not None
    assert longest <= there <= min(span.total_seconds(), total)


@given(st.lists(timed, min_size=1), timed)
def test_stay_only_grows_when_a_time_is_added(stays, more):
    before, after = seconds_there(stays), seconds_there([*stays, more])

    assert before is not None
    assert after is not None
    assert after >= before
    assert seconds_there([*stays, *stays]) == seconds_there(stays)
