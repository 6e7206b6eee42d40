"""What others may know of those who helped: tried to be told apart, and they cannot."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest

from mandorla.core.disclosure import FEWEST
from mandorla.work.contributors import helped_with, may_tell_several, people_by_unit, told_units
from mandorla.work.models import Contribution
from tests import make
from tests.make import AT
from tests.work.solving import place, problem, solution

NAMES = {1: "Sales", 2: "Finance", 3: "Service", 4: "Quality"}
NOBODY = "Nobody has said yet that they helped to find it."
HIDDEN = "Nobody has said that they helped to find it, or it would show who."
SEVERAL = "People of several units helped to find it."
SOMEBODY = "Somebody helped to find it."


@pytest.mark.parametrize(
    ("units", "people", "sentence"),
    [
        ([1], {1: 5}, "Helped to find it: Sales."),
        ([1, 2], {1: 6, 2: 5}, "Helped to find it: Finance, Sales."),
        ([1, 2], {1: 5, 2: 1, 3: 4}, "Helped to find it: Sales, and others."),
        ([1, 2], {1: 5, 2: 1, 3: 1}, "Helped to find it: Sales."),
        ([], {1: 4, 2: 4}, NOBODY),
        ([1], {1: 4, 2: 4}, SOMEBODY),
        ([1, 2], {1: 4, 2: 4}, SOMEBODY),
        ([1, 2], {1: 4, 2: 4, 3: 4}, SEVERAL),
        ([None], {None: 4, 1: 4}, SOMEBODY),
        ([], {1: 4}, HIDDEN),
        ([1], {1: 4}, HIDDEN),
        ([2], {1: 5, 2: 4}, HIDDEN),
        ([], {1: 5}, HIDDEN),
    ],
)
def test_units_are_told_when_nobody_can_be_told_apart(units, people, sentence):
    assert told_units(units, names=NAMES, people=people) == sentence


@pytest.mark.parametrize("units", [1, 2, 3, 4])
def test_nothing_said_is_certain_of_a_unit_of_few(units):
    """Over all communities of a few units: the sentence and the row of a figure, put together.

    Whoever reads both and knows how many people each unit has may be certain that a unit of five
    or more helped, and of no smaller one.
    """
    for sizes in combinations_with_replacement(range(1, 7), units):
        people: dict[int | None, int] = dict(enumerate(sizes, 1))
        left: dict[object, list[set[int | None]]] = {}
        for yes in product([False, True], repeat=units):
            helped = {unit for unit, did in zip(people, yes, strict=True) if did}
            crossed = len(helped) > 1 if may_tell_several(people) else None
            said = told_units(list(helped), names=NAMES, people=people), crossed
            left.setdefault(said, []).append(helped)
        for both, possible in left.items():
            certain = set.intersection(*possible)
            assert all(people[unit] >= FEWEST for unit in certain), (people, both)


@pytest.mark.django_db
def test_helped_tells_only_the_person_that_it_was_them():
    atlas = place()
    found = solution(problem(atlas.community))
    Contribution.help(solution=found, person=atlas.priya, at=AT)

    mine, theirs = (helped_with(found, reader=person) for person in (atlas.priya, atlas.ana))

    assert (mine.i_did, theirs.i_did) == (True, False)
    assert mine.sentence == theirs.sentence


@pytest.mark.django_db
def test_people_are_counted_once_in_the_unit_they_belong_to_now():
    atlas = place()
    make.community("Other", members=(atlas.priya,))
    nowhere = make.person()
    atlas.community.memberships.create(person=nowhere, role="member")
    atlas.community.memberships.create(person=atlas.ana, role="core")

    found = people_by_unit(atlas.community)

    assert found == {atlas.units[0].pk: 1, atlas.units[1].pk: 1, None: 1}
    assert not may_tell_several(found)
