from __future__ import annotations

import math
import time
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.best_worst import design, tally

sizes, seeds = st.integers(5, 16), st.integers(0, 2**31)


@given(sizes, seeds)
@settings(max_examples=300)
def test_design_shows_items_in_balance(items, seed):
    screens = design(items, seed=seed)
    shown = Counter(item for screen in screens for item in screen)
    places = Counter((item, place) for screen in screens for place, item in enumerate(screen))
    met = Counter(frozenset(pair) for screen in screens for pair in combinations(screen, 2))
    meetings = [met[frozenset(pair)] for pair in combinations(range(items), 2)]

    assert len(screens) == math.ceil(3 * items / 4)
    assert {len(set(screen)) for screen in screens} == {4}
    assert set(shown) == set(range(items))
    assert set(shown.values()) <= {3, 4}
    assert max(places.values()) == 1
    assert max(meetings) - min(meetings) <= 2


@given(st.integers(5, 12), st.integers(2, 4), st.integers(1, 9), seeds)
def test_design_keeps_frequency_and_places_balanced_when_sizes_differ(
    items, per_screen, times, seed
):
    screens = design(items, per_screen=per_screen, times=times, seed=seed)
    shown = Counter(item for screen in screens for item in screen)
    places = Counter((item, place) for screen in screens for place, item in enumerate(screen))

    assert {len(set(screen)) for screen in screens} == {per_screen}
    assert set(shown.values()) <= {times, times + 1}
    assert all(
        count <= math.ceil(shown[item] / per_screen) for (item, _place), count in places.items()
    )


def test_design_is_the_same_for_one_seed_and_another_for_another():
    assert design(12, seed=7) == design(12, seed=7)
    assert len({design(12, seed=seed) for seed in range(50)}) == 50


@pytest.mark.parametrize(("items", "per_screen"), [(4, 4), (4, 2), (5, 5), (8, 1)])
def test_design_is_refused_when_there_is_nothing_to_choose(items, per_screen):
    with pytest.raises(ValueError, match="5 items or more"):
        design(items, per_screen=per_screen, seed=1)


def test_design_is_quick():
    design(16, seed=0)
    began = time.process_time()
    for seed in range(20):
        design(16, seed=seed)

    assert (time.process_time() - began) / 20 < 0.02


@given(sizes, seeds, st.data())
def test_tally_counts_each_screen_once(items, seed, data):
    screens = design(items, seed=seed)
    picks = [tuple(data.draw(st.permutations(screen))[:2]) for screen in screens]
    best, worst, shown = tally(screens, picks, items=items)

    assert sum(best) == sum(worst) == len(screens)
    assert sum(shown) == 4 * len(screens)
    assert all(b + w <= s for b, w, s in zip(best, worst, shown, strict=True))


@pytest.mark.parametrize("picks", [[(0, 0)], [(0, 3)], [(3, 0)], [], [(0, 1), (0, 1)]])
def test_tally_is_refused_when_a_pick_is_impossible(picks):
    with pytest.raises(ValueError, match=r"cannot be|not on it|picks for"):
        tally([(0, 1, 2)], picks, items=4)
