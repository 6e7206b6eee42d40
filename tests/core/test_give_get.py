"""What a side gets of what it expected: golden values, and what holds of any round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.give_get import KINDS, Expected, side_got

# The weights of the golden case of the overlap, with what each side says it gets.
ORGANIZATION = ((0.40, 3), (0.25, 8), (0.15, 6), (0.10, None), (0.10, 9), (0.0, 7))
MEMBERS = ((0.10, 2), (0.20, 4), (0.30, None), (0.05, 9), (0.15, 5), (0.20, 5))


def expected(rows, shown=()):
    return [
        Expected(weight, gets, is_shown=place in shown) for place, (weight, gets) in enumerate(rows)
    ]


def test_both_sides_of_the_golden_case_get_what_is_worked_out_by_hand():
    ours, theirs = side_got(expected(ORGANIZATION, {0, 1})), side_got(expected(MEMBERS, {2, 3}))

    assert [one.kind for one in ours.items] == [
        "short",
        "kept",
        "beyond",
        "small",
        "beyond",
        "beyond",
    ]
    assert [one.kind for one in theirs.items] == [
        "small",
        "short",
        "kept",
        "beyond",
        "beyond",
        "unshown",
    ]
    # 0.12 + 0.20 + 0.09 + 0.09 and 0.02 + 0.08 + 0.045 + 0.075 + 0.10
    assert (ours.got, ours.missing, ours.unrated, ours.shown) == pytest.approx(
        (0.50, 0.40, 0.10, 0.65)
    )
    assert (theirs.got, theirs.missing, theirs.unrated, theirs.shown) == pytest.approx(
        (0.32, 0.38, 0.30, 0.35)
    )


@pytest.mark.parametrize(
    ("weight", "delivery", "is_shown", "kind"),
    [
        (0.5, 4.99, True, "short"),  # who gets little is not told that it is there
        (0.5, 5, True, "kept"),
        (0.5, 5, False, "unshown"),
        (0.5, None, True, "kept"),
        (0.5, None, False, "unshown"),
        (0.4, 5, False, "beyond"),
        (0.4, 4.99, True, "small"),
        (0.4, None, True, "beyond"),
        (0.4, None, False, "small"),
    ],
)
def test_kind_follows_from_weight_saying_and_what_shows_it(weight, delivery, is_shown, kind):
    found = side_got([Expected(weight, delivery, is_shown), Expected(1 - weight)])
    assert found.items[0].kind == kind


def test_gap_is_what_is_missing_or_the_weight_of_what_nothing_shows():
    found = side_got([Expected(0.5, 4), Expected(0.3), Expected(0.2, None, is_shown=True)])
    assert [one.gap for one in found.items] == pytest.approx([0.3, 0.0, 0.0])
    unshown = side_got([Expected(0.7), Expected(0.3)])
    assert [one.gap for one in unshown.items] == [0.7, 0.0]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "make 1"),
        ([Expected(0.5)], "make 1"),
        ([Expected(-0.1), Expected(1.1)], "from 0 to 1"),
        ([Expected(1.0, 10.1)], "from 0 to 10"),
        ([Expected(1.0, float("nan"))], "from 0 to 10"),
        ([Expected(float("nan"))], "from 0 to 1"),
    ],
)
def test_what_is_off_its_scale_is_refused(items, said):
    with pytest.raises(ValueError, match=said):
        side_got(items)


@st.composite
def rounds(draw):
    points = draw(st.lists(st.integers(0, 60), min_size=1, max_size=16).filter(any))
    delivery = st.none() | st.floats(0, 10)
    return [
        Expected(one / sum(points), draw(delivery), is_shown=draw(st.booleans())) for one in points
    ]


@given(rounds())
def test_got_missing_and_unrated_make_the_whole_weight(items):
    found = side_got(items)
    assert found.got + found.missing + found.unrated == pytest.approx(1)
    assert all(0 <= part <= 1 + 1e-9 for part in (found.got, found.missing, found.shown))
    assert {one.kind for one in found.items} <= set(KINDS)
    assert all(one.gap >= 0 for one in found.items)


@given(rounds(), st.randoms(use_true_random=False))
def test_order_of_the_items_changes_nothing(items, dice):
    order = list(range(len(items)))
    dice.shuffle(order)
    plain, mixed = side_got(items), side_got([items[place] for place in order])
    assert [plain.items[place] for place in order] == list(mixed.items)
    assert mixed.got == pytest.approx(plain.got)


@given(rounds(), st.floats(0, 10))
def test_who_says_more_of_an_item_misses_less(items, more):
    before = side_got(items)
    raised = [
        Expected(one.weight, max(one.delivery or 0, more), is_shown=one.is_shown) for one in items
    ]
    assert side_got(raised).got >= before.got - 1e-9
    assert side_got(raised).unrated == 0


@given(rounds())
def test_what_is_shown_is_never_unshown(items):
    for one, became in zip(items, side_got(items).items, strict=True):
        assert not (one.is_shown and became.kind == "unshown")
