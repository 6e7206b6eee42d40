from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mandorla.core.weights import Agreed, Allocations, Picks, closed_form_weights

tables = st.tuples(st.integers(1, 8), st.integers(2, 8)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 60).map(float))
).filter(lambda table: bool((table.sum(axis=1) > 0).all()))  # fmt: skip


def test_closed_form_weights_are_the_known_ones():
    assert closed_form_weights([0.6, 0, -0.6]) == pytest.approx(
        [0.761905, 0.190476, 0.047619], abs=1e-6
    )


@given(arrays(np.float64, 6, elements=st.floats(-0.99, 0.99)))
def test_closed_form_weights_are_the_softmax_of_utilities(scores):
    utilities = np.log((1 + scores) / (1 - scores))
    softmax = np.exp(utilities) / np.exp(utilities).sum()

    assert closed_form_weights(scores) == pytest.approx(softmax, rel=1e-9)


@pytest.mark.parametrize("score", [1, -1, 1.5, float("nan")])
def test_closed_form_weights_are_refused_when_a_score_is_not_between(score):
    with pytest.raises(ValueError, match="between -1 and 1"):
        closed_form_weights([0, score])


@given(tables, st.floats(0.1, 9))
def test_allocations_weigh_the_same_when_points_are_scaled(points, factor):
    scaled = Allocations(points * factor)

    assert scaled.weights() == pytest.approx(Allocations(points).weights())
    assert scaled.weights().sum(axis=1) == pytest.approx(1)


def test_allocations_count_each_respondent_the_same():
    answers = Allocations(np.array([[100, 0], [1, 3]]))

    assert len(answers) == 2
    assert answers.group().tolist() == [0.625, 0.375]


def test_picks_of_a_group_are_counted_in_one_pot():
    best, worst, shown = [[3, 0, 0], [1, 1, 1]], [[0, 0, 3], [0, 2, 1]], [[3, 3, 3], [3, 3, 3]]
    answers = Picks(*(np.array(counts) for counts in (best, worst, shown)))

    assert len(answers) == 2
    assert answers.group() == pytest.approx(closed_form_weights([4 / 7, -1 / 7, -3 / 7]))
    assert answers.weights()[0] == pytest.approx(closed_form_weights([3 / 4, 0, -3 / 4]))


def test_picks_leave_every_item_some_weight_when_all_agree():
    always = Picks(np.array([[3, 0]] * 500), np.array([[0, 3]] * 500), np.array([[3, 3]] * 500))

    assert 0 < always.group()[1] < 1e-3


def test_agreed_has_weights_and_nobody_who_could_differ():
    agreed = Agreed(np.array([60, 40]))

    assert len(agreed) == 0
    assert agreed.group().tolist() == [0.6, 0.4]


IMPOSSIBLE = {
    "nothing given": lambda: Allocations(np.array([[50.0, 50], [0, 0]])),
    "negative": lambda: Allocations(np.array([[50.0, -1]])),
    "no number": lambda: Allocations(np.array([[50.0, np.nan]])),
    "one row only": lambda: Allocations(np.array([50.0, 50])),
    "nobody": lambda: Allocations(np.empty((0, 3))),
    "agreed on nothing": lambda: Agreed(np.array([0.0, 0])),
    "agreed on two": lambda: Agreed(np.array([[50.0, 50], [40, 60]])),
    "picked too often": lambda: Picks(np.array([[2]]), np.array([[2]]), np.array([[3]])),
    "another shape": lambda: Picks(np.array([[1, 0]]), np.array([[1]]), np.array([[3]])),
}


@pytest.mark.parametrize("make", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_answers_are_refused_when_they_cannot_be_answers(make):
    with pytest.raises(ValueError, match=r"somebody|numbers|respondents|agrees|picked|shape"):
        make()
