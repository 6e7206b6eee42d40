from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from mandorla.core import brokerage as module
from mandorla.core.brokerage import brokerage
from mandorla.core.disclosure import FEWEST
from tests.core.networks import networks_with_units, pairs, random_network


def role_of(first, broker, last):
    """Gould and Fernandez, written out."""
    if first == broker == last:
        return "coordinator"
    if first == last:
        return "consultant"
    if broker == last:
        return "gatekeeper"
    return "representative" if first == broker else "liaison"


def by_hand(ties, unit):
    """By unit and role, how often each person brokers."""
    tied = pairs(ties)
    if not ties.directed:
        tied |= {(b, a) for a, b in tied}
    tied = {(a, b) for a, b in tied if unit[a] >= 0 and unit[b] >= 0}
    found: Counter[tuple[int, str, int]] = Counter()
    for a, v in tied:
        for broker, b in tied:
            if broker == v and a != b and (a, b) not in tied:
                found[unit[v], role_of(unit[a], unit[v], unit[b]), v] += 1
    return found


@given(networks_with_units())
def test_roles_are_counted_as_they_are_defined(given_network):
    ties, unit = given_network
    expected = by_hand(ties, unit)
    found = brokerage(ties, unit, units=3)

    assert [one.unit for one in found] == sorted({*unit} - {-1})
    for one in found:
        for role, count in one.counts.items():
            people = [n for (u, r, _v), n in expected.items() if (u, r) == (one.unit, role)]
            few = 0 < len(people) < FEWEST
            assert count == (None if few else sum(people))


def test_roles_of_few_people_are_not_told(monkeypatch):
    ties, unit = random_network(people=40, ties=160, units=3, seed=2)
    told = brokerage(ties, unit, units=3)
    monkeypatch.setattr(module, "FEWEST", 100)
    hidden = brokerage(ties, unit, units=3)

    assert None not in told[0].counts.values()
    assert set(hidden[0].counts.values()) == {None}


@pytest.mark.parametrize("units", [1, 2, 5])
def test_roles_of_a_larger_network_are_counted_as_they_are_defined(units, monkeypatch):
    monkeypatch.setattr(module, "FEWEST", 0)
    ties, unit = random_network(people=60, ties=400, units=units, seed=units)
    expected = by_hand(ties, unit)
    whole: Counter[tuple[int, str]] = Counter()
    for (place, role, _person), count in expected.items():
        whole[place, role] += count

    for one in brokerage(ties, unit, units=units):
        assert one.counts == {role: whole[one.unit, role] for role in module.ROLES}
