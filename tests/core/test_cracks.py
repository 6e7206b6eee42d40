from __future__ import annotations

import numpy as np
import pytest

from mandorla.core.cracks import Bridge, bridges, find_cracks
from mandorla.core.ties import distinct_ties
from tests.core.networks import real


def world(*, apart: bool):
    """Three units of 30; with `apart`, hardly anybody of the first two talks across."""
    rng = np.random.default_rng(4)
    begin, end = rng.integers(0, 90, (2, 1500))
    if apart:
        first, second = np.minimum(begin, end) // 30, np.maximum(begin, end) // 30
        kept = ~((first == 0) & (second == 1)) | (rng.random(1500) < 0.2)
        begin, end = begin[kept], end[kept]
    return distinct_ties(begin, end, people=90), np.arange(90) // 30


def test_crack_is_found_where_two_units_hardly_talk():
    ties, unit = world(apart=True)
    found = find_cracks(ties, unit, units=3, seed=1, draws=500)

    assert [(one.first, one.second) for one in found if one.is_sure] == [(0, 1)]
    assert found[0].ties < found[0].expected / 2
    assert sum(one.ties for one in found) == pytest.approx(sum(one.expected for one in found))


def test_crack_is_not_told_where_everybody_talks_alike():
    ties, unit = world(apart=False)

    assert not any(one.is_sure for one in find_cracks(ties, unit, units=3, seed=1, draws=500))


def test_unit_that_talks_to_nobody_outside_has_cracks():
    ties, unit = world(apart=False)
    alone = (unit[ties.source] == 2) == (unit[ties.target] == 2)
    ties = distinct_ties(ties.source[alone], ties.target[alone], people=90)
    found = find_cracks(ties, unit, units=3, seed=1, draws=500)

    assert {(one.first, one.second) for one in found if one.is_sure} == {(0, 2), (1, 2)}


def test_cracks_of_a_real_network_are_the_same_with_the_same_seed():
    network = real("B_email_eu_core", "email", "department")
    labels, units = network.labels()
    ties = network.ties(directed=False)
    found = find_cracks(ties, labels, units=units, seed=3, draws=200)

    assert found == find_cracks(ties, labels, units=units, seed=3, draws=200)
    assert len(found) == 42 * 41 // 2


def test_cracks_are_none_where_nobody_talks_across():
    assert find_cracks(distinct_ties([0], [1], people=3), [0, 0, 1], units=2, seed=0) == ()


def test_bridges_are_the_communities_with_the_largest_part():
    found = bridges({1: 60, 2: 30, 3: 10}, {1: 9, 2: 7, 3: 5}, most=2)

    assert found == (Bridge(1, 0.6, 9), Bridge(2, 0.3, 7))


@pytest.mark.parametrize("people", [{1: 9, 2: 4}, {1: 4, 2: 9}])
def test_bridge_of_few_people_is_not_given_away_by_the_others(people):
    assert bridges({1: 6, 2: 4}, people) == ()
