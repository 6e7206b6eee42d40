from __future__ import annotations

import igraph
import networkx
import numpy as np
import pytest
from hypothesis import given

from mandorla.core import holes
from mandorla.core.holes import structural_holes
from mandorla.core.ties import distinct_ties
from tests.core.networks import networks, random_network


def test_holes_have_their_known_values():
    path = structural_holes(distinct_ties([0, 1], [1, 2], people=4))
    triangle = structural_holes(distinct_ties([0, 1, 0], [1, 2, 2], people=3))

    assert path.constraint[:3].tolist() == [1.0, 0.5, 1.0]
    assert np.isnan(path.constraint[3])
    assert np.isnan(path.effective_size[3])
    assert triangle.constraint.tolist() == [1.125] * 3
    assert triangle.effective_size.tolist() == [1.0] * 3


@given(networks())
def test_constraint_is_that_of_igraph_and_networkx(ties):
    found = structural_holes(ties).constraint
    plain = distinct_ties(ties.source, ties.target, people=ties.people, weight=ties.weight)
    rows = list(
        zip(plain.source.tolist(), plain.target.tolist(), plain.weight.tolist(), strict=True)
    )
    graph = igraph.Graph(n=ties.people, edges=[row[:2] for row in rows])
    graph.es["weight"] = [row[2] for row in rows]
    other = networkx.Graph()
    other.add_nodes_from(range(ties.people))
    other.add_weighted_edges_from(rows)

    expected = np.array(graph.constraint(weights="weight"), dtype=float)
    np.testing.assert_allclose(found, expected, atol=1e-12, equal_nan=True)
    again = networkx.constraint(other, weight="weight")
    np.testing.assert_allclose(found, [again[v] for v in other], atol=1e-12, equal_nan=True)


@given(networks(directed=False))
def test_effective_size_is_that_of_networkx(ties):
    found = structural_holes(ties).effective_size
    graph = networkx.Graph()
    graph.add_nodes_from(range(ties.people))
    graph.add_edges_from(zip(ties.source.tolist(), ties.target.tolist(), strict=True))

    expected = networkx.effective_size(graph)
    np.testing.assert_allclose(found, [expected[v] for v in graph], atol=1e-12, equal_nan=True)


def test_holes_do_not_depend_on_how_many_are_looked_at_at_once(monkeypatch):
    ties, _units = random_network(people=200, ties=3000, units=1, seed=3)
    at_once = structural_holes(ties)
    monkeypatch.setattr(holes, "AT_ONCE", 50)
    monkeypatch.setattr(holes, "PLACES", 1000)
    monkeypatch.setattr(holes, "TOGETHER", 100)
    in_portions = structural_holes(ties)

    assert in_portions.constraint == pytest.approx(at_once.constraint, abs=1e-12)
    assert in_portions.effective_size == pytest.approx(at_once.effective_size, abs=1e-12)
