from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from mandorla.core.uncertainty import interval, overlap_draws, overlap_interval, split_half_ceiling
from mandorla.core.weights import Allocations, Picks


def people(count: int, *, seed: int, items: int = 8) -> Allocations:
    return Allocations(np.random.default_rng(seed).dirichlet(np.ones(items), count))


def pickers(count: int, *, items: int) -> Picks:
    rng = np.random.default_rng(1)
    best, worst = rng.integers(0, 3, (count, items)), rng.integers(0, 2, (count, items))
    return Picks(best.astype(float), worst.astype(float), np.full((count, items), 4.0))


def test_draws_are_the_same_for_one_seed_and_others_for_another():
    members, stated = people(30, seed=1), np.full(8, 1 / 8)
    one, again, other = (
        overlap_draws(organization=stated, members=members, seed=seed) for seed in (1, 1, 2)
    )

    assert one.shape == (2_000,)
    assert (one == again).all()
    assert (one != other).any()


def test_draws_are_the_resamples_of_the_definition_turned_around_the_overlap():
    """Resample the plain way, one respondent after the other, and compare the distributions."""
    members, stated = people(12, seed=3), np.linspace(1, 8, 8) / 36
    rng, resampled = np.random.default_rng(9), []
    for _draw in range(4_000):
        group = members.points[[rng.integers(12) for _person in range(12)]].mean(axis=0)
        resampled.append(np.minimum(stated, group).sum())
    turned = 2 * np.minimum(stated, members.group()).sum() - np.array(resampled)
    draws = overlap_draws(organization=stated, members=members, seed=1)

    assert draws.mean() == pytest.approx(turned.mean(), abs=0.003)
    assert np.quantile(draws, [0.05, 0.5, 0.95]) == pytest.approx(
        np.quantile(turned, [0.05, 0.5, 0.95]), abs=0.01
    )


def test_draws_allow_for_both_sides_when_both_are_answers():
    members, organization = people(20, seed=1), people(6, seed=2)
    stated = overlap_draws(organization=organization.group(), members=members, seed=1)
    drawn = overlap_draws(organization=organization, members=members, seed=1)

    assert drawn.std() > stated.std() * 1.2


def test_draws_do_not_vary_when_everybody_says_the_same():
    members = Allocations(np.tile([50.0, 30, 20], (40, 1)))
    draws = overlap_draws(organization=np.array([0.2, 0.3, 0.5]), members=members, seed=1)

    assert draws == pytest.approx(0.7, abs=1e-6)


def test_interval_is_narrower_when_more_people_answer_and_wider_for_a_higher_level():
    stated = np.linspace(1, 8, 8) / 36
    widths = []
    for count in (10, 40, 160):
        draws = overlap_draws(organization=stated, members=people(count, seed=4), seed=1)
        (low, high), (lower, higher) = interval(draws, level=0.8), interval(draws, level=0.95)
        assert lower < low < high < higher
        widths.append(high - low)

    assert widths[0] > widths[1] * 1.5
    assert widths[1] > widths[2] * 1.5


def test_ends_of_an_interval_have_six_digits_because_draws_have_no_more():
    draws = np.full(2_000, 0.175, dtype=np.float32)
    assert float(draws[0]) != 0.175
    assert interval(draws, level=0.95) == (0.175, 0.175)


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [(0.6, (0.6, 1.0)), (0.9, (0.725, 1.0))],
    ids=["below the draws", "among them"],
)
def test_interval_of_an_overlap_holds_it_and_ends_at_1(overlap, expected):
    assert overlap_interval(
        [0.7, 0.8, 0.9, 1.0, 1.2], overlap=overlap, level=0.875
    ) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("alike", "lowest"), [(0.2, 0.75), (0.6, 0.8)], ids=["a wide overlap", "a middling one"]
)
def test_interval_holds_the_true_overlap_as_often_as_its_card_says(alike, lowest):
    """The card tells the figures of a longer simulation; this one notices when they break."""
    rng = np.random.default_rng(5)
    held = 0
    for world in range(200):
        true = rng.dirichlet(np.full(8, 2.0))
        organization = (1 - alike) * true + alike * rng.dirichlet(np.ones(8))
        members = Allocations(rng.dirichlet(true * 6, 12))
        draws = overlap_draws(organization=organization, members=members, seed=world)
        measured = np.minimum(organization, members.group()).sum()
        low, high = overlap_interval(draws, overlap=float(measured), level=0.95)
        held += low <= np.minimum(organization, true).sum() <= high

    assert lowest <= held / 200 <= 0.99


def test_ceiling_is_the_mean_overlap_of_random_halves():
    members = people(40, seed=6)
    rng, overlaps = np.random.default_rng(7), []
    for _split in range(2_000):
        order = rng.permutation(40)
        one, other = (
            members.points[order[:20]].mean(axis=0),
            members.points[order[20:]].mean(axis=0),
        )
        overlaps.append(np.minimum(one, other).sum())

    assert split_half_ceiling(members, seed=1) == pytest.approx(np.mean(overlaps), abs=0.01)
    assert split_half_ceiling(members, seed=1) == split_half_ceiling(members, seed=1)


def test_ceiling_is_not_said_when_a_half_is_under_five():
    assert split_half_ceiling(people(9, seed=1), seed=1) is None
    assert split_half_ceiling(people(10, seed=1), seed=1) is not None
    assert split_half_ceiling(people(11, seed=1), seed=1) is not None


@pytest.mark.parametrize(
    "members",
    [people(10_000, seed=1, items=16), pickers(10_000, items=16)],
    ids=["points", "picks"],
)
def test_draws_of_ten_thousand_ballots_take_less_than_200_megabytes(members):
    tracemalloc.start()
    began = time.process_time()
    overlap_draws(organization=np.full(16, 1 / 16), members=members, seed=1)
    split_half_ceiling(members, seed=1)
    cpu, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 100e6
    assert cpu < 2  # `python -m bench.overlap` measures; this only notices a loop
