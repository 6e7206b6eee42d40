from __future__ import annotations

import math

import numpy as np
import pytest

from mandorla.core.measure import Measurement, measure
from mandorla.core.weights import Agreed, Allocations, Answers, Picks

P = np.array([40.0, 25, 15, 10, 10, 0])
Q = np.array([10.0, 20, 30, 5, 15, 20])
NAN = float("nan")


def members(count: int, *, seed: int = 1) -> Allocations:
    """Answers whose mean is Q: pairs that deviate from it in opposite directions."""
    half = np.random.default_rng(seed).integers(0, 5, (count // 2, 3))
    moves = np.hstack([half, -half])
    return Allocations(np.vstack([Q + moves, Q - moves]))


def of(count: int, **given) -> Measurement:
    return measure(organization=Agreed(P), members=members(count), seed=1, **given)


def test_measurement_has_the_known_figures():
    found = of(20)

    assert found.overlap == pytest.approx(0.6)
    assert found.tau_b == pytest.approx(-0.0714286, abs=1e-7)
    assert sum(item.share for item in found.items) == pytest.approx(found.overlap)
    assert [item.is_shared for item in found.items] == [True, True, True, False, True, False]
    assert [item.index for item in found.items] == list(range(6))
    assert found.items[0].tension == pytest.approx(0.3)
    assert (found.respondents, found.organization_answers, found.organization_resampled) == (
        20,
        0,
        False,
    )
    assert found.coverage == 1
    assert dict(found.reasons) == {
        "organization_delivery": "not_rated",
        "member_delivery": "not_rated",
    }


def test_measurement_has_the_overlap_within_both_intervals():
    found = of(20)
    assert found.interval_80
    assert found.interval_95

    (low, high), (lower, higher) = found.interval_80, found.interval_95
    assert 0 <= lower <= low <= found.overlap <= high <= higher <= 1
    assert found.draws.shape == (2_000,)
    assert found.draws.dtype == np.float32


def test_measurement_is_the_same_for_one_seed_and_for_people_in_the_same_order():
    one, again = of(20), of(20)

    assert one.interval_95 == again.interval_95
    assert one.ceiling == again.ceiling


@pytest.mark.parametrize(("answers", "resampled"), [(1, False), (4, False), (5, True)])
def test_organization_is_resampled_when_five_or_more_answer(answers, resampled):
    organization = Allocations(np.random.default_rng(2).dirichlet(np.ones(6), answers))
    found = measure(organization=organization, members=members(20), seed=1)
    stated = measure(organization=Agreed(organization.group()), members=members(20), seed=1)

    assert found.organization_resampled is resampled
    assert found.organization_answers == answers
    assert found.overlap == pytest.approx(stated.overlap)
    assert (found.interval_95 != stated.interval_95) is resampled


def test_measurement_has_no_voices_when_members_agreed_on_one_allocation():
    found = measure(organization=Agreed(P), members=Agreed(Q), seed=1)

    assert found.overlap == pytest.approx(0.6)
    assert found.tau_b is not None
    assert found.respondents == found.draws.size == 0
    missing = ("interval_80", "interval_95", "ceiling", "agreement_w", "coverage")
    assert [getattr(found, name) for name in missing] == [None] * 5
    assert {found.reasons[name] for name in missing} == {"one_allocation"}


def test_measurement_says_why_when_few_members_answer():
    four, eight = of(4), of(8)
    one = measure(organization=Agreed(P), members=Allocations(np.array([Q])), seed=1)

    assert four.interval_95 is None
    assert four.reasons["interval_95"] == four.reasons["interval_80"] == "too_few"
    assert eight.interval_95 is not None
    assert eight.ceiling is None
    assert eight.reasons["ceiling"] == "too_few"
    assert one.agreement_w is None
    assert one.reasons["agreement_w"] == "one_respondent"


def test_measurement_says_why_when_nobody_prefers_anything():
    same = Allocations(np.ones((12, 6)))
    found = measure(organization=Agreed(P), members=same, seed=1)

    assert (found.agreement_w, found.tau_b) == (None, None)
    assert (found.reasons["agreement_w"], found.reasons["tau_b"]) == ("all_tied", "all_tied")


def test_measurement_has_a_reason_for_exactly_what_it_does_not_say():
    sides: list[Answers] = [
        Agreed(Q),
        members(4),
        members(8),
        members(12),
        Allocations(np.ones((6, 6))),
    ]
    for side in sides:
        found = measure(organization=Agreed(P), members=side, seed=1)
        figures = ("interval_80", "interval_95", "ceiling", "agreement_w", "tau_b", "coverage")
        silent = {name for name in figures if getattr(found, name) is None}
        assert silent == set(found.reasons) - {"organization_delivery", "member_delivery"}


def test_deliveries_are_the_means_of_those_who_rated():
    theirs = np.full((6, 6), 8.0)
    theirs[:2, 0] = NAN  # four rated it
    theirs[0, 1] = NAN  # five did
    theirs[1, 1] = 3
    found = of(6, organization_delivery=np.array([[2, NAN, 9, 9, 5, 0]]), member_delivery=theirs)

    assert [item.organization_delivery for item in found.items] == [2, None, 9, 9, 5, 0]
    assert [item.member_delivery for item in found.items] == [None, 7, 8, 8, 8, 8]
    assert (
        found.reasons["organization_delivery"]
        == found.reasons["member_delivery"]
        == "too_few_rated"
    )
    assert [item.organization_quadrant for item in found.items] == [
        "do_better", None, "perhaps_too_much", "perhaps_too_much", "perhaps_too_much", "let_rest",
    ]  # fmt: skip
    assert [item.member_quadrant for item in found.items] == [
        None, "keep_going", "keep_going", "perhaps_too_much", "perhaps_too_much", "keep_going",
    ]  # fmt: skip


def test_deliveries_are_as_agreed_when_members_agreed():
    found = measure(
        organization=Agreed(P), members=Agreed(Q), member_delivery=np.full((1, 6), 4.0), seed=1
    )

    assert [item.member_delivery for item in found.items] == [4] * 6


@pytest.mark.parametrize(
    "wrong", [np.full((6, 5), 5.0), np.full((5, 6), 5.0), np.full((6, 6), 11.0)]
)
def test_measurement_is_refused_when_deliveries_do_not_fit(wrong):
    with pytest.raises(ValueError, match=r"deliveries are|delivery is"):
        of(6, member_delivery=wrong)


def test_measurement_does_not_depend_on_the_order_of_items():
    order = [5, 2, 0, 1, 4, 3]
    answers = members(20)
    there = measure(organization=Agreed(P), members=answers, seed=1)
    back = measure(
        organization=Agreed(P[order]), members=Allocations(answers.points[:, order]), seed=1
    )

    for name in (
        "overlap",
        "interval_80",
        "interval_95",
        "ceiling",
        "agreement_w",
        "tau_b",
        "coverage",
    ):
        assert getattr(back, name) == pytest.approx(getattr(there, name), abs=1e-6)


def test_measurement_reads_best_worst_picks():
    best, worst = np.zeros((12, 6)), np.zeros((12, 6))
    best[:, 2], worst[:, 0] = 3, 3
    found = measure(organization=Agreed(P), members=Picks(best, worst, np.full((12, 6), 3)), seed=1)

    assert found.items[2].members > 0.9
    assert found.agreement_w == pytest.approx(1)
    assert math.isclose(sum(item.members for item in found.items), 1)
