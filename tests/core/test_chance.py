from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.chance import AT_ONCE, deals, permutation_test, permutation_tests
from mandorla.core.ties import Ties, distinct_ties
from tests.core.networks import networks_with_units, real


def beside(some: list[tuple[Ties, list[int]]]) -> tuple[Ties, list[int], list[int]]:
    """Networks side by side: their ties, units, and of each person the network."""
    first = np.cumsum([0, *(ties.people for ties, _unit in some)])
    begin = [ties.source + at for (ties, _unit), at in zip(some, first, strict=False)]
    end = [ties.target + at for (ties, _unit), at in zip(some, first, strict=False)]
    whole = distinct_ties(np.concatenate(begin), np.concatenate(end), people=int(first[-1]))
    network = [place for place, (ties, _unit) in enumerate(some) for _person in range(ties.people)]
    return whole, [one for _ties, unit in some for one in unit], network


@settings(max_examples=60)
@given(st.lists(networks_with_units(directed=False), min_size=1, max_size=6), st.integers(0, 3))
def test_networks_side_by_side_are_tested_as_each_of_them_alone(some, seed):
    ties, unit, network = beside(some)
    found = permutation_tests(
        ties, unit, network, networks=len(some), units=3, seed=seed, draws=250
    )

    assert found == [permutation_test(one, own, units=3, seed=seed, draws=250) for one, own in some]


def test_large_and_small_networks_are_dealt_as_often_as_asked():
    network = real("B_email_eu_core", "email", "department")
    labels, units = network.labels()
    large = network.ties(directed=False)
    small = distinct_ties([0, 1, 2], [1, 2, 3], people=4)
    ties, unit, of = beside([(large, labels), (small, [0, 0, 1, 1])])
    assert len(large) * 1_000 > AT_ONCE  # so the deals do not fit into memory at once

    found = permutation_tests(ties, unit, of, networks=2, units=units, seed=2, draws=1_000)

    assert [one.draws for one in found if one] == [1_000, 1_000]
    assert found[1] == permutation_test(small, [0, 0, 1, 1], units=2, seed=2, draws=1_000)


def test_p_is_the_share_of_all_deals_that_are_as_far():
    """Four people in a row, two units of two: of six deals four are as far as this one."""
    ties = distinct_ties([0, 1, 2], [1, 2, 3], people=4)
    found = permutation_test(ties, [0, 1, 0, 1], units=2, seed=1, draws=20_000)

    assert found is not None
    assert found.index == 1.0
    assert found.expected == pytest.approx(1 / 3)
    assert found.p_value == pytest.approx(4 / 6, abs=0.015)


def test_deal_gives_every_person_each_place_equally_often():
    lots = np.concatenate(list(deals(5, times=20_000, seed=3)), axis=1)
    shares = np.array([np.bincount(row, minlength=5) for row in lots]) / 20_000

    assert np.array_equal(np.sort(lots, axis=0), np.tile(np.arange(5)[:, None], (1, 20_000)))
    assert shares == pytest.approx(0.2, abs=0.015)


def test_networks_that_are_mixed_up_are_refused():
    ties = distinct_ties([0], [1], people=2)

    with pytest.raises(ValueError, match="order of their networks"):
        permutation_tests(ties, [0, 1], [1, 0], networks=2, units=2, seed=0)
    with pytest.raises(ValueError, match="from one network to another"):
        permutation_tests(ties, [0, 1], [0, 1], networks=2, units=2, seed=0)
