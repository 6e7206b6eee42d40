from __future__ import annotations

import igraph
import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.ties import core_size, degrees, distinct_ties, reciprocity
from tests.core.networks import EVERY, networks, pairs, real


@given(networks())
def test_ties_are_distinct_and_lead_to_others(ties):
    found = list(zip(ties.source.tolist(), ties.target.tolist(), strict=True))

    assert found == sorted(set(found))
    assert all(one != other for one, other in found)
    assert ties.directed or all(one < other for one, other in found)
    assert (ties.weight > 0).all()


@pytest.mark.parametrize("weight", [[-1], [float("nan")], [float("inf")]])
def test_ties_refuse_a_weight_that_is_none(weight):
    with pytest.raises(ValueError, match="weight"):
        distinct_ties([0], [1], people=2, weight=weight)


@pytest.mark.parametrize("place", [-1, 2])
def test_ties_refuse_somebody_who_is_not_there(place):
    with pytest.raises(ValueError, match="outside"):
        distinct_ties([0], [place], people=2)


@given(networks(directed=True))
def test_reciprocity_is_that_of_igraph_and_networkx(ties):
    graph = igraph.Graph(n=ties.people, edges=sorted(pairs(ties)), directed=True)

    if len(ties):
        assert reciprocity(ties) == pytest.approx(graph.reciprocity())
        plain = networkx.DiGraph(sorted(pairs(ties)))
        assert reciprocity(ties) == pytest.approx(networkx.overall_reciprocity(plain))
    else:
        assert reciprocity(ties) is None


def test_reciprocity_refuses_ties_without_direction():
    with pytest.raises(ValueError, match="direction"):
        reciprocity(distinct_ties([0], [1], people=2))


@pytest.mark.parametrize("which", EVERY)
def test_ties_of_real_networks_are_those_that_are_known(which):
    network = real(*which)

    assert len(network.ties(directed=False)) == network.truth["undirected_simple_edges"]
    assert len(network.ties(directed=True)) == network.truth["arcs"]
    found = reciprocity(network.ties(directed=True))
    assert found == pytest.approx(network.truth["reciprocity_igraph"], abs=1e-6)


@given(networks())
def test_degrees_are_those_of_networkx(ties):
    graph = networkx.Graph()
    graph.add_nodes_from(range(ties.people))
    graph.add_edges_from(pairs(ties))

    assert degrees(ties).tolist() == [graph.degree(person) for person in range(ties.people)]


@given(networks(directed=False).filter(lambda ties: ties.people <= 9))
def test_core_is_the_smallest_that_is_least_wrong(ties):
    """Every split of the people is tried."""
    tied = pairs(ties)
    everybody = range(ties.people)

    def wrong(chosen: int) -> int:
        inside = [person for person in everybody if chosen >> person & 1]
        outside = [person for person in everybody if not chosen >> person & 1]
        missing = sum((a, b) not in tied for a in inside for b in inside if a < b)
        return missing + sum((a, b) in tied for a in outside for b in outside if a < b)

    best = min((wrong(chosen), chosen.bit_count()) for chosen in range(2**ties.people))

    assert core_size(degrees(ties)) == best[1]


@given(st.lists(st.integers(0, 30), max_size=30))
def test_core_does_not_depend_on_the_order(degree):
    assert core_size(degree) == core_size(np.array(degree[::-1], dtype=int))
