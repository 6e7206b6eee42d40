from __future__ import annotations

import numpy as np
import pytest

from mandorla.conversations.unit_talk import CODE, DRAWS, MONTHS, Talk, against_chance, placed
from mandorla.core.chance import permutation_test
from mandorla.core.folding import fold_units
from mandorla.core.ties import distinct_ties

FIRST = 2026 * 12


def exchanged(seed, *, units=4, people=30, rows=400):
    """Answers of two communities over half a year; some move, of some no unit is known."""
    rng = np.random.default_rng(seed)
    home = rng.choice([-1, *range(10, 10 + units)], people, p=[0.1, *[0.9 / units] * units])
    author, to = rng.integers(0, people, (2, rows))
    month = np.sort(rng.integers(FIRST, FIRST + 6, rows))
    moved = (month >= FIRST + 3) & (author == 0)
    table = {
        "community": np.sort(rng.integers(1, 3, rows)),
        "month": month,
        "author": author * 7 - 40,
        "to": to * 7 - 40,
        "unit": np.where(moved, 10, home[author]),
        "to_unit": home[to],
    }
    kept = author != to
    table = {name: column[kept] for name, column in table.items()}
    order = np.lexsort((table["to"], table["author"], table["month"], table["community"]))
    return {name: column[order] for name, column in table.items()}


def talk_of(columns):
    codes = columns["community"] * CODE + columns["month"]
    return Talk(columns, codes, against_chance(columns, codes))


def by_hand(columns, community, month):
    """The index of one window: last units, small ones together, pairs once."""
    rows = [
        dict(zip(columns, row, strict=True))
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]
    rows = [
        row
        for row in rows
        if row["community"] == community and month - MONTHS < row["month"] <= month
    ]
    unit: dict[int, tuple[int, int]] = {}
    for person, of in (("author", "unit"), ("to", "to_unit")):
        for row in rows:
            if row[of] >= 0 and row["month"] >= unit.get(row[person], (0, 0))[0]:
                unit[row[person]] = (row["month"], row[of])
    people = sorted({row[end] for row in rows for end in ("author", "to")})
    names = sorted({of for _month, of in unit.values()})
    sizes = [sum(of == name for _month, of in unit.values()) for name in names]
    folded = dict(zip(names, fold_units(sizes), strict=True))
    labels = [folded[unit[person][1]] if person in unit else -1 for person in people]
    ends = [[people.index(row[end]) for row in rows] for end in ("author", "to")]
    ties = distinct_ties(*ends, people=len(people))
    test = permutation_test(ties, labels, units=len(names) + 1, seed=0, draws=DRAWS)
    enough = len(ties) >= 10 and len({*labels} - {-1}) > 1
    return test if enough else None


@pytest.mark.parametrize("seed", range(6))
def test_each_window_of_three_months_is_tested_as_by_hand(seed):
    columns = exchanged(seed, units=2 + seed % 4, people=20 + 6 * seed)
    columns["unit"][columns["author"] == -40] = 10  # moves are told apart in a test of their own
    columns["to_unit"][columns["to"] == -40] = 10
    found = talk_of(columns).figures

    assert found
    for community in (1, 2):
        for month in range(FIRST, FIRST + 8):
            test = by_hand(columns, community, month)
            figures = found.get((community, month))
            assert (figures is None) == (test is None)
            if figures and test:
                told = {"ei_index": test.index, "ei_expected": test.expected}
                assert figures == pytest.approx(told | {"ei_p_value": test.p_value})


def test_somebody_who_moved_counts_for_the_last_unit():
    columns = {
        "community": np.array([1] * 14),
        "month": np.array([FIRST] * 7 + [FIRST + 1] * 7),
        "author": np.array([*range(7), *range(7)]),
        "to": np.array([*range(1, 7), 0, *range(1, 7), 0]),
        "unit": np.array([10] * 7 + [20, *[10] * 6]),
        "to_unit": np.array([10] * 6 + [10] + [10] * 6 + [20]),
    }
    found = placed(columns)

    assert found.why == ["too_few"]  # one of the new unit, six of the other
    assert len(found.ties) == 7


def test_units_of_few_people_count_as_one_in_the_index_too():
    """So what is told of units adds up to the index, and nothing is left to be worked out."""
    columns = exchanged(10, units=6, people=24)
    talk = talk_of(columns)
    told = talk.units(1, FIRST + 2)
    index = talk.of(1, FIRST + 2)["ei_index"]

    assert None in [one["unit"] for one in told["units"]]
    assert all(one["people"] >= 5 for one in told["units"])
    within = [one["internal"] for one in told["units"]]
    leading = [one["external"] for one in told["units"]]
    between = sum(leading) / 2
    assert index == pytest.approx((between - sum(within)) / (between + sum(within)))
