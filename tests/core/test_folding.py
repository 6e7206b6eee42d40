"""What is hidden of a table of units by units cannot be worked out; the attack is linear algebra."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.disclosure import FEWEST
from mandorla.core.folding import fold_units, hide_cells


@given(st.lists(st.integers(0, 12), max_size=12))
def test_units_that_are_told_have_five_people_or_none(sizes):
    folded = fold_units(sizes)
    told: dict[int, int] = {}
    for place, size in zip(folded, sizes, strict=True):
        told[place] = told.get(place, 0) + size

    if sum(sizes) < FEWEST:
        assert set(folded) <= {-1}
    else:
        assert all(size == 0 or size >= FEWEST for size in told.values())
        alone = [size for place, size in enumerate(sizes) if folded[place] == place]
        assert all(size >= FEWEST for size in alone)


@st.composite
def tables(draw):
    units = draw(st.integers(1, 8))
    counts = np.zeros((units, units))
    people = np.zeros((units, units))
    for row in range(units):
        for column in range(row, units):
            behind = draw(st.integers(0, 9))
            people[row, column] = people[column, row] = behind
            counts[row, column] = counts[column, row] = behind and draw(st.integers(1, 30))
    return people, counts


@given(tables())
def test_pairs_of_few_people_cannot_be_worked_out(table):
    people, counts = table
    hidden = hide_cells(people, counts)
    few = (people < FEWEST) & (counts > 0)
    rows, columns = np.nonzero(np.triu(hidden.cells))
    equations = [(rows == columns).astype(float), (rows != columns).astype(float)]
    if not hidden.sums:
        units = range(len(counts))
        equations += [((rows == u) ^ (columns == u)).astype(float) for u in units]
    _left, strengths, basis = (
        np.linalg.svd(np.array(equations)) if len(rows) else (0, np.empty(0), np.empty((0, 0)))
    )
    free = np.abs(basis[int((strengths > 1e-9).sum()) :])
    moves = free.max(axis=0, initial=0) > 1e-9 if len(rows) else []
    given_away = [
        (row, column)
        for row, column, open_to in zip(rows, columns, moves, strict=True)
        if few[row, column] and not open_to
    ]

    assert (hidden.cells == hidden.cells.T).all()
    assert (hidden.cells | ~few).all()
    # What is within units, and what is between them, is told; with a single such figure it is it.
    alone = {1: {(0, 0)}, 2: {(0, 1)}}.get(len(counts), set())
    assert {(int(row), int(column)) for row, column in given_away} <= alone


def test_table_without_few_people_is_told():
    people = np.full((4, 4), 9)

    assert not hide_cells(people, people).cells.any()
    assert not hide_cells(people, people).sums


def test_pair_that_does_not_talk_is_told():
    people = np.array([[9, 0], [0, 9]])

    assert not hide_cells(people, people).cells.any()
