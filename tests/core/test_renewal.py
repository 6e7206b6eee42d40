"""Which ways the evidence speaks for: cases judged by hand, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.conditions import Finding
from mandorla.core.renewal import KINDS, VITAL, Bounds, checks, recommend

BOUNDS: Final = Bounds(
    least_overlap_high=0.45,
    overlap_fall=0.1,
    least_rhythm=0.6,
    least_carried=0.3,
    core_people=3,
    core_units=2,
    quiet_days=56,
    leaderless_days=28,
    split_people=150,
    own_stage=4,
    own_changes=3,
)
Values = Mapping[str, bool | int | float]
HEALTHY: Final[Values] = {
    "overlap_high": 0.66,
    "overlap_change": 0.02,
    "rhythm_held_quarter": 0.9,
    "gathering_days": 6,
    "has_leader": True,
    "leaders": 1,
    "leaderless_days": 0,
    "core_people": 4,
    "core_units": 3,
    "has_sponsor": True,
    "statement_signed": True,
    "statement_past": False,
    "carry_through": 0.7,
    "conditions_overdue": 0,
    "similar_community": False,
    "objectives_met": False,
    "objectives_served": 2,
    "solved_half_year": 5,
    "change_finished": False,
    "people": 30,
    "stage": 3,
    "lessons_changed_process": 1,
}


def _ways(values: Values) -> list[tuple[str, bool, list[str]]]:
    findings = {name: Finding(value) for name, value in values.items()}
    return [
        (one.kind, one.certain, [reason.name for reason in one.reasons])
        for one in recommend(findings, bounds=BOUNDS)
    ]


ALL_HOLD: Final = [
    "overlap",
    "rhythm",
    "leader",
    "core",
    "sponsor",
    "overlap_kept",
    "statement",
    "statement_current",
    "carried",
    "conditions",
]


@pytest.mark.parametrize(
    ("otherwise", "expected"),
    [
        ({}, [("renew", True, ALL_HOLD)]),
        ({"overlap_high": 0.45, "overlap_change": -0.1}, [("renew", True, ALL_HOLD)]),
        ({"carry_through": 0.2}, [("renew_with_conditions", True, ["carried"])]),
        (
            {"core_people": 2, "statement_past": True, "conditions_overdue": 1},
            [("renew_with_conditions", True, ["core", "statement_current", "conditions"])],
        ),
        ({"overlap_change": -0.2}, [("renew_with_conditions", True, ["overlap_kept"])]),
        (
            {"overlap_high": 0.4},
            [
                ("rescope", True, ["little_shared"]),
                ("renew_with_conditions", True, ["overlap"]),
            ],
        ),
        (
            {"overlap_high": 0.4, "has_sponsor": False},
            [
                ("retire", True, ["unwanted"]),
                ("rescope", True, ["little_shared"]),
                ("renew_with_conditions", True, ["overlap", "sponsor"]),
            ],
        ),
        (
            {"objectives_met": True},
            [("rescope", True, ["reached"]), ("renew", True, ALL_HOLD)],
        ),
        (
            {"objectives_met": True, "rhythm_held_quarter": 0.0, "gathering_days": 90},
            [
                ("retire", True, ["reached_and_quiet"]),
                ("renew_with_conditions", True, ["rhythm"]),
            ],
        ),
        (
            {"change_finished": True},
            [("retire", True, ["change_over"]), ("renew", True, ALL_HOLD)],
        ),
        (
            {
                "rhythm_held_quarter": 0.0,
                "gathering_days": 57,
                "leaderless_days": 29,
                "has_leader": False,
            },
            [
                ("retire", True, ["quiet"]),
                ("pause", True, ["leaderless"]),
                ("renew_with_conditions", True, ["rhythm", "leader"]),
            ],
        ),
        (
            {"has_leader": False, "leaderless_days": 28, "gathering_days": 57},
            [("renew_with_conditions", True, ["leader"])],
        ),
        (
            {"has_sponsor": False, "rhythm_held_quarter": 0.3},
            [
                ("pause", True, ["nobody_behind"]),
                ("renew_with_conditions", True, ["rhythm", "sponsor"]),
            ],
        ),
        (
            {"similar_community": True, "core_people": 2},
            [
                ("merge", True, ["same_and_small"]),
                ("renew_with_conditions", True, ["core"]),
            ],
        ),
        ({"similar_community": True}, [("renew", True, ALL_HOLD)]),
        (
            {"objectives_served": 0, "solved_half_year": 0},
            [("rescope", True, ["social"]), ("renew", True, ALL_HOLD)],
        ),
        (
            {"stage": 4, "lessons_changed_process": 3},
            [("institutionalize", True, ["way_of_working"]), ("renew", True, ALL_HOLD)],
        ),
        ({"people": 151}, [("split", True, ["large"]), ("renew", True, ALL_HOLD)]),
        ({"people": 151, "leaders": 2}, [("renew", True, ALL_HOLD)]),
    ],
)
def test_recommendation_is_as_judged_by_hand(otherwise, expected):
    assert _ways({**HEALTHY, **otherwise}) == expected


def test_nothing_is_recommended_when_nothing_is_known():
    assert recommend({}, bounds=BOUNDS) == ()


def test_condition_asks_for_what_is_vital_and_not_known():
    known = {name: value for name, value in HEALTHY.items() if name != "overlap_high"}

    (first,) = recommend({n: Finding(v) for n, v in known.items()}, bounds=BOUNDS)

    assert (first.kind, first.missing) == ("renew_with_conditions", ("overlap_high",))
    assert [(r.name, [a.holds for a in r.answers]) for r in first.reasons] == [("overlap", [None])]


def test_renewal_names_what_is_not_vital_and_not_known():
    known = {name: value for name, value in HEALTHY.items() if name != "carry_through"}

    (only,) = recommend({n: Finding(v) for n, v in known.items()}, bounds=BOUNDS)

    assert (only.kind, only.missing) == ("renew", ("carry_through",))


def test_way_is_open_when_a_part_of_the_evidence_speaks_for_it_and_nothing_against():
    found = recommend({"gathering_days": Finding(90)}, bounds=BOUNDS)

    assert [(one.kind, one.certain, one.missing) for one in found] == [
        ("retire", False, ("leaderless_days", "objectives_met")),
    ]


some_values = st.fixed_dictionaries(
    {},
    optional={
        name: st.booleans()
        if isinstance(value, bool)
        else st.floats(-1, 1)
        if isinstance(value, float)
        else st.integers(0, 200)
        for name, value in HEALTHY.items()
    },
)


def _findings(values: Values) -> dict[str, Finding]:
    return {name: Finding(value) for name, value in values.items()}


@given(some_values)
def test_certain_ways_come_first_and_in_order(values):
    found = recommend(_findings(values), bounds=BOUNDS)

    order = [(not one.certain, KINDS.index(one.kind)) for one in found]
    assert order == sorted(order)
    assert len({one.kind for one in found}) == len(found)


@given(some_values)
def test_reasons_are_what_is_known_and_missing_is_not(values):
    for one in recommend(_findings(values), bounds=BOUNDS):
        assert one.reasons
        assert not set(one.missing) & set(values)
        for reason in one.reasons:
            asked = {answer.holds for answer in reason.answers}
            assert asked <= ({False, None} if one.kind == "renew_with_conditions" else {True})


@given(some_values)
def test_license_is_renewed_with_or_without_conditions_and_only_when_what_is_vital_holds(values):
    found = {one.kind: one for one in recommend(_findings(values), bounds=BOUNDS)}

    assert not {"renew", "renew_with_conditions"} <= set(found)
    if "renew" in found:
        assert {reason.name for reason in found["renew"].reasons} >= set(VITAL)
        vital = {c.indicator for name in VITAL for c in checks(BOUNDS)[name]}
        assert vital <= set(values)


@given(some_values, st.sets(st.sampled_from(sorted(HEALTHY))))
def test_forgetting_never_ends_a_community(values, forgotten):
    """What is not known is never a no: it does not bring a way that the full evidence has not."""
    fewer = {name: value for name, value in values.items() if name not in forgotten}
    full = recommend(_findings(values), bounds=BOUNDS)
    certain = {one.kind for one in full if one.certain}

    for one in recommend(_findings(fewer), bounds=BOUNDS):
        if one.certain and not one.kind.startswith("renew"):
            assert one.kind in certain
