"""What holds of every ledger, whatever is claimed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandorla.core.claims import KINDS, SIDES, Claim, Given
from mandorla.core.ledger import Return, worth

SOME = settings(max_examples=60, deadline=None)
NEAR = 1e-5  # of a sum of draws in 32 bits

money = st.floats(0.01, 1e7)
ratios = st.floats(1, 1e4)
parts = st.floats(0, 1)
seeds = st.integers(0, 2**64 - 1)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[float, float]:
    """Of money, of losses, around 0, and points."""
    low, ratio = draw(money), draw(ratios)
    return draw(st.sampled_from([(low, low * ratio), (-low * ratio, -low), (-low, low * ratio)]))


@st.composite
def claims(draw: st.DrawFn, *, positive: bool = False) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        low = draw(money)
        ends = (low, low * draw(ratios)) if positive else draw(ranges())
        found.append(
            Claim(
                f"s{number}",
                draw(st.sampled_from(SIDES)),
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from(["2026-01", "2026-02"])),
                *ends,
                share=draw(parts),
                confidence=draw(parts),
                confirmed=draw(st.booleans()),
            )
        )
    return found


@st.composite
def costs(draw: st.DrawFn) -> list[Given]:
    amounts = draw(st.lists(st.tuples(money, ratios), max_size=3))
    return [
        Given(f"g{number}", SIDES[number % 2], "funding", "2026-01", money=(low, low * ratio))
        for number, (low, ratio) in enumerate(amounts)
    ]


def tenths(found: Return) -> list[float]:
    return [found.value.low, found.value.middle, found.value.high]


def chance(found: Return) -> float:
    return -1.0 if found.chance is None else found.chance


def nowhere_less(later: Return, earlier: Return) -> bool:
    """Each place is at least what it was, but for rounding."""
    return all(
        new >= old - NEAR * abs(old)
        for new, old in zip(tenths(later), tenths(earlier), strict=True)
    )


@SOME
@given(claims(), costs(), seeds)
def test_places_are_in_order_and_a_chance_is_one(got, gave, seed):
    found = worth(got, gave, seed=seed)

    for one in (found.confirmed, found.everything):
        assert one.value.low <= one.value.middle <= one.value.high
        assert one.net[0] <= one.net[1] <= one.net[2]
        assert one.chance is None or 0 <= one.chance <= 1
        assert (one.chance is None) == (not gave)


@SOME
@given(claims(), costs(), seeds, st.randoms())
def test_worth_is_the_same_when_it_is_asked_again_in_another_order(got, gave, seed, lot):
    mixed, spent = list(got), list(gave)
    lot.shuffle(mixed)
    lot.shuffle(spent)

    assert worth(mixed, spent, seed=seed) == worth(got, gave, seed=seed)


@SOME
@given(claims(positive=True), costs(), seeds, money, ratios)
def test_sum_of_gains_is_never_lower_when_a_claim_is_added(got, gave, seed, low, ratio):
    more = Claim("added", "members", "capacity", "2026-02", low, low * ratio, confirmed=True)
    before, after = worth(got, gave, seed=seed), worth([*got, more], gave, seed=seed)

    assert nowhere_less(after.confirmed, before.confirmed)
    assert nowhere_less(after.everything, before.everything)
    assert chance(after.confirmed) >= chance(before.confirmed)


@SOME
@given(claims(positive=True), costs(), seeds, parts)
def test_sum_of_gains_is_never_lower_when_more_is_due_to_the_community(got, gave, seed, less):
    smaller = [replace(got[0], share=got[0].share * less), *got[1:]]
    before, after = worth(smaller, gave, seed=seed), worth(got, gave, seed=seed)

    assert nowhere_less(after.everything, before.everything)
    assert chance(after.everything) >= chance(before.everything)


@SOME
@given(claims(), costs(), seeds, st.floats(0.001, 1_000))
def test_worth_in_another_currency_is_scaled(got, gave, seed, rate):
    changed = [replace(one, low=one.low * rate, high=one.high * rate) for one in got]
    spent = [replace(one, money=(one.money[0] * rate, one.money[1] * rate)) for one in gave]
    found, other = worth(got, gave, seed=seed), worth(changed, spent, seed=seed)
    largest = sum(max(abs(one.low), abs(one.high)) for one in got)

    for before, after in zip(tenths(found.everything), tenths(other.everything), strict=True):
        assert after == pytest.approx(before * rate, rel=NEAR, abs=NEAR * largest * rate)
    if gave:
        assert other.everything.chance == pytest.approx(found.everything.chance, abs=0.002)


@SOME
@given(claims(), costs(), seeds)
def test_parts_have_the_keys_of_the_whole(got, gave, seed):
    found = worth(got, gave, seed=seed)
    sides = [key for one in found.sides.values() for key in one.confirmed.value.keys]
    periods = [key for one in found.periods.values() for key in one.confirmed.value.keys]
    entering = [one.key for one in got if one.kind in {"cashable", "capacity"}]

    assert sorted(sides) == sorted(periods) == list(found.confirmed.value.keys)
    assert sorted([*sides, *found.unconfirmed.keys]) == sorted(entering)
    assert found.everything.value.mean == pytest.approx(
        found.confirmed.value.mean + found.unconfirmed.mean
    )


YEARS = ("2025", "2026", "2027")


@SOME
@given(claims(), costs(), seeds, st.lists(st.floats(0.01, 1), min_size=1, max_size=3))
def test_years_add_up_to_the_whole_when_everything_belongs_to_several(got, gave, seed, sizes):
    over = tuple((year, size / sum(sizes)) for year, size in zip(YEARS, sizes, strict=False))
    whole = worth(got, gave, seed=seed)
    found = worth(
        [replace(one, parts=over) for one in got],
        [replace(one, parts=over) for one in gave],
        seed=seed,
    )

    assert found.sides.keys() == whole.sides.keys()
    largest = sum(max(abs(one.low), abs(one.high)) for one in got)
    sides = [(one.confirmed, whole.sides[side].confirmed) for side, one in found.sides.items()]
    all_of_it = [(found.confirmed, whole.confirmed), (found.everything, whole.everything)]
    for one, other in [*all_of_it, *sides]:
        assert one.value.keys == other.value.keys
        assert tenths(one) == pytest.approx(tenths(other), rel=NEAR, abs=NEAR * largest)
    for (year, size), part in zip(over, found.periods.values(), strict=False):
        assert year in found.periods
        # All of it is split alike, so each place of a year is that share of the place of all.
        places = zip(tenths(part.confirmed), tenths(whole.confirmed), strict=True)
        for in_year, in_all in places:
            assert in_year == pytest.approx(in_all * size, rel=NEAR, abs=NEAR * largest)
    costs_of_years = sum(one.confirmed.cost.mean for one in found.periods.values())
    assert costs_of_years == pytest.approx(whole.confirmed.cost.mean)


@SOME
@given(claims(positive=True), seeds, st.floats(0.01, 0.99))
def test_means_of_years_add_up_when_only_some_belong_to_several(got, seed, first):
    split = [
        replace(one, parts=(("2026-01", first), ("2026-03", 1 - first))) if number % 2 else one
        for number, one in enumerate(got)
    ]
    found = worth(split, [], seed=seed)

    years = sum(one.confirmed.value.mean for one in found.periods.values())
    assert years == pytest.approx(found.confirmed.value.mean)
    assert found.confirmed == worth(got, [], seed=seed).confirmed
