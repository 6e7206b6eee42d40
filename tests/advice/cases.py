"""What makes each rule stand, and what keeps it quiet: one line for each way a rule comes to stand.

A line has the number of the rule, what is known when it stands, and what is known otherwise when
it does not. `EDGES` has the figure at which a rule is still quiet and the first at which it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandorla.core.conditions import Finding

Known = dict[str, Any]

CASES: list[tuple[str, Known, Known]] = [
    (
        "W01",
        {"founded_days": 61, "organization_elicited": False, "members_elicited": True},
        {"organization_elicited": True},
    ),
    (
        "W01",
        {"founded_days": 61, "organization_elicited": True, "members_elicited": False},
        {"members_elicited": True},
    ),
    ("W02", {"overlap": 0.31, "overlap_high": 0.42}, {"overlap_high": 0.49}),
    ("W03", {"members_covered": 0.5, "overlap": 0.55}, {"members_covered": 0.8}),
    ("W04", {"elicited_days": 400, "round_due": False}, {"elicited_days": 100}),
    ("W04", {"elicited_days": 100, "round_due": True}, {"round_due": False}),
    ("W05", {"shared_items": 3, "measures_complete": 0.67}, {"measures_complete": 1.0}),
    (
        "W06",
        {"license_days_left": 40, "review_in_hand": False, "license_standing": "review_due"},
        {"review_in_hand": True},
    ),
    (
        "W06",
        {"license_days_left": 19, "review_in_hand": False, "license_standing": "review_due"},
        {"license_standing": "paused"},
    ),
    (
        "W07",
        {"license_days_left": -5, "license_standing": "grace"},
        {"license_days_left": 12, "license_standing": "review_due"},
    ),
    (
        "W07",
        {"license_days_left": -31, "license_standing": "lapsed"},
        {"license_standing": "paused"},
    ),
    ("W08", {"sponsor_days": 120, "has_sponsor": True, "founded_days": 400}, {"sponsor_days": 20}),
    ("W08", {"sponsor_days": 20, "has_sponsor": False, "founded_days": 400}, {"has_sponsor": True}),
    (
        "W09",
        {"sponsor_champion": True, "sponsor_line": False, "sponsor_payer": False},
        {"sponsor_payer": True},
    ),
    ("W10", {"absence_factor": 1, "facilitators": 2, "founded_days": 400}, {"absence_factor": 3}),
    ("W10", {"absence_factor": 3, "facilitators": 1, "founded_days": 400}, {"facilitators": 2}),
    ("W11", {"core_people": 2, "founded_days": 40}, {"core_people": 3}),
    ("W12", {"core_unchanged_days": 600, "core_newcomers": 0}, {"core_newcomers": 1}),
    ("W13", {"rhythm_held": 0.5}, {"rhythm_held": 0.75}),
    ("W14", {"updates_share": 0.7, "outcomes_logged": 0.9}, {"updates_share": 0.3}),
    ("W14", {"updates_share": 0.3, "outcomes_logged": 0.25}, {"outcomes_logged": 0.9}),
    ("W15", {"carried_lately": 0.2}, {"carried_lately": 0.6}),
    ("W16", {"asks_waiting": 1, "threads_unanswered": 0.2}, {"asks_waiting": 0}),
    ("W16", {"asks_waiting": 0, "threads_unanswered": 0.6}, {"threads_unanswered": 0.4}),
    ("W17", {"newcomer_waiting": 1, "newcomers_answered": 0.9}, {"newcomer_waiting": 0}),
    ("W17", {"newcomer_waiting": 0, "newcomers_answered": 0.5}, {"newcomers_answered": 0.7}),
    (
        "W18",
        {"newcomers_kept": 0.2, "attendance_trend": 0.1, "newcomers_writing": 0.5},
        {"newcomers_kept": 0.6},
    ),
    (
        "W18",
        {"newcomers_kept": 0.6, "attendance_trend": -0.4, "newcomers_writing": 0.5},
        {"attendance_trend": -0.1},
    ),
    (
        "W18",
        {"newcomers_kept": 0.6, "attendance_trend": 0.1, "newcomers_writing": 0.2},
        {"newcomers_writing": 0.5},
    ),
    ("W19", {"units_diversity_fall": 0.3, "e_i_expected": 1.1}, {"units_diversity_fall": 0.05}),
    ("W19", {"units_diversity_fall": 0.05, "e_i_expected": 0.8}, {"e_i_expected": 1.1}),
    ("W20", {"people": 4, "founded_days": 120, "leaders": 1}, {"people": 12}),
    ("W20", {"people": 60, "founded_days": 120, "leaders": 1}, {"leaders": 3}),
    ("W21", {"similar_community": True}, {"similar_community": False}),
    (
        "W22",
        {"benefits_me": 0.8, "solved_half_year": 0, "founded_days": 300},
        {"solved_half_year": 2},
    ),
    ("W23", {"report_tells_stories": False}, {"report_tells_stories": True}),
    ("W24", {"requests_per_member": 2.5, "response_falling": False}, {"requests_per_member": 0.5}),
    ("W24", {"requests_per_member": 0.5, "response_falling": True}, {"response_falling": False}),
    ("W25", {"time_usable": 0.4}, {"time_usable": 0.9}),
    ("W26", {"leader_hours_cut": 0.75}, {"leader_hours_cut": 0.1}),
    ("W27", {"may_speak": 0.4}, {"may_speak": 0.8}),
    ("W28", {"artifact_days": 120}, {"artifact_days": 10}),
    ("W29", {"assigned_share": 0.7}, {"assigned_share": 0.1}),
    (
        "W30",
        {"objectives_met": True, "gathering_days": 5, "leaderless_days": 0},
        {"objectives_met": False},
    ),
    (
        "W30",
        {"objectives_met": False, "gathering_days": 70, "leaderless_days": 30},
        {"leaderless_days": 0},
    ),
    (
        "W31",
        {"change_finished": True, "license_standing": "in_force"},
        {"license_standing": "none"},
    ),
    ("W32", {"bypasses_control": 1}, {"bypasses_control": 0}),
]

EDGES: list[tuple[str, str, float, float]] = [
    ("W01", "founded_days", 60, 61),
    ("W02", "overlap", 0.35, 0.34),
    ("W02", "overlap_high", 0.45, 0.44),
    ("W03", "members_covered", 0.6, 0.59),
    ("W03", "overlap", 0.49, 0.5),
    ("W04", "elicited_days", 365, 366),
    ("W05", "measures_complete", 1, 0.99),
    ("W05", "shared_items", 0, 1),
    ("W06", "license_days_left", 46, 45),
    ("W06", "license_days_left", -1, 0),
    ("W07", "license_days_left", 0, -1),
    ("W08", "sponsor_days", 90, 91),
    ("W10", "absence_factor", 2, 1),
    ("W11", "core_people", 3, 2),
    ("W11", "founded_days", 30, 31),
    ("W12", "core_unchanged_days", 540, 541),
    ("W12", "core_newcomers", 1, 0),
    ("W13", "rhythm_held", 0.6, 0.59),
    ("W14", "updates_share", 0.5, 0.51),
    ("W15", "carried_lately", 0.3, 0.29),
    ("W16", "asks_waiting", 0, 1),
    ("W17", "newcomer_waiting", 0, 1),
    ("W18", "newcomers_kept", 0.4, 0.39),
    ("W19", "units_diversity_fall", 0.2, 0.21),
    ("W20", "people", 5, 4),
    ("W20", "founded_days", 90, 91),
    ("W22", "benefits_me", 0.59, 0.6),
    ("W22", "solved_half_year", 1, 0),
    ("W22", "founded_days", 182, 183),
    ("W24", "requests_per_member", 1, 1.1),
    ("W25", "time_usable", 0.6, 0.59),
    ("W26", "leader_hours_cut", 0.5, 0.51),
    ("W27", "may_speak", 0.6, 0.59),
    ("W28", "artifact_days", 90, 91),
    ("W29", "assigned_share", 0.49, 0.5),
    ("W32", "bypasses_control", 0, 1),
]
LATER_EDGES: list[tuple[str, str, float, float]] = [  # of the second way of a rule
    ("W01", "founded_days", 60, 61),
    ("W08", "founded_days", 30, 31),
    ("W10", "founded_days", 182, 183),
    ("W10", "facilitators", 2, 1),
    ("W14", "outcomes_logged", 0.33, 0.32),
    ("W16", "threads_unanswered", 0.49, 0.5),
    ("W17", "newcomers_answered", 0.61, 0.6),
    ("W18", "attendance_trend", -0.29, -0.3),
    ("W18", "newcomers_writing", 0.4, 0.39),
    ("W19", "e_i_expected", 1, 0.99),
    ("W20", "people", 40, 41),
    ("W20", "leaders", 2, 1),
    ("W30", "gathering_days", 55, 56),
    ("W30", "leaderless_days", 27, 28),
]


def found(known: Mapping[str, Any]) -> dict[str, Finding]:
    """What is known, as findings."""
    return {
        name: value if isinstance(value, Finding) else Finding(value)
        for name, value in known.items()
    }


def lines_of(number: str) -> list[tuple[Known, Known]]:
    """The lines of one rule, in order."""
    return [(stands, quiet) for rule, stands, quiet in CASES if rule == number]
