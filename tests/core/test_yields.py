"""What the work yields: counted by hand, and compared with other ways of counting it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.yields import (
    PERIODS,
    Share,
    Spread,
    adoption,
    answered_within,
    begins_on,
    carried,
    crosses,
    share,
    spread,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = st.lists(st.floats(0, 4000), min_size=5, max_size=60)
MOMENTS = st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days))
UNITS = st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=8)


def test_share_is_counted_from_five_on():
    assert [share(4, 4).value, share(4, 5).value, share(0, 12).value] == [None, 0.8, 0.0]


@pytest.mark.parametrize(("part", "of"), [(-1, 3), (4, 3)])
def test_share_is_refused_when_it_cannot_be(part, of):
    with pytest.raises(ValueError, match="cannot be"):
        share(part, of)


@pytest.mark.parametrize(
    ("period", "on", "begin"),
    [
        ("month", date(2026, 3, 31), date(2026, 2, 28)),
        ("month", date(2024, 3, 31), date(2024, 2, 29)),
        ("quarter", date(2026, 1, 15), date(2025, 10, 15)),
        ("year", date(2024, 2, 29), date(2023, 2, 28)),
        ("all", date(2026, 1, 15), None),
    ],
)
def test_period_begins_so_many_months_ago(period, on, begin):
    assert begins_on(period, on=on) == begin


@given(st.sampled_from(sorted(PERIODS)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_period_begins_where_dateutil_says(period, on):
    assert begins_on(period, on=on) == on - relativedelta(months=PERIODS[period])


def test_quartiles_are_those_computed_by_hand():
    """0, 2, 3, 5, 9, 14, 30, 61: places 1.75, 3.5 and 5.25 between the eight, counted from 0."""
    found = spread([61, 0, 14, 2, 30, 3, 9, 5])

    assert found == Spread(of=8, median=7.0, low=2.75, high=18.0)


@given(DAYS)
def test_quartiles_are_those_that_numpy_computes(days):
    found = spread(days)

    assert (found.low, found.median, found.high) == pytest.approx(
        tuple(np.quantile(days, [0.25, 0.5, 0.75]))
    )


@given(DAYS, st.randoms())
def test_quartiles_are_in_order_whatever_the_order_of_the_days(days, random):
    shuffled = list(days)
    random.shuffle(shuffled)
    found = spread(shuffled)

    assert found == spread(days)
    slack = 1e-9  # of the interpolation
    ends = [min(days), found.low or 0.0, found.median or 0.0, found.high or 0.0, max(days)]
    assert all(before <= after + slack for before, after in pairwise(ends))


@given(st.lists(st.floats(0, 4000), max_size=4))
def test_quartiles_are_not_told_when_there_are_few(days):
    assert spread(days) == Spread(len(days), None, None, None)


@pytest.mark.parametrize(
    ("owned", "came", "held", "found"),
    [
        (0, 0, [7, 14], True),
        (14, 14, [7, 14], True),
        (15, 0, [7, 14, 21], False),
        (0, 15, [7, 14, 21], False),
        (None, 0, [7, 14], False),
        (0, None, [7, 14], False),
        (0, 0, [7], None),
        (None, None, [], None),
    ],
)
def test_issue_is_carried_when_owner_and_outcome_are_there_by_the_second_gathering(
    owned, came, held, found
):
    assert (
        carried(
            owned_at=_on(owned),
            came_at=_on(came),
            later=[MONDAY + timedelta(days=day) for day in held],
        )
        == found
    )


def _on(day: int | None) -> datetime | None:
    return None if day is None else MONDAY + timedelta(days=day)


@given(st.none() | MOMENTS, st.none() | MOMENTS, st.lists(MOMENTS, max_size=6), st.integers(1, 5))
def test_issue_that_was_carried_in_time_is_carried_with_more_time(owned, came, later, within):
    later = sorted(later)
    found = carried(owned_at=owned, came_at=came, later=later, within=within)
    longer = carried(owned_at=owned, came_at=came, later=later, within=within + 1)

    assert not found or longer in {True, None}
    assert (found is None) == (len(later) < within)


@given(UNITS, st.none() | st.integers(1, 5))
def test_one_more_who_helped_never_makes_it_the_work_of_one_unit(units, unit):
    assert crosses([*units, unit]) >= crosses(units)
    assert crosses(units) == (len(set(units) - {None}) >= 2)


def test_adoption_leaves_out_what_is_not_for_the_unit():
    assert adoption(["not_for_us", "not_for_us"]) == Share(0, 0)
    assert adoption(["adopted", "adapting", "to_do", "adopted", "not_for_us"]) == Share(2, 4)


@given(st.lists(st.sampled_from(["to_do", "adapting", "adopted", "not_for_us"])))
def test_adoption_is_a_part_of_what_is_for_the_unit(states):
    found = adoption(states)

    assert 0 <= found.part <= found.of <= len(states)


HOURS = st.integers(0, 400)


def _hour(hour: int | None) -> datetime | None:
    return None if hour is None else MONDAY + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("answered", "closed", "at", "found"),
    [
        (0, None, 100, True),
        (24, None, 100, True),
        (25, None, 100, False),
        (25, 26, 100, False),
        (None, None, 100, False),
        (None, None, 24, None),
        (None, None, 3, None),
        (None, 3, 100, None),
        (None, 25, 100, False),
        (3, 5, 100, True),
    ],
)
def test_first_answer_is_in_time_within_a_day(answered, closed, at, found):
    assert (
        answered_within(
            asked_at=MONDAY,
            answered_at=_hour(answered),
            closed_at=_hour(closed),
            within=timedelta(days=1),
            at=MONDAY + timedelta(hours=at),
        )
        is found
    )


@given(st.none() | HOURS, st.none() | HOURS, HOURS, HOURS, HOURS)
def test_what_was_said_of_a_first_answer_holds_later_and_with_more_time(
    answered, closed, within, more, at
):
    """Closing comes after answers, and looking after both, as in life."""
    closed = None if closed is None else max(closed, answered or 0)
    at = max(at, answered or 0, closed or 0)

    def found(within: int, at: int) -> bool | None:
        return answered_within(
            asked_at=MONDAY,
            answered_at=_hour(answered),
            closed_at=_hour(closed),
            within=timedelta(hours=within),
            at=MONDAY + timedelta(hours=at),
        )

    said = found(within, at)
    assert said is None or found(within, at + more) is said
    assert said is not True or found(within + more, at) is True
    assert (said is True) == (answered is not None and answered <= within)
