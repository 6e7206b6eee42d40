from __future__ import annotations

import pytest
from hypothesis import given, settings

from mandorla.core.disclosure import FEWEST
from mandorla.core.network import measure_network
from mandorla.core.ties import distinct_ties
from tests.core.networks import networks_with_units, random_network, real


def test_network_of_a_real_institute_is_more_closed_than_chance():
    network = real("B_email_eu_core", "email", "department")
    labels, units = network.labels()
    found = measure_network(network.ties(directed=False), labels, units=units, draws=200)

    assert (found.people, found.without_unit, found.ties) == (1005, 0, 16064)
    assert found.ei_index == pytest.approx(0.3286, abs=5e-5)
    assert found.ei_expected == pytest.approx(0.9067, abs=5e-5)
    assert found.p_value == pytest.approx(1 / 201)
    assert sum(one.people for one in found.units) == 1005
    assert all(one.people >= FEWEST for one in found.units)
    assert any(one.is_crack for one in found.pairs)
    assert found.reciprocity is None


@settings(max_examples=60)
@given(networks_with_units())
def test_network_tells_nothing_of_few_people(given_network):
    ties, unit = given_network
    found = measure_network(ties, unit, units=3, draws=20)

    assert all(one.people >= FEWEST for one in found.units)
    assert bool(found.reason) == (found.ei_index is None)
    if found.reason:
        assert (found.units, found.pairs) == ((), ())


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ([-1] * 12, "no_units"),
        ([0] * 12, "one_unit"),
        ([0] * 9 + [1] * 3, "too_few"),
    ],
)
def test_network_says_why_it_says_nothing_of_units(unit, reason):
    ties = distinct_ties(range(11), range(1, 12), people=12)

    found = measure_network(ties, unit, units=2, draws=20)

    assert found.reason == reason
    assert found.ties == 11


def test_network_without_ties_says_so():
    found = measure_network(distinct_ties([], [], people=12), [0] * 6 + [1] * 6, units=2)

    assert found.reason == "no_ties"


def test_sums_of_units_agree_with_the_whole():
    ties, unit = random_network(people=120, ties=900, units=4, seed=1)
    found = measure_network(ties, unit, units=4, draws=50)
    internal = sum(one.internal or 0 for one in found.units)
    external = sum(one.external or 0 for one in found.units)

    assert internal + external / 2 == found.ties
    assert found.ei_index == pytest.approx((external / 2 - internal) / found.ties)
    assert sum(one.ties or 0 for one in found.pairs) == external / 2
