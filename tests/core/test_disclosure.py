"""Only what gives nobody away is shown. The attacks here know who is in each figure, and subtract."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.disclosure import FEWEST, decide, derivable, groups_that_may_show

EVERYBODY = 26
People = frozenset[int]
Rounds = Sequence[People]
SECRET = [round(random.Random(person).random(), 6) for person in range(EVERYBODY)]

sets = st.frozensets(st.integers(0, EVERYBODY - 1), max_size=EVERYBODY)
moves = st.frozensets(st.integers(0, EVERYBODY - 1), max_size=9)  # who joins or leaves
worlds = st.builds(
    lambda first, later: [first, *(first := first ^ moved for moved in later)],
    sets,
    st.lists(moves, max_size=4),
)
units = st.lists(st.sampled_from("abc"), min_size=EVERYBODY, max_size=EVERYBODY)


def people(*spans: tuple[int, int]) -> People:
    return frozenset(person for start, end in spans for person in range(start, end))


def published(rounds: Rounds, unit: Sequence[str], *, by_the_rule: bool) -> list[People]:
    """The sets of people of whom a figure was shown: of each round, and of its units."""
    shown: list[People] = []
    for answers in rounds:
        groups = {name: frozenset(p for p in answers if unit[p] == name) for name in "abc"}
        if not by_the_rule:
            shown += [answers, *groups.values()]
        elif decide(answers=answers, earlier=shown).shown:
            names = groups_that_may_show(answers, groups, shown)
            shown += [answers, *(groups[name] for name in sorted(names))]
    return [figure for figure in dict.fromkeys(shown) if figure]


def given_away(shown: Sequence[People]) -> dict[People, float]:
    """What somebody works out about fewer than five people from sums over these sets.

    Every combination of up to three sums with factors from -2 to 2, and any combination of all
    of them that leaves a single person.
    """
    rows = np.array(
        [[person in figure for person in range(EVERYBODY)] for figure in shown], dtype=float
    )
    rows = rows.reshape(len(shown), EVERYBODY)
    sums = rows @ SECRET
    found: dict[People, float] = {}
    factors = np.array(list(product(range(-2, 3), repeat=3)), dtype=float)
    for some in combinations(range(len(shown) + 2), 3):  # two rows that say nothing, for pairs
        chosen = [place for place in some if place < len(shown)]
        left = factors[:, : len(chosen)] @ rows[chosen]
        about = (left != 0).sum(axis=1)
        for place in np.flatnonzero((about > 0) & (about < FEWEST)):
            who = frozenset(np.flatnonzero(left[place]).tolist())
            found[who] = float(factors[place, : len(chosen)] @ sums[chosen])
    if len(shown):
        back = np.linalg.pinv(rows)
        for person in np.flatnonzero(np.diag(back @ rows) > 1 - 1e-9).tolist():
            found[frozenset([person])] = float(back[person] @ sums)
    return found


@given(worlds, units)
@settings(max_examples=300, deadline=None)
def test_figures_give_nobody_away_when_the_rule_decides(rounds: Rounds, unit: list[str]):
    assert given_away(published(rounds, unit, by_the_rule=True)) == {}


def test_figures_give_people_away_when_nothing_decides():
    """The attack works: in nearly every world of the same kind it finds somebody's answer."""
    broken = 0
    for seed in range(40):
        rng = random.Random(seed)
        answers = frozenset(rng.sample(range(EVERYBODY), 18))
        rounds = [answers, answers ^ frozenset(rng.sample(range(EVERYBODY), rng.randint(1, 9)))]
        unit = [rng.choice("abc") for _person in range(EVERYBODY)]
        found = given_away(published(rounds, unit, by_the_rule=False))
        broken += bool(found)
        for who, value in found.items():
            if len(who) == 1:
                (person,) = who
                assert min(abs(value - k * SECRET[person]) for k in (-2, -1, 1, 2)) < 1e-6

    assert broken >= 30


def test_figures_are_shown_when_they_give_nobody_away():
    """The rule is no wall: most rounds of a community that grows are shown."""
    shown = 0
    for seed in range(40):
        rng = random.Random(seed)
        rounds = [frozenset(range(count)) for count in (8, 8 + rng.randint(5, 9), 26)]
        shown += len(published(rounds, ["a"] * 8 + ["b"] * 18, by_the_rule=True))

    assert shown >= 40 * 4


@given(st.lists(sets.filter(bool), max_size=3))
def test_three_figures_are_derivable_exactly_when_adding_and_subtracting_isolates_few(
    shown: list[People],
):
    """Up to three sets no factor finds more than adding and subtracting does."""
    isolated = False
    for signs in product((-1, 0, 1), repeat=len(shown)):
        left = [
            sum(s * (p in f) for s, f in zip(signs, shown, strict=True)) for p in range(EVERYBODY)
        ]
        isolated |= 0 < sum(map(bool, left)) < FEWEST
    assert derivable(shown) == isolated


@given(st.lists(sets, max_size=5), st.permutations(range(5)), sets)
def test_derivable_does_not_depend_on_order_and_stays_so_with_more(
    shown: list[People], order, further
):
    mixed = [shown[place] for place in order if place < len(shown)]

    assert derivable(mixed) == derivable(shown)
    assert derivable([*shown, further]) >= derivable(shown)
    assert derivable([*shown, *shown]) == derivable(shown)


def test_figures_are_derivable_when_only_twice_one_of_them_isolates_few():
    """Three overlapping groups that each lack a part of the whole: their sum less twice the whole."""
    whole = people((0, 20))
    groups = [people((6, 20)), people((0, 6), (12, 20)), people((0, 12), (18, 20))]

    assert not derivable(groups)
    assert derivable([whole, *groups])


@pytest.mark.parametrize(
    ("answers", "earlier", "reason", "needed"),
    [
        (people((0, 4)), [], "too_few", 5),
        (people(), [], "too_few", 5),
        (people((0, 5)), [], "", 5),
        (people((0, 9)), [people((0, 8))], "close_to_earlier", 13),
        (people((0, 7)), [people((0, 8))], "close_to_earlier", 11),
        (people((1, 9)), [people((0, 8))], "close_to_earlier", 11),
        (people((0, 13)), [people((0, 8))], "", 5),
        (people((0, 8)), [people((0, 8))], "", 5),
        (people((5, 13)), [people((0, 8))], "", 5),
        (people((0, 20)), [people((0, 8)), people((8, 16))], "close_to_earlier", 21),
    ],
    ids=[
        "four", "nobody", "five", "one joined", "one left", "one for another", "five joined",
        "the same again", "five for others", "the rest of two",
    ],
)  # fmt: skip
def test_decision_says_whether_and_why_not(
    answers: People, earlier: Rounds, reason: str, needed: int
):
    found = decide(answers=answers, earlier=earlier)

    assert (found.shown, found.reason, found.answers, found.needed) == (
        not reason,
        reason,
        len(answers),
        needed,
    )


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({"a": people((0, 10)), "b": people((10, 20))}, {"a", "b"}),
        ({"a": people((0, 16)), "b": people((16, 20))}, set()),
        ({"a": people((0, 9)), "b": people((9, 17)), "c": people((17, 20))}, {"a"}),
        ({"a": people((0, 20))}, {"a"}),
        ({"a": people((0, 30))}, {"a"}),
        ({"a": people((20, 30))}, set()),
    ],
    ids=["halves", "a small rest", "a small third", "the whole", "more than the whole", "others"],
)
def test_groups_may_show_when_no_rest_is_small(groups: Mapping[str, People], expected: set[str]):
    assert groups_that_may_show(people((0, 20)), groups, []) == expected


def test_groups_do_not_show_when_their_whole_may_not():
    groups = {"a": people((0, 10)), "b": people((10, 21))}

    assert groups_that_may_show(people((0, 21)), groups, [people((0, 20))]) == frozenset()


def test_groups_do_not_show_when_an_earlier_one_was_nearly_the_same():
    groups = {"a": people((0, 10)), "b": people((10, 30))}
    earlier = [people((0, 9), (10, 20)), people((0, 9))]

    assert groups_that_may_show(people((0, 30)), groups, earlier) == frozenset()


def test_decisions_are_quick_for_many_people_and_waves():
    rng = random.Random(1)
    waves, answers = [], set(range(4_000))
    for _wave in range(10):
        answers ^= set(rng.sample(range(6_000), 300))
        waves.append(frozenset(answers))
    began = time.process_time()
    decide(answers=waves[-1], earlier=waves[:-1])

    assert time.process_time() - began < 1


def test_decisions_end_when_the_figures_are_tangled():
    """What cannot be found out within some steps counts as given away."""
    rng = random.Random(3)
    tangled = [frozenset(rng.sample(range(70), 35)) for _figure in range(30)]
    began = time.process_time()

    assert derivable(tangled)
    assert time.process_time() - began < 10
