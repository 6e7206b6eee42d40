from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.health import LIGHTS, changed, judge, usual

STEADY = {
    "people": 20.0,
    "newcomers": 2.0,
    "threads": 12.0,
    "answered": 11.0,
    "response_median": 5.0,
    "first_posts": 2.0,
    "first_answered": 2.0,
    "retained": 6.0,
    "retained_of": 10.0,
    "absence_factor": 4.0,
    "leader_share": 0.3,
    "leaders_carry": 0.0,
    "gini": 0.4,
    "units": 4.0,
    "blau": 0.7,
    "ei_index": 0.3,
    "ei_expected": 0.5,
    "ei_p_value": 0.2,
}


def lights(*last, months=12):
    """The lights after a steady year, with what the last months say instead."""
    found = judge([STEADY] * months + [STEADY | one for one in last])
    return {light.about: light for light in found}


def light(about, *last):
    found = lights(*last)[about]
    return found.state, found.reason


def test_units_of_few_people_say_nothing():
    assert light("units", {"ei_index": None, "blau": None}) == ("unknown", "few_units")
    assert light("units", {"ei_index": None}) == ("unknown", "no_ties")


@pytest.mark.parametrize("few", [1.0, 2.0, 4.0])
def test_counts_of_one_to_four_people_are_never_among_the_figures(few):
    month = {"newcomers": few, "first_posts": few, "first_answered": 0.0, "retained_of": None}
    month |= {"threads": few / 3, "answered": 0.0}
    found = judge([STEADY | month] * 13)
    shown = {one.name: (one.value, one.usual) for light in found for one in light.figures}

    assert shown["newcomers"] == (None, None)
    assert "first_posts" not in shown
    assert shown["threads"] == (None, None)


def test_steady_community_is_good_in_everything():
    found = lights({})

    assert [(one.state, one.reason) for one in found.values()] == [
        ("good", "steady"),
        ("good", "answered"),
        ("good", "stay"),
        ("good", "spread"),
        ("good", "open"),
    ]


@pytest.mark.parametrize(
    ("about", "last", "state", "reason"),
    [
        ("participation", {"people": 14.0}, "act", "fell"),
        ("participation", {"people": 15.0}, "watch", "fell"),
        ("participation", {"people": 17.0}, "good", "steady"),
        ("participation", {"people": 30.0}, "good", "grew"),
        ("answers", {"answered": 0.0}, "watch", "unanswered"),
        ("answers", {"threads": 60.0}, "act", "unanswered"),
        ("newcomers", {"retained": 3.0}, "act", "leave"),
        ("newcomers", {"retained": None, "first_posts": 9.0}, "watch", "ignored"),
        ("newcomers", {"retained": None}, "good", "heard"),
        ("newcomers", {"retained_of": 4.0}, "good", "heard"),
        ("units", {"blau": 0.5}, "watch", "narrowed"),
        ("units", {"blau": 0.6}, "good", "open"),
        ("units", {"ei_p_value": 0.01}, "watch", "closed"),
        ("units", {"ei_p_value": 0.01, "ei_index": 0.6}, "good", "open"),
        ("units", {"ei_p_value": 0.01, "blau": 0.4}, "act", "closed_and_narrowed"),
        ("units", {"units": 0.0}, "unknown", "no_units"),
        ("units", {"units": 1.0}, "unknown", "one_unit"),
        ("units", {"ei_index": None}, "unknown", "no_ties"),
    ],
)
def test_light_follows_the_last_month(about, last, state, reason):
    assert light(about, last) == (state, reason)


def test_months_that_always_differ_are_said_to():
    months = [{"people": value} for value in (10.0, 40.0, 12.0, 38.0, 9.0, 41.0, 15.0)]

    assert (judge(months)[0].state, judge(months)[0].reason) == ("good", "varies")


def test_slow_answers_are_told_when_a_quarter_is_slow():
    slow = {"response_median": 30.0}

    assert light("answers", slow) == ("good", "answered")
    assert light("answers", slow, slow) == ("watch", "slow")


@pytest.mark.parametrize(
    ("what", "reason"),
    [({"leaders_carry": 1.0}, "leaders_carry"), ({"absence_factor": 1.0}, "few_carry")],
)
def test_load_is_told_loudly_after_two_quarters(what, reason):
    assert light("load", what) == ("good", "spread")
    assert light("load", *[what] * 3) == ("watch", reason)
    assert light("load", *[what] * 6) == ("act", reason)


def test_newcomers_are_not_told_where_posts_begin():
    found = judge([STEADY | {"first_posts": None, "retained": None}] * 3)

    assert (found[2].state, found[2].reason) == ("unknown", "all_new")


def test_load_is_not_known_of_few_people():
    unknown = {"leaders_carry": None, "absence_factor": None}

    assert light("load", *[unknown] * 3) == ("unknown", "few_people")


def test_answers_are_not_told_where_people_do_not_use_threads():
    found = judge([STEADY | {"answered": 0.0, "threads": 200.0}] * 13)

    assert (found[1].state, found[1].reason) == ("unknown", "no_threads")


def test_answers_are_not_told_of_few_threads():
    found = judge([STEADY | {"answered": 1.0, "threads": 2.0}] * 13)

    assert (found[1].state, found[1].reason) == ("unknown", "few_threads")


def test_young_community_has_no_past():
    found = judge([STEADY] * 4)

    assert (found[0].state, found[0].reason) == ("unknown", "young")
    assert found[1].state == "good"


@pytest.mark.parametrize(
    ("people", "reason"), [(4.0, "too_few"), (None, "nothing"), (0.0, "nothing")]
)
def test_month_of_few_people_says_nothing(people, reason):
    found = judge([STEADY] * 12 + [{"people": people}])

    (one,) = found
    assert (one.about, one.state, one.reason, one.figures) == (
        "participation",
        "unknown",
        reason,
        (),
    )


def test_community_without_months_says_nothing():
    assert {one.reason for one in judge([])} == {"nothing"}


def test_change_is_none_where_months_always_differ():
    wild = [{"people": value} for value in (10.0, 40.0, 12.0, 38.0, 9.0, 41.0)]

    assert changed([*wild, {"people": 15.0}], "people") == 0.0
    assert changed([{"people": 25.0}] * 6 + [{"people": 15.0}], "people") == -0.4


def test_strange_month_does_not_move_what_is_usual():
    months = [{"people": 20.0}] * 11 + [{"people": 400.0}, {"people": 20.0}]

    assert usual(months, "people") == 20.0
    assert changed(months, "people") == 0.0


figures = st.dictionaries(
    st.sampled_from(list(STEADY)), st.none() | st.floats(0, 1000, allow_subnormal=False)
)


@given(st.lists(figures, max_size=20))
def test_lights_are_at_most_five_and_never_fail(months):
    found = judge(months)

    assert [one.about for one in found] in (list(LIGHTS), ["participation"])
    assert {one.state for one in found} <= {"good", "watch", "act", "unknown"}
    assert all(one.reason for one in found)
