from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.chance import permutation_test
from mandorla.core.mixing import (
    cross_unit_share,
    ei_index,
    expected_ei,
    mixing_matrix,
    split,
)
from mandorla.core.ties import distinct_ties
from tests.core.networks import EVERY, networks_with_units, pairs, real


def test_index_has_its_known_values():
    assert ei_index(6, 9) == pytest.approx(0.2)
    assert expected_ei([4, 3, 3]) == pytest.approx(0.466667, abs=1e-6)
    assert ei_index(0, 0) is None
    assert expected_ei([1]) is None


@pytest.mark.parametrize("which", EVERY)
def test_index_of_real_networks_is_the_one_that_is_known(which):
    network = real(*which)
    labels, units = network.labels()
    plain = network.groups["undirected"]
    found = permutation_test(network.ties(directed=False), labels, units=units, seed=1, draws=500)
    arcs = permutation_test(network.ties(directed=True), labels, units=units, seed=1, draws=200)

    assert found is not None
    assert arcs is not None
    assert found.index == pytest.approx(plain["EI_index"], abs=1e-6)
    assert found.expected == pytest.approx(plain["expected_EI_all_ties_possible"], abs=1e-6)
    drawn = plain["permutation"]
    noise = 4 * drawn["sd"] / drawn["reps"] ** 0.5
    assert found.expected == pytest.approx(drawn["mean"], abs=noise)
    is_far = abs(plain["EI_index"] - drawn["mean"]) > 3 * drawn["sd"]
    assert (found.p_value < 0.01) == is_far
    assert arcs.index == pytest.approx(network.groups["directed_arcs"]["EI_index"], abs=1e-6)


@given(networks_with_units())
def test_matrix_counts_ties_by_their_units(given_network):
    ties, unit = given_network
    matrix = mixing_matrix(ties, unit, units=3)
    expected = np.zeros((3, 3), dtype=int)
    for one, other in pairs(ties):
        ends = [unit[one], unit[other]] if ties.directed else sorted([unit[one], unit[other]])
        if min(ends) >= 0:
            expected[ends[0], ends[1]] += 1

    assert matrix.tolist() == expected.tolist()
    within, between = split(matrix)
    assert cross_unit_share(matrix) == (between / (within + between) if within + between else None)


@settings(max_examples=40)
@given(networks_with_units(), st.integers(0, 5))
def test_chance_is_the_mean_of_all_deals_and_the_seed_decides(given_network, seed):
    ties, unit = given_network
    found = permutation_test(ties, unit, units=3, seed=seed, draws=30)

    assert found == permutation_test(ties, unit, units=3, seed=seed, draws=30)
    if found:
        within, between = split(mixing_matrix(ties, unit, units=3))
        assert found.index == ei_index(within, between)
        assert 0 < found.p_value <= 1
        assert -1 <= found.expected <= 1


def test_index_is_not_known_without_units():
    ties = distinct_ties([0, 1], [1, 2], people=3)

    assert permutation_test(ties, [-1] * 3, units=0, seed=0) is None
    assert permutation_test(ties, [0] * 3, units=1, seed=0) is None
    assert permutation_test(distinct_ties([], [], people=2), [0, 1], units=2, seed=0) is None


@given(networks_with_units(), st.permutations(range(3)))
def test_index_does_not_care_for_the_names_of_units(given_network, names):
    ties, unit = given_network
    named = [names[u] if u >= 0 else -1 for u in unit]

    one = split(mixing_matrix(ties, unit, units=3))
    assert split(mixing_matrix(ties, named, units=3)) == one
