from __future__ import annotations

import numpy as np
import pytest

from mandorla.core.change import Change, change
from mandorla.core.uncertainty import overlap_draws
from mandorla.core.weights import Allocations


def around(middle: float, *, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(middle, 0.05, 2_000)


def compare(before, after, *, same_catalogue=True, same_methods=True) -> Change:
    return change(before, after, same_catalogue=same_catalogue, same_methods=same_methods)


@pytest.mark.parametrize(("after", "kind"), [(0.8, "rose"), (0.2, "fell"), (0.55, "cannot_tell")])
def test_change_is_one_when_its_interval_leaves_out_0(after, kind):
    found = compare(around(0.5, seed=1), around(after, seed=2))

    assert found.kind == kind
    assert found.difference == pytest.approx(after - 0.5, abs=0.01)
    assert found.low == pytest.approx(after - 0.5 - 1.96 * 0.0707, abs=0.02)
    assert found.high == pytest.approx(after - 0.5 + 1.96 * 0.0707, abs=0.02)


def test_change_is_not_said_when_waves_cannot_be_compared():
    one, other = around(0.2, seed=1), around(0.8, seed=2)

    assert compare(one, other, same_catalogue=False) == Change("other_catalogue")
    assert compare(one, other, same_methods=False) == Change("other_method")
    assert compare(one, np.empty(0)) == Change("no_interval")
    assert compare(np.empty(0), other) == Change("no_interval")


def test_change_is_turned_around_when_the_waves_are():
    one, other = around(0.4, seed=1), around(0.8, seed=2)
    there, back = compare(one, other), compare(other, one)

    assert (there.kind, back.kind) == ("rose", "fell")
    assert there.difference == pytest.approx(-(back.difference or 0), abs=0.01)


def test_change_is_as_wide_when_both_waves_were_drawn_from_one_seed():
    one, other = around(0.5, seed=1), around(0.5, seed=1)
    found = compare(one, other)

    assert (found.high or 0) - (found.low or 0) == pytest.approx(2 * 1.96 * 0.0707, abs=0.02)


def test_change_is_seldom_called_when_only_the_number_of_answers_changed():
    """Few answers measure a wide overlap too low; more answers must not look like a rise."""
    rng = np.random.default_rng(11)
    called = 0
    for world in range(150):
        members = rng.dirichlet(np.full(8, 2.0))
        organization = 0.8 * members + 0.2 * rng.dirichlet(np.ones(8))
        waves = [
            overlap_draws(
                organization=organization,
                members=Allocations(rng.dirichlet(members * 6 + 0.3, count)),
                seed=world,
            )
            for count in (10, 60)
        ]
        called += compare(*waves).kind != "cannot_tell"

    assert called / 150 < 0.2
