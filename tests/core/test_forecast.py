from __future__ import annotations

import math
from datetime import date, timedelta
from statistics import NormalDist, mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.forecast import FEWEST, forecast
from mandorla.core.pace import Reading, likely_direction
from mandorla.core.scales import as_read, stretched, threshold

MONDAY = date(2026, 1, 5)
VALUES = {
    "level": st.floats(-1000, 1000, allow_subnormal=False),
    "share": st.floats(0, 1, allow_subnormal=False),
    "count": st.integers(0, 500).map(float),
}
phi = NormalDist().cdf


def weekly(values):
    return [Reading(MONDAY + timedelta(weeks=n), value) for n, value in enumerate(values)]


def said(values, *, target, weeks=12, **more):
    found = weekly(values)
    return forecast(found, target=target, by=found[-1].on + timedelta(weeks=weeks), **more)


def odds(found):
    """To be at the target on the day, and to reach it by then."""
    assert found.probability_on_date is not None
    assert found.probability_by_date is not None
    return found.probability_on_date, found.probability_by_date


def walk(seed, *, count=120, drift=0.0, noise=0.0):
    rng = np.random.default_rng(seed)
    level = 50 + np.cumsum(rng.normal(drift, 1, count))
    return (level + rng.normal(0, noise, count)).tolist() if noise else level.tolist()


@st.composite
def measures(draw):
    kind = draw(st.sampled_from(sorted(VALUES)))
    values = draw(st.lists(VALUES[kind], min_size=FEWEST, max_size=20))
    gaps = draw(st.lists(st.integers(1, 40), min_size=len(values), max_size=len(values)))
    days = np.cumsum(gaps)
    readings = [
        Reading(MONDAY + timedelta(int(day)), value)
        for day, value in zip(days, values, strict=True)
    ]
    targets = sorted(draw(st.lists(VALUES[kind], min_size=2, max_size=2)))
    by = readings[-1].on + timedelta(draw(st.integers(1, 400)))
    return kind, readings, targets, by


def test_walk_is_given_the_odds_of_its_closed_form():
    """With a reading a step, a line is reached as if it lay 0.5826 of a step further away."""
    weeks, ahead = 25, (2.0, 5.0, 8.0)
    found = [
        said(values, target=values[-1] + b, weeks=weeks)
        for values in map(walk, range(16))
        for b in ahead
    ]
    for n, b in enumerate(ahead):
        at, by = 1 - phi(b / math.sqrt(weeks)), 2 * (1 - phi((b + 0.5826) / math.sqrt(weeks)))
        assert mean(odds(one)[0] for one in found[n::3]) == pytest.approx(at, abs=0.07)
        assert mean(odds(one)[1] for one in found[n::3]) == pytest.approx(by, abs=0.07)


def test_walk_is_given_a_fan_as_wide_as_it_walks():
    widths = []
    for seed in range(16):
        band = said(walk(seed), target=0, weeks=16).fan[-1].bands[1]
        widths.append(band.high - band.low)

    assert mean(widths) == pytest.approx(2 * NormalDist().inv_cdf(0.9) * 4, rel=0.15)


def test_line_goes_on_when_nothing_else_moves():
    found = said([40 + 0.5 * n + (n % 2) / 10 for n in range(30)], target=58)

    assert found.fan[-1].middle == pytest.approx(40 + 0.5 * 41, abs=0.3)
    assert odds(found)[0] > 0.98
    assert found.pace.so_far_per_week == pytest.approx(0.5, abs=0.01)


def test_drift_is_seen_through_noise():
    rising = said(walk(3, drift=0.8, noise=1), target=0).fan[-1].middle
    last = walk(3, drift=0.8, noise=1)[-1]

    assert rising == pytest.approx(last + 12 * 0.8, abs=5)


def test_level_comes_back_when_it_always_did():
    rng = np.random.default_rng(1)
    values = [*(50 + rng.normal(0, 2, 40)), 58]
    found = said(values, target=57)

    assert found.fan[-1].middle == pytest.approx(50, abs=1.5)
    assert odds(found)[0] < 0.15


@given(measures())
@settings(max_examples=40, deadline=None)
def test_forecast_is_one_of_its_kind(measure):
    kind, readings, (low, high), by = measure
    found = forecast(readings, target=high, by=by, kind=kind)
    nearer = forecast(readings, target=low, by=by, kind=kind)

    assert 0 <= odds(found)[0] <= odds(found)[1] <= 1
    assert odds(found)[0] <= odds(nearer)[0]
    assert odds(found)[1] <= odds(nearer)[1]
    assert found.fan == nearer.fan
    assert found == forecast(readings[::-1], target=high, by=by, kind=kind)
    assert [day.on for day in found.fan] == sorted({day.on for day in found.fan})
    assert found.fan[-1].on == by
    for day in found.fan:
        ends = [value for band in day.bands[::-1] for value in (band.low,)]
        ends += [day.middle, *(band.high for band in day.bands)]
        assert ends == sorted(ends)
        assert [band.share for band in day.bands] == [0.5, 0.8, 0.95]
        if kind == "share":
            assert all(0 <= end <= 1 for end in ends)
        if kind == "count":
            assert all(end >= 0 and end == int(end) for end in ends)


@given(measures())
@settings(max_examples=15, deadline=None)
def test_down_is_up_turned_around(measure):
    _kind, readings, (target, _other), by = measure
    turned = [Reading(one.on, -one.value) for one in readings]
    down = forecast(readings, target=target, by=by, direction="down")
    up = forecast(turned, target=-target, by=by)

    assert down.is_there == up.is_there
    assert (down.pace.needed_per_week or 0) == pytest.approx(-(up.pace.needed_per_week or 0))
    assert odds(down)[0] == pytest.approx(odds(up)[0], abs=0.04)


def test_forecast_is_the_same_when_the_seed_is():
    one, again, other = (said(walk(1), target=52, seed=seed) for seed in (1, 1, 2))

    assert one == again
    assert one != other
    assert odds(one)[0] == pytest.approx(odds(other)[0], abs=0.04)


def test_forecast_does_not_depend_on_the_unit():
    values = walk(5, count=30)
    meters = said(values, target=55)
    millimeters = said([value * 1000 for value in values], target=55_000)

    assert odds(meters)[1] == odds(millimeters)[1]


def test_forecast_is_refused_and_the_pace_given_when_there_are_few_readings():
    found = said([10, 12, 11, 14, 15], target=27, weeks=6)

    assert (found.reason, found.missing, found.readings) == ("few_readings", 3, 5)
    assert (found.probability_on_date, found.probability_by_date, found.fan) == (None, None, ())
    assert found.pace.needed_per_week == pytest.approx(2)
    assert found.pace.needed_per_month == pytest.approx(2 * 365.25 / 84)
    assert found.pace.so_far_per_week == pytest.approx(1.2)


def test_forecast_has_no_pace_so_far_when_there_is_one_reading():
    found = said([10], target=20, weeks=5)

    assert found.pace.so_far_per_month is None
    assert found.pace.needed_per_week == pytest.approx(2)
    assert found.every_days is None


def test_forecast_says_that_the_day_is_over_when_the_last_reading_is_not_before_it():
    readings = weekly(range(10))
    found = forecast(readings, target=20, by=readings[-1].on)

    assert (found.reason, found.missing) == ("due_over", 0)
    assert found.pace.needed_per_week is None


def test_target_is_reached_when_the_last_reading_is_there():
    found = said([40, 44, 43, 47, 50, 49, 53, 52], target=50)

    assert (found.is_there, found.reached_on) == (True, MONDAY + timedelta(weeks=4))
    assert odds(found)[1] == 1
    assert odds(found)[0] < 1
    assert found.pace.needed_per_week == 0


def test_target_is_not_reached_any_more_when_the_last_reading_fell_back():
    found = said([40, 44, 43, 47, 55, 49, 46, 45], target=50)

    assert (found.is_there, found.reached_on) == (False, MONDAY + timedelta(weeks=4))
    assert odds(found)[1] < 1


@pytest.mark.parametrize("kind", ["level", "share", "count"])
@pytest.mark.parametrize("value", [0, 1])
def test_measure_that_never_moved_hardly_goes_far(kind, value):
    found = said([value] * 12, target=1 - value, kind=kind, direction="down" if value else "up")

    assert odds(found)[0] < 0.25
    assert found.fan[-1].middle == pytest.approx(value, abs=0.01)


def test_share_can_be_all_and_nothing():
    rising = said([0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 1.0, 1.0, 1.0], target=1.0, kind="share")

    assert odds(rising)[0] > 0.3
    assert rising.fan[-1].bands[2].high == 1


def test_fan_has_few_days_when_there_are_many_to_come():
    found = said(walk(1, count=20), target=60, weeks=500)

    assert len(found.fan) == 24
    assert found.fan[-1].on == MONDAY + timedelta(weeks=519)


def test_readings_of_years_ago_say_nothing():
    days = [MONDAY + timedelta(n) for n in range(900)]
    values = np.random.default_rng(2).normal(20, 1, 900)
    old = [*values[:300] + 500, *values[300:]]
    by = days[-1] + timedelta(30)

    assert forecast(
        [Reading(*one) for one in zip(days, old, strict=True)], target=22, by=by
    ).fan == (
        forecast([Reading(*one) for one in zip(days, values, strict=True)], target=22, by=by).fan
    )


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ([], {}),
        ([1.0, float("nan")], {}),
        ([n * 1e300 for n in range(1, 21)], {}),
        ([-1.1e15], {}),
        ([1.0], {"target": 1.1e15}),
        ([1.0], {"target": float("inf")}),
        ([1.0], {"kind": "rate"}),
        ([1.0], {"direction": "sideways"}),
        ([1.2], {"kind": "share"}),
        ([0.2], {"kind": "share", "target": 45}),
        ([1.5], {"kind": "count"}),
        ([-1.0], {"kind": "count"}),
    ],
)
def test_forecast_is_refused_when_a_value_is_none_of_its_kind(values, more):
    with pytest.raises(ValueError, match=r"without a reading|number|is one of"):
        forecast(weekly(values), **{"target": 1, "by": date(2027, 1, 1)} | more)


def test_forecast_is_refused_when_a_day_has_two_readings():
    with pytest.raises(ValueError, match="a day has one reading"):
        forecast([Reading(MONDAY, 1), Reading(MONDAY, 2)], target=3, by=date(2027, 1, 1))


@given(st.floats(0, 1), st.integers(0, 10**6))
def test_scales_give_back_what_was_read(share, count):
    assert as_read(stretched([share], kind="share"), kind="share")[0] == pytest.approx(share)
    assert as_read(stretched([count], kind="count"), kind="count")[0] == count


@given(st.integers(0, 50), st.floats(-5, 50), st.sampled_from(["up", "down"]))
def test_line_of_a_count_lies_between_those_that_are_there_and_those_that_are_not(
    value, target, direction
):
    at, line = (
        stretched([value], kind="count")[0],
        threshold(target, kind="count", direction=direction),
    )
    is_beyond = at >= line if direction == "up" else at <= line

    assert is_beyond == Reading(MONDAY, value).is_beyond(target, direction=direction)


@pytest.mark.parametrize(
    ("values", "target", "way"),
    [([30, 50], 40, "up"), ([30, 20], 25, "up"), ([30, 20], 10, "down"), ([5], 5, "up")],
)
def test_direction_is_down_when_the_target_lies_below_every_reading(values, target, way):
    assert likely_direction(weekly(values), target=target) == way
